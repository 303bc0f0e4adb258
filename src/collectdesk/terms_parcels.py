"""Sentences of several PCs: what is refused on the road of parcels, and what a deed that waits rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words

REFUSALS: Final[Mapping[str, str]] = {
    "parcel.unreadable": mark("{file} is no parcel, or only a part of one. Copy it again."),
    "parcel.altered": mark(
        "{file} isn't as it was packed: a byte differs, or somebody else signed it. Nothing was taken in; pack again."
    ),
    "store.parcel_altered": mark(
        "The parcel isn't as it was packed. Nothing was taken in; have it packed again."
    ),
    "parcel.not_for_us": mark("{file} is for another PC. Take it to the one it was packed for."),
    "parcel.no_post": mark("This branch has one PC: there is nothing to exchange."),
    "parcel.deed_unknown": mark("This deed isn't known here. Reload the list."),
    "parcel.deed_unreadable": mark(
        "The parcel holds a deed that this program can't read. Install the same version on both PCs."
    ),
    "parcel.clock_ahead": mark(
        "Its time lies ahead of this PC's clock: the other clock was fast. It can be taken once that time has come."
    ),
    "parcel.record_gone": mark("What it was about isn't here any more."),
    "parcel.days": mark("A parcel is good for 1 to 90 days."),
    "parcel.nobody": mark("{login} isn't a clerk or supervisor who signs in here."),
    "parcel.nothing": mark("{login} has no open case that could go along: share cases out first."),
    "parcel.no_station": mark("This PC works for no master. Only a PC that was joined to one can do this."),
    "parcel.no_master": mark("No other PC works for this one yet. Accept one first."),
    "parcel.gap": mark(
        "Deeds {first} to {last} of that PC never arrived. Nothing was taken in: pack again there from {first} on."
    ),
    "parcel.trail_broken": mark(
        "The other PC's trail doesn't hold at entry {at}. Nothing was taken in. Ask the auditor; revoke that PC if its "
        "file was put back or changed."
    ),
    "parcel.packer_unknown": mark(
        "Who packed this parcel wasn't sent there, or their signature doesn't fit. Nothing was taken in."
    ),
    "parcel.packer_not_welcomed": mark(
        "{login} can't sign parcels here: sit down with your start code first, and pack as yourself."
    ),
    "parcel.decided_already": mark("This was decided already."),
    "parcel.still_refused": mark("It can't be taken as it stands: {why}"),
    "parcel.master_code_missing": mark("Give the master PC's code as it shows it on its own screen."),
    "parcel.master_code_differs": mark(
        "The code doesn't fit the PC that packed this. Read it from that PC's own screen, not from the stick."
    ),
    "parcel.master_unknown": mark("No work has come from the master PC yet: take its first parcel in."),
    "parcel.older": mark(
        "This is parcel {number}; number {newest} was taken in already. Nothing was changed: use the newest."
    ),
    "parcel.expired": mark("This parcel was good until {expires}. Have a new one packed."),
    "station.closed": mark(
        "Not on this PC: it works for {master}. Here contacts, visits with photos, promises, numbers and addresses, "
        "figures, holds and next steps are recorded; everything else is done on the master PC."
    ),
    "station.record_once": mark(
        "The record was typed here already. It is changed on the master PC, where what stood before is kept."
    ),
    "station.unknown": mark("There is no such PC. Reload the list."),
    "station.revoked": mark("{name} was revoked: nothing goes there or comes from there any more."),
    "station.name_missing": mark("Give the PC a name that everybody knows it by."),
    "station.card_unreadable": mark("{file} isn't the card of a PC. Make it again on that PC."),
    "station.code_differs": mark(
        "The code doesn't fit this card. Read it from the other PC's own screen: a card may have been exchanged."
    ),
    "station.no_master": mark("This PC works for a master itself, so no PC can work for it."),
    "station.known": mark("This PC was accepted before."),
    "station.reason_missing": mark("Say why the PC is revoked."),
    "station.person_unknown": mark("The master PC sent no work for {login}, or they sat down here before."),
    "station.start_code_wrong": mark(
        "The start code doesn't fit. The master PC showed it when the parcel was packed."
    ),
    "station.login_taken": mark(
        "{login} signs in here already as somebody else. Join this PC again with another name for who keeps it."
    ),
    "branch.is_moving": mark(
        "The branch is on its way to a new PC: what were done here now would be lost. Finish the move, or call it off."
    ),
    "branch.has_moved": mark("The branch stands on another PC now. This file only shows what it held."),
    "move.not_empty": mark("{path} isn't empty. The branch needs an empty or a new folder."),
    "move.not_ready": mark(
        "{path} wasn't made ready for a move, or its key is damaged. Make it ready again."
    ),
    "move.is_station": mark("This PC works for a master: it is revoked and joined again, not moved."),
    "move.under_way": mark("The branch is on its way already. Finish the move, or call it off."),
    "move.none_under_way": mark("No move is under way."),
    "move.not_whole": mark(
        "The branch isn't whole: {missing} files of evidence are missing, or its trail breaks at entry {at}. Mend it."
    ),
    "move.reason_missing": mark("Say why the move is called off."),
    "move.receipt_wrong": mark("{file} isn't the receipt of this move. Nothing was changed."),
    "move.differs": mark(
        "What arrived isn't what was sent: the trail has {entries} entries, {told} were told. Nothing was changed here."
    ),
}

RESTS_ON: Final[Mapping[str, str]] = {
    "point.standing": mark("Standing of the number or address"),
    "point.label": mark("Sort of number or address"),
    "point.source": mark("Source"),
    "point.valid_until": mark("Valid until"),
    "point.access_note": mark("Way in"),
    "step.due_on": mark("Due on"),
    "step.state": mark("Next step"),
    "promise.running": mark("Running promise"),
    "case.closed_on": mark("Case closed on"),
    "party.name": mark("Name"),
    "party.role": mark("Role"),
    "party.refused_on": mark("Refuses contact since"),
    "party.until_on": mark("Guarantee ends on"),
    "visit.state": mark("State of the visit"),
    "visit.planned_at": mark("Time of the visit"),
}
_VALUES: Final[Mapping[str, str]] = {
    "step.state open": mark("to be done"),
    "step.state done": mark("done"),
    "point.standing gone": mark("not on file"),
}
STATES: Final[Mapping[str, str]] = {
    "waiting": mark("waits to be brought back"),
    "merged": mark("taken"),
    "refused": mark("not taken"),
    "conflict": mark("waits for a decision"),
    "dropped": mark("the master's side was kept"),
}


def rests_on(words: Words, what: str) -> str:
    """What a deed of another PC rested on."""
    return words.say(RESTS_ON[what]) if what in RESTS_ON else what


def side(words: Words, what: str, value: str) -> str:
    """One side of what contradicts: a code in words, a day or amount as it is, a dash for nothing."""
    from collectdesk.terms import code_term

    named = _VALUES.get(f"{what} {value}")
    if named:
        return words.say(named)
    if not value:
        return "—"
    group = {"point.standing": "standing", "point.source": "source", "point.label": "point"}.get(what)
    return code_term(words, group, value) if group else value


def state(words: Words, code: str) -> str:
    return words.say(STATES[code])
