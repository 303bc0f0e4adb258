"""The rules on the command line: list and show them, and judge a planned act that a script tells."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.rules.rulebook import BranchRules, calendar, rulebook
from collectdesk.desk.rules.ruling import ReadRules
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import BadFact, FactValue
from collectdesk.domain.rules.gate import Decision, facts_needed, find_breaches, find_unproven, judge
from collectdesk.domain.rules.packs import Act, Rule, RulePack, packs_in_force
from collectdesk.domain.rules.told import Planned, read_planned, told_name
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.rules import DEFAULT_JURISDICTION
from collectdesk.terms_rules import (
    CERTAINTIES,
    FORCES,
    OUTCOMES,
    bad_pack_sentence,
    change_line,
    citation_line,
    decision_lines,
    fact_name,
    fact_value,
    remedy_sentence,
)
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.access import Session

LARGEST: Final = 1_000_000
"""Bytes of a facts file; a planned act needs a few hundred."""
_SHAPE: Final = '{"facts": {"act": "call", "at": "2026-03-18T10:00:00+08:00", "party": "debtor"}}'


def check_act(options: Namespace, saying: Saying, opened: Session | None = None) -> int:
    """Judge the act told in a JSON file; the answer is no failure, whatever the verdict."""
    rules = _rules_asked(opened)
    told = _facts(options.facts)
    planned = read_planned({"jurisdiction": rules.jurisdiction, **told} if opened else told, calendar())
    packs, where = rules.packs, planned.jurisdiction
    if planned.happened:
        return _say_breaches(packs, planned, saying)
    judgement = judge(packs, planned.act, planned.facts, planned.on, jurisdiction=where, calendar=calendar())
    saying.line(saying.words.say(OUTCOMES[judgement.outcome]))
    verdict = judgement.outcome.value
    _say_decisions(judgement.decisions, saying)
    answer = _about(packs, planned, judgement.packs, saying)
    decisions = [_decision(decision, saying) for decision in judgement.decisions]
    saying.result({"verdict": "allowed" if verdict == "hint" else verdict, "decisions": decisions, **answer})
    return DONE


def _say_breaches(packs: tuple[RulePack, ...], planned: Planned, saying: Saying) -> int:
    """What happened is never refused: it may be recorded, with the breaches that it was."""
    asked = (packs, planned.act, planned.facts, planned.on)
    breaches = find_breaches(*asked, jurisdiction=planned.jurisdiction)
    unproven = find_unproven(*asked, jurisdiction=planned.jurisdiction)
    saying.say(mark("What happened is recorded. Breaches: {count}"), count=len(breaches))
    _say_decisions((*breaches, *unproven), saying)
    names = tuple(pack.name for pack in packs_in_force(packs, planned.on, planned.jurisdiction))
    answer = _about(packs, planned, names, saying)
    saying.result(
        {
            "verdict": "allowed",
            "decisions": [],
            "breaches": [_decision(decision, saying) for decision in breaches],
            "unproven": [_decision(decision, saying) for decision in unproven],
            **answer,
        }
    )
    return DONE


def _say_decisions(decisions: Iterable[Decision], saying: Saying) -> None:
    for decision in decisions:
        saying.line("")
        for line in decision_lines(saying.words, decision):
            saying.line(f"  {line}")


def _about(
    packs: tuple[RulePack, ...], planned: Planned, names: tuple[str, ...], saying: Saying
) -> dict[str, Any]:
    """What every answer tells beside the decisions; presumptions only as far as a rule asks for them."""
    where = planned.jurisdiction
    asked = set(facts_needed(packs, planned.act, planned.on, jurisdiction=where))
    if planned.happened:
        asked |= set(facts_needed(packs, Act.RECORD, planned.on, jurisdiction=where))
    presumed = {name: planned.facts[name] for name in planned.presumed if name in asked}
    if presumed:
        saying.line("")
        saying.say(mark("Presumed, since untold: {facts}."), facts=_in_words(presumed, saying.words))
    return {
        "act": planned.act,
        "day": planned.on,
        "jurisdiction": where,
        "packs": names,
        "presumed": presumed,
    }


def list_rules(options: Namespace, saying: Saying, opened: Session | None = None) -> int:
    """The rules in force on a day, or those of one act."""
    words, day = saying.words, options.on or _today()
    rules = _rules_asked(opened)
    faults = rules.faults
    found = rules.book.in_force(day, options.jurisdiction or rules.jurisdiction)
    for bound in found:
        name, version = bound.pack.id, bound.pack.version
        saying.say(mark("{name} {version}, digest {digest}"), name=name, version=version, digest=bound.digest)
        for rule in _asked(bound.pack.rules, options.act, day):
            sentence = rule.sentence.text(chinese=words.is_chinese)
            saying.line(f"  {rule.id}  {sentence}  ({citation_line(words, rule.citation)})")
    for fault in faults:
        saying.line(bad_pack_sentence(words, fault))
    saying.result(
        {
            "day": day,
            "packs": [
                {
                    "name": bound.pack.id,
                    "version": bound.pack.version,
                    "digest": bound.digest,
                    "rules": [_rule(rule, saying) for rule in _asked(bound.pack.rules, options.act, day)],
                }
                for bound in found
            ],
        }
    )
    return DONE


def show_rule(options: Namespace, saying: Saying, opened: Session | None = None) -> int:
    """One rule in full."""
    words = saying.words
    rules = _rules_asked(opened)
    rule = rules.book.rule(options.rule.upper(), options.on or _today())
    if rule is None:
        raise Refused("option.rule", value=options.rule)
    for line in (
        f"{rule.id}  {words.say(OUTCOMES[rule.outcome])}",
        rule.sentence.text(chinese=words.is_chinese),
        citation_line(words, rule.citation),
        f"{words.say(FORCES[rule.force])} · {words.say(CERTAINTIES[rule.certainty])}",
        words.say(mark("Speaks when: {condition}"), condition=rule.condition.text),
        remedy_sentence(words, rule.remedy),
        rule.note,
        *(change_line(words, one, "") for one in rules.changes if one.rule_id == rule.id),
    ):
        if line:
            saying.line(line)
    saying.result(
        {**_rule(rule, saying), "condition": rule.condition.text, "acts": rule.acts, "note": rule.note}
    )
    return DONE


def _facts(path: Path) -> Mapping[str, object]:
    """The facts of a JSON file. Raises BadFact, or OSError where it can't be read."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise BadFact("rules.not_json", reason=f"> {LARGEST:,} B")
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadFact("rules.not_json", reason=str(error)) from error
    if not isinstance(content, dict) or set(content) != {"facts"} or not isinstance(content["facts"], dict):
        raise BadFact("rules.no_facts", wanted=_SHAPE)
    return content["facts"]


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name told twice would hide one of two facts."""
    told: dict[str, object] = {}
    for name, value in pairs:
        if name in told:
            raise ValueError(f"{name}: 2×")
        told[name] = value
    return told


def _decision(decision: Decision, saying: Saying) -> dict[str, Any]:
    words = saying.words
    return {
        "rule": decision.rule_id,
        "verdict": decision.outcome,
        "clause": citation_line(words, decision.citation),
        "force": decision.force,
        "certainty": decision.certainty,
        "sentence": decision.sentence.text(chinese=words.is_chinese),
        "facts": dict(decision.facts_used),
        "missing": sorted({told_name(name) for name in decision.missing_facts}),
        "remedy": remedy_sentence(words, decision.remedy),
        "pack": f"{decision.pack_id} {decision.pack_version}",
    }


def _in_words(facts: Mapping[str, FactValue], words: Words) -> str:
    return "; ".join(f"{fact_name(words, name)}: {fact_value(words, value)}" for name, value in facts.items())


def _rule(rule: Rule, saying: Saying) -> dict[str, Any]:
    return {
        "id": rule.id,
        "outcome": rule.outcome,
        "force": rule.force,
        "certainty": rule.certainty,
        "clause": citation_line(saying.words, rule.citation),
        "sentence": {"zh": rule.sentence.zh, "en": rule.sentence.en},
    }


def _asked(rules: tuple[Rule, ...], act: str | None, day: date) -> list[Rule]:
    standing = (rule for rule in rules if rule.is_in_force(day))
    return [rule for rule in standing if act is None or act in {one.value for one in rule.acts}]


def _rules_asked(opened: Session | None) -> BranchRules:
    """The branch's own book where somebody has signed in, else the shipped one."""
    if opened is None:
        book, faults = rulebook()
        return BranchRules(book, faults, DEFAULT_JURISDICTION)
    found: BranchRules = opened.desk.run(ReadRules(), opened.actor).result
    return found


def print_rules(options: Namespace, saying: Saying, opened: Session | None = None) -> int:
    """The rules in force as a PDF: the branch's where somebody has signed in, else the shipped ones."""
    from collectdesk.desk.rules.booklet import PrintBooklet, booklet_facts, booklet_printed
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.reports.vault.rule_booklet import print_booklet

    language, day = saying.words.language, options.on
    if opened is not None:
        printed = opened.desk.run(PrintBooklet(options.out, language, day), opened.actor).result
    else:
        shown, where = day or _today(), options.jurisdiction or DEFAULT_JURISDICTION
        printing = Printing("CollectDesk", "—", datetime.now(CHINA_TIME))
        packs = rulebook()[0].in_force(shown, where)
        facts = booklet_facts(packs, shown, where, printing, {})
        options.out.parent.mkdir(parents=True, exist_ok=True)
        partial = options.out.with_name(options.out.name + ".partial")
        try:
            print_booklet(partial, facts, language)
            printed = booklet_printed(facts, options.out, partial)
            partial.replace(options.out)
        finally:
            partial.unlink(missing_ok=True)
    saying.say(
        mark("{count} rules of {day} were written to {path}, digest {digest}."),
        count=printed.rules, day=saying.words.date(printed.day), path=printed.path, digest=printed.digest,
    )  # fmt: skip
    saying.result(printed)
    return DONE


def _today() -> date:
    return datetime.now(CHINA_TIME).date()
