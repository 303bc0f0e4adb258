"""Measures drawing a team's kit: two hundred stops with every page and its code, in under ten seconds.

Every fourth stop has a letter with its receipt.

python bench/kit.py [--stops 200] [--rounds 3] [--json]; beside it the same pages with nothing but their codes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from collectdesk.desk.contact.customer_texts import shipped_texts

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "")]

from bench.claims import against, in_turns  # noqa: E402

from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached  # noqa: E402
from collectdesk.domain.contact.texts import TextKind  # noqa: E402
from collectdesk.domain.customers.products import ProductKind  # noqa: E402
from collectdesk.domain.money import Money  # noqa: E402
from collectdesk.domain.visits.asking import Asked, Suits, VisitKind  # noqa: E402
from collectdesk.domain.visits.visits import Approach  # noqa: E402
from collectdesk.reports.contact.notice_letter import LetterFacts  # noqa: E402
from collectdesk.reports.drawing.codes import draw_code  # noqa: E402
from collectdesk.reports.drawing.page import RIGHT, TOP, Marks, Paper, Printing  # noqa: E402
from collectdesk.reports.paper_facts import ContactFacts, CrewFacts, ProductFacts  # noqa: E402
from collectdesk.reports.visits.kit_in_words import KitFacts, StopFacts, print_kit  # noqa: E402
from collectdesk.words import CHINESE, for_language  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.claims import Claim

CLAIMED = 12.0
BOUND = 10.0
"""Seconds for two hundred stops."""
DAY = date(2026, 3, 19)
BEGINS = datetime(2026, 3, 19, 1, tzinfo=UTC)
PRINTING = Printing("云岭县支行", "周敏", BEGINS)
CODE = "CD1:S:0123456789ABCDEFGHJKMNPQRS:1:1:0123456789ABCDEF"


def stop(number: int) -> StopFacts:
    """One stop as a branch has it: two products, six contacts, a line of caution."""
    at = BEGINS + timedelta(minutes=number)
    contact = ContactFacts(
        at, Channel.PHONE, Direction.OUTGOING, Reached.DEBTOR, ContactOutcome.REFUSED, "陈静", "说下月还"
    )
    product = ProductFacts(
        ProductKind.LOAN, "6228 **** 0471", "HT-2023-0471", DAY, Money(200_000_00), Money(186_300_00),
        Money(12_845_36), 67, DAY, "关注",
    )  # fmt: skip
    return StopFacts(
        f"WF-2026-{number:05}", at, at + timedelta(minutes=45), f"云岭县城东街道河滨路 {number} 号", "李明",
        f"AJ-2026-{number:05}", Approach.UNDERSTAND, "楼道有狗", (product, product), (contact,) * 6, contact, None,
        (), None, (), (), CODE, CODE, asked=Asked(VisitKind.ASSIST, None, Suits(), "", "先问身体情况"),
        slip_code=CODE, offer_code=CODE, letters=(letter(number),) if number % 4 == 0 else (),
    )  # fmt: skip


def letter(number: int) -> LetterFacts:
    """A formal demand from the shipped text."""
    text = next(
        one
        for one in shipped_texts()
        if "formal_demand" in one.levels and (one.kind, one.language) == (TextKind.LETTER, CHINESE)
    )
    head = {
        "address": "云岭县河滨路 1 号", "phone": "0871-6000 0000", "postcode": "650000", "account_name": "云岭县支行",
        "account_no": "6228000000000000001", "account_bank": "中国农业银行云岭县支行",
    }  # fmt: skip
    product = {
        "kind": ProductKind.LOAN.value, "account": "6228 **** 0471", "contract": f"HT-2023-{number:04}",
        "since": "2026-01-10", "dpd": 67, "overdue": 12_845_36, "balance": 186_300_00, "due": {}, "paid": 0,
    }  # fmt: skip
    content = {
        "case_no": f"AJ-2026-{number:05}", "addressee": "李明", "reach": "云岭县城东街道河滨路", "borrower": "李明",
        "as_of": "2026-03-18", "since": "2026-01-10", "pay_by": "2026-04-02", "dpd": 67, "overdue": 12_845_36,
        "balance": 186_300_00, "products": [product], "letterhead": head, "sealed": True, "title": text.title,
        "body": text.body, "sentences": [], "extra": "", "about_debt": True, "matter": {},
    }  # fmt: skip
    return LetterFacts(
        content,
        f"TZ-{number}",
        f"云岭支催〔2026〕{number}号",
        DAY,
        CODE,
        PRINTING,
        CHINESE,
        str(number),
        (CODE,) * 9,
    )


def kit(path: Path, stops: int) -> int:
    """The whole kit; gives its pages."""
    crew = CrewFacts("梁宽", "C01", False), CrewFacts("石磊", "S01", True)
    facts = KitFacts("K-1", DAY, crew, tuple(map(stop, range(stops))), (), CODE, PRINTING, "周敏")
    return print_kit(path, facts, CHINESE).pages


def bare(path: Path, pages: int) -> None:
    """The floor: as many pages with a code and nothing else, in the same paper."""
    words = for_language(CHINESE)
    paper = Paper(words, PRINTING, Marks("", "", "", ""))
    for _ in range(pages):
        paper.start_page()
        draw_code(paper, CODE, RIGHT, TOP)
    paper.finish(path)


def claims(*, short: bool) -> list[Claim]:
    """A batch: every page laid out, beside as many pages with nothing but their codes."""
    with tempfile.TemporaryDirectory() as folder:
        target, stops = Path(folder) / "kit.pdf", 10 if short else 200
        pages = kit(target, stops)
        works = {"ours": lambda: kit(target, stops), "floor": lambda: bare(target, pages)}
        took = in_turns(works, 3, watch="ours")
    return [against("a team's kit, two hundred stops" if not short else "a team's kit, ten stops", took, CLAIMED,
                    "as many pages with nothing but their codes")]  # fmt: skip


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds: on a busy machine the first says little."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "kit.pdf"
        pages = kit(target, options.stops)
        drawn, floor = [], []
        for _ in range(options.rounds):
            drawn.append(seconds(lambda: kit(target, options.stops)))
            floor.append(seconds(lambda: bare(target, pages)))
    walls, processor = zip(*drawn, strict=True)
    figures = {
        "stops": options.stops, "pages": pages, "seconds": round(statistics.median(walls), 2),
        "worst": round(max(walls), 2), "processor": round(statistics.median(processor), 2),
        "bare_processor": round(statistics.median(cpu for _wall, cpu in floor), 2), "bound": BOUND,
    }  # fmt: skip
    if options.json:
        print(json.dumps(figures))
    else:
        print(
            f"{options.stops} stops, {pages} pages: {figures['seconds']} s (worst {figures['worst']} s), "
            f"{figures['processor']} s of a processor; the same pages with their codes alone "
            f"{figures['bare_processor']} s of a processor; bound {BOUND:.0f} s"
        )
    return 0 if max(walls) < BOUND * max(1, options.stops / 200) else 1


if __name__ == "__main__":
    sys.exit(main())
