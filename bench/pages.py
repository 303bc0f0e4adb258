"""How long each page takes to be built and put into the window, beside the same widgets without any style sheet.

``python -m bench.pages [--json] [--rounds N]``: the real pages over a small encrypted branch, without a display;
milliseconds of processor time, medians. Without a sheet is the floor: what Qt asks for the same widgets.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("tests", "")]

from bench.claims import Claim  # noqa: E402

if TYPE_CHECKING:
    from collectdesk.ui.office import Office
    from collectdesk.ui.pages import PageSpec


BOUND, ALL_BOUND = 8.0, 2.5


def once(office: Office, spec: PageSpec, *, bare: bool) -> tuple[float, int]:
    """Milliseconds of the processor for one page from nothing to its place, and how many widgets it has."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

    from collectdesk.ui.theme import theme

    window, stack = QMainWindow(), QStackedWidget()
    window.setCentralWidget(stack)
    if not bare:
        theme().dress(window)
    window.show()
    QApplication.processEvents()
    began = time.process_time()
    page = spec.factory(office)
    stack.addWidget(page)
    stack.setCurrentWidget(page)
    QApplication.processEvents()
    spent = (time.process_time() - began) * 1_000
    count = len(page.findChildren(QWidget))
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    return spent, count


def measured(rounds: int) -> list[dict[str, Any]]:
    """One row for each page that a supervisor has."""
    from collectdesk.ui.app import open_application
    from collectdesk.ui.machine import Machine
    from collectdesk.ui.pages import PAGES
    from collectdesk.ui.tasks import Tasks
    from collectdesk.words import CHINESE, Words
    from helpers.branches import small_branch

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        application = open_application(["collectdesk"], Machine.load(Path(folder) / "settings"))
        from collectdesk.ui.office import Office
        from collectdesk.ui.speech import Speech

        branch = small_branch(Path(folder) / "branch")
        office = Office(branch.desk, branch.actors["supervisor"], Tasks(), Speech(Words(CHINESE)))
        for spec in (spec for spec in PAGES if office.may(spec.permission)):
            once(office, spec, bare=True)  # modules are loaded before anything is timed
            ours, floor = [], []
            for _ in range(rounds):
                spent, widgets = once(office, spec, bare=False)
                ours.append(spent)
                floor.append(once(office, spec, bare=True)[0])
            rows.append(
                {"page": spec.id, "widgets": widgets, "ms": round(median(ours), 1), "floor_ms": round(median(floor), 1),
                 "times": round(median(ours) / median(floor), 2)}
            )  # fmt: skip
        office.tasks.close()
        application.processEvents()
        branch.close()
    return rows


def claims(*, short: bool) -> list[Claim]:
    """The page that stands worst, and all of them together."""
    rows = measured(1 if short else 3)
    worst = max(rows, key=lambda row: row["times"])
    floor = "the same widgets without any style sheet"
    return [
        Claim(f"a page opens, the worst: {worst['page']}", worst["ms"], worst["floor_ms"], BOUND, floor_is=floor),
        Claim("all pages open", sum(row["ms"] for row in rows), sum(row["floor_ms"] for row in rows), ALL_BOUND,
              floor_is=floor),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    rows = measured(asked.rounds)
    if asked.json:
        print(json.dumps({"pages": rows}))
    else:
        for row in rows:
            told = "{page:>12} {widgets:>6} widgets {ms:>8.1f} ms  {times:.2f} x without a sheet"
            print(told.format(**row))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
