"""The branch's letterhead: what its letters say of the branch, and the one account they may name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.contact.notices import Letterhead, keep_letterhead, letterhead

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = ["KeepLetterhead", "Letterhead", "ShowLetterhead"]


@dataclass(frozen=True, slots=True)
class ShowLetterhead(Lookup["Letterhead | None"]):
    """The letterhead, None until it is entered."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "letterhead.shown"

    def look(self, view: View) -> Letterhead | None:
        return letterhead(view)


@dataclass(frozen=True, slots=True)
class KeepLetterhead(Change[None]):
    """Enter or change what the branch's letters say of it."""

    needs: ClassVar = Permission.KEEP_TEXTS
    action: ClassVar = "letterhead.kept"
    touches: ClassVar = frozenset({Subject.RULES})

    letterhead: Letterhead

    def carry_out(self, work: Work) -> None:
        said = {name: getattr(self.letterhead, name).strip() for name in Letterhead.__slots__}
        for name, value in said.items():
            if not value:
                raise Refused("letterhead.missing", field=name)
        if not re.fullmatch(r"[0-9 ]{8,40}", said["account_no"]):
            raise Refused("letterhead.account", field="account_no")
        keep_letterhead(work, Letterhead(**said))
        work.note(letterhead=True)
