"""The sentence for everything that was refused or went wrong, for the window and the command line alike."""

from __future__ import annotations

from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from collectdesk import terms_archive, terms_ledgers, terms_parcels, terms_risk, terms_scans
from collectdesk.domain.money import Money
from collectdesk.terms import shown
from collectdesk.terms_audit import action_words
from collectdesk.terms_refused_house import HOUSE
from collectdesk.terms_refused_work import WORK
from collectdesk.terms_server import SERVER
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.domain.rules.gate import Decision
    from collectdesk.domain.visits.routes import Left

REFUSALS: Final[dict[str, str]] = {**WORK, **HOUSE, **SERVER}
for _table in (
    terms_risk.REFUSALS,
    terms_ledgers.SENTENCES,
    terms_archive.TROUBLES,
    terms_archive.ON_ITS_WAY,
    terms_scans.REFUSALS,
    terms_parcels.REFUSALS,
):
    for _code, _sentence in _table.items():
        REFUSALS.setdefault(_code, _sentence)
UNKNOWN: Final = mark("This isn't possible (code {code}). Nothing was changed.")


def add_refusals(table: Mapping[str, str]) -> None:
    """Add a screen's codes; a code worded twice with two meanings is a mistake."""
    for code, sentence in table.items():
        if REFUSALS.setdefault(code, sentence) != sentence:
            raise ValueError(f"{code} is worded twice")


def sentence(words: Words, error: BaseException) -> str:
    """The sentence for an expected error; a code nobody worded is named, so that support can find it.

    A rule's refusal gives a line for each rule: what it says, its clause, and what would make the act lawful.
    """
    fault = getattr(error, "fault", None)
    if fault is not None:
        from collectdesk.terms_rules import bad_pack_sentence

        return "\n".join(bad_pack_sentence(words, one) for one in (fault, *fault.others))
    decisions = getattr(error, "decisions", ())
    if decisions:
        return _ruled(words, decisions, getattr(error, "facts", {}).get("starts", ()))
    return _worded(words, str(getattr(error, "code", type(error).__name__)), getattr(error, "facts", {}))


def left_sentence(words: Words, left: Left) -> str:
    """Why a stop or a team isn't in the order of a day: half a sentence, to stand behind its name."""
    facts: dict[str, Any] = dict(left.facts)
    for amount in {"cost", "prize"} & facts.keys():
        facts[amount] = Money(facts[amount])
    return _worded(words, f"left.{left.why}", facts)


def field_of(error: BaseException) -> str:
    """The field an error is about, when the refusal names one; else empty, and it belongs above the page."""
    return str(getattr(error, "facts", {}).get("field", ""))


def _ruled(words: Words, decisions: Sequence[Decision], starts: Sequence[datetime]) -> str:
    from collectdesk.terms_rules import citation_line, remedy_sentence, starts_line

    lines, told = [], set()
    for decision in decisions:
        said = decision.sentence.text(chinese=words.is_chinese)
        clause, remedy = citation_line(words, decision.citation), remedy_sentence(words, decision.remedy)
        line = f"{said}（{clause}）" if words.is_chinese else f"{said} ({clause})"
        gap = "" if words.is_chinese else " "
        lines.append(line if remedy in told else f"{line}{gap}{remedy}")
        told.add(remedy)
    return "\n".join([*lines, *filter(None, [starts_line(words, starts)])])


def _worded(words: Words, code: str, facts: Mapping[str, Any]) -> str:
    if code in terms_risk.SCORECARD_PROBLEMS:
        problem = _filled(words, terms_risk.SCORECARD_PROBLEMS[code], facts, code)
        return _filled(words, terms_risk.NOT_LOADED, {**facts, "problem": problem}, code)
    # a file on its way out is named: the disk it goes to isn't the branch's own
    template = (REFUSALS.get(f"{code}.file") if facts.get("file") else None) or REFUSALS.get(code)
    if template is None:
        return words.say(UNKNOWN, code=code)
    if code.startswith("store.stale_"):
        facts = {**facts, "action": action_words(words, str(facts["action"]))}
    return _filled(words, template, terms_ledgers.headings_told(facts, words), code)


def _filled(words: Words, template: str, facts: Mapping[str, Any], code: str) -> str:
    asked = {name for _, name, _, _ in Formatter().parse(template) if name}
    if not asked <= set(facts):
        return words.say(UNKNOWN, code=code)
    said = {name: shown(words, facts[name]) for name in asked}
    return words.say(template, **said) if said else words.say(template)
