"""The texts in use and what is forbidden in them: shipped data, the branch's own versions above it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from collectdesk import resources
from collectdesk.domain.contact.claims import OWN_FACTS, Claim, Found, accounts_in, find_claims, load_claims
from collectdesk.domain.contact.notices import Levels, load_levels
from collectdesk.domain.contact.texts import Text, TextKind, TextState, load_texts
from collectdesk.domain.refusals import Refused
from collectdesk.store.contact.notices import letterhead
from collectdesk.store.contact.texts import own_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.desk.rules.gate import Facts
    from collectdesk.store.work import View


@lru_cache(maxsize=1)
def levels() -> Levels:
    """The levels of notices."""
    return load_levels(resources.path("notices", "levels.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """What no text may say."""
    return load_claims(resources.path("notices", "claims.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def shipped_texts() -> tuple[Text, ...]:
    """The texts that come with the program."""
    return load_texts(resources.path("notices", "texts.toml").read_text("utf-8"))


def texts_in_use(view: View) -> tuple[Text, ...]:
    """One version of each text in each language: the branch's newest approved one, else the shipped one."""
    found = {(text.code, text.language): text for text in shipped_texts()}
    newest: dict[tuple[str, str], Text] = {}
    for kept in own_texts(view):
        if kept.text.state is TextState.APPROVED:
            newest.setdefault((kept.text.code, kept.text.language), kept.text)
    return tuple({**found, **newest}.values())


def text_for(view: View, level: str, kind: TextKind, language: str, code: str = "") -> Text:
    """The text of a level; raises Refused(notice.no_text) where none is approved."""
    for text in texts_in_use(view):
        fits = text.kind is kind and text.language == language and level in text.levels
        if fits and code in ("", text.code):
            return text
    raise Refused("notice.no_text", field="level")


def find_forbidden(texts: Iterable[str]) -> tuple[Found, ...]:
    """What is forbidden in some texts, one finding a kind."""
    found: dict[str, Found] = {}
    for text in texts:
        for one in find_claims(text, claims()):
            found.setdefault(one.kind, one)
    return tuple(found.values())


def text_facts(view: View, texts: Iterable[str], card_numbers: Iterable[str]) -> Facts:
    """What the rules ask about texts to a customer: forbidden content, accounts named, card numbers written out."""
    texts = tuple(texts)
    found = find_forbidden(texts)
    kinds = {one.kind for one in found}
    named = {number for text in texts for number in accounts_in(text)}
    head = letterhead(view)
    official = {head.account_no.replace(" ", "")} if head else set()
    cards = set(card_numbers)
    return {
        "forbidden_content": frozenset(kinds - set(OWN_FACTS)),
        "payment_account_official": named - cards <= official,
        "card_number_whole": bool(named & cards),
        **{fact: fact in kinds for fact in OWN_FACTS},
    }


def require_clean(text: str, field: str) -> None:
    """Refuse words of one's own that no customer may be told, with the reason."""
    found = find_forbidden([text])
    if found:
        raise Refused("text.forbidden", field=field, phrase=found[0].phrase, why=found[0].why)
