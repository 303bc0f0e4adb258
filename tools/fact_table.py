"""Writes the table of facts into docs/rules.md from the registry. Usage: fact_table.py [--check]."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from collectdesk.domain.rules.facts import REGISTRY, Fact  # noqa: E402

PAGE = ROOT / "docs" / "rules.md"
BEGIN = "<!-- facts: written by tools/fact_table.py -->"
END = "<!-- end of facts -->"


def _row(fact: Fact) -> str:
    holds = ", ".join(f"`{code}`" for code in fact.codes)
    return f"| `{fact.name}` | {fact.kind.value} | {fact.meaning}{f' One of: {holds}.' if holds else ''} |"


def fact_table() -> str:
    """The table in Markdown, in the order of the registry."""
    rows = "\n".join(map(_row, REGISTRY.values()))
    return f"| Fact | Kind | Meaning |\n| --- | --- | --- |\n{rows}"


def renewed(page: str) -> str:
    """The page with the table between its marks replaced. Raises ValueError where a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/rules.md lacks {BEGIN} or {END}")
    return f"{before}{BEGIN}\n\n{fact_table()}\n\n{END}{after}"


def main(arguments: list[str]) -> int:
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in arguments:
        return 0 if renewed(page) == page else 1
    PAGE.write_text(renewed(page), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
