"""What the visit record asks beside what every record says: each may be left unanswered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from collectdesk.domain.refusals import Refused


class VisitStatus(Enum):
    """How the visit went as a visit, whoever was met."""

    CARRIED_OUT = "carried_out"
    CUT_SHORT = "cut_short"
    TURNED_AWAY = "turned_away"
    NOBODY_THERE = "nobody_there"
    WRONG_PLACE = "wrong_place"
    STOPPED = "stopped"


class AddressFound(Enum):
    """What the place said of the address on file."""

    AS_ON_FILE = "as_on_file"
    MOVED = "moved"
    NOT_KNOWN = "not_known"
    NO_SUCH_PLACE = "no_such_place"


class Condition(Enum):
    """How the customer lives or trades, against the file."""

    AS_ON_FILE = "as_on_file"
    BETTER = "better"
    WORSE = "worse"


class Raised(Enum):
    """What the customer brought forward."""

    COMPLAINT = "complaint"
    DISPUTE = "dispute"


class Vulnerable(Enum):
    """Signs that somebody needs protection, not more visits."""

    ELDERLY = "elderly"
    ILL = "ill"
    DISABLED = "disabled"
    EXPECTING = "expecting"
    MINOR = "minor"
    DISTRESSED = "distressed"
    READS_LITTLE = "reads_little"


class OfferMade(Enum):
    """What was put to the customer."""

    INSTALMENTS = "instalments"
    EXTENSION = "extension"
    WAIVER = "waiver"
    SETTLEMENT = "settlement"
    BUDGET = "budget"


class SaidToOthers(Enum):
    """What may be said to anybody but the debtor; the sheet prints the same sentences."""

    CALL_BACK = "call_back"
    OWN_NAME = "own_name"
    PERSONAL = "personal"
    LEFT = "left"


class Answer(Enum):
    """The customer's own answer to one of the three questions."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Mood(Enum):
    CALM = "calm"
    UPSET = "upset"
    ANGRY = "angry"
    THREATENING = "threatening"


class NextStep(Enum):
    """What is to be done next, where it isn't what follows from the outcome."""

    CALL = "call"
    VISIT = "visit"
    PLAN = "plan"
    ASSESS = "assess"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Further:
    """``None`` and empty: the sheet doesn't say."""

    status: VisitStatus | None = None
    said_to_others: tuple[SaidToOthers, ...] = ()
    address_found: AddressFound | None = None
    condition: Condition | None = None
    condition_note: str = ""
    assets_note: str = ""
    vulnerable: tuple[Vulnerable, ...] = ()
    consequences: bool | None = None
    offers_made: tuple[OfferMade, ...] = ()
    raised: Raised | None = None
    raised_note: str = ""
    treated_politely: Answer | None = None
    explained_well: Answer | None = None
    was_helped: Answer | None = None
    slip_left: bool | None = None
    mood: Mood | None = None
    mood_note: str = ""
    calmed_note: str = ""
    incident_note: str = ""
    next_step: NextStep | None = None


NOTHING: Final = Further()
SATISFACTION: Final = ("treated_politely", "explained_well", "was_helped")
"""The three questions of the slip."""
NOTES: Final = ("condition_note", "assets_note", "raised_note", "mood_note", "calmed_note", "incident_note")
WRONG_ADDRESS: Final = frozenset({AddressFound.MOVED, AddressFound.NOT_KNOWN, AddressFound.NO_SUCH_PLACE})
"""After these the address isn't gone to any more."""


def _kinds() -> dict[str, tuple[type, bool]]:
    """What each field holds, and whether it holds several."""
    found: dict[str, tuple[type, bool]] = {}
    for name, hint in get_type_hints(Further).items():
        if get_origin(hint) is tuple:
            found[name] = get_args(hint)[0], True
        else:
            found[name] = next((each for each in get_args(hint) if each is not NoneType), hint), False
    return found


KINDS: Final = _kinds()
CODES: Final[Mapping[str, type[Enum]]] = {
    name: kind for name, (kind, _several) in KINDS.items() if issubclass(kind, Enum)
}
SEVERAL: Final = frozenset(name for name, (_kind, several) in KINDS.items() if several)


def plain(said: Further) -> dict[str, Any]:
    """Only what was answered, as values that JSON knows."""
    made: dict[str, Any] = {}
    for each in fields(said):
        value = getattr(said, each.name)
        if value in (None, "", ()):
            continue
        if isinstance(value, tuple):
            made[each.name] = [one.value for one in value]
        else:
            made[each.name] = value.value if isinstance(value, Enum) else value
    return made


def told(kept: Mapping[str, Any]) -> Further:
    """What ``plain`` made."""
    values: dict[str, Any] = {}
    for name, value in kept.items():
        kind, several = KINDS[name]
        if several:
            values[name] = tuple(kind(one) for one in value)
        else:
            values[name] = kind(value)
    return Further(**values)


def require_told_whole(said: Further) -> None:
    """What asks for words has them. Raises Refused naming the field."""
    if said.raised is not None and not said.raised_note.strip():
        raise Refused("record.raised_missing", field="raised_note")
    if said.mood is Mood.THREATENING and not said.incident_note.strip():
        raise Refused("record.incident_missing", field="incident_note")
