"""Owns the row of acts on whole packs: load, withdraw, rehearse, print the booklet; and the rehearsal's result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.rules.booklet import BookletPrinted, PrintBooklet
from collectdesk.desk.rules.rehearsing import Rehearsal, RehearsePack, Stopped
from collectdesk.desk.rules.rulekeeping import LoadPack, PackTried, TryPack, WithdrawPack
from collectdesk.domain.rules.packs import Outcome
from collectdesk.terms_rules import ACTS, OUTCOMES
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.rules.ruling import RulesToday
    from collectdesk.ui.office import Office

_KINDS = mark("Rule packs (*.toml)")


class RulePacks(QWidget):
    """Buttons as far as the person may press them, and the last rehearsal."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__()
        self.office, self._tell = office, tell
        speech = office.speech
        self._own: tuple[str, str] | None = None
        self._found: Rehearsal | None = None
        self.load = button(speech, mark("Load a pack…"), self.load_pack)
        self.withdraw = button(speech, mark("Withdraw our pack…"), self._withdraw, look="quiet")
        self.rehearse = button(speech, mark("Rehearse a pack…"), self.rehearse_pack)
        self.booklet = button(speech, mark("Booklet (PDF)…"), self.print_booklet)
        self.summary = label(None, "", "", wrap=True)
        columns: tuple[Column[Stopped], ...] = (
            Column(mark("When"), lambda w, r: w.instant(r.at), Kind.MUTED, width=130),
            Column(mark("What"), lambda w, r: w.say(ACTS[r.act]), width=100),
            Column(mark("Case"), lambda _w, r: r.case_no, width=120),
            Column(mark("By"), lambda _w, r: r.by, Kind.MUTED, width=80),
            Column(mark("Rules"), lambda _w, r: ", ".join(r.rules), stretch=True),
            Column(mark("Outcome"), _outcome, Kind.CHIP),
        )
        self.table = rows_table(
            speech, mark("Rehearsal"), columns, lambda r: (r.at, r.case_no, r.rules), opens_on_click=False,
            row_tone=lambda r: Tone.WARN if r.anew else Tone.PLAIN,
        )  # fmt: skip
        self.table.set_empty(mark("Nobody would have been stopped"), "")
        self.table.setMinimumHeight(160)
        self.result = Card(speech, mark("Rehearsal"), flush=True)
        self.summary.setContentsMargins(10, 0, 10, 0)
        self.result.add(self.summary)
        self.result.add(self.table, 1)
        self.result.setVisible(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(row(self.load, self.rehearse, self.booklet, self.withdraw, None))
        inside.addWidget(self.result, 1)
        # not before they have their place: shown without a parent they would be windows of their own for a blink
        self.load.setVisible(office.may(LoadPack.needs))
        self.rehearse.setVisible(office.may(RehearsePack.needs))
        self.withdraw.setVisible(False)

    def show_rules(self, shown: RulesToday) -> None:
        """Take in which packs there are: the newest of the branch's own can be withdrawn."""
        standing = [line.kept for line in shown.loaded if line.kept.withdrawn_at is None]
        self._own = (standing[-1].pack_id, standing[-1].pack_version) if standing else None
        self.withdraw.setVisible(self._own is not None and self.office.may(WithdrawPack.needs))

    def load_pack(self) -> None:
        """Read the pack first; what would become softer is named, and asks why."""
        chosen = self._chosen(mark("Load a rule pack"))
        if chosen is None:
            return
        text, name = chosen
        self.office.run(
            TryPack(text, name), owner=self, done=lambda tried: self._load(tried, text, name),
            failed=self._refused,
        )  # fmt: skip

    def _load(self, tried: PackTried, text: str, name: str) -> None:
        say, reason = self.office.say, ""
        if tried.softer:
            rules = ", ".join(one.rule_id for one in tried.softer)
            question = say(mark("This makes rules softer: {rules}. Why?"), rules=rules)
            answer = ask.text(self, say(mark("Load a rule pack")), question)
            if answer is None:
                return
            reason = answer
        loaded = say(mark("The pack {pack} {version} is loaded."), pack=tried.pack_id, version=tried.version)
        self.office.run(LoadPack(text, name, reason), owner=self,
                        done=lambda _made: self._tell(Note(loaded)), failed=self._refused)  # fmt: skip

    def _withdraw(self) -> None:
        if self._own is None:
            return
        pack, version = self._own
        say = self.office.say
        asked = say(mark("Why is {pack} {version} withdrawn?"), pack=pack, version=version)
        answer = ask.text(self, say(mark("Withdraw our pack")), asked)
        if answer is None:
            return
        done = say(mark("The pack {pack} {version} is withdrawn."), pack=pack, version=version)
        self.office.run(WithdrawPack(pack, version, answer), owner=self,
                        done=lambda _none: self._tell(Note(done)), failed=self._refused)  # fmt: skip

    def rehearse_pack(self) -> None:
        """Who a pack would have stopped in the last ninety days, and of what is planned for the next seven."""
        chosen = self._chosen(mark("Rehearse a rule pack"))
        if chosen is not None:
            self.office.run(RehearsePack(*chosen), owner=self, done=self._show, failed=self._refused)

    def _show(self, found: Rehearsal) -> None:
        self._found = found
        self.retranslate()
        self.table.show_rows(found.stopped)
        self.result.setVisible(True)

    def retranslate(self) -> None:
        found, words = self._found, self.office.words
        if found is None:
            return
        told = words.say(
            mark("{asked} acts from {first} to {last}: {refused} refused (today {today}), {reason} need a reason."),
            asked=found.asked, first=words.date(found.from_on), last=words.date(found.to_on),
            refused=found.refused, today=found.refused_today, reason=found.needing_reason,
        )  # fmt: skip
        counted = " · ".join(f"{count.rule.id} {count.spoken} (+{count.anew})" for count in found.by_rule)
        self.summary.setText("\n".join(filter(None, (found.pack, told, counted))))

    def print_booklet(self) -> None:
        """Ask where to, then print the rules in force today."""
        day = self.office.desk.now().date().isoformat()
        say = self.office.say
        target = ask.file_to_save(self, say(mark("Rule booklet")), f"rules-{day}.pdf", "PDF (*.pdf)")
        if target is None:
            return
        deed = PrintBooklet(target, self.office.words.language)
        self.office.run(deed, owner=self, done=self._printed, failed=self._refused)

    def _printed(self, printed: BookletPrinted) -> None:
        words = self.office.words
        self._tell(Note(words.say(
            mark("{count} rules of {day} were written to {path}, digest {digest}."), count=printed.rules,
            day=words.date(printed.day), path=printed.path, digest=printed.digest[:16],
        )))  # fmt: skip

    def _chosen(self, title: str) -> tuple[str, str] | None:
        path = ask.file_to_open(self, self.office.say(title), self.office.say(_KINDS))
        if path is None:
            return None
        text = _read(path)
        if text is None:
            self._tell(
                Note(self.office.say(mark("{file} can't be read as text."), file=path.name), Tone.DANGER)
            )
            return None
        return text, path.name

    def _refused(self, error: BaseException) -> None:
        self._tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _outcome(words: Words, line: Stopped) -> Status:
    tone = Tone.DANGER if line.outcome is Outcome.REFUSED else Tone.WARN
    return Status(words.say(OUTCOMES[line.outcome]), tone)
