"""Owns the Notices tab: what was sent to whom, where it stands, what proves its service, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.notice_papers import NoticeText, PrintNotices, PrintSealRequest, ReadNotice
from collectdesk.desk.contact.noticing import (
    DecideNotice,
    DropNotice,
    JudgeNotice,
    ListNotices,
    Made,
    MakeNotice,
    NoticeView,
    Offered,
    ShowLevels,
    Wanted,
)
from collectdesk.desk.contact.serving import PostNotice, ProveServed, SealNotices
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import PROVEN, NoticeState
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui.casefile.notice_forms import DropForm, NoticeForm, PostForm, ProofForm
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.sign_in.countersign import Countersign
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

_STATES = {
    NoticeState.DRAFTED: (Tone.WARN, True),
    NoticeState.APPROVED: (Tone.NOTICE, False),
    NoticeState.SEALED: (Tone.NOTICE, False),
    NoticeState.POSTED: (Tone.NOTICE, False),
    NoticeState.RETURNED: (Tone.DANGER, True),
    NoticeState.FAILED: (Tone.DANGER, True),
    **dict.fromkeys(PROVEN, (Tone.GOOD, False)),
}
_OUT = (NoticeState.APPROVED, NoticeState.SEALED)


def state_chip(words: Words, shown: NoticeView) -> Status:
    """Where a notice stands."""
    tone, calls = _STATES.get(shown.notice.state, (Tone.PLAIN, False))
    return Status(term(words, shown.notice.state), tone, calls)


COLUMNS: tuple[Column[NoticeView], ...] = (
    Column(mark("Written"), lambda w, n: w.date(local_day(n.notice.made_at)), Kind.MUTED, width=96),
    Column(mark("Level"), lambda w, n: n.name.text(chinese=w.is_chinese), Kind.BOLD),
    Column(mark("Way"), lambda w, n: term(w, n.notice.channel)),
    Column(mark("To"), lambda _w, n: n.addressee),
    Column(mark("State"), state_chip, Kind.CHIP),
    Column(mark("Letter no."), lambda _w, n: n.notice.letter_no or n.notice.number, Kind.MUTED, stretch=True),
)


class NoticesTab(Tab):
    """Notices at the left with the words of the chosen one; at the right where it stands, or a form."""

    sentence = mark("Notices")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        speech = self.speech
        self._offered: Offered | None = None
        self.notices: ValueTable[NoticeView] = rows_table(
            speech, mark("Notices"), COLUMNS, lambda n: n.notice.id, opens_on_click=False
        )
        self.notices.set_empty(
            mark("No notice yet"), mark("Write the first one; the rules are asked as you go.")
        )
        self.words_of = label(None, "", "", wrap=True)
        self.make, self.drop = NoticeForm(office), DropForm(office)
        self.post, self.proof = PostForm(office, self.today), ProofForm(office, self.today)
        self.facts, self.past = Facts(), label(None, "", "mute", wrap=True)
        self.countersign = Countersign(office, mark("Approve the notice"))
        self.countersign.signed.connect(lambda: self._say(mark("The notice is approved.")))
        self.preview = PdfPreview(office)
        self._lay_out()
        self.preview.closed.connect(self._back)
        self.preview.said.connect(self.host.confirm)
        self.notices.picked.connect(lambda _shown: self._show_chosen())
        self.make.asks.connect(self._judge)
        for form, act in ((self.make, self._make), (self.post, self._post), (self.proof, self._prove),
                          (self.drop, self._drop)):  # fmt: skip
            form.submitted.connect(act)

    def _lay_out(self) -> None:
        speech = self.speech
        self.new_button = button(speech, mark("New notice"), self.open_new, icon="plus", look="quiet")
        listed = Card(speech, mark("Notices"), flush=True)
        listed.head.addWidget(self.new_button)
        self._said = Card(speech, mark("What it says"))
        self._said.add(self.words_of)
        self._left = QWidget()
        stacked = column(framed(listed, self.notices, 5), self._said)
        stacked.setStretch(0, 3)
        self._left.setLayout(stacked)
        self._chosen = Card(speech, mark("The chosen notice"))
        self._chosen.add(self.facts)
        self._chosen.add(self.past)
        self._chosen.add(self._acts())
        self._resting = QWidget()
        self._resting.setLayout(column(self._chosen, self.countersign))
        self.side = Side(self._resting, self.make, self.post, self.proof, self.drop)
        self.lay_beside(self._left, self.side, (3, 2), 1)
        self.body.addWidget(self.preview, 1)
        self.preview.hide()

    def _acts(self) -> QWidget:
        """The buttons of a notice, in the order in which it goes its way."""
        speech = self.speech
        self.buttons = {
            "approve": button(speech, mark("Approve"), self._approve, icon="check", look="primary"),
            "print": button(speech, mark("Print the letter"), self._print, icon="printer"),
            "request": button(speech, mark("Seal request"), self._print_request, icon="printer"),
            "seal": button(speech, mark("It is sealed"), self._seal, icon="check"),
            "post": button(speech, mark("Given to the post …"), lambda: self._open(self.post)),
            "prove": button(speech, mark("How it was served …"), lambda: self._open(self.proof)),
            "drop": button(speech, mark("Put aside …"), lambda: self._open(self.drop), look="quiet"),
        }
        held = QWidget()
        flow = Flow(held)
        for made in self.buttons.values():
            flow.addWidget(made)
        return held

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        for form in (self.make, self.post, self.proof, self.drop):
            form.belongs_to(file.customer.id)
        self.new_button.setVisible(self.may(Permission.WORK_CASES))
        if not self.case_id:
            self.notices.show_rows(())
        if self.notices.chosen is None:
            self._show_chosen()
        if not self.case_id:
            return
        self.run(ShowLevels(), self._offer, self.host.warn)
        self.run(ListNotices(self.case_id), self._show, self.host.warn)

    def _offer(self, offered: Offered) -> None:
        self._offered = offered
        if self.file is not None:
            self.make.offer(offered, self.file)

    def _show(self, found: tuple[NoticeView, ...]) -> None:
        past = self.file.past_day if self.file else None
        self.notices.show_rows([n for n in found if past is None or local_day(n.notice.made_at) <= past])
        self._show_chosen()

    def _show_chosen(self) -> None:
        shown = self.notices.chosen
        for part in (self._chosen, self._said):
            part.setVisible(shown is not None)
        self._show_buttons(shown)
        if shown is None:
            self.countersign.offer(None)
            return
        words, kept = self.office.words, shown.notice
        self.facts.show_facts(
            [
                Fact(words.say(mark("State")), term(words, kept.state)),
                Fact(words.say(mark("Letter no.")), kept.letter_no),
                Fact(words.say(mark("Running no.")), kept.number),
                Fact(words.say(mark("Sent to")), f"{shown.addressee} · {shown.reach}"),
                Fact(words.say(mark("Answer by")), words.date(kept.pay_by)),
                Fact(words.say(mark("Written by")), shown.made_by),
                Fact(words.say(mark("Decided by")), shown.decided_by),
                Fact(words.say(mark("Waybill")), kept.waybill),
            ]
        )
        self.past.setText("\n".join(self._line(each, words, shown) for each in shown.events))
        waits = kept.state is NoticeState.DRAFTED and self.may(Permission.WORK_CASES)
        can = self.office.may(Permission.APPROVE_NOTICE)
        self.countersign.offer(DecideNotice(kept.id, approve=True) if waits and not can else None)
        self.run(ReadNotice(kept.id), self._show_words, self.host.warn)

    def _line(self, event: Any, words: Words, shown: NoticeView) -> str:
        by = shown.people.get(event.recorded_by, "")
        said = [words.date(event.happened_on), term(words, event.state), event.taken_by, event.note, by]
        return " · ".join(part for part in said if part)

    def _show_words(self, text: NoticeText) -> None:
        self.words_of.setText(f"{text.title}\n\n{text.text}")

    def _show_buttons(self, shown: NoticeView | None) -> None:
        may = shown is not None and self.may(Permission.WORK_CASES)
        state = shown.notice.state if shown else None
        letter = shown is not None and shown.notice.channel is Channel.LETTER
        sealed = shown is not None and shown.sealed
        out = state is NoticeState.SEALED or (state is NoticeState.APPROVED and not sealed)
        decides = self.may(Permission.APPROVE_NOTICE) and state is NoticeState.DRAFTED
        wanted = {
            "approve": decides,
            "print": may and letter and state in (*_OUT, NoticeState.POSTED),
            "request": may and sealed and state is NoticeState.APPROVED,
            "seal": may and sealed and state is NoticeState.APPROVED,
            "post": may and letter and out,
            "prove": may and letter and (out or state is NoticeState.POSTED),
            "drop": may and state in (NoticeState.DRAFTED, *_OUT),
        }
        for name, made in self.buttons.items():
            made.setVisible(wanted[name])

    # ---- acts

    def open_new(self) -> None:
        """Begin a new notice."""
        self._open(self.make)

    def _open(self, form: SideForm) -> None:
        self.side.show_form(form)
        form.form.focus(next(iter(form.form.values())))

    def _judge(self, wanted: Wanted) -> None:
        if self.case_id:
            self.run(
                JudgeNotice(self.case_id, wanted),
                self.make.show_word,
                lambda _error: self.make.show_word(None),
            )

    def _make(self, _values: dict[str, Any]) -> None:
        wanted = self.make.wanted()
        assert wanted is not None
        self.run(MakeNotice(self.case_id, wanted), self._made, self.make.refuse)

    def _made(self, made: Made) -> None:
        said = (
            mark("The notice is written; a supervisor decides it.")
            if made.waits
            else mark("The notice is ready.")
        )
        self._kept(self.make, said)

    def _approve(self) -> None:
        self._with(lambda shown: DecideNotice(shown.notice.id, approve=True), mark("The notice is approved."))

    def _seal(self) -> None:
        self._with(
            lambda shown: SealNotices((shown.notice.id,), local_day(self.office.desk.now())),
            mark("The seal is noted."),
        )

    def _with(self, deed: Callable[[NoticeView], Any], said: str) -> None:
        shown = self.notices.chosen
        if shown is not None:
            self.run(deed(shown), lambda _result: self._say(said), self.host.warn)

    def _post(self, values: dict[str, Any]) -> None:
        shown = self.notices.chosen
        if shown is not None:
            deed = PostNotice(shown.notice.id, values["posted_on"], values["waybill"] or "")
            self.run(deed, lambda _id: self._kept(self.post, mark("The posting is noted.")), self.post.refuse)

    def _prove(self, values: dict[str, Any]) -> None:
        shown = self.notices.chosen
        if shown is not None:
            deed = ProveServed(shown.notice.id, self.proof.proof(values))
            self.run(deed, lambda _id: self._kept(self.proof, mark("The proof is kept.")), self.proof.refuse)

    def _drop(self, values: dict[str, Any]) -> None:
        shown = self.notices.chosen
        if shown is not None:
            deed = DropNotice(shown.notice.id, values["reason"])
            self.run(
                deed, lambda _none: self._kept(self.drop, mark("The notice is put aside.")), self.drop.refuse
            )

    def _print(self) -> None:
        shown = self.notices.chosen
        if shown is not None:
            target = self.preview.new_target(f"{shown.notice.number}.pdf")
            self.run(PrintNotices(target, (shown.notice.id,)), self._printed, self.host.warn)

    def _print_request(self) -> None:
        shown = self.notices.chosen
        if shown is not None:
            target = self.preview.new_target(f"{shown.notice.number}-seal.pdf")
            deed = PrintSealRequest(target, (shown.notice.id,), self.office.words.language)
            self.run(deed, self._printed, self.host.warn)

    def _printed(self, paper: Printed) -> None:
        self._left.hide()
        self.side.hide()
        self.preview.show()
        self.preview.show_paper(paper)

    def _back(self) -> None:
        self.preview.hide()
        self._left.show()
        self.side.show()
        self.notices.setFocus()

    def _kept(self, form: SideForm, said: str) -> None:
        form.finish()
        self.side.rest()
        self._say(said)

    def _say(self, said: str) -> None:
        self.host.confirm(self.office.say(said))
        self.notices.setFocus()

    def focus_first(self) -> None:
        if not self.preview.isHidden():
            self.preview.view.setFocus()
        elif self.notices.values.rowCount() or not self.new_button.isVisible():
            self.notices.setFocus()
        else:
            self.new_button.setFocus()
