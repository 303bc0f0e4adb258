"""Owns disposal in the archive: the form by which two people delete a case's key, and the certificate of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.paper.disposing import DisposeEvidence, JudgeDisposal, PrintDisposal, SweepEvidence
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.domain.refusals import RuleBroken
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.paper.disposing import Certificate, Disposal
    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.domain.rules.gate import Decision
    from collectdesk.ui.office import Office

ABOUT: Final = mark(
    "Its photos, scans and recordings ({files}) can't be read any more afterwards, by anybody. Visits, records and the "
    "trail stay; backups and packs made before aren't touched. This can't be undone."
)
_SURE: Final = mark("Delete the key of case {case_no}? Its {files} files of evidence are lost for good.")


class DisposeCard(Card):
    """For a closed case whose evidence can still be read. ``said`` carries a Note, ``disposed`` the case's id."""

    said = Signal(object)
    disposed = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Dispose of the evidence"))
        self.office = office
        self._case = ("", "", 0)
        self._asked = False
        self.about = label(None, "", "mute", wrap=True)
        self.form = Form(office.speech)
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)
        self.second = add_second(self.form, office)
        self.draft = FormDraft(
            office, "disposal", self.form, names=("reason",), blank=lambda: self.form.put({"reason": None})
        )
        self.go = button(office.speech, mark("Dispose of the evidence…"), self.dispose, look="danger")
        self.rules = RuleLines(office.speech)
        for part in (self.about, self.rules, self.draft, self.form):
            self.add(part)
        self.add(row(None, self.go))

    def show_case(self, case_id: str, case_no: str, files: int) -> None:
        """Offer it for a case; no files hide the card."""
        changed = case_id != self._case[0]
        self._case = (case_id, case_no, files)
        self.setVisible(bool(files) and self.office.may(DisposeEvidence.needs))
        if changed and files:
            self.rules.show_rulings((), Tone.DANGER)
            if self.office.may(JudgeDisposal.needs):
                self.office.run(
                    JudgeDisposal(case_id), owner=self, done=lambda said: self._judged(case_id, said)
                )
            self.draft.about(case_id)
            self.form.accept_all()
            self.form.put({"second": None, "second_password": None})
        if files and not self._asked and self.office.may(ShowAccounts.needs):
            self._asked = True
            self.office.run(
                ShowAccounts(),
                owner=self,
                done=lambda people: offer_seconds(self.second, self.office, people),
            )
        self.retranslate()

    def retranslate(self) -> None:
        words, files = self.office.words, self._case[2]
        counted = words.plural("{count} file", "{count} files", files)
        self.about.setText(words.say(ABOUT, files=counted))

    def _judged(self, case_id: str, said: Sequence[Decision]) -> None:
        """What the rules say stands there before anybody tries."""
        if case_id == self._case[0]:
            self.rules.show_rulings(said, Tone.DANGER)

    def dispose(self) -> None:
        """Ask once more, then delete the key."""
        said, (case_id, case_no, files) = self.form.read(), self._case
        if said is None or not self.go.isEnabled():
            return
        say = self.office.say
        if said["second"] and not ask.agrees(
            self, say(mark("Dispose of the evidence?")), say(_SURE, case_no=case_no, files=files),
            say(mark("Delete the key")), say(mark("Keep it")),
        ):  # fmt: skip
            return
        self.go.setEnabled(False)

        def deed_with(second: SecondPerson | None) -> DisposeEvidence:
            return DisposeEvidence(case_id, str(said["reason"]), second)

        run_for_two(self.office, said, deed_with, owner=self, done=self._done, failed=self._refused)

    def _done(self, done: Disposal) -> None:
        self.go.setEnabled(True)
        self.draft.done()
        self.form.clear()
        self.office.run(SweepEvidence(), owner=self, done=lambda _gone: None)
        said = mark(
            "The key of case {case_no} is deleted. Print the certificate, and let the two of you sign it."
        )
        self.said.emit(Note(self.office.say(said, case_no=done.case_no), Tone.GOOD))
        self.disposed.emit(done.case_id)

    def _refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, RuleBroken):
            self.rules.show_rulings(error.decisions, Tone.DANGER)
            return
        code = str(getattr(error, "code", ""))
        beside = "second_password" if code in ("store.wrong_password", "store.wait") else "second"
        text = wording.sentence(self.office.words, error)
        if beside == "second_password" or code.startswith("second."):
            self.form.refuse(beside, text)
        elif not self.form.take_refusal(error):
            self.said.emit(Note(text, Tone.DANGER))


class CertificatePanel(QWidget):
    """One line of the register of disposals, and its certificate as a PDF."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.certificate: Certificate | None = None
        self.facts = Facts()
        self.lives = label(None, "", wrap=True)
        self.print = button(
            office.speech, mark("Certificate (PDF)…"), self.print_it, icon="printer", look="primary", key="F2"
        )
        self.card = Card(office.speech, mark("Certificate of disposal"))
        for part in (self.facts, self.lives):
            self.card.add(part)
        self.card.add(row(None, self.print))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.card)
        inside.addStretch(1)

    def show_certificate(self, certificate: Certificate | None) -> None:
        self.certificate = certificate
        self.retranslate()

    def retranslate(self) -> None:
        shown, words = self.certificate, self.office.words
        self.card.setVisible(shown is not None)
        if shown is None:
            return
        done = shown.done
        self.facts.show_facts([
            Fact(words.say(mark("Case")), done.case_no),
            Fact(words.say(mark("Disposed of on")), words.instant(done.disposed_at)),
            Fact(words.say(mark("Disposed of by")), shown.by),
            Fact(words.say(mark("Second person")), shown.second),
            Fact(words.say(mark("Files")), words.number(done.files)),
            Fact(words.say(mark("Reason")), done.reason),
        ])  # fmt: skip
        self.lives.setText("\n".join(self._lives(shown)))

    def _lives(self, shown: Certificate) -> list[str]:
        words = self.office.words
        lines = [
            words.say(mark("The key still lies in the backup {backup}."), backup=one.where)
            for one in shown.living
        ]
        lines = lines or [words.say(mark("No registered backup that exists holds the key any more."))]
        listed = "、" if words.is_chinese else ", "
        if shown.beside:
            said = mark("Copies beside the branch may hold it too: {copies}.")
            lines.append(words.say(said, copies=listed.join(shown.beside)))
        if shown.packs:
            lines.append(
                words.say(mark("Packs hold the evidence itself: {packs}."), packs=listed.join(shown.packs))
            )
        return lines

    def print_it(self) -> None:
        """Ask where the certificate goes, and write it."""
        shown, say = self.certificate, self.office.say
        if shown is None:
            return
        proposed = f"{shown.done.case_no}.pdf"
        target = ask.file_to_save(
            self, say(mark("Where the certificate goes")), proposed, say(mark("PDF (*.pdf)"))
        )
        if target is None:
            return
        deed = PrintDisposal(target, shown.done.case_id, self.office.words.language)
        self.office.run(deed, owner=self, done=self._printed, failed=self._refused)

    def _printed(self, paper: Printed) -> None:
        self.said.emit(
            Note(self.office.say(mark("The certificate is in {path}."), path=paper.path), Tone.GOOD)
        )

    def _refused(self, error: BaseException) -> None:
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def focus_first(self) -> Any:
        self.print.setFocus()
