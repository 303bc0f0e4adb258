"""Owns the rules section: packs in force, every rule with its clause, force and certainty, and faulty packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.rules.ruling import PackInForce, RulesToday, ShowRules
from collectdesk.domain.rules.packs import Outcome, Rule
from collectdesk.terms_rules import (
    ACTS,
    BOUND,
    CERTAINTIES,
    FORCES,
    OUTCOMES,
    bad_pack_sentence,
    citation_line,
    remedy_sentence,
)
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.jurisdiction import JurisdictionChoice
from collectdesk.ui.settings.rule_changes import RuleChanges
from collectdesk.ui.settings.rule_packs import RulePacks
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_TONES = {
    Outcome.REFUSED: Tone.DANGER,
    Outcome.NEEDS_REASON: Tone.WARN,
    Outcome.HINT: Tone.NOTICE,
    Outcome.ALLOWED: Tone.GOOD,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule with the pack it stands in."""

    pack: PackInForce
    rule: Rule


def fits(words: Words, line: Line, text: str) -> bool:
    """Whether every word of a search is found in the rule's id, sentence, citation or force."""
    rule = line.rule
    held = " ".join(
        (
            rule.id, rule.sentence.zh, rule.sentence.en, citation_line(words, rule.citation),
            words.say(FORCES[rule.force]), words.say(OUTCOMES[rule.outcome]),
        )
    ).lower()  # fmt: skip
    return all(part in held for part in text.lower().split())


def outcome_chip(words: Words, rule: Rule) -> Status:
    return Status(words.say(OUTCOMES[rule.outcome]), _TONES[rule.outcome])


class RulesSection(Section):
    """A list of rules beside the one chosen."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self._shown: RulesToday | None = None
        self.search = SearchEdit(speech, mark("Word, clause, number"), mark("Search the rules"))
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(300)
        self.search.searched.connect(lambda _text: self._fill())
        columns: tuple[Column[Line], ...] = (
            Column(mark("Rule"), lambda _w, r: r.rule.id, Kind.MUTED, width=112),
            Column(
                mark("What it says"),
                lambda w, r: r.rule.sentence.text(chinese=w.is_chinese),
                stretch=True,
            ),
            Column(mark("Outcome"), lambda w, r: outcome_chip(w, r.rule), Kind.CHIP),
        )
        self.table = rows_table(
            speech, mark("Rules"), columns, lambda r: (r.pack.name, r.rule.id), opens_on_click=False
        )
        self.table.set_empty(mark("No rule fits"), mark("Search for a number, a word, or the name of a law."))
        self.table.picked.connect(self._show_rule)
        self.packs = label(None, "", "mute", wrap=True)
        self.packs.setContentsMargins(10, 0, 10, 0)
        self.faults = label(None, "", "wrong", wrap=True)
        self.faults.setContentsMargins(10, 0, 10, 0)
        listed = Card(speech, mark("Rules in force"), flush=True)
        listed.head.addWidget(self.search)
        for part in (self.packs, self.faults):
            listed.add(part)
        listed.add(self.table, 1)
        self.listed = listed
        self.whole = RulePacks(office, self.tell)
        self.changes = RuleChanges(office, self.tell)
        self.whose = JurisdictionChoice(office, self.tell)
        self.body.addWidget(self.whose)
        self.body.addWidget(self.whole)
        self.body.addWidget(ListBesideForm(listed, self._detail()), 1)

    def _detail(self) -> QWidget:
        self.name, self.chip = label(None, "", "heading"), Chip()
        self.sentence = label(None, "", "", wrap=True)
        self.facts = Facts()
        card = Card()
        card.add(self.name)
        card.add(self.chip)
        card.add(self.sentence)
        card.add(self.facts)
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(card)
        inside.addWidget(self.changes)
        inside.addStretch(1)
        return held

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self._shown is None or Subject.RULES in touched:
            self.office.run(ShowRules(), owner=self, done=self._show)

    def _show(self, found: RulesToday) -> None:
        self._shown = found
        self.whole.show_rules(found)
        self.whose.show_rules(found)
        self.retranslate()

    def _fill(self) -> None:
        if self._shown is None:
            return
        words, text = self.office.words, self.search.text().strip()
        lines = [Line(pack, rule) for pack in self._shown.packs for rule in pack.rules]
        found = [line for line in lines if fits(words, line, text)]
        self.listed.say_beside(words.number(len(found)))
        self.table.show_rows(found)

    def retranslate(self) -> None:
        shown, words = self._shown, self.office.words
        self.whole.retranslate()
        self.whose.retranslate()
        if shown is None:
            return
        told = [
            words.say(
                mark("{name} {version} · from {day} · {count} rules · SHA-256 {digest}"),
                name=pack.name,
                version=pack.version,
                day=words.date(pack.effective_from),
                count=words.number(len(pack.rules)),
                digest=pack.digest[:16],
            )
            for pack in shown.packs
        ]
        self.packs.setText("\n".join(told) or words.say(mark("No rule pack is in force today.")))
        whole = "\n".join(f"{pack.name} {pack.version}: {pack.digest}" for pack in shown.packs)
        self.packs.setToolTip(whole)
        self.faults.setText("\n".join(bad_pack_sentence(words, fault) for fault in shown.faults))
        self.faults.setVisible(bool(shown.faults))
        self._fill()
        self._show_rule(self.table.chosen)

    def _show_rule(self, line: Line | None) -> None:
        words = self.office.words
        self.changes.show_rule(line.rule if line else None, self._shown)
        if line is None:
            self.name.setText("")
            self.chip.show_status(None)
            self.sentence.setText("")
            self.facts.show_facts(())
            return
        rule = line.rule
        comma = "、" if words.is_chinese else ", "
        self.name.setText(rule.id)
        self.chip.show_status(outcome_chip(words, rule))
        self.sentence.setText(rule.sentence.text(chinese=words.is_chinese))
        acts = sorted(words.say(ACTS[act]) for act in rule.acts)
        bound = sorted(words.say(BOUND[who]) for who in rule.binds)
        facts = [
            Fact(words.say(mark("Source")), citation_line(words, rule.citation)),
            Fact(words.say(mark("Force")), words.say(FORCES[rule.force])),
            Fact(words.say(mark("Certainty")), words.say(CERTAINTIES[rule.certainty])),
            Fact(words.say(mark("What makes it lawful")), remedy_sentence(words, rule.remedy)),
            Fact(words.say(mark("Concerns")), comma.join(acts)),
            Fact(words.say(mark("Binds")), comma.join(bound)),
            Fact(words.say(mark("Pack")), f"{line.pack.name} {line.pack.version}"),
        ]
        if rule.effective_from or rule.effective_to:
            held = f"{words.date(rule.effective_from)} –"
            if rule.effective_to:
                held = f"{held} {words.date(rule.effective_to)}"
            facts.append(Fact(words.say(mark("Effective")), held))
        if rule.note:
            facts.append(Fact(words.say(mark("Note")), rule.note))
        self.facts.show_facts(facts)

    def print_out(self) -> None:
        """What Ctrl+P does here: the booklet."""
        self.whole.print_booklet()

    def focus_first(self) -> None:
        self.table.setFocus()
