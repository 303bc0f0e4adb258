"""The papers of notices: letters with counterfoil and receipt, and the seal request; each letter is judged again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.contact.noticing import TOUCHED, judged_now, require_still_lawful
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Export, Lookup
from collectdesk.desk.visits.kit_letters import letter_facts
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.reports.contact.notice_in_words import tell_notice
from collectdesk.reports.contact.notice_letter import NOTICE_VERSION, LetterFacts, print_notice
from collectdesk.reports.contact.seal_request import (
    SEAL_REQUEST_VERSION,
    SealLine,
    SealRequestFacts,
    print_seal_request,
)
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.people.people import account_names, branch_name
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.contact.notices import Notice
    from collectdesk.store.work import View, Work

PRINTABLE = (NoticeState.APPROVED, NoticeState.SEALED, NoticeState.POSTED)


@dataclass(slots=True)
class Letters:
    """Letters on their way to the register: each notice with the copy its print will be."""

    facts: tuple[LetterFacts, ...]
    kept: tuple[tuple[Notice, int], ...]
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintNotices(Export[Printed, Letters]):
    """Print approved letters: original, counterfoil and receipt, and the page for the window envelope."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.printed"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    target: Path
    notice_ids: tuple[str, ...]

    def gather(self, view: View) -> Letters:
        if not self.notice_ids:
            raise Refused("notice.none_chosen")
        kept = tuple((each, next_copy(view, "notice", each.id)) for each in self._notices(view))
        for each, _copy in kept:
            judged, _facts = judged_now(view, each)
            if not judged.is_lawful:
                raise RuleBroken(judged.act.value, judged.refusals, notice=each.number)
        printed = tuple(letter_facts(view, each, copy) for each, copy in kept)
        return Letters(printed, kept)

    def _notices(self, view: View) -> list[Notice]:
        found = [notices.notice(view, each) for each in self.notice_ids]
        for each in found:
            if each.channel is not Channel.LETTER:
                raise Refused("notice.no_letter", number=each.number)
            if each.state not in PRINTABLE:
                raise Refused("notice.not_printable", number=each.number, state=each.state)
        if len({each.language for each in found}) > 1:
            raise Refused("notice.two_languages")
        return found

    def draw(self, gathered: Letters, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_notice(partial, gathered.facts, gathered.kept[0][0].language, progress.step)

    def settle(self, work: Work, gathered: Letters, partial: Path) -> Printed:
        for each, copy in gathered.kept:
            now = notices.notice(work, each.id)
            if now.version != each.version:
                raise StaleRecord("notice", each.id)
            require_still_lawful(work, now)
            sheaf = Sheaf(None, each.letter_no, copy, each.id, gathered.drawn)
            printed = sheaf.printed(self.target, partial)
            sheaf.register(work, "notice", NOTICE_VERSION, printed)
        work.note(notices=[each.id for each, _copy in gathered.kept])
        return printed


@dataclass(frozen=True, slots=True)
class PrintSealRequest(Export[Printed, Sheaf]):
    """Print the sheet by which the seal is asked for: approved letters that carry none yet."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.seal_requested"
    timed: ClassVar = True

    target: Path
    notice_ids: tuple[str, ...]
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        found = [notices.notice(view, each) for each in self.notice_ids]
        if not found:
            raise Refused("notice.none_chosen")
        for each in found:
            if each.state is not NoticeState.APPROVED or each.channel is not Channel.LETTER:
                raise Refused("notice.not_sealable", number=each.number, state=each.state)
        names = account_names(view)
        lines = tuple(_seal_line(view, each, names) for each in found)
        number = f"YY-{view.today:%Y%m%d}-{found[0].number.rpartition('-')[2]}"
        copy = next_copy(view, "seal_request", found[0].id)
        return Sheaf(SealRequestFacts(lines, printing_of(view, copy)), number, copy, found[0].id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_seal_request(
            partial, gathered.facts, gathered.number, self.language, progress.step
        )

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "seal_request", SEAL_REQUEST_VERSION, printed)
        work.note(notices=list(self.notice_ids), number=printed.number)
        return printed


def _seal_line(view: View, kept: Notice, names: dict[str, str]) -> SealLine:
    pages = max((p.pages for p in visits.prints(view, kept.id) if p.document == "notice"), default=0)
    who = names.get(kept.decided_by, "")
    return SealLine(kept.letter_no, str(kept.content["title"]), str(kept.content["addressee"]), pages, who)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice says, in its language, for reading before it goes out."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadNotice(Lookup[NoticeText]):
    """The words of one notice, masked for the actor."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "notice.read"

    notice_id: str

    def look(self, view: View) -> NoticeText:
        kept = notices.notice(view, self.notice_id)
        seen = masking.of_case(view, cases.case(view, kept.case_id))
        content: dict[str, Any] = dict(kept.content)
        for name in ("addressee", "borrower"):
            content[name] = masking.name(seen, str(content[name]))
        told = tell_notice(content, branch_name(view), kept.language)
        if kept.channel is not Channel.LETTER:
            return NoticeText(told.title, told.plain)
        parts = [told.opening, *(f"{heading}\n{text}" for heading, text in told.parts), *told.added]
        return NoticeText(told.title, "\n\n".join(parts))
