"""Another PC of a branch on a shared server: it asks, two people let it in by its code, it takes the secret."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import handing_on, register
from collectdesk.store.keys.header import read_header
from collectdesk.store.server.address import holding
from collectdesk.store.vault.shelf import shelf_for

if TYPE_CHECKING:
    from collectdesk.store.keys.handing_on import Asked
    from collectdesk.store.work import Work


def ask_to_be_admitted(folder: Path, name: str = "") -> Asked:
    """On the PC that is to join: make its key, and the code that people compare.

    Raises Refused(workstation.no_server) or StoreTrouble (keys_missing, no_keyring …).
    """
    _require_server(folder)
    header = read_header(folder)
    shelf = shelf_for(header.kind, header.shelf, folder)
    return handing_on.ask(folder, shelf, name or platform.node() or "PC")


def take_admission(folder: Path) -> str:
    """On the PC that asked: put what was sealed to it into its keyring. Raises StoreTrouble (workstation_…)."""
    _require_server(folder)
    header = read_header(folder)
    return handing_on.take(folder, shelf_for(header.kind, header.shelf, folder))


@dataclass(frozen=True, slots=True)
class AdmitWorkstation(Change[str]):
    """Let another PC sign people in at this branch: its code was read from its own screen; two people, no envelope."""

    needs: ClassVar = Permission.KEEP_STATIONS
    action: ClassVar = "workstation.admitted"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    code: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> str:
        _require_server(work.folder)
        asked = handing_on.asking(work.folder, self.code)
        if asked is None:
            raise Refused("workstation.not_asking", field="code")
        path = handing_on.answer(work.folder, asked, register.workstation_secret(work))
        work.undo.append(lambda: path.unlink(missing_ok=True))
        work.note(code=asked.code)
        return asked.name


def _require_server(folder: Path) -> None:
    """A branch in a file has one PC; its others work by parcels."""
    if holding(folder) is None:
        raise Refused("workstation.no_server")
