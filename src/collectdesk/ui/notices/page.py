"""Owns the Notices screen: every customer's notices by where they stand, and what is done with many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.notice_files import (
    ExportMessages,
    ExportPosts,
    PostTaken,
    ReadPostFile,
    TakePostFile,
    Written,
)
from collectdesk.desk.contact.notice_papers import PrintNotices, PrintSealRequest
from collectdesk.desk.contact.noticing import ListWaitingNotices, NoticeView, Offered, ShowLevels
from collectdesk.desk.contact.serving import SealNotices
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import PROVEN, NoticeState
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.terms_trouble import sentence
from collectdesk.ui import ask
from collectdesk.ui.casefile.notices import state_chip
from collectdesk.ui.casefile.person_forms import Side
from collectdesk.ui.notices.batch_form import RESULTS, BatchForm
from collectdesk.ui.page import Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.register_face import RegisterFace
from collectdesk.ui.parts.segments import Segment
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.contact.notice_batches import BatchLine
    from collectdesk.ui.office import Office

_GROUPS: tuple[tuple[str, str, frozenset[NoticeState]], ...] = (
    ("waits", mark("To approve"), frozenset({NoticeState.DRAFTED})),
    ("ready", mark("Ready to go"), frozenset({NoticeState.APPROVED, NoticeState.SEALED})),
    ("out", mark("On the way"), frozenset({NoticeState.POSTED})),
    ("proven", mark("Served"), PROVEN),
    ("lost", mark("Didn't arrive"), frozenset({NoticeState.RETURNED, NoticeState.FAILED})),
)
COLUMNS: tuple[Column[NoticeView], ...] = (
    Column(mark("Written"), lambda w, n: w.date(local_day(n.notice.made_at)), Kind.MUTED, width=96),
    Column(mark("Customer"), lambda _w, n: n.customer, Kind.BOLD, width=90),
    Column(mark("Case no."), lambda _w, n: n.case_no, Kind.MUTED),
    Column(mark("Level"), lambda w, n: n.name.text(chinese=w.is_chinese)),
    Column(mark("Way"), lambda w, n: term(w, n.notice.channel)),
    Column(mark("State"), state_chip, Kind.CHIP),
    Column(mark("Letter no."), lambda _w, n: n.notice.letter_no or n.notice.number, Kind.MUTED, stretch=True),
)
_SHOWN_BY = frozenset({Subject.CASES, Subject.STEPS, Subject.IMPORTS})
FILES = mark("Tables (*.csv *.xlsx *.xls *.txt)")


class NoticesPage(Page):
    """``open_target`` takes the numbers of customers to write to, from the Customers screen."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._found: dict[str, list[NoticeView]] = {}
        self._offered: Offered | None = None
        self._waits_for: tuple[int, ...] = ()
        self._is_fresh = True
        speech = self.speech
        self.table: ValueTable[NoticeView] = rows_table(
            speech, mark("Notices"), COLUMNS, lambda n: n.notice.id, opens_on_click=False
        )
        self.table.set_empty(mark("Nothing stands here"), mark("Notices are written in a customer's file, or to many"
                                                              " from the Customers screen."))  # fmt: skip
        self.batch = BatchForm(office)
        self.results: ValueTable[BatchLine] = rows_table(
            speech, mark("What came of each"), RESULTS, lambda b: b.customer_id, opens_on_click=False
        )
        self.told = label(None, "", "mute", wrap=True)
        self._lay_out()
        self.segments.picked.connect(lambda _which: self._show())
        self.table.opened.connect(lambda n: self.opens.emit("casefile", (n.customer_id, "notices")))
        self.results.opened.connect(lambda b: self.opens.emit("casefile", (b.customer_id, "notices")))
        self.batch.submitted.connect(self._write)
        self.preview.said.connect(self.confirm)
        self._count()

    def _lay_out(self) -> None:
        speech = self.speech
        self._acts = Card(speech, mark("With those that are ready"))
        self.buttons = {
            "print": button(speech, mark("Print the letters"), self._print, icon="printer"),
            "request": button(speech, mark("Seal request"), self._request, icon="printer"),
            "seal": button(speech, mark("They are sealed"), self._seal, icon="check"),
            "post": button(speech, mark("The post office's list"), self._post_list, icon="upload"),
            "sms": button(
                speech, mark("Text messages for the gateway"), lambda: self._send(Channel.SMS), icon="upload"
            ),
            "email": button(
                speech, mark("E-mails for the gateway"), lambda: self._send(Channel.EMAIL), icon="upload"
            ),
            "waybills": button(
                speech, mark("Take the post office's file in"), self._waybills, icon="download"
            ),
        }
        for made in self.buttons.values():
            self._acts.add(made)
        said = mark("What the gateway says of messages comes in on the Import screen.")
        self._acts.add(label(speech, said, "faint", wrap=True))
        self._acts.add(self.told)
        self._results = Card(speech, mark("What came of each"), flush=True)
        self._results.add(self.results, 1)
        self._results.hide()
        resting = QWidget()
        resting.setLayout(column(self._acts, None))
        self.side = Side(resting, self.batch)
        self.face = RegisterFace(
            self.office, mark("Notices"), self.table, self.side, share=(5, 2), below=self._results
        )
        self.segments, self.preview = self.face.segments, self.face.preview
        self.setLayout(column(self.face))

    # ---- what the window asks of a page

    def title(self) -> str:
        return self.office.say(mark("Notices"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & _SHOWN_BY:
            states = tuple(
                state for _id, _said, group in _GROUPS for state in sorted(group, key=lambda s: s.value)
            )
            self.office.run(ListWaitingNotices(states), owner=self, done=self._take)
        if self._offered is None:
            self.office.run(ShowLevels(), owner=self, done=self._offer)

    def retranslate(self) -> None:
        if self._offered is not None:
            self.batch.offer(self._offered)

    def focus_first(self) -> None:
        self.table.setFocus()

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", mark("Choose")), ("Enter", mark("Open the file")))

    def open_target(self, target: Any) -> None:
        """Write to these customers."""
        self._waits_for = tuple(target) if isinstance(target, tuple) else ()
        self._begin_batch()

    # ---- showing

    def _offer(self, offered: Offered) -> None:
        self._offered = offered
        self.batch.offer(offered)
        self._begin_batch()

    def _begin_batch(self) -> None:
        if self._waits_for and self._offered is not None and self.office.may(Permission.WORK_CASES):
            self.side.show_form(self.batch)
            self.batch.begin_for(self._waits_for)
            self._waits_for = ()

    def _take(self, found: tuple[NoticeView, ...]) -> None:
        self._found = {
            name: [each for each in found if each.notice.state in group] for name, _said, group in _GROUPS
        }
        self._count()
        self._show()

    def _count(self) -> None:
        self.segments.show_segments(
            [Segment(name, said, len(self._found.get(name, ()))) for name, said, _group in _GROUPS]
        )
        if self._is_fresh and self._found:
            self._is_fresh = False  # the page begins where something stands
            first = next((name for name, _said, _group in _GROUPS if self._found.get(name)), "waits")
            self.segments.choose(first)

    def _show(self) -> None:
        self.table.show_rows(self._found.get(self.segments.chosen, ()))
        may = self.office.may(Permission.WORK_CASES)
        ready = self._ready()
        letters = [each for each in ready if each.notice.channel is Channel.LETTER]
        unsealed = [each for each in letters if each.sealed and each.notice.state is NoticeState.APPROVED]
        shown = {
            "print": bool(letters),
            "request": bool(unsealed),
            "seal": bool(unsealed),
            "post": len(letters) > len(unsealed),
            "sms": any(each.notice.channel is Channel.SMS for each in ready),
            "email": any(each.notice.channel is Channel.EMAIL for each in ready),
            "waybills": bool(letters) or bool(self._found.get("out")),
        }
        for name, made in self.buttons.items():
            made.setVisible(may and shown[name])
        self._acts.setVisible(may)

    def _ready(self) -> list[NoticeView]:
        return self._found.get("ready", [])

    def _letters(self, *, unsealed: bool = False) -> tuple[str, ...]:
        return tuple(
            each.notice.id
            for each in self._ready()
            if each.notice.channel is Channel.LETTER
            and (not unsealed or (each.sealed and each.notice.state is NoticeState.APPROVED))
        )

    # ---- acts

    def _write(self, values: dict[str, Any]) -> None:
        self.office.run(self.batch.deed(values), owner=self, done=self._written, failed=self.batch.refuse)

    def _written(self, done: tuple[BatchLine, ...]) -> None:
        self.batch.finish()
        self.side.rest()
        self._results.show()
        self.results.show_rows(sorted(done, key=lambda line: line.made is not None))
        made = sum(line.made is not None for line in done)
        said = mark("{made} notices are written, {left} customers left out.")
        self.confirm(self.office.say(said, made=made, left=len(done) - made))
        self.results.setFocus()

    def _print(self) -> None:
        self._draw(PrintNotices(self.preview.new_target("notices.pdf"), self._letters()))

    def _request(self) -> None:
        target = self.preview.new_target("seal-request.pdf")
        self._draw(PrintSealRequest(target, self._letters(unsealed=True), self.office.words.language))

    def _draw(self, deed: PrintNotices | PrintSealRequest) -> None:
        self.office.run(deed, owner=self, done=self.face.show_paper, failed=self.warn)

    def _seal(self) -> None:
        deed = SealNotices(self._letters(unsealed=True), local_day(self.office.desk.now()))
        self.office.run(
            deed,
            owner=self,
            failed=self.warn,
            done=lambda _count: self.confirm(self.office.say(mark("The seal is noted."))),
        )

    def _post_list(self) -> None:
        target = self._target(mark("The post office's list"), "post")
        if target is not None:
            self.office.run(ExportPosts(target), owner=self, done=self._tell, failed=self.warn)

    def _send(self, channel: Channel) -> None:
        target = self._target(mark("Messages for the gateway"), channel.value)
        if target is not None:
            self.office.run(ExportMessages(target, channel), owner=self, done=self._tell, failed=self.warn)

    def _target(self, title: str, name: str) -> Any:
        day = local_day(self.office.desk.now())
        return ask.file_to_save(self, self.office.say(title), f"{name}_{day:%Y%m%d}.csv", "CSV (*.csv)")

    def _tell(self, written: Written) -> None:
        words = self.office.words
        self.confirm(
            words.say(mark("{count} notices are written to {path}."), count=written.count, path=written.path)
        )
        lines = [
            f"{left.number}: " + " ".join(d.sentence.text(chinese=words.is_chinese) for d in left.decisions)
            for left in written.left_out
        ]
        self.told.setText("\n".join(lines))

    def _waybills(self) -> None:
        say = self.office.say
        chosen = ask.file_to_open(self, say(mark("The post office's file")), say(FILES))
        if chosen is not None:
            self.office.run(ReadPostFile(chosen), owner=self, done=self._take_rows, failed=self.warn)

    def _take_rows(self, rows: Any) -> None:
        self.office.run(TakePostFile(rows), owner=self, done=self._tell_taken, failed=self.warn)

    def _tell_taken(self, taken: PostTaken) -> None:
        words = self.office.words
        said = mark("{posted} letters posted, {ended} ended, {left} lines left out.")
        self.confirm(words.say(said, posted=taken.posted, ended=taken.ended, left=len(taken.left)))
        line = mark("Line {line} ({number}): {why}")
        self.told.setText(
            "\n".join(
                words.say(
                    line,
                    line=one.line,
                    number=one.reference,
                    why=sentence(words, Refused(one.why, posted="")),
                )
                for one in taken.left
            )
        )
