"""Outside anchors: where the trail stood when something out of the database's reach remembered it.

Whoever can replace the whole file can put back an old one, or one cut short, that is whole in itself. What the
keyring, a pack or a printed page remembers shows it. Whoever holds the key could still rewrite what came
after the last of them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.vault.trail import Anchor, Source, parse_anchor
from collectdesk.store.branch import Store
from collectdesk.store.keys.header import read_header
from collectdesk.store.rows.trail import AuditHeadRow, AuditRow, DayClosingRow
from collectdesk.store.rows.visits import PackRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import KeyShelf, shelf_for
from collectdesk.store.work import View

_log: Final = logging.getLogger(__name__)


def inside(view: View) -> tuple[Anchor, ...]:
    """What the register of packs and the closed days remember: inside the database, so only half a proof."""
    packs = view.rows(sa.select(PackRow.number, PackRow.audit_head).where(PackRow.audit_head != ""))
    days = view.rows(sa.select(DayClosingRow.day, DayClosingRow.seq, DayClosingRow.link))
    parsed = (parse_anchor(row.audit_head, Source.REGISTER, row.number) for row in packs)
    return (
        *(one for one in parsed if one is not None),
        *(Anchor(row.seq, row.link, Source.CLOSING, row.day.isoformat()) for row in days),
    )


def of_keyring(folder: Path) -> Anchor | None:
    """What the keyring of this machine remembers of the branch in a folder; None where there is none to ask."""
    with suppress(StoreTrouble):
        shelf, database_id = _shelf(folder)
        return parse_anchor(shelf.recall(database_id) or "", Source.KEYRING)
    return None


def contradicted(view: View) -> Anchor | None:
    """The keyring's anchor, where the trail doesn't hold what it remembers: asks for one entry, walks nothing."""
    anchor = of_keyring(view.folder)
    if anchor is None:
        return None
    link = view.scalar(sa.select(AuditRow.link).where(AuditRow.seq == anchor.seq))
    return None if isinstance(link, str) and anchor.agrees(link) else anchor


def move_on(store: Store) -> None:
    """Let the keyring remember where the trail stands now, unless what it remembers contradicts the trail: then
    the old anchor is the proof, and stays until somebody accounts for it.
    """
    try:
        shelf, database_id = _shelf(store.folder)
        with store.reading() as connection:
            kept = parse_anchor(shelf.recall(database_id) or "")
            if kept is not None:
                link = connection.execute(sa.select(AuditRow.link).where(AuditRow.seq == kept.seq)).scalar()
                if not isinstance(link, str) or not kept.agrees(link):
                    _log.warning("the keyring's anchor contradicts the trail at entry %d", kept.seq)
                    return
            head = connection.execute(sa.select(AuditHeadRow.seq, AuditHeadRow.link)).first()
        if head is not None and (kept is None or head.seq > kept.seq):
            shelf.remember(database_id, f"{head.seq}:{head.link}")
    except StoreTrouble as trouble:  # no keyring on this machine: packs and paper still remember
        _log.info("the keyring remembers no anchor: %s", trouble.code)


def renew(folder: Path, head: tuple[int, str]) -> None:
    """Let the keyring remember this place whatever it remembered: for a restore, or a break accounted for."""
    with suppress(StoreTrouble):
        shelf, database_id = _shelf(folder)
        shelf.remember(database_id, f"{head[0]}:{head[1]}")


def _shelf(folder: Path) -> tuple[KeyShelf, str]:
    header = read_header(folder)
    return shelf_for(header.kind, header.shelf, folder), header.database_id
