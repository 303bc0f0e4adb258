"""What no text to a customer may say: phrases by kind with their reason, and where a text holds one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.contact.notices import Said
from collectdesk.domain.rules.facts import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN_FACTS: Final = ("claims_enforceable", "waives_limitation")
"""Kinds that are facts of their own among those a rule may ask about."""
_DIGITS: Final = re.compile(r"(?<!\d)(?:\d[ \-]?){11,29}\d(?!\d)")
_GAPS: Final = re.compile(r"[\s\W_]+", re.UNICODE)


class ClaimsBroken(ValueError):
    """The list of phrases can't be used; says where."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Phrases of one kind with the reason; ``unless`` are harmless texts that hold the same words."""

    kind: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    unless: tuple[str, ...]
    why: Said


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase a text holds, its kind, and why it may not stand there."""

    kind: str
    phrase: str
    why: Said


def find_claims(text: str, claims: Iterable[Claim]) -> tuple[Found, ...]:
    """The forbidden phrases in a text, one for each kind; spaces and signs between letters hide nothing."""
    close = _close(text)
    spoken = f" {_spoken(text)} "
    found = []
    for claim in claims:
        bare, said = close, spoken
        for harmless in claim.unless:
            bare, said = bare.replace(_close(harmless), ""), said.replace(_spoken(harmless), "")
        phrase = next((one for one in claim.zh if _close(one) in bare), "")
        phrase = phrase or next((one for one in claim.en if f" {_spoken(one)} " in said), "")
        if phrase:
            found.append(Found(claim.kind, phrase, claim.why))
    return tuple(found)


def accounts_in(text: str) -> tuple[str, ...]:
    """Runs of 12 to 30 digits: account or card numbers that somebody wrote out."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(re.sub(r"\D", "", run) for run in _DIGITS.findall(plain))


def _close(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _spoken(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(re.findall(r"[a-z0-9']+", plain))


def load_claims(content: str) -> tuple[Claim, ...]:
    """The phrases of a TOML text; raises ClaimsBroken."""
    try:
        tables: list[dict[str, Any]] = tomllib.loads(content)["claim"]
        found = tuple(_claim(table) for table in tables)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ClaimsBroken(str(error)) from None
    for claim in found:
        if claim.kind not in (*CONTENT, *OWN_FACTS):
            raise ClaimsBroken(f"there is no kind {claim.kind}")
        if not all(map(_close, claim.zh)) or not all(map(_spoken, claim.en)):
            raise ClaimsBroken(f"{claim.kind}: an empty phrase would forbid every text")
    return found


def _claim(table: dict[str, Any]) -> Claim:
    lists = (tuple(map(str, table.get(name, ()))) for name in ("zh", "en", "unless"))
    zh, en, unless = lists
    return Claim(str(table["kind"]), zh, en, unless, Said(str(table["why"]["zh"]), str(table["why"]["en"])))
