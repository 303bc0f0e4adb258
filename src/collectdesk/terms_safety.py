"""The words of the road: vehicles, and safety: code words, the call-in list, when to stop a visit and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.terms import term
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.paper.records import Incident
    from collectdesk.domain.visits.vehicles import Vehicle
    from collectdesk.words import Words

CODE_WORDS: Final = {
    "blue_folder": mark("the blue folder"),
    "green_umbrella": mark("the green umbrella"),
    "spare_key": mark("the spare key"),
    "second_stamp": mark("the second stamp"),
    "large_envelope": mark("a large envelope"),
    "old_calendar": mark("last year's calendar"),
    "red_pen": mark("the red pen"),
    "water_bottle": mark("the water bottle"),
    "charging_cable": mark("the charging cable"),
    "name_list": mark("the list of names"),
    "reading_glasses": mark("the reading glasses"),
    "small_ladder": mark("the small ladder"),
    "tea_tin": mark("the tea tin"),
    "paper_clips": mark("the paper clips"),
    "meeting_room": mark("the key of the meeting room"),
    "printer_paper": mark("a packet of printer paper"),
}


_STOP: Final = (
    mark("A threat, a weapon, a loose dog, drink or drugs"),
    mark("The person asks you to leave, feels ill, or is alone with small children"),
    mark("A crowd gathers, somebody films you, or one of you wants to go"),
)


def code_word_line(words: Words, code: str) -> str:
    """What the word is and what it means; empty without one."""
    if code not in CODE_WORDS:
        return ""
    said = mark(
        "Code word: {word}. Whoever asks for it on the phone needs help: ask nothing, send somebody, call 110."
    )
    return words.say(said, word=words.say(CODE_WORDS[code]))


def stop_lines(words: Words) -> tuple[str, ...]:
    """When the two stop at once and leave, as it stands on their sheets."""
    return tuple(words.say(sentence) for sentence in _STOP)


def incident_line(words: Words, one: Incident) -> str:
    """What befell an earlier team, for the next one."""
    said = words.say(mark("Earlier, on {day}: {what}."), day=words.date(one.on), what=term(words, one.what))
    return f"{said} {one.text}".strip()


def whose(words: Words, vehicle: Vehicle) -> str:
    """The branch's own, or hired."""
    return words.say(mark("hired") if vehicle.is_hired else mark("the branch's own"))


def state_of(words: Words, vehicle: Vehicle) -> str:
    """Whether it runs."""
    return words.say(mark("in service") if vehicle.in_service else mark("out of service"))


def driven_line(words: Words, days: int, metres: int) -> str:
    """What it did this year."""
    if not days:
        return words.say(mark("not yet out"))
    count = words.plural("{count} day", "{count} days", days)
    return words.say(mark("{km} km on {days}"), km=f"{metres / 1000:.1f}", days=count)
