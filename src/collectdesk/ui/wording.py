"""Owns the sentences for what was refused or went wrong: a table of codes, which screens extend."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.money import Money
from collectdesk.terms import named_codes, term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.rules.gate import Decision

REFUSALS: Final[dict[str, str]] = {
    "not_permitted": mark("Your role may not do this. It needs the permission {needs}."),
    "store.stale": mark(
        "Somebody else changed this meanwhile. Reload to see it as it is now, then try again."
    ),
    "store.full": mark("The disk is full, so nothing was saved. Free some space, then try again."),
    "store.busy": mark(
        "Another program is using the branch file. Nothing was saved: wait a moment and try again."
    ),
    "store.read_only": mark("The branch file may not be written. Check the folder's rights, then try again."),
    "store.cannot_open": mark(
        "The branch file can't be opened. Check that its folder is there and connected."
    ),
    "store.missing": mark("There is no branch in this folder. Choose the folder that holds branch.db."),
    "store.empty": mark("The branch file is empty. Restore it from the latest backup."),
    "store.wrong_key": mark("The key doesn't fit this branch file. Restore both from the same backup."),
    "store.wrong_password": mark("Name and password don't fit. Check the capitals key and try again."),
    "store.damaged": mark("The branch file is damaged. Stop working and restore the latest backup."),
    "store.too_new": mark("A newer CollectDesk wrote this branch. Install the newer program on this PC."),
    "store.not_a_branch": mark(
        "This file isn't a CollectDesk branch. Choose the folder that holds branch.db."
    ),
    "store.other_branch": mark("These keys belong to another branch. Put back the keys file of this branch."),
    "store.folder_in_use": mark(
        "The folder {path} isn't empty. Choose an empty or a new folder for the branch."
    ),
    "store.keys_missing": mark("The keys file is missing from {path}. Put it back from the backup."),
    "store.keys_damaged": mark("The keys file is damaged. Put it back from the backup."),
    "store.keys_too_new": mark(
        "A newer CollectDesk wrote the keys file. Install the newer program on this PC."
    ),
    "store.keyring_empty": mark(
        "This PC doesn't hold the branch key. Enter the recovery code from the safe."
    ),
    "store.keyring_locked": mark(
        "The keyring of this PC is locked. Unlock it by signing in to the PC, then try again."
    ),
    "store.keyring_discards": mark(
        "The keyring of this PC doesn't keep what it is given. Set up a keyring first."
    ),
    "store.no_keyring": mark("This PC has no safe keyring. Set one up before a real branch is opened here."),
    "store.practice_shelf_on_real_branch": mark("A real branch may not keep its key the practice way."),
    "store.code_mistyped": mark(
        "The recovery code is mistyped. It has {letters} letters; compare it with the paper."
    ),
    "store.wrong_code": mark(
        "The recovery code belongs to another branch or was replaced. Use the newest paper."
    ),
    "store.evidence_altered": mark(
        "A file of evidence isn't what was filed. Tell the supervisor; don't use it."
    ),
    "store.evidence_missing": mark(
        "A file of evidence is gone. Tell the supervisor; the backup may hold it."
    ),
    "store.migration_broke_links": mark(
        "The branch file couldn't be brought up to date and was left as it was."
    ),
    "store.disk": mark("The disk didn't answer. Nothing was saved: check the disk, then try again."),
    "window.closing": mark("The window is closing, so nothing more is begun."),
}
UNKNOWN: Final = mark("This isn't possible (code {code}). Nothing was changed.")


def add_refusals(table: Mapping[str, str]) -> None:
    """Add a screen's codes; a code worded twice with two meanings is a mistake."""
    for code, sentence in table.items():
        if REFUSALS.setdefault(code, sentence) != sentence:
            raise ValueError(f"{code} is worded twice")


def shown(words: Words, value: object) -> str:
    """A fact as people read it: money, days, instants and enum members in the window's language."""
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, datetime):
        return words.instant(value)
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, Enum):
        return term(words, value) if value in named_codes() else str(value.value)
    if isinstance(value, bool):
        return words.say(mark("yes")) if value else words.say(mark("no"))
    if isinstance(value, int):
        return words.number(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return ("、" if words.is_chinese else ", ").join(shown(words, each) for each in value)
    return str(value)


def sentence(words: Words, error: BaseException) -> str:
    """The sentence for an expected error; a code nobody worded is named, so that support can find it.

    A rule's refusal gives a line for each rule: what it says, its clause, and what would make the act lawful.
    """
    decisions = getattr(error, "decisions", ())
    if decisions:
        return "\n".join(_ruled(words, decision) for decision in decisions)
    return _worded(words, str(getattr(error, "code", type(error).__name__)), getattr(error, "facts", {}))


def field_of(error: BaseException) -> str:
    """The field an error is about, when the refusal names one; else empty, and it belongs above the page."""
    return str(getattr(error, "facts", {}).get("field", ""))


def _ruled(words: Words, decision: Decision) -> str:
    from collectdesk.terms_rules import citation_line, remedy_sentence

    said = decision.sentence.text(chinese=words.is_chinese)
    clause, remedy = citation_line(words, decision.citation), remedy_sentence(words, decision.remedy)
    return f"{said}（{clause}）{remedy}" if words.is_chinese else f"{said} ({clause}) {remedy}"


def _worded(words: Words, code: str, facts: Mapping[str, Any]) -> str:
    template = REFUSALS.get(code)
    if template is None:
        return words.say(UNKNOWN, code=code)
    asked = {name for _, name, _, _ in Formatter().parse(template) if name}
    if not asked <= set(facts):
        return words.say(UNKNOWN, code=code)
    said = {name: shown(words, facts[name]) for name in asked}
    return words.say(template, **said) if said else words.say(template)
