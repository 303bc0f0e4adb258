"""The words of the register of vehicles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.vehicles import Vehicle
    from collectdesk.words import Words


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
