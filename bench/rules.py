"""Judges a year of a busy branch: every contact by every rule of the cn pack. Usage: bench/rules.py [--json].

Seconds are of processor time, so that a busy machine doesn't change them.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.claims import Claim, against, in_turns  # noqa: E402

from collectdesk import resources  # noqa: E402
from collectdesk.domain.rules.facts import FactValue  # noqa: E402
from collectdesk.domain.rules.gate import find_breaches, judge  # noqa: E402
from collectdesk.domain.rules.loading import load_pack  # noqa: E402
from collectdesk.domain.rules.packs import Act, RulePack  # noqa: E402
from collectdesk.domain.rules.windows import lawful_windows  # noqa: E402

BOUND = 30.0
CONTACTS = 50_000
ROWS = 2_000
FIRST_DAY = date(2026, 2, 1)
CHOSEN = random.Random(20260318)  # a fixed seed: the same contacts on every machine

SO = (
    "channel_approved",
    "template_approved",
    "payment_account_official",
    "crew_has_collection_officer",
    "crew_has_safety_officer",
    "crew_trained_on_date",
    "prior_notice_given",
    "daylight",
    "reached",
    "identity_stated",
    "identification_shown",
    "recording_made",
    "supervisor_approved",
)
NOT_SO = (
    "contact_agreed_evening",
    "point_blocked",
    "statutory_notice",
    "by_agency",
    "contact_refused",
    "third_party_volunteers",
    "borrower_lost",
    "shown_in_public",
    "card_number_whole",
    "waives_limitation",
    "crew_related_to_customer",
    "high_risk",
    "entry_consent_noted",
    "recording_refusal_noted",
    "filmed_inside",
    "cash_taken",
    "sensitive_proof_kept",
    "is_holiday",
    "wish_against_channel",
    "wish_against_place",
)


def one_contact() -> tuple[Act, dict[str, FactValue]]:
    """A contact as the branch logs it: nine in ten by day, now and then at night, on hold, or to a third person."""
    act = CHOSEN.choices((Act.CALL, Act.MESSAGE, Act.LETTER, Act.VISIT), (70, 15, 5, 10))[0]
    hour = CHOSEN.choice((7, 22, 23)) if CHOSEN.random() < 0.1 else CHOSEN.randrange(8, 21)
    role = "contact_person" if CHOSEN.random() < 0.05 else "debtor"
    held = (
        frozenset({CHOSEN.choice(("dispute", "plan_active", "hardship"))})
        if CHOSEN.random() < 0.1
        else frozenset()
    )
    yes: dict[str, FactValue] = dict.fromkeys(SO, True)
    no: dict[str, FactValue] = dict.fromkeys(NOT_SO, False)
    return act, {
        **yes, **no, "local_start": clock(hour, CHOSEN.randrange(60)), "local_end": clock(hour, 59),
        "local_date": FIRST_DAY + timedelta(days=CHOSEN.randrange(300)), "direction": "outgoing",
        "contact_role": role, "contact_purpose": "collect", "holds": held, "products": frozenset({"card"}),
        "attempts_today_same_point": CHOSEN.randrange(8), "connected_calls_today": CHOSEN.randrange(4),
        "point_source": "contract", "forbidden_content": frozenset(), "letter_fields_missing": 0,
        "crew_size": CHOSEN.choice((1, 2, 2, 2)), "entry": "door_only", "days_since_last_visit": 20,
    }  # fmt: skip


def least(packs: list[RulePack], contacts: list[tuple[Act, dict[str, FactValue]]]) -> int:
    """The floor: for every rule of the act each of its facts looked up and held against one value, nothing said."""
    seen = 0
    names = {act: [name for pack in packs for rule in pack.rules if act in rule.acts for name in rule.condition.ordered]
             for act in Act}  # fmt: skip
    for act, facts in contacts:
        for name in names[act]:
            seen += facts.get(name) is True
    return seen


def claims(*, short: bool) -> list[Claim]:
    text = resources.path("rules", "cn", "cn-2026.1.toml").read_text(encoding="utf-8")
    pack = load_pack(text, "cn-2026.1.toml")
    contacts = [one_contact() for _ in range(1_000 if short else 20_000)]
    works = {
        "ours": lambda: sum(
            judge([pack], act, facts, FIRST_DAY).outcome.value == "refuse" for act, facts in contacts
        ),
        "floor": lambda: least([pack], contacts),
    }
    took = in_turns(works, 3, watch="ours")
    return [
        against(
            "contacts judged by every rule", took, BOUND, "every fact of every rule looked up, nothing judged"
        )
    ]


def main(arguments: list[str]) -> int:
    text = resources.path("rules", "cn", "cn-2026.1.toml").read_text(encoding="utf-8")
    began = time.process_time()
    pack = load_pack(text, "cn-2026.1.toml")
    loaded = time.process_time() - began
    contacts = [one_contact() for _ in range(CONTACTS)]
    began = time.process_time()
    outcomes = Counter(judge([pack], act, facts, FIRST_DAY).outcome.value for act, facts in contacts)
    judged = time.process_time() - began
    began = time.process_time()
    breaches = sum(bool(find_breaches([pack], act, facts, FIRST_DAY)) for act, facts in contacts)
    found = time.process_time() - began
    began = time.process_time()
    for act, facts in contacts[:ROWS]:
        lawful_windows([pack], act, facts, FIRST_DAY, lasting=timedelta(minutes=30))
    windowed = time.process_time() - began
    figures = {
        "rules": len(pack.rules),
        "contacts": CONTACTS,
        "load_ms": round(loaded * 1000, 1),
        "judge_s": round(judged, 2),
        "judge_us_each": round(judged / CONTACTS * 1e6, 1),
        "find_breaches_s": round(found, 2),
        "window_ms_each": round(windowed / ROWS * 1000, 3),
        "outcomes": dict(sorted(outcomes.items())),
        "breaches": breaches,
    }
    if "--json" in arguments:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:16} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
