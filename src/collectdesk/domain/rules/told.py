"""A planned act as a script tells it: plain names and instants, turned into the facts that the rules ask for.

The names are those of docs/command-line.md (``at``, ``party``, ``crew``, ``holds``, ``consents``…) and, beside them,
every registered fact by its own name. What a script leaves out is presumed as an ordinary act of a branch would have
it, and every presumption is told; who goes, when and to whom is never presumed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from collectdesk.domain.calendar import Calendar
from collectdesk.domain.rules.facts import HOLDS, PRODUCTS, REGISTRY, ROLES, BadFact, FactValue, read_fact
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import is_by_daylight
from collectdesk.domain.zones import UnknownZone, zone_named

_Facts = dict[str, FactValue]

ZONES: Final[Mapping[str, str]] = {
    "cn": "Asia/Shanghai",
    "us": "America/New_York",
    "uk": "Europe/London",
    "in": "Asia/Kolkata",
    "au": "Australia/Sydney",
}
"""The zone a person is presumed in where a script doesn't say; the larger countries have more than one."""
GATED: Final = tuple(act for act in Act if act is not Act.RECORD)
PARTIES: Final = (*(role for role in ROLES if role != "spouse_liable"), "spouse")
CREW_ROLES: Final = ("collection_officer", "safety_officer", "account_manager", "driver")
GROUNDS: Final = ("number_invalid", "three_calls", "three_days")
RECORDING: Final = ("on", "refused", "off")
CONSENTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    # kind of consent → the fact it makes true, and how far in it reaches (empty: it isn't about a place)
    "evening_contact": ("contact_agreed_evening", ()),
    "frequent_contact": ("frequency_agreed", ()),
    "home_entry": ("entry_consent_noted", ("home", "private_place")),
    "hotel_entry": ("entry_consent_noted", ("hotel_room",)),
    "office_entry": ("entry_consent_noted", ("office",)),
    "filming_inside": ("filming_consent_noted", ()),
    "debt_disclosure": ("disclosure_consent", ()),
    "sensitive_proof": ("separate_consent_noted", ()),
    "guarantor_change": ("guarantor_consent", ()),
}
_OUTSIDERS: Final = ("contact_person", "third_party")
_PRESUMED: Final[_Facts] = {
    "direction": "outgoing",
    "holds": frozenset(),
    "borrower_lost": False,
    "contact_refused": False,
    "third_party_volunteers": False,
    "guarantee_in_force": True,
    "statutory_notice": False,
    "limitation_expired": False,
    "point_source": "contract",
    "point_blocked": False,
    "attempts_today_same_point": 0,
    "connected_calls_today": 0,
    "calls_last_7_days": 0,
    "by_agency": False,
    "channel_approved": True,
    "template_approved": True,
    "forbidden_content": frozenset(),
    "payment_account_official": True,
    "shown_in_public": False,
    "card_number_whole": False,
    "claims_enforceable": False,
    "letter_fields_missing": 0,
    "entry": "door_only",
    "crew_related_to_customer": False,
    "high_risk": False,
    "extra_care": False,
    "discloses_debt": True,
    "recipient_kind": "person",
    "identity_verified": True,
    "agreement_items_missing": 0,
    "changes_burden_of_guarantor": False,
    "funded_by_new_loan": False,
    "waives_limitation": False,
    "wish_against_channel": False,
    "wish_against_place": False,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """What a script asks about; ``presumed`` names the facts it didn't tell.

    ``happened`` asks for the breaches of what was done instead of leave to do it.
    """

    act: Act
    facts: Mapping[str, FactValue]
    on: date
    jurisdiction: str
    presumed: tuple[str, ...]
    happened: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the other facts are read against."""

    act: Act
    at: datetime  # in the person's zone
    entry: str

    @property
    def on(self) -> date:
        return self.at.date()


def read_planned(values: Mapping[str, object], calendar: Calendar | None = None) -> Planned:
    """The act and facts of a JSON object; null means untold. Raises BadFact with the name that is wrong.

    ``calendar`` tells workdays and holidays of its own jurisdiction.
    """
    told = {name: value for name, value in values.items() if value is not None}
    for name in told:
        if name not in NAMES and name not in REGISTRY:
            raise BadFact("rules.unknown_fact", name=name, nearest=_nearest(name))
    jurisdiction = _code("jurisdiction", told.get("jurisdiction", "cn"), tuple(ZONES))
    frame = _frame(told, jurisdiction)
    facts: _Facts = {
        name: read_fact(REGISTRY[name], value)
        for name, value in told.items()
        if name in REGISTRY and name not in NAMES
    }
    for name, read in _READERS.items():
        if name in told:
            facts |= read(told[name], frame)
    facts |= {name: value for name, value in _of_the_moment(told, frame, calendar, jurisdiction).items()
              if name not in facts}  # fmt: skip
    presumed = {name: value for name, value in _presumed(facts, frame).items() if name not in facts}
    happened = _yes("happened", told.get("happened", False))
    return Planned(
        frame.act, {**presumed, **facts}, frame.on, jurisdiction, tuple(sorted(presumed)), happened
    )


def told_name(fact: str) -> str:
    """The name a script tells a registered fact by: a rule that lacks ``crew_size`` lacks the ``crew``."""
    return _TOLD_BY.get(fact, fact)


def _frame(told: Mapping[str, object], jurisdiction: str) -> _Frame:
    if "act" not in told:
        raise BadFact("rules.untold", name="act")
    act = Act(_code("act", told["act"], tuple(act.value for act in GATED)))
    if "at" not in told:
        raise BadFact("rules.untold", name="at")
    zone = _zone(_text("time_zone", told.get("time_zone", ZONES[jurisdiction])))
    return _Frame(act, _instant("at", told["at"]).astimezone(zone), str(told.get("entry", "door_only")))


def _of_the_moment(
    told: Mapping[str, object], frame: _Frame, calendar: Calendar | None, jurisdiction: str
) -> _Facts:
    """When it is: without an end the act is taken as a moment."""
    ends = _instant("ends_at", told["ends_at"]).astimezone(frame.at.tzinfo) if "ends_at" in told else frame.at
    if ends < frame.at:
        raise BadFact(
            "rules.wrong_kind", name="ends_at", kind="instant after at", found=repr(told["ends_at"])
        )
    facts: _Facts = {
        "local_start": frame.at.time().replace(microsecond=0),
        "local_end": ends.time().replace(microsecond=0),
        "local_date": frame.on,
        "daylight": is_by_daylight(frame.at, ends),
    }
    if calendar is not None and calendar.jurisdiction == jurisdiction:
        facts |= {"is_workday": calendar.is_workday(frame.on), "is_holiday": calendar.is_holiday(frame.on)}
    return facts


def _presumed(facts: _Facts, frame: _Frame) -> _Facts:
    presumed = dict(_PRESUMED)
    outsider = facts.get("contact_role") in _OUTSIDERS
    presumed["contact_purpose"] = "ask_whereabouts" if outsider else "collect"
    # untold means not done: nobody was told, nothing was agreed
    presumed |= {fact: False for fact, _ in CONSENTS.values()}
    if frame.act is Act.DISCLOSURE and facts.get("recipient_kind", "person") != "person":
        presumed["to_role"] = "third_party"
    presumed |= {"bureau_notice_given": False} if frame.act is Act.REPORT else {"prior_notice_given": False}
    return presumed


def _party(value: object, frame: _Frame) -> _Facts:
    party = _code("party", value, PARTIES)
    role = "third_party" if party == "spouse" else party
    return {"to_role": role} if frame.act is Act.DISCLOSURE else {"contact_role": role}


def _spouse_liable(value: object, frame: _Frame) -> _Facts:
    if not _yes("spouse_liable", value):
        return {}
    return {"to_role" if frame.act is Act.DISCLOSURE else "contact_role": "spouse_liable"}


def _product(value: object, _frame: _Frame) -> _Facts:
    kinds = [_code("product", one, PRODUCTS) for one in (value if isinstance(value, list) else [value])]
    return {"products": frozenset(kinds), **({"product_kind": kinds[0]} if len(kinds) == 1 else {})}


def _crew(value: object, frame: _Frame) -> _Facts:
    people = [_table(f"crew[{place}]", one, {"role", "trained_until", "related", "cleared", "name"})
              for place, one in enumerate(_list("crew", value), 1)]  # fmt: skip
    roles = [_code(f"crew[{place}].role", one.get("role"), CREW_ROLES) for place, one in enumerate(people, 1)]
    facts: _Facts = {
        "crew_size": len(people),
        "crew_has_collection_officer": "collection_officer" in roles,
        "crew_has_account_manager": "account_manager" in roles,
        "crew_has_safety_officer": "safety_officer" in roles,
        "crew_related_to_customer": any(one.get("related") is True for one in people),
    }
    cleared = [_yes(f"crew[{place}].cleared", one["cleared"])
               for place, one in enumerate(people, 1) if one.get("cleared") is not None]  # fmt: skip
    if not all(cleared) or (cleared and len(cleared) == len(people)):
        facts["crew_cleared"] = all(cleared)
    ends = [_day(f"crew[{place}].trained_until", one["trained_until"])
            for place, one in enumerate(people, 1) if one.get("trained_until") is not None]  # fmt: skip
    if any(end < frame.on for end in ends):
        facts["crew_trained_on_date"] = False
    elif len(ends) == len(people):
        facts["crew_trained_on_date"] = bool(people)
    return facts


def _prior_contact(value: object, frame: _Frame) -> _Facts:
    before = _instant("prior_contact_at", value) < frame.at
    return {"bureau_notice_given" if frame.act is Act.REPORT else "prior_notice_given": before}


def _holds(value: object, frame: _Frame) -> _Facts:
    standing = set[str]()
    for place, one in enumerate(_list("holds", value), 1):
        hold = (
            {"kind": one} if isinstance(one, str) else _table(f"holds[{place}]", one, {"kind", "from", "to"})
        )
        kind = _code(f"holds[{place}].kind", hold.get("kind"), HOLDS)
        first, last = (
            _day(f"holds[{place}].{end}", hold[end]) if hold.get(end) is not None else None
            for end in ("from", "to")
        )
        if (first is None or first <= frame.on) and (last is None or frame.on <= last):
            standing.add(kind)
    return {"holds": frozenset(standing)}


def _consents(value: object, frame: _Frame) -> _Facts:
    """A consent counts once it was given and while its proof is kept; entry only as far as it reaches."""
    facts: _Facts = {}
    for place, one in enumerate(_list("consents", value), 1):
        consent = _table(f"consents[{place}]", one, {"kind", "given_on", "proof"})
        fact, reach = CONSENTS[_code(f"consents[{place}].kind", consent.get("kind"), tuple(CONSENTS))]
        given = consent.get("given_on")
        counts = (
            given is not None
            and _day(f"consents[{place}].given_on", given) <= frame.on
            and bool(consent.get("proof"))
            and (not reach or frame.entry in reach)
        )
        facts[fact] = counts or facts.get(fact) is True
    return facts


def _unanswered(value: object, _frame: _Frame) -> _Facts:
    return {"attempts_today_same_point": _count("unanswered_today", value)}


def _last_conversation(value: object, frame: _Frame) -> _Facts:
    spoken = _instant("last_conversation_at", value).astimezone(frame.at.tzinfo)
    return {"days_since_last_conversation": max((frame.on - spoken.date()).days, 0)}


def _unreachable(value: object, _frame: _Frame) -> _Facts:
    """True alone says lost without proof; a ground, in code or in words, is what shows it."""
    grounds = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if not isinstance(value, bool | str | list) or not all(isinstance(one, str) for one in grounds):
        raise BadFact("rules.wrong_kind", name="unreachable", kind=" | ".join(GROUNDS), found=repr(value))
    proven = any(one.strip() for one in grounds)
    return {"borrower_lost": proven or value is True, "lost_proof_kept": proven}


def _recording(value: object, _frame: _Frame) -> _Facts:
    if isinstance(value, bool):
        return {"recording_made": value, "recording_refusal_noted": False}
    told = _code("recording", value, RECORDING)
    return {"recording_made": told == "on", "recording_refusal_noted": told == "refused"}


def _identification(value: object, _frame: _Frame) -> _Facts:
    return {"identification_shown": _yes("identification", value)}


_READERS: Final[Mapping[str, Callable[[object, _Frame], _Facts]]] = {
    "party": _party,
    "spouse_liable": _spouse_liable,
    "product": _product,
    "crew": _crew,
    "prior_contact_at": _prior_contact,
    "holds": _holds,
    "consents": _consents,
    "unanswered_today": _unanswered,
    "last_conversation_at": _last_conversation,
    "unreachable": _unreachable,
    "recording": _recording,
    "identification": _identification,
}
NAMES: Final = frozenset({"jurisdiction", "act", "at", "ends_at", "time_zone", "happened", *_READERS})
"""What a script may tell beside the registered facts."""
_TOLD_BY: Final[Mapping[str, str]] = {
    "contact_role": "party",
    "to_role": "party",
    "products": "product",
    "product_kind": "product",
    "crew_size": "crew",
    "crew_has_collection_officer": "crew",
    "crew_has_account_manager": "crew",
    "crew_has_safety_officer": "crew",
    "crew_cleared": "crew",
    "crew_trained_on_date": "crew",
    "days_since_last_conversation": "last_conversation_at",
    "recording_made": "recording",
    "recording_refusal_noted": "recording",
    "identification_shown": "identification",
}


def _nearest(name: str) -> str:
    return next(iter(difflib.get_close_matches(name, [*NAMES, *REGISTRY], n=1)), "")


def _wrong(name: str, kind: str, found: object) -> BadFact:
    return BadFact("rules.wrong_kind", name=name, kind=kind, found=repr(found))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "text", value)
    return value


def _code(name: str, value: object, known: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise BadFact("rules.unknown_code", name=name, value=str(value), known=", ".join(known))
    return value


def _yes(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, "yes_no", value)
    return value


def _count(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(name, "number", value)
    return value


def _list(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise _wrong(name, "list", value)
    return value


def _table(name: str, value: object, known: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(name, "object", value)
    for key in value:
        if key not in known:
            near = next(iter(difflib.get_close_matches(str(key), known, n=1)), "")
            raise BadFact("rules.unknown_fact", name=f"{name}.{key}", nearest=near)
    return value


def _instant(name: str, value: object) -> datetime:
    """RFC 3339: an instant without its offset could be any of twenty-four."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise _wrong(name, "instant (2026-03-18T22:05:00+08:00)", value)
    return at


def _day(name: str, value: object) -> date:
    try:
        return datetime.fromisoformat(_text(name, value)).date()
    except ValueError:
        raise _wrong(name, "day (2026-03-18)", value) from None


def _zone(name: str) -> tzinfo:
    try:
        return zone_named(name)
    except UnknownZone as error:
        raise BadFact(
            "rules.unknown_code", name="time_zone", value=name, known=", ".join(ZONES.values())
        ) from error
