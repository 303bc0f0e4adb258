"""Who works a case on a day: its owner, or whoever stands in for them. Asked in SQL wherever cases are read.

Nothing has to happen for a case to go back: the day alone decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.store.rows.cases import CaseRow, CaseShareRow

if TYPE_CHECKING:
    from datetime import date

ON_DAY: Final[sa.BindParameter[date]] = sa.bindparam("held_on", type_=sa.Date)
"""The day asked about; whoever runs a statement with ``HOLDER`` in it gives it by ``.params(held_on=…)``."""


def stands_in(day: Any) -> sa.ColumnElement[bool]:
    """Whether a share is a standing-in that runs on a day; one without a last day isn't."""
    share = CaseShareRow
    return sa.and_(share.from_on <= day, share.until_on >= day, share.ended_on.is_(None))


HOLDER: Final[sa.ColumnElement[str | None]] = sa.func.coalesce(
    sa.select(CaseShareRow.holder_id)
    .where(CaseShareRow.case_id == CaseRow.id, stands_in(ON_DAY))
    .order_by(CaseShareRow.id.desc())
    .limit(1)
    .correlate(CaseRow)
    .scalar_subquery(),
    CaseRow.assigned_to,
)
"""The account that works the case of the enclosing query on the day; null where it is nobody's."""
