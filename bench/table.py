"""The list of a million customers beside an empty model in the same view, in the same run.

``python -m bench.table [--json] [--customers N] [--jumps N]``: the real page of the window, without a display. An
empty model has as many rows with nothing in them: what it costs is Qt's, the rest is ours. A jump counts until the
rows it came to are painted, with their words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench.claims import Claim
from bench.crowd import crowd, quantiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch


JUMP_BOUND, SCROLL_BOUND = 5.0, 4.0


def page_of(branch: Branch, application: Any) -> Any:
    """The customers' page in a window of the usual size."""
    from collectdesk.ui.customers.page import CustomersPage
    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from collectdesk.words import CHINESE, Words

    office = Office(branch.desk, branch.actors["clerk"], Tasks(), Speech(Words(CHINESE)))
    page = CustomersPage(office)
    page.resize(1366, 700)
    page.show()
    application.processEvents()
    return page


def settle(application: Any, ready: Callable[[], bool]) -> float:
    """Let Qt work until something holds; the seconds it took."""
    start = time.perf_counter()
    application.processEvents()
    while not ready():
        application.processEvents()
        if time.perf_counter() - start > 120:
            raise TimeoutError
    return time.perf_counter() - start


def in_sight(table: Any) -> bool:
    """Whether every row in the viewport has been read."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    last = table.values.rowCount() - 1 if last < 0 else last
    return all(table.values.row_at(at) is not None for at in range(max(first, 0), last + 1))


def painted(table: Any) -> None:
    table.viewport().repaint()


def empty_model(rows: int, columns: int) -> Any:
    from PySide6.QtCore import QAbstractTableModel, QModelIndex

    class Empty(QAbstractTableModel):
        """Rows with nothing in them."""

        def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
            return 0 if parent.isValid() else rows

        def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
            return 0 if parent.isValid() else columns

        def data(self, _index: Any, _role: int = 0) -> Any:
            return None

    return Empty()


def floor_view(application: Any, rows: int, columns: int, size: Any) -> Any:
    """The same view's class of Qt, set up alike, over the empty model."""
    from PySide6.QtWidgets import QHeaderView, QTableView

    view = QTableView()
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.setWordWrap(False)
    view.setShowGrid(False)
    view.setModel(empty_model(rows, columns))
    view.resize(size)
    view.show()
    application.processEvents()
    return view


def moved(application: Any, view: Any, place: int, ready: Callable[[], bool]) -> tuple[float, float]:
    """How long a move of the scroll bar takes until it is painted whole, and the window's thread's part of it."""
    bar = view.verticalScrollBar()
    start, worked = time.perf_counter(), time.thread_time()
    bar.setValue(min(place, bar.maximum()))
    settle(application, ready)
    view.viewport().repaint()
    return time.perf_counter() - start, time.thread_time() - worked


def moves(
    application: Any, page: Any, empty: Any, places: dict[str, list[int]]
) -> dict[str, tuple[float, ...]]:
    """Ours and the empty model turn about, so that what else the machine does falls on both alike."""
    spent: dict[str, list[tuple[float, float]]] = {}
    for kind, some in places.items():
        for place in some:
            ours = moved(application, page.table, place, lambda: in_sight(page.table))
            spent.setdefault(kind, []).append(ours)
            spent.setdefault(f"{kind}_empty", []).append(moved(application, empty, place, lambda: True))
    wall = {f"{kind}_ms": quantiles([each[0] for each in times]) for kind, times in spent.items()}
    return wall | {f"{kind}_cpu_ms": quantiles([each[1] for each in times]) for kind, times in spent.items()}


def sorted_lists(application: Any, page: Any, total: int) -> dict[str, list[float]]:
    """For each order: milliseconds until its first rows are there, and until all numbers are."""
    orders = {}
    for identity in ("overdue", "balance", "name", "customer_no", "due"):
        at = [each.id for each in page.table.values.columns].index(identity)
        start = time.perf_counter()
        before = page._found
        page.table.sort_by(at)
        settle(application, partial(_began, page, before))
        first_rows = time.perf_counter() - start
        settle(application, lambda: page.table.values.rowCount() == total)
        orders[identity] = [round(first_rows * 1000, 1), round((time.perf_counter() - start) * 1000, 1)]
    return orders


def filtered_list(application: Any, page: Any) -> list[float]:
    """Milliseconds until the first rows of one bucket are there, and until all its numbers are."""
    from collectdesk.desk.customers.finding import Bucket

    settle(application, lambda: page._counts is not None)
    expected = page._counts.buckets[Bucket.M2]
    start, before = time.perf_counter(), page._found
    page.filters.pills[Bucket.M2].click()
    settle(application, partial(_began, page, before))
    first_rows = time.perf_counter() - start
    settle(application, lambda: page.table.values.rowCount() == expected)
    return [expected, round(first_rows * 1000, 1), round((time.perf_counter() - start) * 1000, 1)]


def _began(page: Any, before: Any) -> bool:
    return page._found is not before and in_sight(page.table)


def measure(branch: Branch, jumps: int) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from collectdesk.ui.app import load_fonts
    from collectdesk.ui.customers.page import ALL
    from collectdesk.ui.theme import theme

    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    load_fonts(application)
    theme()
    page = page_of(branch, application)
    start = time.perf_counter()
    page.filter.choose_quietly(ALL)
    page.refresh(frozenset())
    settle(application, lambda: page.table.values.rowCount() > 0 and in_sight(page.table))
    painted(page.table)
    first = time.perf_counter() - start
    total = branch.ask(lambda view: view.scalar(_counting()), "clerk")
    settle(application, lambda: page.table.values.rowCount() == total)
    everything = time.perf_counter() - start
    chance = random.Random(3)
    rows = page.table.values.rowCount()
    far = [chance.randrange(rows) for _ in range(jumps)]
    near = [400 + 3 * at for at in range(jumps * 3)]
    empty = floor_view(application, rows, len(page.table.values.columns), page.table.size())
    found = moves(application, page, empty, {"jump": far, "scroll": near})
    page.tools.use(tuple(page._every))  # every column: what is sorted by has to be there
    orders = sorted_lists(application, page, total)
    filtered = filtered_list(application, page)
    page.office.tasks.close()
    return {
        "rows": rows, "first_rows_ms": round(first * 1000, 1), "all_rows_ms": round(everything * 1000, 1),
        **found,
        "sorted_first_then_all_ms": orders, "filtered_first_then_all_ms": filtered,
    }  # fmt: skip


def claims(*, short: bool) -> list[Claim]:
    """A jump and three rows of scrolling until they are painted: the window's thread; the gap is the wall's p99."""
    branch = crowd(2_000 if short else 1_000_000)
    found = measure(branch, 8 if short else 60)
    branch.close()
    floor = "the same view of the toolkit over an empty model"
    return [
        Claim(f"the table, {name}", found[f"{kind}_cpu_ms"][0], found[f"{kind}_empty_cpu_ms"][0], bound,
              floor_is=floor,
              gap_ms=found[f"{kind}_ms"][2], note=f"first rows after {found['first_rows_ms']} ms")
        for kind, name, bound in (("jump", "a jump", JUMP_BOUND), ("scroll", "scrolling by three rows", SCROLL_BOUND))
    ]  # fmt: skip


def _counting() -> Any:
    import sqlalchemy as sa

    return sa.text("SELECT count(*) FROM customer_line")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--jumps", type=int, default=100)
    options = parser.parse_args()
    branch = crowd(options.customers)
    found = measure(branch, options.jumps)
    branch.close()
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        print(f"  {name:26}{value}")
    print("  medians, p95 and p99 in milliseconds; folder of the branch:", Path(tempfile.gettempdir()))


if __name__ == "__main__":
    main()
