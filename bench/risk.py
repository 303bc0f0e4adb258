"""How well risk is told: months overdue alone, the expert card, a trained card of tables, and a boosted ceiling.

``python -m bench.risk [--json]``: five stratified folds of the 30,000 shipped accounts from a fixed seed, each model
judged on the rows it hasn't seen; on all accounts and on those overdue now. No model is given sex, age, marital status
or schooling: the shipped sample doesn't hold them. Ratios are gated, seconds recorded.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "")]

import numpy as np  # noqa: E402
from bench.claims import Claim  # noqa: E402

from collectdesk import resources  # noqa: E402
from collectdesk.calibration.histories import ALL, Histories, figures  # noqa: E402
from collectdesk.calibration.judging import Judged, auc, folds, judge_score  # noqa: E402
from collectdesk.calibration.recalibrating import rescale  # noqa: E402
from collectdesk.calibration.training import train  # noqa: E402
from collectdesk.domain.money import Money  # noqa: E402
from collectdesk.domain.risk.risk import assess  # noqa: E402
from collectdesk.domain.risk.risk_facts import BorrowerFacts, Trend  # noqa: E402
from collectdesk.domain.risk.risk_scorecard import Scorecard, load_scorecard  # noqa: E402
from collectdesk.practice.behaviour import Behaviour, read_sample  # noqa: E402

SEED = 20260101
FOLDS = 5
TARGET = 0.995
NAMES = tuple(one.name for one in ALL)
WAYS = tuple(one.way for one in ALL)
HALVES = 15 / np.log(2)
"""The expert card's own odds: 50 points are a quarter bad, fifteen points halve the odds."""
DOLLARS_A_YUAN = 3
"""The card's bands of the amount granted are a third of those tested in New Taiwan dollars (docs/risk.md)."""

Model = Callable[[Any, Any], Any]
"""Rows to learn from, rows to judge on → the chances of the latter."""


def facts_of(account: Behaviour) -> BorrowerFacts:
    """What the expert card asks, from six months of one account."""
    delay = [max(status, 0) for status in account.status]
    asked = [(bill, paid) for bill, paid in zip(account.bills[1:], account.paid, strict=False) if bill > 0]
    before = account.bills[1]
    return BorrowerFacts(
        stage_now=delay[0],
        times_overdue_6m=sum(months > 0 for months in delay),
        trend=Trend.WORSE
        if delay[0] > delay[1]
        else Trend.FLAT
        if delay[0] == delay[1] > 0
        else Trend.BETTER,
        last_payment_ratio=account.paid[0] * 1000 // before if before > 0 else None,
        months_without_payment_6m=sum(paid <= 0 for _, paid in asked) if asked else None,
        granted=Money(account.limit * 100 // DOLLARS_A_YUAN),
        utilisation_now=max(account.bills[0], 0) * 1000 // account.limit,
        utilisation_trend=(account.bills[0] - account.bills[5]) * 1000 // account.limit,
        monthly_payment_ratio=sum(account.paid) * 1000 // (account.limit * 6),
        pay_ratio=sum(min(b, p) for b, p in asked) * 1000 // sum(b for b, _ in asked) if asked else None,
    )


def expert_logits(accounts: tuple[Behaviour, ...], card: Scorecard) -> Any:
    totals = np.array([assess(facts_of(account), card).total for account in accounts], dtype=float)
    return np.log(1 / 3) - (totals - 50) / HALVES


class Bench:
    """The accounts and the four models."""

    def __init__(self, most: int | None) -> None:
        accounts = read_sample().accounts[:most]
        self.bad = np.array([account.defaulted for account in accounts])
        columns = ("limit", "status", "bills", "paid")
        self.histories = Histories(
            *(np.array([getattr(account, name) for account in accounts], dtype=float) for name in columns)
        )
        self.overdue = self.histories.delays[:, 0] > 0
        self.figures = figures(self.histories)
        self.accounts = accounts
        card = resources.path("scorecards", "cn-expert-1.toml")
        self.expert_logits = expert_logits(accounts, load_scorecard(card.read_text("utf-8"), card.name))

    def trivial(self, learn: Any, judge: Any) -> Any:
        """The share of bad accounts by months overdue now."""
        months = np.minimum(self.histories.delays[:, 0], 4).astype(int)
        shares = np.bincount(months[learn], self.bad[learn], 5) / np.maximum(
            np.bincount(months[learn], minlength=5), 1
        )
        return shares[months[judge]]

    def expert(self, _learn: Any, judge: Any) -> Any:
        """The shipped card, untrained, by its own odds."""
        return 1 / (1 + np.exp(-self.expert_logits[judge]))

    def rescaled(self, learn: Any, judge: Any) -> Any:
        """The shipped card with the two parameters that 50 outcomes allow."""
        found = rescale(self.expert_logits[learn], self.bad[learn])
        return 1 / (1 + np.exp(-found.logits(self.expert_logits[judge])))

    def calibrated(self, learn: Any, judge: Any) -> Any:
        """Step tables and ten grids, applied by look-up only."""
        card = train(self.figures[learn], self.bad[learn], NAMES, WAYS, SEED)
        return card.chances(self.figures[judge])

    def ceiling(self, learn: Any, judge: Any) -> Any:
        """Unconstrained boosted trees (scikit-learn), three seeds: nothing a person could read."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        chances = [
            HistGradientBoostingClassifier(
                learning_rate=0.04, max_iter=220, max_leaf_nodes=15, min_samples_leaf=80, l2_regularization=5.0,
                max_features=0.5, early_stopping=False, random_state=SEED + again,
            ).fit(self.figures[learn], self.bad[learn]).predict_proba(self.figures[judge])[:, 1]
            for again in range(3)
        ]  # fmt: skip
        return np.mean(chances, axis=0)


FORBIDDEN = ("SEX", "AGE", "MARRIAGE", "EDUCATION")
"""What no model is given. The shipped sample doesn't hold them: only whoever has the source's own file can ask."""


def forbidden(source: Path, most: int | None) -> dict[str, Any]:
    """What sex, age, marital status and schooling would have added to the ceiling, over the same folds."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    bench = Bench(most)
    with source.open(encoding="utf-8") as file:
        known = {int(row["ID"]): [float(row[name]) for name in FORBIDDEN] for row in csv.DictReader(file)}
    person = np.array([known[account.row] for account in bench.accounts])
    found: dict[str, list[float]] = {"without": [], "with": []}
    for learn, judge in folds(bench.bad, FOLDS, SEED):
        for name, columns in (("without", bench.figures), ("with", np.column_stack([bench.figures, person]))):
            model = HistGradientBoostingClassifier(
                learning_rate=0.04, max_iter=220, max_leaf_nodes=15, min_samples_leaf=80, l2_regularization=5.0,
                max_features=0.5, early_stopping=False, random_state=SEED,
            ).fit(columns[learn], bench.bad[learn])  # fmt: skip
            found[name].append(auc(model.predict_proba(columns[judge])[:, 1], bench.bad[judge]))
    means = {name: round(statistics.fmean(each), 4) for name, each in found.items()}
    return {**means, "added": round(means["with"] - means["without"], 4), "columns": list(FORBIDDEN)}


def measure(most: int | None = None, *, timed: bool = True) -> dict[str, Any]:
    """Fold by fold every model on the same rows; fold means, and the ratio of calibrated to ceiling."""
    bench = Bench(most)
    models: dict[str, Model] = {
        name: getattr(bench, name) for name in ("trivial", "expert", "rescaled", "calibrated", "ceiling")
    }
    seen: dict[str, dict[str, list[Judged]]] = {
        "all": {n: [] for n in models},
        "overdue": {n: [] for n in models},
    }
    seconds = dict.fromkeys(models, 0.0)
    for learn, judge in folds(bench.bad, FOLDS, SEED):
        late = bench.overdue[judge]
        for name, model in models.items():
            began = time.process_time()
            chances = model(learn, judge)
            seconds[name] += time.process_time() - began
            seen["all"][name].append(judge_score(chances, bench.bad[judge]))
            seen["overdue"][name].append(judge_score(chances[late], bench.bad[judge][late]))
    return {
        **_by_population(seen),
        "calibrated_of_ceiling": _ratio(seen["all"]),
        "calibrated_of_ceiling_overdue": _ratio(seen["overdue"]),
        "target": TARGET,
        "accounts": len(bench.bad),
        "overdue_accounts": int(bench.overdue.sum()),
        "folds": FOLDS,
        "seed": SEED,
        "cpu_seconds": {name: round(spent, 2) for name, spent in seconds.items()},
        "scoring": _speed(bench) if timed else {},
    }


def _by_population(seen: dict[str, dict[str, list[Judged]]]) -> dict[str, Any]:
    """The four models, and beside them the expert card with its two parameters learnt."""
    told: dict[str, Any] = {}
    for key, population in (("models", "all"), ("overdue", "overdue")):
        means = _means(seen[population])
        told[key] = [one for one in means if one["model"] != "rescaled"]
        told[f"rescaled_{population}"] = next(one for one in means if one["model"] == "rescaled")
    return told


def _means(found: dict[str, list[Judged]]) -> list[dict[str, Any]]:
    return [
        {"model": name, **{what: round(statistics.fmean(asdict(one)[what] for one in judged), 4)
                           for what in ("auc", "ks", "brier", "ece")}}
        for name, judged in found.items()
    ]  # fmt: skip


def _ratio(found: dict[str, list[Judged]]) -> float:
    """The paired mean: each fold's AUC against the ceiling's on the very same rows."""
    pairs = zip(found["calibrated"], found["ceiling"], strict=True)
    return round(statistics.fmean(mine.auc / theirs.auc for mine, theirs in pairs), 4)


def _speed(bench: Bench) -> dict[str, Any]:
    """A million customers by the trained tables, figures included."""
    card = train(bench.figures, bench.bad, NAMES, WAYS, SEED)
    chosen = np.resize(np.arange(len(bench.bad)), 1_000_000)
    many = bench.histories.rows(chosen)
    began = time.process_time()
    card.chances(figures(many))
    return {
        "customers": len(many),
        "cpu_seconds": round(time.process_time() - began, 2),
        "tables": len(card.tables),
        "steps": sum(table.steps for table in card.tables),
        "grids": len(card.grids),
    }


def claims(*, short: bool) -> list[Claim]:
    """The area under the curve: the trained tables, which a person can read, beside what nobody can."""
    found = measure(1_500 if short else None, timed=False)
    auc_of = {one["model"]: one["auc"] for one in found["models"]}
    ceiling = auc_of["ceiling"]
    return [
        Claim(
            "risk, how well it is told", round(found["calibrated_of_ceiling"] * ceiling, 4), ceiling,
            0.9 if short else TARGET, "AUC", "boosted trees without bounds: nothing a person could read", more=True,
            peers={"months overdue alone": auc_of["trivial"], "expert card, untrained": auc_of["expert"]},
            ahead_of=("months overdue alone", "expert card, untrained"),
        )
    ]  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--forbidden", type=Path, metavar="CSV",
                         help="the source's own file: only what the forbidden columns would have added")  # fmt: skip
    options.add_argument("--accounts", type=int, help="only so many of them: a short run")
    chosen = options.parse_args()
    if chosen.forbidden:
        print(json.dumps(forbidden(chosen.forbidden, chosen.accounts), indent=1))
        return 0
    found = measure(chosen.accounts)
    if chosen.json:
        print(json.dumps(found, indent=1))
    else:
        _print(found)
    return 0 if chosen.accounts or found["calibrated_of_ceiling"] >= TARGET else 1


def _print(found: dict[str, Any]) -> None:
    for population, title in (
        ("models", f"all {found['accounts']}"),
        ("overdue", f"overdue {found['overdue_accounts']}"),
    ):
        print(f"{title} accounts      AUC     KS      Brier   ECE")
        also = found["rescaled_all" if population == "models" else "rescaled_overdue"]
        for one in (*found[population], also):
            print(
                f"  {one['model']:<18} {one['auc']:.4f}  {one['ks']:.4f}  {one['brier']:.4f}  {one['ece']:.4f}"
            )
    print(f"calibrated ÷ ceiling, paired over {found['folds']} folds: {found['calibrated_of_ceiling']:.4f} "
          f"(target {TARGET}); overdue {found['calibrated_of_ceiling_overdue']:.4f}")  # fmt: skip
    print(f"CPU seconds: {found['cpu_seconds']}; {found['scoring']}")


if __name__ == "__main__":
    sys.exit(main())
