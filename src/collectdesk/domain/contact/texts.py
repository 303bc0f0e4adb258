"""Texts to customers: templates with their places to fill, the sentences that may be added, and a letter's sections."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLACES: Final = (
    "name", "borrower", "branch", "phone", "address", "account", "as_of", "since", "dpd", "overdue", "balance",
    "contracts", "pay_by", "complaint", "received", "finding",
)  # fmt: skip
"""What a template may fill in; everything else in braces is refused."""
CALLER: Final = "caller"
"""Who speaks: a script alone may name them."""
OF_THE_DEBT: Final = frozenset(
    {"account", "as_of", "since", "dpd", "overdue", "balance", "contracts", "pay_by"}
)
"""Places that would tell a third person of a debt."""
VISIT_NOTICE: Final = "visit_notice"
VISIT_CALL: Final = "visit_call"
"""The levels of the texts that tell of a visit: written, and said on the phone."""
OF_A_VISIT: Final = ("when", "minutes", "purpose", "visitors", "visit_no")
"""Places that only a text about a visit can fill; it has those of the debt in turn not."""
_OF_BOTH: Final = ("name", "branch", "phone")
_ANSWERS: Final = frozenset({"complaint", "received", "finding"})
"""Places of an answer to a complaint: nobody says them on a call."""
THIRD_PARTY: Final = "third_party"
LONGEST: Final = 6000
LONGEST_MESSAGE: Final = 500
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_SECTION: Final = re.compile(r"^##\s*([a-z_]+)\s*$", re.MULTILINE)
OPENING: Final = "opening"
SECTIONS: Final = (OPENING, "basis", "rights", "query", "repay", "objection", "consequence")
"""The sections of a letter, in the order they stand."""
LEAFLET_SECTIONS: Final = ("rights", "query", "hardship", "complain")
"""The sections of the leaflet, each line of them a point."""
OF_THE_BRANCH: Final = frozenset({"branch", "phone", "address"})
"""The only places a leaflet may fill in: it is for everybody."""


class TextKind(Enum):
    """What a text is for."""

    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"
    SCRIPT = "script"
    LEAFLET = "leaflet"


class TextState(Enum):
    """Where a version of a template stands."""

    SHIPPED = "shipped"
    """Comes with the program."""
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


USABLE: Final = frozenset({TextState.SHIPPED, TextState.APPROVED})


class TextsBroken(ValueError):
    """The shipped texts can't be used; says where."""


@dataclass(frozen=True, slots=True)
class Text:
    """One version of a template in a language; ``version`` 0 came with the program."""

    code: str
    kind: TextKind
    language: str
    levels: tuple[str, ...]
    title: str
    body: str
    sentences: tuple[str, ...]
    version: int = 0
    state: TextState = TextState.SHIPPED


def sections(body: str) -> dict[str, str]:
    """A letter's body by section; what stands before the first heading is the opening."""
    parts = _SECTION.split(body)
    found = {OPENING: parts[0].strip()}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        found[name] = text.strip()
    return found


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its places filled; nothing else in it is touched. Raises KeyError for an unknown place."""
    return _PLACE.sub(lambda found: facts[found[1]], text)


def require_template(
    kind: TextKind, title: str, body: str, needed: Iterable[str], levels: Iterable[str] = ()
) -> None:
    """What a template has to be before it may be approved; raises Refused naming the field."""
    if not title.strip():
        raise Refused("text.title_missing", field="title")
    if not body.strip():
        raise Refused("text.body_missing", field="body")
    longest = LONGEST_MESSAGE if kind is TextKind.SMS else LONGEST
    if len(body) > longest:
        raise Refused("text.too_long", field="body", most=longest)
    known = tuple(place for place in PLACES if place not in _ANSWERS)
    known = (*known, CALLER) if kind is TextKind.SCRIPT else PLACES
    if {VISIT_NOTICE, VISIT_CALL}.intersection(levels):
        known = (*_OF_BOTH, *OF_A_VISIT, CALLER) if kind is TextKind.SCRIPT else (*_OF_BOTH, *OF_A_VISIT)
    places = _PLACE.findall(body)
    unknown = [place for place in places if place not in known]
    if unknown or _stray(body):
        raise Refused("text.place_unknown", field="body", place=unknown[0] if unknown else "{", known=known)
    told = OF_THE_DEBT.intersection(places) if THIRD_PARTY in levels else ()
    if told:
        raise Refused("text.script_discloses", field="body", place=min(told))
    if kind is TextKind.LEAFLET:
        _require_leaflet(body, places)
    if kind is not TextKind.LETTER:
        return
    found = sections(body)
    strange = [name for name in found if name not in SECTIONS]
    if strange:
        raise Refused("text.section_unknown", field="body", section=strange[0], known=SECTIONS[1:])
    missing = tuple(name for name in needed if not found.get(name))
    if missing:
        raise Refused("text.section_missing", field="body", missing=missing)


def _require_leaflet(body: str, places: Iterable[str]) -> None:
    """Every section, none besides, nothing before them, and no customer's facts; raises Refused."""
    foreign = sorted(set(places) - OF_THE_BRANCH)
    if foreign:
        raise Refused(
            "text.place_unknown", field="body", place=foreign[0], known=tuple(sorted(OF_THE_BRANCH))
        )
    found = sections(body)
    strange = [
        name for name, text in found.items() if name not in LEAFLET_SECTIONS and (name != OPENING or text)
    ]
    if strange:
        raise Refused("text.section_unknown", field="body", section=strange[0], known=LEAFLET_SECTIONS)
    missing = tuple(name for name in LEAFLET_SECTIONS if not found.get(name))
    if missing:
        raise Refused("text.section_missing", field="body", missing=missing)


def _stray(body: str) -> bool:
    return any(brace in _PLACE.sub("", body) for brace in "{}")


def message_parts(text: str) -> int:
    """How many parts a text message is billed as: 70 characters alone, else 67 each (UCS-2, 3GPP TS 23.040)."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)


def load_texts(content: str) -> tuple[Text, ...]:
    """The shipped texts of a TOML file; raises TextsBroken."""
    try:
        tables: list[dict[str, Any]] = tomllib.loads(content)["text"]
        found = tuple(
            Text(
                str(table["code"]),
                TextKind(table["kind"]),
                str(table["language"]),
                tuple(map(str, table["levels"])),
                str(table["title"]),
                str(table["body"]),
                tuple(map(str, table.get("sentences", ()))),
            )
            for table in tables
        )
        for text in found:
            require_template(text.kind, text.title, text.body, (), text.levels)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, Refused) as error:
        raise TextsBroken(str(error)) from None
    keys = [(text.code, text.language) for text in found]
    if len(set(keys)) != len(keys):
        raise TextsBroken("a text stands once in each language")
    return found
