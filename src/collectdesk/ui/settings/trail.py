"""Owns the audit trail section: green or red and where, and every entry in words, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.people.signature_register import VerifySignatures
from collectdesk.desk.vault.trail import ExportTrail, TellTrail, TrailLine, VerifyTrail, anchor_typed
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.trail import TrailVerdict
from collectdesk.terms_audit import (
    HONEST,
    action_words,
    anchor_words,
    broken_words,
    signature_fault,
    who_words,
)
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.closing import ClosingCard
from collectdesk.ui.settings.section import Section
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.people.signature_register import SignaturesVerdict
    from collectdesk.desk.pipeline import Subject
    from collectdesk.desk.vault.trail import ExportedTrail
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

ONE_PAGE = 500
MOST_NAMED = 4
NOBODY, PROGRAM = "system", mark("The program")
"""What stands in the trail where no person acted, and how it is said."""


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can be compared with paper."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def row_tone(line: TrailLine) -> Tone:
    if line.fault:
        return Tone.DANGER
    return Tone.WARN if line.action.startswith("refused.") else Tone.PLAIN


def _who(words: Words, line: TrailLine) -> str:
    who = words.say(PROGRAM) if line.who == NOBODY else line.who
    return who_words(words, who, line.acted_for, line.second)


def signature_status(words: Words, line: TrailLine) -> Status:
    """Whether the deed was signed personally, and whether the signature holds."""
    if line.fault is None:
        return Status("")
    if line.fault:
        return Status(words.say(mark("Doesn't hold")), Tone.DANGER, calls=True)
    return Status(words.say(mark("Signed")), Tone.GOOD)


class TrailSection(Section):
    """Verify walks the whole chain; the list shows 500 entries and fetches older ones on demand."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self._verdict: TrailVerdict | None = None
        self._signatures: SignaturesVerdict | None = None
        self._lines: tuple[TrailLine, ...] = ()
        self._asked = False
        self.chip = Chip()
        self.said_of = label(None, "", "", wrap=True)
        self.head_link = label(None, "", "faint", wrap=True)
        self.held = label(None, "", "mute", wrap=True)
        self.signed = label(None, "", "mute", wrap=True)
        self.progress = ProgressLine(speech)
        self.verify = button(
            speech, mark("Verify the trail"), self.begin, icon="shield-check", look="primary", key="F2"
        )
        self.paper = TextEdit(speech, mark("Against paper: 812:3f9a…"), longest=100)
        self.paper.setMinimumWidth(300)
        speech.bind(self.paper, self.paper.setAccessibleName, mark("Entry and root from an evening page"))
        self.paper.returnPressed.connect(self.begin)
        self.pack = button(speech, mark("Against a pack"), self.begin_with_pack, icon="archive", look="quiet")
        self.preview = PdfPreview(office)
        self.closing = ClosingCard(office, self.preview.new_target)
        self.closing.printed.connect(self._look_at)
        self.preview.closed.connect(self._look_away)
        self.preview.said.connect(lambda text: self.tell(Note(text, Tone.GOOD)))
        checked = Card(speech, mark("Is the trail whole?"))
        checked.head.addWidget(self.chip)
        checked.head.addWidget(self.verify)
        for part in (self.said_of, self.head_link, self.held, self.signed, self.progress):
            checked.add(part)
        checked.add(row(self.paper, self.pack, None))
        self._parts = (checked, self.closing, self._list())
        for card in self._parts:
            self.body.addWidget(card, 1 if card is self.listed else 0)
        self.body.addWidget(self.preview, 1)
        self._look_away()
        self._tell()

    def _list(self) -> Card:
        columns: tuple[Column[TrailLine], ...] = (
            Column(mark("No."), lambda w, r: w.number(r.seq), Kind.NUMBER, sort=lambda r: r.seq),
            Column(mark("When"), lambda w, r: w.instant(r.at), Kind.MUTED, sort=lambda r: r.at, width=130),
            Column(mark("Who"), _who, width=150),
            Column(mark("What"), lambda w, r: action_words(w, r.action, r.about), width=220),
            Column(mark("Signature"), signature_status, Kind.CHIP, width=110, sort=lambda r: r.fault or ""),
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
        self.export = button(
            self.speech, mark("Export, signed"), self.export_trail, icon="download", look="quiet"
        )
        self.listed.head.addWidget(self.older)
        self.listed.head.addWidget(self.export)
        self.listed.add(self.table, 1)
        return self.listed

    def refresh(self, touched: frozenset[Subject]) -> None:  # noqa: ARG002 - every deed adds a line
        self.office.run(TellTrail(limit=ONE_PAGE), owner=self, done=self._show)
        self.closing.refresh()

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
        """Walk the whole chain, and hold it against what was typed from paper."""
        try:
            typed = (anchor_typed(self.paper.text()),) if self.paper.text().strip() else ()
        except Refused as error:
            self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
            return
        self._walk(VerifyTrail(typed))

    def begin_with_pack(self) -> None:
        """Walk, and hold the trail against what a pack remembers."""
        say = self.office.say
        kinds = say(mark("Archive packs (*.zip)"))
        path = ask.file_to_open(self, say(mark("Choose a pack of this branch")), kinds)
        if path is not None:
            self._walk(VerifyTrail(packs=(path,)))

    def _walk(self, deed: VerifyTrail) -> None:
        if not self.verify.isEnabled():
            return
        self.verify.setEnabled(False)
        ticket = self.office.run(
            deed, owner=self, done=self._verified, failed=self._failed, cancelled=self._stopped,
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
        self.office.run(VerifySignatures(), owner=self, done=self._signatures_checked, failed=self._failed)

    def _signatures_checked(self, verdict: SignaturesVerdict) -> None:
        self._signatures = verdict
        self._tell()
        self.refresh(frozenset())

    def _tell_signatures(self) -> None:
        words, checked = self.office.words, self._signatures
        self.signed.setVisible(checked is not None)
        if checked is None:
            return
        whole = mark("All personal signatures hold: {count}.")
        lines = [signature_fault(words, bad.seq, bad.reason) for bad in checked.bad[:MOST_NAMED]]
        more = len(checked.bad) - len(lines)
        if more:
            lines.append(words.plural("and {count} more", "and {count} more", more))
        text = words.say(whole, count=words.number(checked.count)) if checked.intact else "\n".join(lines)
        self.signed.setText(text)
        set_tone(self.signed, "look", "mute" if checked.intact else "wrong")

    def _tell(self) -> None:
        words, verdict = self.office.words, self._verdict
        self._tell_signatures()
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
            self.held.setVisible(False)
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
        sources = list(dict.fromkeys(anchor_words(words, one) for one in verdict.anchors))[:MOST_NAMED]
        held = (
            mark("Held against: {anchors}.")
            if sources
            else mark("Nothing outside remembers it yet: close a day.")
        )
        named = ("、" if words.is_chinese else ", ").join(sources)
        self.held.setText(f"{words.say(held, anchors=named)} {words.say(HONEST)}")
        self.held.setVisible(True)

    # ---- papers

    def export_trail(self) -> None:
        """Write the whole trail, signed, for somebody without the key."""
        say = self.office.say
        target = ask.file_to_save(self, say(mark("Export the trail")), "trail.jsonl", "JSON Lines (*.jsonl)")
        if target is not None:
            self.office.run(ExportTrail(target), owner=self, done=self._exported, failed=self._failed)

    def _exported(self, made: ExportedTrail) -> None:
        said = mark(
            "{count} entries exported. Key fingerprint: {fingerprint}. verify_trail.py checks them anywhere."
        )
        words = self.office.words
        told = words.say(said, count=words.number(made.entries), fingerprint=made.fingerprint)
        self.tell(Note(told, Tone.GOOD))

    def _look_at(self, paper: Printed) -> None:
        for part in self._parts:
            part.hide()
        self.preview.show()
        self.preview.show_paper(paper)

    def _look_away(self) -> None:
        self.preview.hide()
        for part in self._parts:
            part.show()

    def print_out(self) -> None:
        if self.preview.isVisible():
            self.preview.print_paper()
        else:
            self.closing.begin()

    def retranslate(self) -> None:
        self._tell()
        self.closing.retranslate()
        self._fill()

    def focus_first(self) -> None:
        self.table.setFocus()

    def save(self) -> None:
        self.begin()
