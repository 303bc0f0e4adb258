"""Owns who is let to a deed: the right as the branch holds it now, the second person, and the four eyes.

Asked inside the deed's own snapshot or transaction, so that a right taken away between two keystrokes is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectdesk.desk.people.seconding import Sealer, SecondPerson
from collectdesk.domain.people.people import Actor, Deputyship, Permission, require_other_eyes
from collectdesk.domain.refusals import Refused
from collectdesk.store.people import rights
from collectdesk.store.work import View

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Deed

REFUSALS_KEPT = ("four_eyes.", "second.", "seal.passphrase_wrong")
"""Codes of what is refused here, and noted in the trail."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who acts, as the branch knows them now; in whose place, and who stood beside."""

    actor: Actor
    deputyship: Deputyship | None = None
    second: SecondPerson | None = None

    def named(self) -> dict[str, str]:
        """What the audit line says beside the deed's own facts."""
        named = {"deputy_of": self.deputyship.principal} if self.deputyship else {}
        return {**named, "second": self.second.id} if self.second else dict(named)


def admit(deed: Deed[Any], view: View, sealer: Sealer) -> Admission | None:
    """Let the view's actor to a deed, or None without the permission.

    Raises Refused: second.… where a second person is needed and isn't proved, four_eyes.… for one's own work.
    """
    actor = rights.standing(view, view.actor.id) or deed.planned_for(view)
    if actor is None or not actor.may(deed.needs, view.today):
        return None
    second = _second(deed, view, actor, sealer)
    if not deed.four_eyes:
        held = () if actor.may(deed.needs) else actor.deputyships(deed.needs, view.today)
        return Admission(actor, held[0] if held else None, second)
    makers = deed.makers(view)
    if second is not None and second.id in makers:
        raise Refused("four_eyes.second")
    under = require_other_eyes(actor, deed.needs, makers, on=view.today, code=deed.four_eyes)
    return Admission(actor, under, second)


def _second(deed: Deed[Any], view: View, actor: Actor, sealer: Sealer) -> SecondPerson | None:
    """Where one person isn't enough: somebody else, proved at this desk a short while ago, who may be asked."""
    if not deed.is_for_two(actor):
        return None
    second = getattr(deed, "second", None)
    if not isinstance(second, SecondPerson):
        raise Refused("second.missing", field="second")
    sealer.require_fresh(second, view.now)
    if second.id == actor.id:
        raise Refused("second.same_person", field="second")
    found = rights.standing(view, second.id)  # as the branch knows them now, not as they were sealed
    if found is None or not found.may(Permission.SECOND):
        raise Refused("second.not_allowed", field="second", who=second.name)
    return second
