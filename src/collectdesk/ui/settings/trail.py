"""Owns the audit trail section: green or red and where, and every entry in words, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.trail import TellTrail, TrailLine, VerifyTrail
from collectdesk.domain.trail import TrailVerdict
from collectdesk.terms_audit import action_words, broken_words
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.office import Office

ONE_PAGE = 500
NOBODY, PROGRAM = "system", mark("The program")
"""What stands in the trail where no person acted, and how it is said."""


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can be compared with paper."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def row_tone(line: TrailLine) -> Tone:
    return Tone.WARN if line.action.startswith("refused.") else Tone.PLAIN


class TrailSection(Section):
    """Verify walks the whole chain; the list shows 500 entries and fetches older ones on demand."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self._verdict: TrailVerdict | None = None
        self._lines: tuple[TrailLine, ...] = ()
        self._asked = False
        self.chip = Chip()
        self.said_of = label(None, "", "", wrap=True)
        self.head_link = label(None, "", "faint", wrap=True)
        self.progress = ProgressLine(speech)
        self.verify = button(
            speech, mark("Verify the trail"), self.begin, icon="shield-check", look="primary", key="F2"
        )
        checked = Card(speech, mark("Is the trail whole?"))
        checked.head.addWidget(self.chip)
        checked.head.addWidget(self.verify)
        for part in (self.said_of, self.head_link, self.progress):
            checked.add(part)
        self.body.addWidget(checked)
        self.body.addWidget(self._list(), 1)
        self._tell()

    def _list(self) -> Card:
        columns: tuple[Column[TrailLine], ...] = (
            Column(mark("No."), lambda w, r: w.number(r.seq), Kind.NUMBER, sort=lambda r: r.seq),
            Column(mark("When"), lambda w, r: w.instant(r.at), Kind.MUTED, sort=lambda r: r.at, width=130),
            Column(mark("Who"), lambda w, r: w.say(PROGRAM) if r.who == NOBODY else r.who, width=90),
            Column(mark("What"), lambda w, r: action_words(w, r.action, r.about), width=220),
            Column(mark("Subject"), lambda _w, r: " · ".join(r.numbers), Kind.MUTED, stretch=True),
        )
        self.table = rows_table(
            self.speech,
            mark("Audit trail"),
            columns,
            lambda r: r.seq,
            opens_on_click=False,
            row_tone=row_tone,
        )
        self.table.set_empty(mark("The trail is empty"), "")
        self.older = button(self.speech, mark("Older entries"), self._fetch_older, look="quiet")
        self.listed = Card(self.speech, mark("What was done"), flush=True)
        self.listed.head.addWidget(self.older)
        self.listed.add(self.table, 1)
        return self.listed

    def refresh(self, touched: frozenset[Subject]) -> None:  # noqa: ARG002 - every deed adds a line
        self.office.run(TellTrail(limit=ONE_PAGE), owner=self, done=self._show)

    def _show(self, lines: tuple[TrailLine, ...]) -> None:
        self._lines = lines
        self._fill()

    def _fetch_older(self) -> None:
        if self._lines:
            before = self._lines[-1].seq
            self.office.run(TellTrail(limit=ONE_PAGE, before=before), owner=self, done=self._append)

    def _append(self, lines: tuple[TrailLine, ...]) -> None:
        self._lines += lines
        self._fill()

    def _fill(self) -> None:
        self.table.show_rows(self._lines)
        self.listed.say_beside(self.office.words.number(len(self._lines)))
        self.older.setVisible(bool(self._lines) and self._lines[-1].seq > 1)

    # ---- verifying

    def begin(self) -> None:
        """Walk the whole chain."""
        if not self.verify.isEnabled():
            return
        self.verify.setEnabled(False)
        ticket = self.office.run(
            VerifyTrail(), owner=self, done=self._verified, failed=self._failed, cancelled=self._stopped,
            progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Verifying the trail"), ticket)

    def _stopped(self) -> None:
        self.progress.end()
        self.verify.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        self._stopped()
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _verified(self, verdict: TrailVerdict) -> None:
        self._stopped()
        self._verdict = verdict
        self._tell()
        self.refresh(frozenset())

    def _tell(self) -> None:
        words, verdict = self.office.words, self._verdict
        if verdict is None:
            self.chip.show_status(Status(words.say(mark("Not checked since you came here"))))
            self.said_of.setText(
                words.say(
                    mark(
                        "Every entry is chained to the one before it. Verifying walks the whole chain "
                        "and finds what was changed, exchanged, removed or cut off."
                    )
                )
            )
            self.head_link.setVisible(False)
            return
        count = words.number(verdict.entries)
        if verdict.intact:
            self.chip.show_status(Status(words.say(mark("Whole")), Tone.GOOD, calls=True))
            self.said_of.setText(
                words.say(mark("All {count} entries follow each other, unchanged."), count=count)
            )
        else:
            self.chip.show_status(Status(words.say(mark("Not whole")), Tone.DANGER, calls=True))
            where = broken_words(words, verdict)
            after = words.say(
                mark("Nothing after it is proven. Keep a copy of the branch and tell the auditor.")
            )
            self.said_of.setText(f"{where} {after}" if not words.is_chinese else f"{where}{after}")
        link = words.say(mark("Last link that holds"))
        self.head_link.setText(f"{link}  {grouped(verdict.head)}")
        self.head_link.setVisible(True)

    def retranslate(self) -> None:
        self._tell()
        self._fill()

    def focus_first(self) -> None:
        self.table.setFocus()

    def save(self) -> None:
        self.begin()
