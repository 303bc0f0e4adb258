"""A branch's own scorecard may change points, lines and rows, and never what a reason's sentence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.domain.risk.risk_scorecard import BadScorecard, TableName

if TYPE_CHECKING:
    from collectdesk.domain.risk.risk_scorecard import Bin, Scorecard, ScoreRow


def require_true_words(own: Scorecard, shipped: Scorecard, text: str, file_name: str) -> None:
    """Refuse a card whose bands aren't those its sentences speak of; raises BadScorecard with line and row.

    "Paid 20–90 % of what was due" is only true of that band: the words come with the program, the points don't.
    """
    known = _rows(shipped)
    for (table, name), row in _rows(own).items():
        told = known.get((table, name))
        if told is None or _said(row) != _said(told):
            raise BadScorecard(
                "scorecard.reason_untrue", file=file_name, line=_line_of(text, name), row=name, field="bins"
            )


def _rows(card: Scorecard) -> dict[tuple[TableName, str], ScoreRow]:
    tables = ((TableName.WILLINGNESS, card.willingness), (TableName.ABILITY, card.ability))
    return {(table, row.field): row for table, rows in tables for row in rows}


def _said(row: ScoreRow) -> tuple[tuple[int | None, str | None, str, str], ...]:
    """Every band with its words, the unknown one last; the points don't matter."""
    return tuple(_band(found) for found in (*row.bins, row.unknown))


def _band(found: Bin) -> tuple[int | None, str | None, str, str]:
    return found.lower, found.choice, found.label, found.reason


def _line_of(text: str, name: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((at for at, line in lines if line.replace(" ", "") == f'field="{name}"'), 0)
