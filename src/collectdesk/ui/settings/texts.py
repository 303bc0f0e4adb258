"""Owns the section of texts to customers: their versions with the approval, the editor, and the letterhead."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.letterheads import KeepLetterhead, Letterhead, ShowLetterhead
from collectdesk.desk.contact.text_keeping import DecideText, ListTexts, TextLine, WithdrawText, WriteText
from collectdesk.desk.pipeline import EVERYTHING, Subject
from collectdesk.domain.contact.texts import LEAFLET_SECTIONS, SECTIONS, TextState
from collectdesk.domain.people.people import Permission
from collectdesk.terms import term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import NoteEdit, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import CHINESE, Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_LANGUAGES = {CHINESE: mark("Chinese")}
_TONES = {TextState.WAITING: Tone.WARN, TextState.APPROVED: Tone.GOOD, TextState.SHIPPED: Tone.GOOD}
_HEAD = {
    "number_word": mark("Number word (云支催)"),
    "address": mark("Address"),
    "postcode": mark("Postcode"),
    "phone": mark("Branch telephone"),
    "account_name": mark("Account name"),
    "account_no": mark("Account no."),
    "account_bank": mark("Account at"),
}


def _state(words: Words, line: TextLine) -> Status:
    said = words.say(mark("In use")) if line.in_use else term(words, line.text.state)
    old = line.text.state in (TextState.SHIPPED, TextState.APPROVED) and not line.in_use
    tone = Tone.PLAIN if old else _TONES.get(line.text.state, Tone.PLAIN)
    return Status(words.say(mark("Replaced")) if old else said, tone, line.text.state is TextState.WAITING)


COLUMNS: tuple[Column[TextLine], ...] = (
    Column(mark("Text"), lambda _w, t: t.text.title, Kind.BOLD, width=232),
    Column(mark("Kind"), lambda w, t: term(w, t.text.kind), width=84),
    Column(mark("Language"), lambda w, t: w.say(_LANGUAGES.get(t.text.language, mark("English"))), width=72),
    Column(mark("Version"), lambda w, t: w.number(t.text.version), Kind.NUMBER),
    Column(mark("State"), _state, Kind.CHIP),
    Column(mark("Written by"), lambda _w, t: t.made_by, Kind.MUTED, stretch=True),
)


class TextForm(SideForm):
    """A new version of a text, from the chosen one."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("New version"), mark("Ask for approval"), "customer_text")
        speech, form = office.speech, self.form
        form.add("title", mark("Title"), TextEdit(longest=120), needed=True)
        form.add("body", mark("Text"), NoteEdit(speech, lines=12), needed=True,
                 hint=mark("What stands in braces is filled in; “## basis” begins a section of a letter."))  # fmt: skip
        form.add("sentences", mark("Sentences that may be added"), NoteEdit(speech, lines=3),
                 hint=mark("One a line"))  # fmt: skip
        form.add("reason", mark("Why it changes"), TextEdit(longest=200), needed=True)


class WhyForm(SideForm):
    """Why a version is refused or withdrawn."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Refuse or withdraw"), mark("Take it out"), "customer_text_why")
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)


class HeadForm(ActForm):
    """What the branch's letters say of it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Letterhead"), mark("Keep the letterhead"), kept_as="letterhead")
        for name, sentence in _HEAD.items():
            self.form.add(name, sentence, TextEdit(longest=120), needed=True)


class TextsSection(Section):
    """Versions at the left with the chosen one's words; at the right what may be done, or a form."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self.table: ValueTable[TextLine] = rows_table(
            speech, mark("Texts"), COLUMNS, lambda t: (t.text.code, t.text.language, t.text.version),
            opens_on_click=False,
        )  # fmt: skip
        self.table.setMinimumHeight(230)
        self.words_of = label(None, "", "", wrap=True)
        self.told = label(None, "", "mute", wrap=True)
        self.edit, self.why, self.head = TextForm(office), WhyForm(office), HeadForm(office)
        self._lay_out()
        self.table.picked.connect(lambda _line: self._show_chosen())
        self.edit.submitted.connect(self._write)
        self.why.submitted.connect(self._take_out)
        self.head.submitted.connect(self._keep_head)

    def _lay_out(self) -> None:
        speech = self.speech
        listed = Card(speech, mark("Texts to customers"), flush=True)
        listed.add(self.table, 1)
        said = Card(speech, mark("What it says"))
        said.add(self.words_of)
        said.body.addStretch(1)
        left = QWidget()
        left.setLayout(column(listed, said))
        acts = Card(speech, mark("The chosen version"))
        acts.add(self.told)
        self.new_button = button(speech, mark("New version …"), self._begin, icon="pencil")
        self.approve_button = button(speech, mark("Approve"), self._approve, icon="check", look="primary")
        self.why_button = button(
            speech, mark("Refuse or withdraw …"), lambda: self._open(self.why), look="quiet"
        )
        for made in (self.new_button, self.approve_button, self.why_button):
            acts.add(made)
        resting = QWidget()
        resting.setLayout(column(acts, self.head))
        self.side = Side(resting, self.edit, self.why)
        beside = row(left, self.side, spacing=12)
        beside.setStretch(0, 3)
        beside.setStretch(1, 2)
        self.body.addLayout(beside, 1)
        self._show_chosen()

    # ---- showing

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.RULES}:
            self.office.run(ListTexts(), owner=self, done=self._show)
            self.office.run(ShowLetterhead(), owner=self, done=self._show_head)

    def retranslate(self) -> None:
        self.refresh(EVERYTHING)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, found: tuple[TextLine, ...]) -> None:
        self.table.show_rows(found)
        self._show_chosen()

    def _show_head(self, kept: Letterhead | None) -> None:
        self.head.defaults = {f.name: getattr(kept, f.name) for f in fields(Letterhead)} if kept else {}
        self.head.belongs_to("letterhead")
        if not self.head.has_draft():
            self.head.form.put(self.head.defaults)
        self.head.act.setVisible(self.office.may(Permission.KEEP_TEXTS))

    def _show_chosen(self) -> None:
        line, words = self.table.chosen, self.office.words
        may_write, may_decide = (
            self.office.may(Permission.KEEP_TEXTS),
            self.office.may(Permission.APPROVE_TEXT),
        )
        state = line.text.state if line else None
        self.new_button.setVisible(line is not None and may_write)
        self.approve_button.setVisible(may_decide and state is TextState.WAITING)
        self.why_button.setVisible(may_decide and state in (TextState.WAITING, TextState.APPROVED))
        if line is None:
            self.words_of.setText("")
            self.told.setText("")
            return
        body = line.text.body
        for name in dict.fromkeys((*SECTIONS[1:], *LEAFLET_SECTIONS)):
            body = body.replace(f"## {name}\n", f"\n〔{name}〕\n")
        added = "\n".join(f"+ {one}" for one in line.text.sentences)
        self.words_of.setText(f"{body}\n\n{added}" if added else body)
        said = [line.reason, line.decided_by, line.decision_reason]
        if line.made_at is not None:
            said.insert(0, words.instant(line.made_at))
        self.told.setText(
            " · ".join(part for part in said if part) or words.say(mark("Came with the program"))
        )

    # ---- acts

    def _open(self, form: SideForm) -> None:
        self.side.show_form(form)
        form.form.focus(next(iter(form.form.values())))

    def _begin(self) -> None:
        line = self.table.chosen
        if line is not None:
            known = {
                "title": line.text.title,
                "body": line.text.body,
                "sentences": "\n".join(line.text.sentences),
            }
            self.edit.begin(f"{line.text.code}:{line.text.language}", known)
            if not self.edit.has_draft():
                self.edit.form.put(known)
            self._open(self.edit)

    def _write(self, values: dict[str, Any]) -> None:
        line = self.table.chosen
        if line is not None:
            lines = tuple((values["sentences"] or "").splitlines())
            deed = WriteText(line.text.code, line.text.language, values["title"], values["body"], lines,
                             values["reason"])  # fmt: skip
            said = mark("The version waits for somebody else's approval.")
            self.office.run(
                deed, owner=self, done=lambda _id: self._done(self.edit, said), failed=self.edit.refuse
            )

    def _approve(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.office.run(
                DecideText(line.text_id, approve=True),
                owner=self,
                done=lambda _none: self.tell(
                    Note(self.office.say(mark("The version is in use from now on.")))
                ),
                failed=self._refused,
            )

    def _take_out(self, values: dict[str, Any]) -> None:
        line = self.table.chosen
        if line is None:
            return
        waits = line.text.state is TextState.WAITING
        deed: Any = (
            DecideText(line.text_id, approve=False, reason=values["reason"])
            if waits
            else WithdrawText(line.text_id, values["reason"])
        )
        said = (
            mark("The version is refused.")
            if waits
            else mark("The version is withdrawn; the one before is used.")
        )
        self.office.run(
            deed, owner=self, done=lambda _none: self._done(self.why, said), failed=self.why.refuse
        )

    def _keep_head(self, values: dict[str, Any]) -> None:
        said = mark("The letterhead is kept.")
        self.office.run(
            KeepLetterhead(Letterhead(**values)), owner=self, done=lambda _none: self._done(self.head, said),
            failed=self.head.refuse,
        )  # fmt: skip

    def _done(self, form: ActForm, said: str) -> None:
        form.finish()
        self.side.rest()
        self.tell(Note(self.office.say(said)))
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        from collectdesk.ui import wording

        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
