"""Owns the Risk tab: the check, its two scores with every point and reason, and what was found before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.files import CustomerFile, KeptAssessment
from collectdesk.desk.risk.assessing import AssessRisk, EndOverride, OverrideRisk
from collectdesk.desk.risk.playbook import ShowWays
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.overriding import kept_override
from collectdesk.domain.risk.risk import Strategy
from collectdesk.domain.risk.ways import Way
from collectdesk.terms_calibration import learnt_line
from collectdesk.terms_risk import (
    CARE,
    CHARACTERISTICS,
    LEVELS,
    QUADRANTS,
    STRATEGIES,
    bin_label,
    reason_sentence,
    visit_reason,
)
from collectdesk.ui.casefile.header import LEVEL_TONES
from collectdesk.ui.casefile.risk_cards import MovedCard, WayCard, override_form, override_line
from collectdesk.ui.casefile.score import ScoreBar
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.parts.worth_card import WorthCard
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the points table, as kept."""

    side: str
    characteristic: str
    finding: str
    points: int
    best: int
    reason_key: str
    value: int | str | None


def points_of(assessment: KeptAssessment) -> list[Point]:
    """The lines of both tables; an assessment of an unreadable form gives none."""
    kept = _result(assessment)
    return [
        Point(
            side,
            line["characteristic"],
            line["bin_label_key"],
            line["points"],
            line["best"],
            line["reason_key"],
            line["value"],
        )
        for side in ("willingness", "ability")
        for line in kept.get(f"{side}_points", ())
    ]


def _result(assessment: KeptAssessment) -> Mapping[str, Any]:
    found: Mapping[str, Any] = assessment.detail.get("result", {})
    return found


_SIDES = {"willingness": mark("Willingness"), "ability": mark("Ability")}
POINTS: tuple[Column[Point], ...] = (
    Column(mark("Side"), lambda w, p: w.say(_SIDES[p.side]), Kind.MUTED),
    Column(
        mark("Characteristic"),
        lambda w, p: w.say(CHARACTERISTICS.get(p.characteristic, p.characteristic)),
        Kind.BOLD,
        stretch=True,
    ),
    Column(mark("Finding"), lambda w, p: bin_label(w, p.finding)),
    Column(
        mark("Points"),
        lambda _w, p: f"{p.points:+d}" if p.best == 0 and p.points else str(p.points),
        Kind.NUMBER,
        sort=lambda p: p.points,
        tone=lambda p: Tone.DANGER if p.points < 0 else Tone.PLAIN,
    ),
    Column(mark("Best"), lambda _w, p: str(p.best), Kind.NUMBER, sort=lambda p: p.best),
)


def _level(words: Words, found: KeptAssessment) -> Status:
    return Status(words.say(LEVELS.get(found.level, found.level)), LEVEL_TONES.get(found.level, Tone.PLAIN))


class RiskTab(Tab):
    """The result at the left, its points at the right; earlier checks can be looked at again."""

    sentence = mark("Risk")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self._busy = False
        self.check = button(
            self.speech, mark("Check the risk"), self.run_check, icon="shield-check", look="primary"
        )
        self.again = button(self.speech, mark("Check again"), self.run_check, icon="refresh-cw", look="quiet")
        self.overrule = button(self.speech, mark("Overrule …"), self._open_override, look="quiet")
        self.end_override = button(self.speech, mark("Let the card speak again"), self._end_override)
        self.earlier: ValueTable[KeptAssessment] = rows_table(
            self.speech, mark("Earlier checks"), self._check_columns(), lambda a: a.id, opens_on_click=False
        )
        self.points: ValueTable[Point] = rows_table(
            self.speech, mark("Points"), POINTS, lambda p: (p.side, p.characteristic), opens_on_click=False
        )
        self.points.set_empty(mark("No check to show"), "")
        self._make_result()
        self._lay_out()
        self.earlier.picked.connect(self._show_check)

    def _check_columns(self) -> tuple[Column[KeptAssessment], ...]:
        return (
            Column(mark("Assessed on"), lambda w, a: w.date(a.assessed_on), Kind.BOLD),
            Column(
                mark("Willing"), lambda _w, a: str(a.willingness), Kind.NUMBER, sort=lambda a: a.willingness
            ),
            Column(mark("Able"), lambda _w, a: str(a.ability), Kind.NUMBER, sort=lambda a: a.ability),
            Column(mark("Level"), _level, Kind.CHIP),
            Column(mark("By"), lambda _w, a: self.file.people.get(a.recorded_by, "") if self.file else ""),
            Column(mark("Scorecard"), lambda _w, a: f"{a.scorecard_id} · {a.scorecard_version}", Kind.MUTED),
            Column(
                mark("Good until"),
                lambda w, a: w.date(a.expires_on),
                stretch=True,
                tone=lambda a: Tone.WARN if a.expires_on < self.today() else Tone.PLAIN,
            ),
        )

    def _make_result(self) -> None:
        self.level = Chip()
        self.willing, self.able = ScoreBar(), ScoreBar()
        self.quadrant = label(None, "", "caption", wrap=True)
        self.overruled = label(None, "", "", wrap=True)
        self.visit = label(None, "", "", wrap=True)
        self.reasons = label(None, "", "", wrap=True)
        self.care = label(None, "", "", wrap=True)

    def _lay_out(self) -> None:
        self._none = Card()
        self._none.add(label(self.speech, mark("The risk was not checked yet"), "caption"))
        hint = mark(
            "The check takes what the file knows and gives points with their reasons. Nothing is typed."
        )
        self._none.add(label(self.speech, hint, "mute", wrap=True))
        self._none.add(row(self.check, None))
        self._result = Card(self.speech, mark("Result"))
        self._result.head.addWidget(self.level)
        self._result.head.addWidget(self.overrule)
        self._result.head.addWidget(self.again)
        for part in (self.willing, self.able, self.quadrant, self.overruled, self.visit, self.care):
            self._result.add(part)
        self._result.add(row(None, self.end_override))
        self.override = override_form(self.office, self.today)
        self.override.submitted.connect(self._override)
        self.override.add_act(mark("Don't overrule"), self._fold_override)
        self.way, self.moved = WayCard(self.speech), MovedCard(self.speech)
        self.worth = WorthCard(self.office)
        self._why = Card(self.speech, mark("Reasons"))
        self._why.add(self.reasons)
        self._list = framed(Card(self.speech, mark("Earlier checks"), flush=True), self.earlier, 2)
        self._points = framed(Card(self.speech, mark("Points"), flush=True), self.points, 6)
        left, right = QWidget(), QWidget()
        left.setLayout(
            column(self._none, self._result, self.override, self.worth, self.way, self.moved, self._why, None)
        )
        stacked = column(self._points, self._list)
        stacked.setStretch(0, 3)
        stacked.setStretch(1, 1)
        right.setLayout(stacked)
        self.lay_beside(left, right, (2, 3), 1)

    def show_file(self, file: CustomerFile) -> None:
        for each in (self.check, self.again):
            each.setVisible(self.may(Permission.ASSESS))
        self.run(ShowWays(), self._take_ways, self.host.warn)
        self.worth.weigh("" if self.host.is_past or file.overdue.fen <= 0 else self.case_id)
        self.override.belongs_to(file.customer.id)
        self.override.setVisible(self.override.has_draft() and self.may(Permission.ASSESS))
        self.earlier.show_rows(file.assessments)
        if not file.assessments:
            self._show_check(None)

    def _take_ways(self, ways: Mapping[Strategy, Way]) -> None:
        self.way.ways = ways
        shown = self.earlier.chosen
        if shown is not None:
            self.way.show_way(self.office.words, shown.strategy)

    def _show_check(self, found: KeptAssessment | None) -> None:
        for part in (self._result, self._why, self._list, self._points):
            part.setVisible(found is not None)
        self._none.setVisible(found is None)
        if found is None:
            for part in (self.override, self.moved, self.way):
                part.hide()
            self.points.show_rows(())
            return
        words, kept = self.office.words, _result(found)
        self.points.show_rows(points_of(found))
        self.willing.show_score(words.say(mark("Willingness")), found.willingness)
        self.able.show_score(words.say(mark("Ability")), found.ability)
        level = words.say(LEVELS.get(found.level, found.level))
        self.level.show_status(
            Status(level, LEVEL_TONES.get(found.level, Tone.PLAIN), calls=found.level == "high")
        )
        strategy = words.say(STRATEGIES.get(found.strategy, found.strategy))
        quadrant = words.say(QUADRANTS.get(kept.get("quadrant", ""), ""))
        learnt = found.detail.get("learnt")
        self.quadrant.setText(
            f"{quadrant} → {strategy}" + (f"\n{learnt_line(words, learnt['chance'])}" if learnt else "")
        )
        self.way.show_way(words, found.strategy)
        self.moved.show_move(words, found, self._before(found))
        self._show_override(words, found)
        self._show_visit(words, found, kept)
        self._show_reasons(words, kept)

    def _show_visit(self, words: Words, found: KeptAssessment, kept: Mapping[str, Any]) -> None:
        head = mark("A visit is warranted.") if found.visit_warranted else mark("A visit is not warranted.")
        why = [visit_reason(words, code) for code in kept.get("visit_reasons", ())]
        self.visit.setText(("" if words.is_chinese else " ").join([words.say(head), *why]))
        care = [words.say(CARE.get(code, code)) for code in kept.get("care", ())]
        listed = ("；" if words.is_chinese else "; ").join(care)
        self.care.setVisible(bool(care))
        self.care.setText(words.say(mark("With care: {care}"), care=listed))

    def _show_reasons(self, words: Words, kept: Mapping[str, Any]) -> None:
        lines = [
            words.say(
                mark("{points:+d}: {reason}"),
                points=reason["effect"],
                reason=reason_sentence(words, reason["reason_key"], reason["value"]),
            )
            for reason in kept.get("reasons", ())
        ]
        self.reasons.setText("\n".join(lines))

    def _before(self, found: KeptAssessment) -> KeptAssessment | None:
        """The check before this one."""
        listed = list(self.file.assessments) if self.file else []
        at = next((place for place, each in enumerate(listed) if each.id == found.id), len(listed))
        return listed[at + 1] if at + 1 < len(listed) else None

    def _show_override(self, words: Words, found: KeptAssessment) -> None:
        word = kept_override(found.detail)
        people = self.file.people if self.file else {}
        by = people.get(word.by, "") if word else ""
        text = override_line(words, found, by, self.today())
        self.overruled.setText(text)
        self.overruled.setVisible(bool(text))
        is_newest = self.file is not None and self.file.assessments[0].id == found.id
        may = self.may(Permission.ASSESS) and is_newest
        self.overrule.setVisible(may)
        self.end_override.setVisible(may and word is not None and word.stands_on(self.today()))

    # ---- a person's word

    def _open_override(self) -> None:
        self.override.show()
        self.override.form.focus("level")
        self.ensureWidgetVisible(self.override)

    def _fold_override(self) -> None:
        self.override.finish()
        self.override.hide()
        self.overrule.setFocus()

    def _override(self, said: dict[str, Any]) -> None:
        deed = OverrideRisk(
            self.case_id, said["level"], said["strategy"], said["code"], said["reason"], said["until_on"]
        )
        self.run(deed, lambda _done: self._overridden(), self.override.refuse)

    def _overridden(self) -> None:
        self._fold_override()
        self.earlier.selectionModel().clear()
        self.host.confirm(self.office.say(mark("Your word stands in place of the scorecard's.")))

    def _end_override(self) -> None:
        said = self.office.say(mark("The scorecard speaks again."))
        self.run(EndOverride(self.case_id), lambda _done: self.host.confirm(said), self.host.warn)

    # ---- the check

    def run_check(self) -> None:
        """Check the risk now, from what the file knows."""
        if self._busy or not self.may(Permission.ASSESS):
            return
        self._set_busy(busy=True)
        self.run(AssessRisk(self.case_id), lambda _done: self._checked(), self._failed)

    def _checked(self) -> None:
        self._set_busy(busy=False)
        self.earlier.selectionModel().clear()  # the new check is the one to be looked at
        self.host.confirm(self.office.say(mark("The risk is checked; the next step follows from it.")))

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self.host.warn(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for each in (self.check, self.again):
            each.setEnabled(not busy)

    def focus_first(self) -> None:
        if self.check.isVisible() and not self.earlier.values.rowCount():
            self.check.setFocus()
        else:
            self.earlier.setFocus()
