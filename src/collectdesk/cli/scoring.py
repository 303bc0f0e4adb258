"""The whole branch scored at once on the command line, and the scorecard and ways of the branch's own."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from collectdesk import terms_risk
from collectdesk import terms_scores as terms
from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.risk.own_cards import (
    AdoptOwnRules,
    OwnInForce,
    ShowOwnRules,
    TryOwnRules,
    WithdrawOwnRules,
)
from collectdesk.desk.risk.scoring import BranchScores, CaseScore, ScoreBranch
from collectdesk.desk.rules.own_texts import OwnKind
from collectdesk.desk.vault.access import Session
from collectdesk.words import mark


def score(opened: Session, options: Namespace, saying: Saying) -> int:
    found = run(opened, ScoreBranch())
    words = saying.words
    saying.line(terms.scored_line(words, len(found.cases), found.unchecked, len(found.moved)))
    _counts(saying, found)
    shown = found.moved if options.moved else found.cases
    _print(shown, saying)
    saying.result({"card": found.card_id, "version": found.card_version, "cases": shown})
    return DONE


def own_card(opened: Session, options: Namespace, saying: Saying) -> int:
    kind = OwnKind(options.kind)
    acts = {"show": _show, "try": _try, "adopt": _adopt, "withdraw": _withdraw}
    return acts[options.what](opened, options, saying, kind)


def _show(opened: Session, _options: Namespace, saying: Saying, kind: OwnKind) -> int:
    return _told(run(opened, ShowOwnRules(kind)), saying)


def _try(opened: Session, options: Namespace, saying: Saying, kind: OwnKind) -> int:
    tried = run(opened, TryOwnRules(kind, options.file.read_text("utf-8"), options.file.name))
    words = saying.words
    saying.line(terms.rules_tried_line(words, tried.id, tried.version, len(tried.would.cases), tried.changed))
    _counts(saying, tried.now, tried.would)
    saying.result({"id": tried.id, "version": tried.version, "changed": tried.changed})
    return DONE


def _adopt(opened: Session, options: Namespace, saying: Saying, kind: OwnKind) -> int:
    second = second_of(opened, options, saying.words)
    text = options.file.read_text("utf-8")
    return _told(run(opened, AdoptOwnRules(kind, text, options.reason, options.file.name, second)), saying)


def _withdraw(opened: Session, options: Namespace, saying: Saying, kind: OwnKind) -> int:
    return _told(run(opened, WithdrawOwnRules(kind, options.reason)), saying)


def _told(found: OwnInForce, saying: Saying) -> int:
    told = (found.id, found.version, found.since, found.by, found.second)
    saying.line(terms.rules_line(saying.words, *told))
    saying.result(found)
    return DONE


def _counts(saying: Saying, now: BranchScores, would: BranchScores | None = None) -> None:
    words = saying.words
    headings = [mark("Level or quadrant"), mark("Cases now"), *([mark("By the new one")] if would else [])]
    saying.table(
        [words.say(heading) for heading in headings],
        [
            *terms.level_counts(words, now.levels, would.levels if would else None),
            *terms.quadrant_counts(words, now.quadrants, would.quadrants if would else None),
        ],
    )


def _print(shown: Sequence[CaseScore], saying: Saying) -> None:
    words = saying.words
    headings = (
        mark("Case no."),
        mark("Customer"),
        mark("Points"),
        mark("Level"),
        mark("Way"),
        mark("At the last check"),
    )

    def said(level: str, way: str) -> str:
        return (
            f"{words.say(terms_risk.LEVELS[level])}, {words.say(terms_risk.STRATEGIES[way])}"
            if level
            else "–"
        )

    saying.table(
        [words.say(heading) for heading in headings],
        [
            [
                one.case_no, one.name, str(one.total), words.say(terms_risk.LEVELS[one.level.value]),
                words.say(terms_risk.STRATEGIES[one.strategy.value]), said(one.level_before, one.strategy_before),
            ]
            for one in shown
        ],
    )  # fmt: skip
