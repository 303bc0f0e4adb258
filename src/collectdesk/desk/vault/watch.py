"""What the machine itself makes wait: a clock that ran backwards, a keyring that remembers another trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.clocks import ClockBack, went_back
from collectdesk.domain.vault.trail import Anchor
from collectdesk.store.trail import anchors, audit
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class MachineWaiting:
    """One thing about the machine that a supervisor has to account for; exactly one of the two."""

    clock: ClockBack | None = None
    anchor: Anchor | None = None


def machine_waiting(view: View) -> tuple[MachineWaiting, ...]:
    """What there is to account for now."""
    clock, anchor = went_back(audit.latest(view), view.now), anchors.contradicted(view)
    found = (
        MachineWaiting(clock=clock) if clock else None,
        MachineWaiting(anchor=anchor) if anchor else None,
    )
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True, slots=True)
class ConfirmClock(Change[ClockBack]):
    """Confirm that the clock is right now, though it shows less than was recorded: timed deeds go on."""

    needs: ClassVar = Permission.ACKNOWLEDGE
    action: ClassVar = "clock.confirmed"  # the head of the trail takes its instant as the latest from here on
    touches: ClassVar = frozenset({Subject.TRAIL})

    def carry_out(self, work: Work) -> ClockBack:
        back = went_back(audit.latest(work), work.now)
        if back is None:
            raise Refused("clock.runs_on")
        work.note(before=back.before.isoformat(), now=back.now.isoformat())
        return back


@dataclass(frozen=True, slots=True)
class RememberAnew(Change[None]):
    """Account for a keyring that remembers another trail, after a restore say: it remembers this one from now on,
    and the trail keeps both places.
    """

    needs: ClassVar = Permission.ACKNOWLEDGE
    action: ClassVar = "audit.anchor_renewed"
    touches: ClassVar = frozenset({Subject.TRAIL})

    def carry_out(self, work: Work) -> None:
        contradicted = anchors.contradicted(work)
        if contradicted is None:
            raise Refused("trail.nothing_to_account_for")
        seq, link = audit.head(work)
        work.note(remembered=f"{contradicted.seq}:{contradicted.link}", now=f"{seq}:{link}")
        anchors.renew(work.folder, (seq, link))
