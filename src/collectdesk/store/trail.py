"""Questions about the trail that need no deed: when the last thing happened."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from collectdesk.store.branch import Store
from collectdesk.store.rows.trail import AuditRow


def last_instant(store: Store) -> datetime | None:
    """When the newest entry was recorded, or None in an empty trail."""
    with store.reading() as connection:
        return connection.execute(sa.select(AuditRow.at).order_by(AuditRow.seq.desc()).limit(1)).scalar()
