"""Connecting a branch to a shared server, and bringing it there and back by two people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.vault.access import Session, leave
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys.header import read_header
from collectdesk.store.server.address import Address, read_address, require_safe, write_address
from collectdesk.store.vault.shelf import shelf_for

if TYPE_CHECKING:
    from collectdesk.store.server.moving import Moved
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class BeginRelocation(Lookup[None]):
    """Ask to bring the branch to a server or back, beside a second person; it is done once the desk is closed."""

    needs: ClassVar = Permission.RESTORE
    action: ClassVar = "branch.relocation_begun"
    audited: ClassVar = True
    two_persons: ClassVar = True

    there: bool
    second: SecondPerson | None = None

    def look(self, view: View) -> None:
        view.note(to="server" if self.there else "file")


@dataclass(frozen=True, slots=True)
class Reached:
    """What a server said when it was tried: its version, the schema found there, and whether the line is enciphered."""

    version: str
    schema: str
    enciphered: bool


def connect_branch(folder: Path, address: Address, password: str) -> Reached:
    """Try a server, then keep its address beside the branch and its password in this workstation's keyring.

    Nothing is kept of one that can't be reached. Raises StoreTrouble (server_needs_tls, server_certificate,
    server_password, server_gone, server_role, server_collation, too_new, no_keyring …).
    """
    from collectdesk.store.server.reaching import keep_password, try_out

    require_safe(address)
    header = read_header(folder)
    found = Reached(*try_out(address, password, header.database_id))
    known = read_address(folder)
    holds = known is not None and known.holds
    keep_password(shelf_for(header.kind, header.shelf, folder), address, password)
    write_address(folder, replace(address, holds=holds))
    return found


def relocate(
    session: Session, *, there: bool, second: SecondPerson, progress: Progress | None = None
) -> Moved:
    """Bring the branch to the server it is connected to, or back into a file; everybody signs in again.

    The session ends, whatever comes of it. Raises NotPermitted, Refused (second.…, server.not_connected,
    server.holds_already, server.holds_not) or StoreTrouble (open_elsewhere, server_…, move_…), the branch as it was.
    """
    from collectdesk.store.server import moving

    store, root = session.desk.store, session.desk.store.keys
    try:
        address = read_address(store.folder)
        if address is None:
            raise Refused("server.not_connected")
        if address.holds == there:
            raise Refused("server.holds_already" if there else "server.holds_not")
        session.desk.run(BeginRelocation(there, second), session.actor)
    finally:
        leave(session)
    way = moving.to_server if there else moving.to_file
    return way(store.folder, store.branch_id, root, address, (progress or silent()).step)
