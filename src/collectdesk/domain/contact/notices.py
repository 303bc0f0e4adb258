"""Notices, first reminder to formal demand: levels as data with clock and channel, and the states of a notice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class NoticeState(Enum):
    """Where a notice stands. A message goes from approved straight to posted: handed to the gateway."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    SEALED = "sealed"
    POSTED = "posted"
    DELIVERED = "delivered"
    SERVED = "served"
    REFUSED = "refused"
    RETURNED = "returned"
    FAILED = "failed"
    DROPPED = "dropped"


ENDED: Final = frozenset({NoticeState.DROPPED, NoticeState.RETURNED, NoticeState.FAILED})
"""Nothing more comes of it, and it proves nothing."""
PROVEN: Final = frozenset({NoticeState.DELIVERED, NoticeState.SERVED, NoticeState.REFUSED})
"""It reached whom it was for, or was refused at the door: served all the same."""
PROOFS: Final = (NoticeState.DELIVERED, NoticeState.SERVED, NoticeState.REFUSED, NoticeState.RETURNED)
"""What can be said of a letter once it is out."""
ANSWER_SECTIONS: Final = ("basis", "query", "objection")
"""What a letter that answers somebody has to say: on what it rests, whom to ask, and what to do against it."""
_AFTER: Final[Mapping[NoticeState, frozenset[NoticeState]]] = {
    NoticeState.DRAFTED: frozenset({NoticeState.APPROVED, NoticeState.DROPPED}),
    NoticeState.APPROVED: frozenset(
        {NoticeState.SEALED, NoticeState.POSTED, NoticeState.SERVED, NoticeState.REFUSED, NoticeState.DROPPED}
    ),
    NoticeState.SEALED: frozenset(
        {NoticeState.POSTED, NoticeState.SERVED, NoticeState.REFUSED, NoticeState.DROPPED}
    ),
    NoticeState.POSTED: frozenset({*PROOFS, NoticeState.FAILED}),
}


class ServedBy(Enum):
    """The ways of service."""

    POST = "post"
    VISIT = "visit"
    COUNTER = "counter"
    ELECTRONIC = "electronic"


class Approval(Enum):
    """When a notice waits for a supervisor."""

    ALWAYS = "always"
    FREE_TEXT = "free_text"
    """Only where its writer added words of their own."""


class LevelsBroken(ValueError):
    """The table of levels can't be used; says where."""


@dataclass(frozen=True, slots=True)
class Said:
    """A name in both languages."""

    zh: str
    en: str

    def text(self, *, chinese: bool) -> str:
        return self.zh if chinese else self.en


@dataclass(frozen=True, slots=True)
class Level:
    """One level of notice: from which day past due, how long after the last one, by which channels, to whom."""

    code: str
    name: Said
    channels: tuple[Channel, ...]
    to: frozenset[str]
    from_dpd: int
    again_after_days: int
    answer_days: int
    purpose: str
    statutory: bool
    sealed: bool
    approval: Approval
    about_debt: bool = True
    """Whether it asks for money: else it shows no amounts, and the fields of a collection letter aren't its own."""

    def pay_by(self, today: date) -> date:
        """The last day to answer, the day of the notice not counted."""
        return today + timedelta(days=self.answer_days)


@dataclass(frozen=True, slots=True)
class Levels:
    """The table of levels, mildest first."""

    id: str
    version: str
    letter_sections: tuple[str, ...]
    levels: tuple[Level, ...]

    def sections_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The sections a letter for these levels has to have: one that asks for nothing needs no way to pay."""
        demands = any(level.about_debt for level in self.levels if level.code in set(codes))
        return self.letter_sections if demands else ANSWER_SECTIONS

    def level(self, code: str) -> Level:
        """One level; raises Refused(notice.level_unknown)."""
        found = next((level for level in self.levels if level.code == code), None)
        if found is None:
            raise Refused("notice.level_unknown", field="level")
        return found


@dataclass(frozen=True, slots=True)
class Early:
    """Why a notice would come early: a code, and the first day it wouldn't."""

    why: str
    from_on: date


def early(level: Level, dpd: int, last_on: date | None, today: date) -> Early | None:
    """Whether a level's clock hasn't run yet: by days past due, or since the last notice to the same person."""
    if dpd < level.from_dpd:
        return Early("dpd", today + timedelta(days=level.from_dpd - dpd))
    again = last_on + timedelta(days=level.again_after_days) if last_on is not None else None
    return Early("again", again) if again is not None and again > today else None


def require_next(state: NoticeState, wanted: NoticeState, *, sealed: bool, channel: Channel) -> None:
    """Raises Refused where a notice can't come to a state from the one it is in."""
    if wanted not in _AFTER.get(state, frozenset()):
        raise Refused("notice.not_next", state=state, wanted=wanted)
    if wanted is NoticeState.SEALED and not sealed:
        raise Refused("notice.no_seal_needed")
    out = wanted in (NoticeState.POSTED, NoticeState.SERVED, NoticeState.REFUSED)
    if out and sealed and channel is Channel.LETTER and state is NoticeState.APPROVED:
        raise Refused("notice.unsealed")


def letter_number(word: str, year: int, number: int) -> str:
    """The yearly number of a letter as it is written on official papers: 云支催〔2026〕15号."""
    return f"{word}〔{year}〕{number}号"


def load_levels(text: str) -> Levels:
    """The levels of a TOML text; raises LevelsBroken."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        levels = tuple(_level(table) for table in content["level"])
        sections = tuple(map(str, content["letter_sections"]))
        found = Levels(str(content["id"]), str(content["version"]), sections, levels)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LevelsBroken(str(error)) from None
    codes = [level.code for level in levels]
    if len(set(codes)) != len(codes) or not codes:
        raise LevelsBroken("every level has a code of its own")
    return found


def _level(table: Mapping[str, Any]) -> Level:
    days = [table[name] for name in ("from_dpd", "again_after_days", "answer_days")]
    if not all(type(day) is int and day >= 0 for day in days):
        raise LevelsBroken(f"{table['code']}: days are whole numbers from nought")
    return Level(
        code=str(table["code"]),
        name=Said(str(table["name"]["zh"]), str(table["name"]["en"])),
        channels=_channels(table["channels"]),
        to=frozenset(map(str, table["to"])),
        from_dpd=days[0],
        again_after_days=days[1],
        answer_days=days[2],
        purpose=str(table["purpose"]),
        statutory=bool(table["statutory"]),
        sealed=bool(table["sealed"]),
        approval=Approval(table["approval"]),
        about_debt=bool(table.get("about_debt", True)),
    )


def _channels(names: Iterable[str]) -> tuple[Channel, ...]:
    found = tuple(Channel(name) for name in names)
    if not found or not set(found) <= {Channel.SMS, Channel.EMAIL, Channel.LETTER}:
        raise LevelsBroken("a notice goes by letter, text message or e-mail")
    return found
