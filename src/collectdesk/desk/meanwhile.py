"""Whose deed came between: a record that was changed since it was read, told with who did what to it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.store.people.people import known_accounts
from collectdesk.store.trail import audit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.trouble import StaleRecord
    from collectdesk.store.work import View

LOOKED_AT: Final = 2_000
"""So many of the newest lines: what came between a look and a save lies among them, or is too long ago to help."""


def name_who(view: View, stale: StaleRecord) -> None:
    """Put who, what and when into the error, where the trail names the record; else it stays as it is."""
    line = next(
        (each for each in audit.lines(view, limit=LOOKED_AT) if _names(each.about, stale.facts["id"])), None
    )
    if line is None:
        return
    if line.login == view.actor.login:
        stale.code = "store.stale_own"
    else:
        who = next((each.name for each in known_accounts(view).values() if each.login == line.login), "")
        if not who:
            return
        stale.code = "store.stale_by"
        stale.facts = {**stale.facts, "who": who}
    stale.facts = {**stale.facts, "at": line.at, "action": line.action}


def _names(about: Mapping[str, Any], subject_id: str) -> bool:
    return any(
        value == subject_id or (isinstance(value, list) and subject_id in value) for value in about.values()
    )
