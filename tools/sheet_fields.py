"""Writes the table of the visit sheet's JSON fields into docs/command-line.md, from the code that reads them.

Usage: sheet_fields.py [--check]. With --check nothing is written; exit 1 when the table isn't what it should be.
"""

from __future__ import annotations

import sys
from dataclasses import MISSING, fields
from pathlib import Path

from collectdesk.cli import sheets
from collectdesk.desk.paper.recording import PlanAsked
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.domain.visits.visit_costs import VisitCost

PAGE = Path(__file__).resolve().parents[1] / "docs" / "command-line.md"
BEGIN, END = "<!-- fields: made by tools/sheet_fields.py -->\n", "<!-- end of fields -->"


def table() -> str:
    """One line a field: its name, whether it may be left out, and what it may hold."""
    lines = ["| Field | Needed | Holds |", "| --- | --- | --- |"]
    for name, read in sheets.FINDINGS.items():
        lines.append(f"| `{name}` | {'' if name in sheets.MAY_BE_EMPTY else 'yes'} | {_holds(read)} |")
    lines += [f"| `{name}` |  | {_holds(read)} |" for name, read in sheets.FURTHER.items()]
    for part, when, kind, known in (
        ("promise", "when the outcome is `promised`", PromiseGiven, sheets.PROMISE),
        ("cost", "", VisitCost, sheets.COST),
        ("plan", "may be, when the outcome is `wants_plan`", PlanAsked, sheets.PLAN),
    ):
        lines.append(f"| `{part}` | {when} | `{{…}}` |")
        needed = {field.name for field in fields(kind) if field.default is MISSING}
        for name, read in known.items():
            lines.append(f"| `{part}.{name}` | {'yes' if name in needed else ''} | {_holds(read)} |")
    return "\n".join(lines) + "\n"


def _holds(read: sheets.Read) -> str:
    try:
        read(object())
    except sheets.Unfit as unfit:
        return str(unfit)
    raise AssertionError("a reader takes anything")


def main(arguments: list[str]) -> int:
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    made = before + BEGIN + table() + END + rest.split(END)[1]
    if "--check" in arguments:
        return int(made != page)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
