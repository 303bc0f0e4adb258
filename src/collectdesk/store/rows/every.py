"""All tables together, for migrations and their test."""

from __future__ import annotations

from collectdesk.store.rows import (
    archive,
    backups,
    cases,
    complaints,
    customers,
    duties,
    judging,
    notices,
    parcels,
    people,
    privacy,
    rights,
    rules,
    scans,
    trail,
    visits,
)
from collectdesk.store.rows.columns import Rows

METADATA = Rows.metadata
ROOMS = (
    people,
    customers,
    cases,
    visits,
    trail,
    rights,
    backups,
    rules,
    judging,
    notices,
    duties,
    privacy,
    complaints,
    scans,
    archive,
    parcels,
)


def is_table_of_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a thing in the file has a row class; the search index keeps its own tables below its name."""
    return kind != "table" or not (name or "").startswith("found_by")
