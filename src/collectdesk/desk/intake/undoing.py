"""Undoing an import: all of it at once, but nothing that people have worked on since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.intake import intake_known, intake_undo
from collectdesk.store.intake.intake_undo import Batch
from collectdesk.store.work import View, Work

_MOST_KEPT = 30_000


@dataclass(frozen=True, slots=True)
class KeptByWork:
    """A customer whose rows of the import stay, and why: worked | plan_decided | later."""

    customer_id: str
    customer_no: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing an import would do."""

    batch_id: str
    file_name: str
    customers: int
    kept: tuple[KeptByWork, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did: rows taken back by table, and who stays."""

    batch_id: str
    file_name: str
    removed: Mapping[str, int]
    kept: tuple[KeptByWork, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PreviewUndo(Lookup[UndoPreview]):
    """How many customers an import is about, and which of them have been worked on since."""

    needs: ClassVar = Permission.UNDO_IMPORT
    action: ClassVar = "ledger.undo_previewed"

    batch_id: str

    def look(self, view: View) -> UndoPreview:
        undone = _batch(view, self.batch_id)
        touched, stays = intake_undo.touched(view, undone), intake_undo.worked_on(view, undone)
        return UndoPreview(
            undone.id, undone.file_name, len(touched),
            _named(view, {who: why for who, why in stays.items() if who in touched}),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class UndoImport(Change[Undone]):
    """Take an import back. The register keeps its line and the trail what was done; the same file can come again."""

    needs: ClassVar = Permission.UNDO_IMPORT
    action: ClassVar = "ledger.undone"
    touches: ClassVar = frozenset(
        {Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.SOLUTIONS, Subject.IMPORTS}
    )

    batch_id: str

    def carry_out(self, work: Work) -> Undone:
        undone = _batch(work, self.batch_id)
        touched = intake_undo.touched(work, undone)
        stays = {w: why for w, why in intake_undo.worked_on(work, undone).items() if w in touched}
        if len(stays) > _MOST_KEPT:
            raise Refused("import.worked_through", file=undone.file_name, customers=len(stays))
        removed = intake_undo.take_back(work, undone, stays)
        for customer_id in intake_undo.remaining(work, undone) - stays.keys():
            stays[customer_id] = "later"
        work.note(batch=undone.id, kept=len(stays), **{f"removed_{name}": n for name, n in removed.items()})
        return Undone(undone.id, undone.file_name, removed, _named(work, stays))


def _batch(view: View, batch_id: str) -> Batch:
    found = intake_undo.batch(view, batch_id)
    if found is None or not found.until:
        raise Refused("import.unknown")
    if found.state != "committed":
        raise Refused("import.already_undone", file=found.file_name)
    return found


def _named(view: View, stays: Mapping[str, str]) -> tuple[KeptByWork, ...]:
    rows = intake_known.named(view, stays)
    kept = [
        KeptByWork(r.id, r.customer_no, masking.name(masking.sight(view.actor, None), r.name), stays[r.id])
        for r in rows
    ]
    return tuple(sorted(kept, key=lambda each: each.customer_no))
