"""Owns the section of the scorecard and the ways: every open case scored now, and the branch's own files of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk import terms_risk, terms_scores
from collectdesk.desk.pipeline import Subject
from collectdesk.desk.risk.own_cards import AdoptOwnRules, ShowOwnRules, TryOwnRules, WithdrawOwnRules
from collectdesk.desk.risk.scoring import BranchScores, CaseScore, ScoreBranch
from collectdesk.desk.rules.own_texts import OwnKind
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.own_text import OwnFile, OwnText
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.risk.own_cards import OwnInForce, RulesTried
    from collectdesk.ui.office import Office

_TONES = {"low": Tone.GOOD, "medium": Tone.WARN, "high": Tone.DANGER}


def _level(words: Words, one: CaseScore) -> Status:
    level = one.level.value
    return Status(words.say(terms_risk.LEVELS[level]), _TONES[level], calls=level == "high")


def _before(words: Words, one: CaseScore) -> str:
    if not one.is_checked:
        return words.say(mark("never checked"))
    if not one.has_moved:
        return words.say(mark("as now"))
    level, way = (
        words.say(terms_risk.LEVELS[one.level_before]),
        words.say(terms_risk.STRATEGIES[one.strategy_before]),
    )
    return f"{level} · {way}"


_CASES: tuple[Column[CaseScore], ...] = (
    Column(mark("Case no."), lambda _w, r: r.case_no, Kind.MUTED),
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, firm=True),
    Column(mark("Points"), lambda w, r: w.number(r.total), Kind.NUMBER, sort=lambda r: r.total),
    Column(mark("Quadrant"), lambda w, r: w.say(terms_risk.QUADRANTS[r.quadrant.value]), stretch=True),
    Column(mark("Level"), _level, Kind.CHIP),
    Column(mark("Way"), lambda w, r: w.say(terms_risk.STRATEGIES[r.strategy.value])),
    Column(
        mark("At the last check"), _before, tone=lambda r: Tone.WARN if r.has_moved else Tone.PLAIN,
        sort=lambda r: (not r.has_moved, r.is_checked),
    ),
)  # fmt: skip


class ScoresSection(Section):
    """Above which scorecard and ways stand; below every open case as it would be scored now, greatest risk first."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.found: BranchScores | None = None
        self.files = {
            kind: OwnText(office, self.tell, own_file(kind)) for kind in (OwnKind.SCORECARD, OwnKind.WAYS)
        }
        self.told = label(None, "", "mute", wrap=True)
        self.told.setContentsMargins(12, 0, 12, 0)
        self.cases = rows_table(
            self.speech,
            mark("Every open case, scored now"),
            _CASES,
            lambda r: r.case_id,
            opens_on_click=False,
        )
        self.cases.set_empty(mark("No case is open"), mark("Import today's overdue list with Ctrl+I."))
        self.listed = Card(self.speech, mark("Every open case, scored now"), flush=True)
        self.listed.add(self.told)
        self.listed.add(self.cases, 1)
        for kind, card in self.files.items():
            card.folded.connect(lambda folded, kind=kind: self._make_room(kind, folded=folded))
            self.body.addWidget(card)
        self.body.addWidget(self.listed, 1)
        self.body.addStretch(0)

    def _make_room(self, kind: OwnKind, *, folded: bool) -> None:
        """The cases and the other file step aside while one is written."""
        self.listed.setVisible(folded)
        other = OwnKind.WAYS if kind is OwnKind.SCORECARD else OwnKind.SCORECARD
        self.files[other].setVisible(folded)

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self.found is not None and not touched & {Subject.CASES, Subject.IMPORTS, Subject.RULES}:
            return
        for card in self.files.values():
            card.refresh()
        self.office.run(ScoreBranch(), owner=self, done=self._show, failed=self._not_shown)

    def _show(self, found: BranchScores) -> None:
        self.found = found
        self.cases.show_rows(found.cases)
        self.retranslate()

    def _not_shown(self, error: BaseException) -> None:
        self.cases.show_note(wording.sentence(self.office.words, error))
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def retranslate(self) -> None:
        for card in self.files.values():
            card.retranslate()
        found, words = self.found, self.office.words
        if found is None:
            return
        said = terms_scores.scored_line(words, len(found.cases), found.unchecked, len(found.moved))
        self.told.setText(f"{said}\n{terms_scores.counts_line(words, found.levels, found.quadrants)}")

    def focus_first(self) -> None:
        self.cases.setFocus()


def own_file(kind: OwnKind) -> OwnFile:
    """What the card of a branch's own scorecard or ways asks and says."""
    title, change, field = _TITLES[kind]
    return OwnFile(
        title, change, field, f"own_{kind.value}",
        lambda: ShowOwnRules(kind),
        lambda text: TryOwnRules(kind, text),
        lambda text, reason, second: AdoptOwnRules(kind, text, reason, second=second),
        lambda reason: WithdrawOwnRules(kind, reason),
        _in_force, _tried,
    )  # fmt: skip


_TITLES = {
    OwnKind.SCORECARD: (
        mark("Which scorecard stands"), mark("The branch's own scorecard …"), mark("&Scorecard")
    ),
    OwnKind.WAYS: (mark("Which ways stand"), mark("The branch's own ways …"), mark("&Ways")),
}  # fmt: skip


def _in_force(words: Words, found: OwnInForce) -> str:
    return terms_scores.rules_line(words, found.id, found.version, found.since, found.by, found.second)


def _tried(words: Words, tried: RulesTried) -> str:
    said = terms_scores.rules_tried_line(
        words, tried.id, tried.version, len(tried.would.cases), tried.changed
    )
    counts = (
        terms_scores.counts_line(words, tried.now.levels, tried.now.quadrants),
        terms_scores.counts_line(words, tried.would.levels, tried.would.quadrants),
    )
    return "\n".join((said, words.say(mark("Now: {counts}"), counts=counts[0]),
                      words.say(mark("By the new one: {counts}"), counts=counts[1])))  # fmt: skip
