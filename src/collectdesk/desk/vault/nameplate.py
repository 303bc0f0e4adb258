"""What this branch is: its name and kind, how new its figures are, where its keys rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people.people import Permission
from collectdesk.store import schema
from collectdesk.store.customers import customers
from collectdesk.store.dialect import server_of
from collectdesk.store.keys.header import read_header
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Nameplate:
    """``shelf``: system (the PC's keyring) or practice (a file beside the branch)."""

    name: str
    is_practice: bool
    database_id: str
    schema: str
    shelf: str
    folder: Path
    data_date: date | None
    today: date
    server: str = ""
    """Host, port and database where the branch lies on a shared server; empty for a file."""
    enciphered: bool = False
    heard_at: datetime | None = None
    """When the server answered this."""


@dataclass(frozen=True, slots=True)
class ShowBranch(Lookup[Nameplate]):
    """The branch as a support person asks for it; nothing of any customer."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "branch.shown"

    folder: Path

    def look(self, view: View) -> Nameplate:
        header, server = read_header(self.folder), server_of(view.connection)
        return Nameplate(
            header.branch_name,
            view.practice,
            view.branch_id,
            schema.HEAD,
            header.shelf,
            self.folder,
            customers.data_date(view),
            view.today,
            *((*server, view.now) if server else ()),
        )
