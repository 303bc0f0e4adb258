"""Calibration on the command line: what the outcomes say, adopting and rolling back, the hold-out, visits' figures."""

from __future__ import annotations

from argparse import Namespace

from collectdesk import terms_calibration as terms
from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.risk.calibrating import AdoptCard, RollCardBack, SetHoldOut, ShowCalibration
from collectdesk.desk.risk.measuring import AdoptFigures, MeasureVisits, WithdrawFigures
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.calibrated import CardKind
from collectdesk.terms_risk import CHARACTERISTICS, FIGURES
from collectdesk.words import mark


def calibration(opened: Session, options: Namespace, saying: Saying) -> int:
    acts = {
        "show": _show, "card": _card, "adopt": _adopt, "roll-back": _roll_back, "hold-out": _hold_out,
        "visits": _visits,        "adopt-visits": _adopt_visits, "withdraw-visits": _withdraw_visits,
    }  # fmt: skip
    return acts[options.what](opened, options, saying)


def _show(opened: Session, _options: Namespace, saying: Saying) -> int:
    found, words = run(opened, ShowCalibration()), saying.words
    saying.line(terms.outcome_line(words, found))
    saying.line(terms.standing_line(words, found))
    if found.is_shown:
        saying.say(mark("Judged on the newest {count} outcomes:"), count=found.judged_on)
        headings = (
            mark("Scorecard"),
            mark("Learnt on"),
            mark("Ranking (AUC)"),
            mark("Gain"),
            mark("Brier"),
            mark("Verdict"),
        )
        saying.table(
            [words.say(heading) for heading in headings],
            [
                [
                    words.say(terms.KINDS[line.kind.value]),
                    words.number(line.candidate.learnt_on) if line.candidate else "–",
                    terms.auc_text(words, line), terms.gain_text(words, line),
                    terms.quality(line.candidate.judged.brier) if line.candidate else "–",
                    terms.verdict(words, line),
                ]
                for line in found.lines
            ],
        )  # fmt: skip
        saying.table(
            [words.say(heading) for heading in (mark("Group"), mark("Unpaid (95 % range)"))],
            [[terms.group_label(words, group), terms.group_seen(group)] for group in found.groups],
        )
        saying.line(terms.drift_line(words, found))
        for name, moved in found.drifting:
            saying.line(f"  {words.say(CHARACTERISTICS.get(name, name))}: {moved / 1000:.2f}")
    else:
        saying.say(
            mark("Nothing is learnt below 50 outcomes: fewer would mislead. The expert's points stand.")
        )
    saying.say(mark("Hold-out: {share} % of the cases."), share=f"{found.hold_out / 10:g}")
    for act in found.acts:
        saying.line(f"{words.date(act.on)}  {words.say(terms.ACTS.get(act.kind, act.kind))}  {act.by} {act.second}  "
                    f"{act.reason}")  # fmt: skip
    saying.result(found)
    return DONE


def _card(opened: Session, options: Namespace, saying: Saying) -> int:
    """How one card of the comparison reckons: each band with its odds, and the grids of pairs."""
    words = saying.words
    wanted = CardKind(options.card)
    line = next((one for one in run(opened, ShowCalibration()).lines if one.kind is wanted), None)
    if line is None or line.sheet is None:
        raise Refused("calibration.not_learnt", field="kind")
    saying.line(words.say(terms.HOW_A_CARD_RECKONS))
    headings = (mark("Row"), mark("Band"), mark("Points"), mark("Odds of not paying"))
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [terms.row_name(words, row.characteristic), terms.band_text(words, row.band), words.number(row.points),
             terms.odds_text(row.odds)]
            for row in line.sheet.rows
        ],
    )  # fmt: skip
    for grid in line.sheet.grids:
        first, second = (terms.row_name(words, name) for name in grid.names)
        saying.table(
            [f"{first} \\ {second}", *(terms.band_text(words, band) for band in grid.across)],
            [
                [terms.band_text(words, band), *map(terms.odds_text, odds)]
                for band, odds in zip(grid.down, grid.odds, strict=True)
            ],
        )
    saying.result(line.sheet)
    return DONE


def _adopt(opened: Session, options: Namespace, saying: Saying) -> int:
    kind = CardKind(options.card)
    made = run(opened, AdoptCard(kind, options.reason, second_of(opened, options, saying.words)))
    saying.say(mark("In force from now on: {card}."), card=saying.words.say(terms.KINDS[made.value]))
    saying.result({"card": made.value})
    return DONE


def _roll_back(opened: Session, options: Namespace, saying: Saying) -> int:
    made = run(opened, RollCardBack(options.reason))
    saying.say(mark("In force from now on: {card}."), card=saying.words.say(terms.KINDS[made.value]))
    saying.result({"card": made.value})
    return DONE


def _hold_out(opened: Session, options: Namespace, saying: Saying) -> int:
    made = run(opened, SetHoldOut(round(options.percent * 10), options.reason))
    saying.say(mark("Hold-out: {share} % of the cases."), share=f"{made / 10:g}")
    saying.result({"per_mille": made})
    return DONE


def _visits(opened: Session, _options: Namespace, saying: Saying) -> int:
    told, words = run(opened, MeasureVisits()), saying.words
    found = told.found
    saying.line(terms.visits_line(words, told))
    headings = (mark("Figure"), mark("Here"), mark("Assumption (PRIOR)"), mark("Would stand"), mark("Cases"))
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [words.say(FIGURES[one.name]), terms.share_range(one.own, one.own_low, one.own_high),
             terms.share_range(*one.assumed), terms.share_range(one.value, one.low, one.high),
             words.number(one.sample)]
            for one in found.figures
        ],
    )  # fmt: skip
    saying.result(told)
    return DONE


def _adopt_visits(opened: Session, options: Namespace, saying: Saying) -> int:
    count = run(opened, AdoptFigures(options.reason, second_of(opened, options, saying.words)))
    saying.say(mark("{count} figures of this branch's own stand over the assumptions now."), count=count)
    saying.result({"figures": count})
    return DONE


def _withdraw_visits(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, WithdrawFigures(options.reason))
    saying.say(mark("The assumptions stand again."))
    saying.result({"figures": 0})
    return DONE
