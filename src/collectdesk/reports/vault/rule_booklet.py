"""The rule booklet: the rules in force on a day, with clause, force and certainty, for the shelf and the inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import MM, MUTED, TOP, WARN, Drawn, Marks, Paper
from collectdesk.terms_clocks import length_text
from collectdesk.terms_rules import (
    ACTS,
    BOUND,
    CERTAINTIES,
    FORCES,
    JURISDICTIONS,
    OUTCOMES,
    change_line,
    citation_line,
    remedy_sentence,
)
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.contact.legal_terms import Term
    from collectdesk.domain.rules.book import BoundPack
    from collectdesk.domain.rules.changes import RuleChange
    from collectdesk.domain.rules.packs import Rule
    from collectdesk.reports.drawing.page import Printing, Step

_READ_ME = mark(
    "Force says how strongly a source binds; certainty says how surely its wording was read. What is planned "
    "against a rule is refused or needs a reason; what happened is recorded as it was, and marked."
)


@dataclass(frozen=True, slots=True)
class BookletFacts:
    """The packs in force on a day; ``digest`` stands for all of them, ``changed_by`` names who changed a rule."""

    day: date
    jurisdiction: str
    packs: tuple[BoundPack, ...]
    digest: str
    printing: Printing
    changed_by: dict[str, str]
    terms: tuple[Term, ...] = ()
    """The legal terms beside the rules, as the branch keeps them."""


def print_booklet(path: Path, facts: BookletFacts, language: str, *, step: Step | None = None) -> Drawn:
    """Write the booklet. ``step`` is called after each pack and when it is written."""
    words = for_language(language)
    title = words.say(mark("Rule booklet"))
    marks = Marks(facts.printing.branch, title, facts.digest[:16], "")
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9)
    flow.turn_page()
    flow.title(title, words.say(mark("The rules in force on {day}"), day=words.date(facts.day)))
    _lay_front(flow, facts)
    for number, bound in enumerate(facts.packs, 1):
        _lay_pack(flow, bound, facts)
        if step is not None:
            step(number, len(facts.packs) + 1)
    if facts.terms:
        _lay_terms(flow, facts.terms)
    return paper.finish(path, step=step, done=len(facts.packs), total=len(facts.packs) + 1)


def _lay_front(flow: Flow, facts: BookletFacts) -> None:
    words = flow.paper.words
    flow.facts(
        (
            Fact(words.say(mark("Bank branch")), facts.printing.branch, strong=True),
            Fact(words.say(mark("Whose rules")), words.say(JURISDICTIONS[facts.jurisdiction])),
            Fact(words.say("Day"), words.date(facts.day)),
            Fact(
                words.say("Rules"), words.number(sum(len(_standing(one, facts.day)) for one in facts.packs))
            ),
            Fact("SHA-256", facts.digest, wide=True),
        )
    )
    flow.space(6)
    columns = (
        Column(words.say("Pack"), 3),
        Column(words.say(mark("Version")), 2),
        Column(words.say(mark("Effective from")), 2.4),
        Column(words.say("Rules"), 1.4, "right"),
        Column("SHA-256", 3.4),
    )
    rows = [
        (bound.pack.title.text(chinese=words.is_chinese), bound.pack.version,
         words.date(bound.pack.effective_from), words.number(len(_standing(bound, facts.day))), bound.digest[:16])
        for bound in facts.packs
    ]  # fmt: skip
    flow.table(columns, rows, empty=words.say("No rule pack is in force today."))
    flow.space(6)
    flow.paragraph(words.say(_READ_ME), ink=MUTED)


def _standing(bound: BoundPack, day: date) -> list[Rule]:
    return [rule for rule in bound.pack.rules if rule.is_in_force(day)]


def _lay_pack(flow: Flow, bound: BoundPack, facts: BookletFacts) -> None:
    flow.turn_page()
    title = bound.pack.title.text(chinese=flow.paper.words.is_chinese)
    flow.paper.bookmark(title, 0, TOP)
    flow.title(title, f"{bound.pack.name}   SHA-256 {bound.digest}")
    for rule in _standing(bound, facts.day):
        _lay_rule(flow, rule, [one for one in bound.changes if one.rule_id == rule.id], facts)


def _lay_terms(flow: Flow, terms: tuple[Term, ...]) -> None:
    """Each legal term with its length, when it reminds, and where it stands."""
    words = flow.paper.words
    title = words.say(mark("Legal terms"))
    flow.turn_page()
    flow.paper.bookmark(title, 0, TOP)
    flow.title(title, "")
    columns = (
        Column(words.say(mark("Term")), 2.6),
        Column(words.say(mark("How long")), 2),
        Column(words.say(mark("Reminds, days before")), 2),
        Column(words.say(mark("Clause")), 7),
        Column(words.say(mark("Force and certainty")), 2.8),
    )
    rows = [
        (term.name.text(chinese=words.is_chinese), length_text(words, term),
         ", ".join(words.number(days) for days in term.alarms) or "—", citation_line(words, term.citation),
         f"{words.say(FORCES[term.force])} · {words.say(CERTAINTIES[term.certainty])}")
        for term in terms
    ]  # fmt: skip
    flow.table(columns, rows)


def _lay_rule(flow: Flow, rule: Rule, changes: list[RuleChange], facts: BookletFacts) -> None:
    words = flow.paper.words
    chinese = words.is_chinese
    comma = "、" if chinese else ", "
    flow.heading(f"{rule.id}   {words.say(OUTCOMES[rule.outcome])}", keep=92, bookmark=1)
    flow.paragraph(rule.sentence.text(chinese=chinese), bold=True, indent=3 * MM)
    source = (citation_line(words, rule.citation), words.say(FORCES[rule.force]),
              words.say(CERTAINTIES[rule.certainty]))  # fmt: skip
    flow.paragraph(" · ".join(dict.fromkeys(source)), indent=3 * MM)
    flow.paragraph(remedy_sentence(words, rule.remedy), indent=3 * MM)
    acts = comma.join(sorted(words.say(ACTS[act]) for act in rule.acts))
    bound = comma.join(sorted(words.say(BOUND[who]) for who in rule.binds))
    flow.paragraph(f"{acts} · {bound} · {rule.condition.text}", ink=MUTED, indent=3 * MM)
    for change in changes:
        by = facts.changed_by.get(change.by, "")
        flow.paragraph(change_line(words, change, by), ink=WARN, indent=3 * MM)
    flow.space(3)
