"""The letters a team hands over: printed with their stop in the kit, or lying sealed beside it; each judged again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.contact.noticing import judged_now, require_still_lawful
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import LONGEST_LETTER, letter_page
from collectdesk.domain.zones import local_day
from collectdesk.reports.contact.notice_letter import NOTICE_VERSION, LetterFacts
from collectdesk.reports.visits.kit_in_words import SHEET_VERSION
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers, parties
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.visits.printing import Printed
    from collectdesk.store.contact.notices import Notice
    from collectdesk.store.visits.visits import Visit
    from collectdesk.store.work import View, Work

READY: Final = (NoticeState.APPROVED, NoticeState.SEALED)


@dataclass(frozen=True, slots=True)
class Letters:
    """What goes to one door: letters printed now with the copy they are, sealed ones, and those kept back."""

    printed: tuple[tuple[Notice, int], ...]
    beside: tuple[Notice, ...]
    kept_back: tuple[str, ...]
    facts: tuple[LetterFacts, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """All that goes along, by number."""
        return tuple(one.letter_no or one.number for one in (*(n for n, _copy in self.printed), *self.beside))


def letters_for(view: View, kept: Visit) -> Letters:
    """The approved letters of a visit's case to the person who is visited; nobody carries another one's letter."""
    ready = [one for one in notices.notices_of(view, kept.case_id) if _goes_to(view, one, kept)]
    lawful = [one for one in ready if _is_lawful(view, one)]
    printed = tuple(
        (one, next_copy(view, "notice", one.id)) for one in lawful if one.state is NoticeState.APPROVED
    )
    return Letters(
        printed,
        tuple(one for one in lawful if one.state is NoticeState.SEALED),
        tuple(one.letter_no or one.number for one in ready if one not in lawful),
        tuple(
            letter_facts(view, one, copy, _page_codes(view, kept.id, at))
            for at, (one, copy) in enumerate(printed)
        ),
    )


def _goes_to(view: View, one: Notice, kept: Visit) -> bool:
    if one.state not in READY or one.channel is not Channel.LETTER:
        return False
    addressee = parties.party_of_point(view, one.point_id)
    visited = parties.party_of_point(view, kept.point_id)
    return (addressee.id if addressee else "") == (visited.id if visited else "")


def _is_lawful(view: View, one: Notice) -> bool:
    """Whether it may go out now; a rule that takes a reason is answered by the one given when it was written."""
    point = customers.point(view, one.point_id)
    if point is None or not point.is_usable_on(view.today):
        return False
    judged, _facts = judged_now(view, one)
    answered = any(event.note for event in notices.events_of(view, [one.id]))
    return judged.is_lawful and (answered or not judged.needing_reason)


def letter_facts(view: View, kept: Notice, copy: int, page_codes: tuple[str, ...] = ()) -> LetterFacts:
    """What a letter is drawn from; ``page_codes`` are those of its pages within a kit."""
    return LetterFacts(
        kept.content,
        kept.number,
        kept.letter_no,
        local_day(kept.decided_at or view.now),
        make_code(view, CodeKind.NOTICE, kept.id, 1, NOTICE_VERSION),
        printing_of(view, copy),
        kept.language,
        kept.id,
        page_codes,
    )


def _page_codes(view: View, visit_id: str, at: int) -> tuple[str, ...]:
    first = letter_page(at)
    return tuple(
        make_code(view, CodeKind.SHEET, visit_id, page, SHEET_VERSION)
        for page in range(first, first + LONGEST_LETTER)
    )


def keep_letters(
    work: Work, letters: Sequence[tuple[Notice, int]], originals: Sequence[int], printed: Printed
) -> None:
    """Register the letters of a kit like those printed alone; ``originals`` are the pages of each without the receipt.

    Raises StaleRecord, RuleBroken, and Refused(print.meanwhile) when somebody else printed the same since.
    """
    for (kept, copy), pages in zip(letters, originals, strict=True):
        now = notices.notice(work, kept.id)
        if now.version != kept.version:
            raise StaleRecord("notice", kept.id)
        require_still_lawful(work, now)
        made = visits.add_print(
            work, "notice", kept.id, kept.letter_no, pages=pages + 1, sha256=printed.sha256,
            template_version=NOTICE_VERSION, missing_glyphs="",
        )  # fmt: skip
        if made != copy:
            raise Refused("print.meanwhile", number=kept.letter_no)
