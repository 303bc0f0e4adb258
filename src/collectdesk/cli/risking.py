"""Risk on the command line: the check with what moved and how to go about it, overrides, scorecard files."""

from __future__ import annotations

from argparse import Namespace

from collectdesk import terms_risk
from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.risk.assessing import Assessed, AssessRisk, EndOverride, OverrideRisk
from collectdesk.desk.risk.playbook import ShowWays
from collectdesk.desk.vault.access import Session
from collectdesk.domain.risk.overriding import OverrideCode
from collectdesk.domain.risk.risk import RiskLevel, Strategy
from collectdesk.domain.risk.risk_scorecard import load_scorecard
from collectdesk.terms_calibration import learnt_line
from collectdesk.words import mark


def assess(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    _show(opened, run(opened, AssessRisk(case_id)), saying)
    return DONE


def override(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    if options.end:
        _show(opened, run(opened, EndOverride(case_id)), saying)
        return DONE
    deed = OverrideRisk(
        case_id,
        RiskLevel(options.level) if options.level else None,
        Strategy(options.way) if options.way else None,
        OverrideCode(options.ground),
        options.reason,
        options.until,
    )
    _show(opened, run(opened, deed), saying)
    return DONE


def check_card(_opened: Session, options: Namespace, saying: Saying) -> int:
    card = load_scorecard(options.file.read_text("utf-8"), options.file.name)
    rows = len(card.willingness) + len(card.ability)
    saying.say(mark("{card} {version}: {rows} rows, nothing wrong."), card=card.id, version=card.version,
               rows=rows)  # fmt: skip
    saying.result({"id": card.id, "version": card.version, "sha256": card.sha256, "rows": rows})
    return DONE


def _show(opened: Session, made: Assessed, saying: Saying) -> None:
    words, found = saying.words, made.assessment
    saying.say(
        mark("Willingness {willing}, ability {able}, risk {level}: {strategy}."),
        willing=found.willingness,
        able=found.ability,
        level=words.say(terms_risk.LEVELS[found.level.value]),
        strategy=words.say(terms_risk.STRATEGIES[found.strategy.value]),
    )
    for reason in found.reasons:
        saying.line("  " + terms_risk.reason_with_points(words, reason))
    if made.chance is not None:
        saying.line(learnt_line(words, made.chance))
    saying.say(mark("A visit is warranted.") if found.visit_warranted else mark("A visit isn't warranted."))
    if made.override is not None:
        saying.say(
            mark("An override stands until {until}; the scorecard alone says {level}, {strategy}."),
            until=words.date(made.override.until_on),
            level=words.say(terms_risk.LEVELS[made.card.level.value]),
            strategy=words.say(terms_risk.STRATEGIES[made.card.strategy.value]),
        )
    way = run(opened, ShowWays())[found.strategy]
    saying.line(way.approach.text(chinese=words.is_chinese))
    for point in way.points:
        saying.line("  - " + point.text(chinese=words.is_chinese))
    saying.result({**_plain(found), "override": made.override})


def _plain(found: object) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(found)  # type: ignore[call-overload,no-any-return]
