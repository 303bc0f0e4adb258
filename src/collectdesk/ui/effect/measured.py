"""Owns the cards of the measures, the choice of which customers count, and the exports of the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.paper.records import OverdueReason
from collectdesk.domain.results.effect import Cut
from collectdesk.domain.results.figures import Figure
from collectdesk.terms import TERMS
from collectdesk.terms_figures import OWN_BUCKET_HEADINGS, measure_tables, own_bucket_table
from collectdesk.ui import ask
from collectdesk.ui.effect.table_card import TableCard
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import column, row
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from collectdesk.domain.results.figures import Choices, EffectFigures, Measures
    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech


class CutLine(QWidget):
    """Of which customers the figures speak; ``changed`` when another is chosen."""

    changed = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._offered: Choices | None = None
        kinds = [(kind.value, TERMS[kind]) for kind in ProductKind]
        reasons = [(reason.value, TERMS[reason]) for reason in OverdueReason]
        every = mark("All")
        self.product, self.reason = (PickOne(speech, offered, nothing=every) for offered in (kinds, reasons))
        self.area, self.team = PickOne(speech, nothing=every), PickOne(speech, nothing=every)
        parts: list[Any] = []
        for sentence, field in (
            (mark("Product"), self.product), (mark("Area"), self.area), (mark("Reason"), self.reason),
            (mark("Officer of a visit"), self.team),
        ):  # fmt: skip
            speech.bind(field, field.setAccessibleName, sentence)
            field.setFixedWidth(136)
            field.edited.connect(self.changed)
            parts += [label(speech, sentence, "mute"), field]
        self.setLayout(row(*parts, None, spacing=8))

    def offer(self, choices: Choices) -> None:
        """Offer the areas and officers of this branch; what is chosen stays."""
        if choices == self._offered:
            return
        self._offered = choices
        self.area.offer([(area, area) for area in choices.areas])
        self.team.offer([(one, name) for one, name in choices.teams])

    def cut(self) -> Cut:
        """What is chosen."""
        fields = (self.product, self.area, self.reason, self.team)
        product, area, reason, team = (str(field.value() or "") for field in fields)
        return Cut(product, area, reason, team)


class MeasuredCards:
    """The six cards that measures fill, in their places."""

    def __init__(self, office: Office, said: Any) -> None:
        speech = office.speech
        self.office, self._said = office, said
        self.trend = TableCard(
            speech, Figure.TREND,
            (mark("List of"), mark("Products"), mark("Overdue"), mark("Past 90 days"), mark("Share past 90 days")),
            frozenset({1, 2, 3, 4}), wide=800,
        )  # fmt: skip
        self.results = TableCard(
            speech, Figure.PAID, (mark("What"), mark("How much"), mark("Rests on")), frozenset({1}), wide=900
        )
        self.beside = TableCard(
            speech,
            Figure.AFTER_VISIT,
            (mark("Customers"), mark("Share"), mark("Rests on")),
            frozenset({1}),
            wide=900,
        )
        self.reasons = TableCard(speech, Figure.REASON, (mark("Reason"), mark("Records")), frozenset({1}))
        self.work = TableCard(
            speech, Figure.WORK, (mark("Person"), mark("Open cases"), mark("Steps due"), mark("Of them late")),
            frozenset({1, 2, 3}), wide=900,
        )  # fmt: skip
        self.training = TableCard(
            speech, Figure.TRAINING, (mark("State"), mark("People"), mark("Names")), frozenset({1}), wide=900
        )
        self.all = (self.trend, self.results, self.beside, self.reasons, self.work, self.training)
        self.own = TableCard(
            speech, Figure.OWN_BUCKET, OWN_BUCKET_HEADINGS, frozenset({1, 2, 3, 4}), wide=800
        )
        self.every = (self.own, *self.all)
        for card in self.every:
            card.pictured.connect(self.keep_picture)

    def layout(self) -> QVBoxLayout:
        """Trend and results across, the others in two columns."""
        sides = row(column(self.reasons, self.training, None), column(self.work, None), spacing=12)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        laid = column(self.own, self.beside, self.results, self.trend, sides)
        self.own.hide()
        return laid

    def take_own(self, shown: EffectFigures) -> None:
        """Show the branch's own buckets, where it has some."""
        words = self.office.words
        if shown.own_buckets:
            self.own.take(words, own_bucket_table(words, shown))
        self.own.setVisible(bool(shown.own_buckets))

    def take(self, shown: Measures) -> None:
        """Show the measures."""
        words = self.office.words
        for card, table in zip(self.all, measure_tables(words, shown), strict=True):
            card.take(words, table)

    def keep_picture(self, card: TableCard) -> None:
        """Ask where the picture goes, and write the chart as it stands on the screen."""
        say = self.office.say
        title = card.shown.title if card.shown is not None else ""
        target = ask.file_to_save(
            card, say(mark("Where the picture goes")), f"{title}.png", say(mark("PNG (*.png)"))
        )
        if target is None:
            return
        written = save_picture(card, target)
        told = (
            mark("The picture is in {path}.") if written else mark("The picture can't be written to {path}.")
        )
        self._said.emit(Note(self.office.say(told, path=target), Tone.GOOD if written else Tone.DANGER))


def save_picture(card: TableCard, target: Path) -> bool:
    """The chart at twice its size; whole or not at all."""
    picture = card.chart.picture(2.0)
    partial = target.with_name(target.name + ".partial")
    try:
        if not picture.save(str(partial), "PNG"):  # type: ignore[call-overload]
            return False
        partial.replace(target)
    except OSError:
        return False
    finally:
        partial.unlink(missing_ok=True)
    return True
