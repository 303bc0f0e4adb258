"""Judgements as plain values for JSON: what scripts read and what the audit keeps."""

from __future__ import annotations

from datetime import date, time

from collectdesk.domain.rules.facts import FactValue
from collectdesk.domain.rules.gate import Decision, Judgement

Plain = str | int | bool | list[str] | None


def plain_value(value: FactValue) -> Plain:
    """A fact as JSON: clocks "22:05:00", days "2026-03-18", code sets as sorted lists."""
    match value:
        case frozenset():
            return sorted(value)
        case time() | date():
            return value.isoformat()
        case _:
            return value


def plain_decision(decision: Decision) -> dict[str, object]:
    """One decision with its clause in both languages, the facts used, the facts missing and the remedy."""
    citation, remedy = decision.citation, decision.remedy
    return {
        "rule": decision.rule_id,
        "pack": f"{decision.pack_id} {decision.pack_version}",
        "verdict": decision.outcome.value,
        "clause": {
            "zh": f"{citation.instrument.zh} {citation.clause.zh}",
            "en": f"{citation.instrument.en} {citation.clause.en}",
            "date": citation.dated_on.isoformat() if citation.dated_on else None,
        },
        "force": decision.force.value,
        "certainty": decision.certainty.value,
        "facts": {name: plain_value(value) for name, value in decision.facts_used},
        "missing": list(decision.missing_facts),
        "remedy": {
            "code": remedy.code,
            **{name: plain_value(value) for name, value in remedy.params},
            "makes": {name: plain_value(value) for name, value in remedy.makes},
        },
    }


def plain_judgement(judgement: Judgement) -> dict[str, object]:
    """The whole judgement; the verdict is allowed, hint, needs_reason or refused."""
    return {
        "verdict": judgement.outcome.value,
        "act": judgement.act.value,
        "on": judgement.on.isoformat(),
        "packs": list(judgement.packs),
        "decisions": [plain_decision(decision) for decision in judgement.decisions],
    }
