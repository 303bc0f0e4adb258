"""The sentences of the board: what a move means on the road, for the clock and for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.visits.sheets import OFFERS, SLIPS, FellAway, SheetPart
from collectdesk.terms_trouble import left_sentence
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.domain.rules.gate import Decision
    from collectdesk.domain.visits.board import Change
    from collectdesk.domain.visits.routes import Left, Team
    from collectdesk.domain.visits.sheets import Sheet
    from collectdesk.words import Words

STRAINS: Final = {
    "road_short": mark("{by} min too little for the road to {name}"),
    "before_shift": mark("they must leave {by} min before the shift begins"),
    "after_shift": mark("they are back {by} min after the shift ends"),
    "too_hard": mark("more hard cases than the team can take"),
    "no_lunch": mark("no time for lunch"),
}
FIXED: Final = {
    "told": mark("told"),
    "printed": mark("printed"),
    "pinned": mark("pinned"),
    "done": mark("recorded"),
}


def road_sentence(words: Words, road: Change | None, later: int | None) -> str:
    """The price of a move: minutes and kilometres on the road, and how far off what the customer was told."""
    if road is None:
        said = [words.say(mark("road unknown until the branch's place is entered"))]
    elif road.minutes is None or road.metres is None:
        said = [words.say(mark("road unknown: somebody there hasn't been located yet"))]
    else:
        said = [
            words.say(mark("{minutes} min, {km} km on the road"), minutes=f"{road.minutes:+d}",
                      km=f"{road.metres / 1000:+.1f}")
        ]  # fmt: skip
    if later:
        after = mark("{minutes} min later than the customer was told")
        before = mark("{minutes} min earlier than the customer was told")
        said.append(words.say(after if later > 0 else before, minutes=abs(later)))
    return "，".join(said) if words.is_chinese else ", ".join(said)


def strain_sentences(words: Words, road: Change | None, name_of: Callable[[str], str]) -> list[str]:
    """What would be too tight; ``name_of`` gives the customer of a stop."""
    strains = () if road is None else road.strains
    return [words.say(STRAINS[one.code], by=one.by, name=name_of(one.stop)) for one in strains]


def waiting_sentence(words: Words, why: Left | None) -> str:
    """Why a request isn't on the board yet."""
    return words.say(mark("waits for a time")) if why is None else left_sentence(words, why)


def through_areas(words: Words, names: Sequence[str]) -> str:
    """By which named areas' roads a drive is reckoned, to follow its figures; empty for none."""
    if not names:
        return ""
    return " · " + words.say(mark("through {areas}"), areas=("、" if words.is_chinese else ", ").join(names))


def team_trouble(words: Words, team: Team) -> str:
    """Why a team can't go; empty where it can."""
    return "" if team.is_whole else words.say(mark("the team isn't whole or trained that day"))


FELL: Final = {
    FellAway.PAID: mark("nothing is overdue any more"),
    FellAway.CLOSED: mark("the case is closed"),
    FellAway.ADDRESS: mark("the address may not be used any more"),
    FellAway.STAFF: mark("the team isn't whole or trained that day"),
    FellAway.ENTRUSTED: mark("an agency collects the case now"),
    FellAway.RULE: mark("a rule stands against it"),
}
RECHECKED: Final = "recheck."
"""What a stored reason begins with where the recheck withdrew a stop, not a person."""


DECLINED_BEFORE: Final = "notify.declined"
"""The stored reason where the customer declined before anybody went."""


def fallen_sentence(words: Words, why: FellAway, decisions: Sequence[Decision] = ()) -> str:
    """Why a stop fell away; where rules say so, in their words."""
    said = [decision.sentence.text(chinese=words.is_chinese).rstrip("。.") for decision in decisions]
    return ("；" if words.is_chinese else "; ").join(said) or words.say(FELL[why])


def decision_note(words: Words, reason: str) -> str:
    """The note of a decision as people read it: what somebody wrote, or what the recheck found."""
    if reason == DECLINED_BEFORE:
        return words.say(mark("The customer declined the visit when they were told."))
    if not reason.startswith(RECHECKED):
        return reason
    why = words.say(FELL[FellAway(reason.removeprefix(RECHECKED))])
    return words.say(mark("Withdrawn by the recheck: {why}."), why=why)


def page_name(words: Words, sheet: Sheet) -> str:
    """Which page of a kit it is."""
    if not sheet.visit_id:
        return words.say(mark("Cover") if sheet.page == 1 else mark("Route"))
    if sheet.part is not None:
        return words.say(_PARTS[sheet.part])
    return words.say(_PAGES.get(sheet.page, mark("Inside page")))


_PAGES: Final = {
    1: mark("Door page"),
    2: mark("Inside page"),
    SLIPS: mark("Slips for the customer"),
    OFFERS: mark("Offer sheet"),
}
_PARTS: Final = {
    SheetPart.LETTER: mark("Letter"),
    SheetPart.RECEIPT: mark("Letter's receipt"),
    SheetPart.BESIDE: mark("Sealed letter"),
}
