"""Owns the row of filters above the list: buckets with their counts, a menu of more, and a chip for each in force."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from collectdesk.desk.customers.finding import Bucket, Counts, Due, Wanted
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import ZERO, Money
from collectdesk.terms import term
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import column
from collectdesk.ui.parts.choices import Flow
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.ui.speech import Speech

DUES: Final = {
    Due.LATE: mark("Next step late"),
    Due.TODAY: mark("Next step due today"),
    Due.WEEK: mark("Next step due within a week"),
}
LEAST: Final = (1_000, 5_000, 10_000, 50_000)
"""Yuan: what the menu offers as the least overdue amount."""
_SHOWN: Final = tuple(bucket for bucket in Bucket if bucket is not Bucket.M0)


class BucketPill(QPushButton):
    """A bucket with its count; pressed, the list keeps those that stand in it."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        self.bucket = bucket
        self.setProperty("look", "segment")
        self.setCheckable(True)
        self.setAutoDefault(False)

    def say(self, words: Words, count: int | None) -> None:
        """Show the count."""
        self.setText(self.bucket.value if count is None else f"{self.bucket.value} {words.number(count)}")


def _flowing() -> QWidget:
    """A widget as high as its lines at the width it has."""
    made = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


class Filters(QWidget):
    """``changed`` carries the wishes of the list once a filter is put on or taken off."""

    changed = Signal(object)

    def __init__(self, speech: Speech, tools: Sequence[QWidget]) -> None:
        super().__init__()
        self._speech = speech
        self.wanted = Wanted()
        self.officers: tuple[str, ...] = ()
        self._counts: Counts | None = None
        self.pills = {bucket: BucketPill(bucket) for bucket in _SHOWN}
        for bucket, pill in self.pills.items():
            pill.clicked.connect(lambda _on=False, bucket=bucket: self._toggle(bucket))
        self.more = button(speech, mark("Filter"), self._show_menu, icon="plus")
        strip, self.chips = _flowing(), _flowing()
        strip_flow, self._flow = Flow(strip), Flow(self.chips)
        for each in (
            *self.pills.values(),
            self.more,
            *tools,
        ):  # on a narrow screen they go on in the next line
            strip_flow.addWidget(each)
        self.setLayout(column(strip, self.chips, spacing=6))
        self.chips.hide()
        speech.changed.connect(self.speak)
        self.speak()

    def show_wanted(self, wanted: Wanted) -> None:
        """Show which filters are in force."""
        self.wanted = wanted
        for bucket, pill in self.pills.items():
            pill.setChecked(bucket in wanted.buckets)
        self._write_chips()

    def show_counts(self, counts: Counts | None) -> None:
        """Show how many stand in each bucket; None of a past day, where nobody counts."""
        self._counts = counts
        self.speak()

    def speak(self) -> None:
        """Write everything in the language of this moment."""
        words = self._speech.words
        for bucket, pill in self.pills.items():
            pill.say(words, self._counts.buckets[bucket] if self._counts else None)
            said = words.say(mark("Bucket {bucket}"), bucket=pill.text())
            pill.setAccessibleName(said)
        self._write_chips()

    def _toggle(self, bucket: Bucket) -> None:
        kept = tuple(b for b in _SHOWN if (b in self.wanted.buckets) != (b is bucket))
        self._change(replace(self.wanted, buckets=kept))

    def _change(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.changed.emit(wanted)

    # ---- what is in force

    def in_force(self, words: Words, wanted: Wanted) -> list[tuple[str, Wanted]]:
        """Each filter but the buckets, which their pills show: its words, and the wishes without it."""
        found = [
            (
                term(words, ProductKind(kind)),
                replace(wanted, kinds=tuple(k for k in wanted.kinds if k != kind)),
            )
            for kind in wanted.kinds
        ]
        found += [
            (f"{term(words, ProductKind(kind))} · {name}",
             replace(wanted, own=tuple(each for each in wanted.own if each != (kind, name))))
            for kind, name in wanted.own
        ]  # fmt: skip
        if wanted.due is not None:
            found.append((words.say(DUES[wanted.due]), replace(wanted, due=None)))
        if wanted.only_cases:
            found.append((words.say(mark("With an open case")), replace(wanted, only_cases=False)))
        if wanted.least > ZERO:
            least = words.say(mark("Overdue from {amount}"), amount=words.money(wanted.least))
            found.append((least, replace(wanted, least=ZERO)))
        if wanted.officer:
            officer = words.say(mark("Account officer {name}"), name=wanted.officer)
            found.append((officer, replace(wanted, officer="")))
        return found

    def _write_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        words = self._speech.words
        shown = self.in_force(words, self.wanted)
        for text, without in shown:
            self._flow.addWidget(self._chip(text, partial(self._change, without)))
        if len(shown) > 1:
            everything = Wanted(text=self.wanted.text, listed=self.wanted.listed, order=self.wanted.order,
                                descending=self.wanted.descending)  # fmt: skip
            said = words.say(mark("Take all filters off"))
            self._flow.addWidget(self._chip(said, lambda: self._change(everything), plain=True))
        self.chips.setVisible(bool(shown))

    def _chip(self, text: str, off: Callable[[], None], *, plain: bool = False) -> QPushButton:
        made = QPushButton(text if plain else f"{text}  ×", self.chips)
        made.setProperty("look", "quiet" if plain else "segment")
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        said = text if plain else self._speech.say(mark("Take off: {filter}"), filter=text)
        made.setAccessibleName(said)
        # after the click has ended: the chip goes with its filter
        made.clicked.connect(lambda _on=False: off(), Qt.ConnectionType.QueuedConnection)
        made.show()
        return made

    # ---- the menu

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        menu.deleteLater()

    def menu(self) -> QMenu:
        """Every filter, those in force marked."""
        menu, words, now = QMenu(self), self._speech.words, self.wanted
        for kind in ProductKind:
            on = kind.value in now.kinds
            kinds = tuple(k.value for k in ProductKind if (k.value in now.kinds) != (k is kind))
            self._line(menu, term(words, kind), on, replace(now, kinds=kinds))
        self._add_own(menu)
        menu.addSeparator()
        for due, sentence in DUES.items():
            on = now.due is due
            self._line(menu, words.say(sentence), on, replace(now, due=None if on else due))
        menu.addSeparator()
        cases = replace(now, only_cases=not now.only_cases)
        self._line(menu, words.say(mark("With an open case")), now.only_cases, cases)
        amounts = menu.addMenu(words.say(mark("Overdue amount")))
        for yuan in LEAST:
            least = Money(yuan * 100)
            on = now.least == least
            said = words.say(mark("Overdue from {amount}"), amount=words.money(least))
            self._line(amounts, said, on, replace(now, least=ZERO if on else least))
        if self.officers:
            named = menu.addMenu(words.say(mark("Account officer")))
            for name in self.officers:
                on = now.officer == name
                self._line(named, name, on, replace(now, officer="" if on else name))
        return menu

    def _add_own(self, menu: QMenu) -> None:
        """The branch's own buckets with their counts, where it has some."""
        counted = self._counts.own if self._counts is not None else {}
        words, now = self._speech.words, self.wanted
        offered = {**dict.fromkeys(now.own), **counted}
        if not offered:
            return
        own = menu.addMenu(words.say(mark("Own buckets")))
        for (kind, name), count in offered.items():
            on = (kind, name) in now.own
            chosen = tuple(each for each in offered if (each in now.own) != (each == (kind, name)))
            shown = "" if count is None else f"   {words.number(count)}"
            self._line(own, f"{term(words, ProductKind(kind))} · {name}{shown}", on, replace(now, own=chosen))

    def _line(self, menu: QMenu, text: str, on: bool, wanted: Wanted) -> None:
        line = menu.addAction(text)
        line.setCheckable(True)
        line.setChecked(on)
        line.triggered.connect(lambda _on=False: self._change(wanted))
