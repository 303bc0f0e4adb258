"""Owns how often an envelope's code has opened the branch without the keys having been replaced afterwards."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.keys import register
from collectdesk.store.rows.trail import AuditRow
from collectdesk.store.work import View

ACTION: Final = "keys.recovered"
"""The line that a recovery leaves before it replaces the keys."""
AT_MOST: Final = 2
"""Once for the recovery, and once more to begin again one that was cut off before the keys were replaced."""


def opened(view: View) -> Counter[str]:
    """The envelopes that still stand and have opened the branch, and how often; a finished recovery retires its own."""
    standing = {name for name, _made_at in register.envelopes(view)}
    rows = view.rows(sa.select(AuditRow.about).where(AuditRow.action == ACTION))
    return Counter(name for row in rows if (name := _envelope(row.about)) in standing)


def _envelope(about: Any) -> str:
    """The envelope a line names; one that was altered beyond reading names none."""
    try:
        return str(json.loads(about)["envelope"])
    except (ValueError, KeyError, TypeError):
        return ""
