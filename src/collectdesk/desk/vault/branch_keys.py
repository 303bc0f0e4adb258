"""What stands of the branch's keys, and the recovery codes in their two envelopes: made, printed, typed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.vault.recovery_sheet import RecoverySheet, draw_recovery_sheets
from collectdesk.store.keys import admitting, openings, register, slots
from collectdesk.store.keys.header import KeysHeader, read_header
from collectdesk.store.keys.slots import ENVELOPES

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.store.work import View, Work

YEARLY: Final = timedelta(days=365)
"""How old keys grow before the settings ask for new ones; the drill goes with it."""


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One envelope: its name as printed, when its code was made, whether it was typed back from the paper.

    ``opened`` where its code opened the branch in a recovery that was cut off before the keys were replaced.
    """

    name: str
    made_at: datetime
    typed_back: bool
    opened: bool = False


@dataclass(frozen=True, slots=True)
class KeysPlate:
    """How the branch's keys stand. ``shelf``: system (the PC's keyring) or practice (a file beside the branch)."""

    epoch: int
    began_at: datetime
    reason: str
    shelf: str
    envelopes: tuple[EnvelopeLine, ...]
    slots: int
    is_old: bool

    @property
    def is_whole(self) -> bool:
        """Whether both envelopes stand, typed back from their paper."""
        return {e.name[:1] for e in self.envelopes if e.typed_back and not e.opened} == set(ENVELOPES)

    @property
    def opened(self) -> tuple[str, ...]:
        return tuple(e.name for e in self.envelopes if e.opened)

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(e.name for e in self.envelopes if not e.typed_back)


@dataclass(frozen=True, slots=True)
class ShowKeys(Lookup[KeysPlate]):
    """Which generation of keys the branch has, and how its envelopes stand."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "keys.shown"

    def look(self, view: View) -> KeysPlate:
        header, epoch = read_header(view.folder), register.epochs(view)[-1]
        return KeysPlate(
            epoch.number,
            epoch.began_at,
            epoch.reason,
            header.shelf,
            _envelopes(view, header),
            len(header.logins),
            view.now - epoch.began_at > YEARLY,
        )


def _envelopes(view: View, header: KeysHeader) -> tuple[EnvelopeLine, ...]:
    kept = {slot["who"]: slot for slot in header.slots if slot["kind"] == "code"}
    opened = openings.opened(view)
    return tuple(
        EnvelopeLine(name, made_at, kept[name].get("typed_back") is True, name in opened)
        for name, made_at in register.envelopes(view)
        if name in kept
    )


@dataclass(frozen=True, slots=True)
class MakeEnvelopes(Change[Mapping[str, str]]):
    """Make a new code for each envelope; the ones before stay good until the new ones were typed back.

    Gives the codes by the envelopes' names. They are kept nowhere: whoever loses them makes new ones.
    """

    needs: ClassVar = Permission.ROTATE_KEYS
    action: ClassVar = "keys.envelopes_made"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> Mapping[str, str]:
        header, codes = read_header(work.folder), {}
        for line in _envelopes(work, header):
            if not line.typed_back:
                register.retire(work, "code", line.name, "never typed back")
                header = header.without("code", line.name)
        for letter in ENVELOPES:
            header, holder, code = slots.add_code(header, work.keys, slots.envelope_name(letter))
            register.enrol(work, holder, None)
            codes[holder.name] = code
        admitting.replace_header(work, work.folder, header)
        work.note(envelopes=sorted(codes))
        return codes


@dataclass(frozen=True, slots=True)
class TypeBackEnvelopes(Change[None]):
    """Type every code that waits from its paper: that proves the paper right, and the ones before stop.

    Raises StoreTrouble (code_mistyped, wrong_code) or Refused (envelope.…).
    """

    needs: ClassVar = Permission.SECOND
    action: ClassVar = "keys.envelopes_typed_back"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    codes: tuple[str, ...] = field(repr=False)

    def carry_out(self, work: Work) -> None:
        header = read_header(work.folder)
        lines = _envelopes(work, header)
        waiting = {line.name for line in lines if not line.typed_back}
        if not waiting:
            raise Refused("envelope.none_waits")
        opened = {slot.name: (slot, code) for code in self.codes for slot in [slots.open_code(header, code)]}
        missing = sorted(waiting - set(opened))
        if missing:
            raise Refused("envelope.missing", field="codes", names=", ".join(missing))
        for name in waiting:
            slot, code = opened[name]
            header, _, _ = slots.add_code(header, work.keys, name, code, typed_back=True, keys=slot.keys)
        letters = {name[:1] for name in waiting}
        for line in lines:
            if line.typed_back and line.name[:1] in letters:
                register.retire(work, "code", line.name, "replaced")
                header = header.without("code", line.name)
        admitting.replace_header(work, work.folder, header)
        work.note(envelopes=sorted(waiting))


@dataclass(frozen=True, slots=True)
class PrintEnvelopes(Export[int, "tuple[Printing, tuple[RecoverySheet, ...]]"]):
    """The recovery sheets as a PDF, a page in both languages for each envelope; gives the number of pages.

    Only codes that wait to be typed back are printed: later nobody knows them any more.
    """

    needs: ClassVar = Permission.SECOND
    action: ClassVar = "keys.envelopes_printed"

    target: Path
    codes: Mapping[str, str] = field(repr=False)
    language: str = "zh_CN"

    def gather(self, view: View) -> tuple[Printing, tuple[RecoverySheet, ...]]:
        header = read_header(view.folder)
        waiting = {line.name for line in _envelopes(view, header) if not line.typed_back}
        sheets = []
        for name, code in sorted(self.codes.items()):
            if slots.open_code(header, code).name != name or name not in waiting:
                raise Refused("envelope.none_waits")
            sheets.append(RecoverySheet(name, code, view.keys.epoch))
        view.note(envelopes=sorted(self.codes))
        return printing_of(view), tuple(sheets)

    def draw(
        self, gathered: tuple[Printing, tuple[RecoverySheet, ...]], partial: Path, progress: Progress
    ) -> None:
        draw_recovery_sheets(partial, gathered[1], gathered[0], self.language, step=progress.step)

    def settle(self, work: Work, gathered: tuple[Printing, tuple[RecoverySheet, ...]], partial: Path) -> int:
        _ = partial
        work.note(envelopes=[sheet.name for sheet in gathered[1]])
        return len(gathered[1])
