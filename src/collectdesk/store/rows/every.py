"""All tables together, for migrations and their test."""

from __future__ import annotations

from collectdesk.store.rows import backups, cases, customers, people, rights, rules, trail, visits
from collectdesk.store.rows.columns import Rows

METADATA = Rows.metadata
ROOMS = (people, customers, cases, visits, trail, rights, backups, rules)
