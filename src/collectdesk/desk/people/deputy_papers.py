"""With the only supervisor away: a deputy on the authorisation they signed, scanned, which a supervisor confirms within
three workdays, else the deputyship stops; and what of all papers nobody confirmed in time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from collectdesk.desk.people.deputies import account_of
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.people.paper_approvals import (
    PaperState,
    confirm_until,
    require_recent,
    require_waiting,
)
from collectdesk.domain.people.people import Deputyship, Permission, Role, require_deputyship
from collectdesk.domain.refusals import Refused
from collectdesk.sandbox.scanning import ScanPage, read_scan
from collectdesk.store.people import deputy_papers, paper_approvals, rights
from collectdesk.store.people.deputy_papers import DeputyPaper
from collectdesk.store.work import View, Work

LARGEST = 8 * 1024 * 1024
"""Bytes of a scan: one sheet of paper, kept in the database itself."""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A scan as it was read in the child without keys: the file as it came, and its first page upright."""

    file_name: str
    sha256: str
    original: bytes = field(repr=False)
    picture: bytes = field(repr=False)


def read_authorisation(path: Path, progress: Progress | None = None) -> Authorisation:
    """Read a scan; raises Refused(paper.…) naming the field."""
    steps = progress or silent()
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Refused("paper.too_large", field="path", megabytes=LARGEST >> 20)
        pages = [one for one in read_scan(path, look=lambda: steps.step(0, 0)) if isinstance(one, ScanPage)]
        original = path.read_bytes()
    except OSError:
        raise Refused("paper.unreadable", field="path") from None
    except BadFile as refused:
        raise Refused("paper.not_a_scan", field="path") from refused
    shown = next((page for page in pages if page.picture), None)
    if shown is None:
        raise Refused("paper.not_a_scan", field="path")
    return Authorisation(path.name, hashlib.sha256(original).hexdigest(), original, shown.picture)


@dataclass(frozen=True, slots=True)
class TakeDeputyPaper(Change[str]):
    """Let a deputy stand in on the authorisation that an absent supervisor signed: no second person is there to ask,
    so the paper stands in for one until a supervisor has confirmed it.
    """

    needs: ClassVar = Permission.NAME_DEPUTY
    action: ClassVar = "deputy.paper_taken"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    principal: str
    deputy: str
    permissions: frozenset[Permission]
    from_on: date
    until_on: date
    reason: str
    signed_on: date
    scan: Authorisation

    def carry_out(self, work: Work) -> str:
        if work.actor.role is Role.SUPERVISOR:
            raise Refused("paper.name_at_the_desk", field="path")
        require_recent(self.signed_on, work.today, field="signed_on")
        principal = account_of(work, self.principal, "principal")
        deputy = account_of(work, self.deputy, "deputy")
        require_deputyship(
            deputy,
            principal,
            self.permissions,
            from_on=self.from_on,
            until_on=self.until_on,
            today=work.today,
        )
        if not self.reason.strip():
            raise Refused("deputy.reason_missing", field="reason")
        held = Deputyship("", principal.id, self.permissions, self.from_on, self.until_on)
        ship = rights.add_deputyship(work, deputy.id, held, self.reason.strip())
        due_on = confirm_until(calendar(), work.today)
        made = deputy_papers.add(
            work, deputyship_id=ship, signed_on=self.signed_on, due_on=due_on, file_name=self.scan.file_name,
            sha256=self.scan.sha256, original=self.scan.original, picture=self.scan.picture,
        )  # fmt: skip
        work.note(
            deputyship=ship, paper=made, principal=principal.id, deputy=deputy.id, from_on=self.from_on,
            until_on=self.until_on, due_on=due_on, sha256=self.scan.sha256,
            permissions=sorted(each.value for each in self.permissions),
        )  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class ConfirmDeputyPaper(Change[None]):
    """Confirm that the authorisation is genuine and right; neither who took it in nor who stands in on it does."""

    needs: ClassVar = Permission.CONFIRM_PAPER
    action: ClassVar = "deputy.paper_confirmed"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    four_eyes: ClassVar = "four_eyes.own_paper"

    paper_id: str

    def signed_subject(self) -> str:
        return self.paper_id

    def makers(self, view: View) -> frozenset[str]:
        return _makers(view, self.paper_id)

    def carry_out(self, work: Work) -> None:
        kept = deputy_papers.deputy_paper(work, self.paper_id)
        require_waiting(kept.state)
        deputy_papers.decide(work, kept, PaperState.CONFIRMED, "")
        work.note(deputyship=kept.held.id, paper=kept.id, late=work.today > kept.due_on)


@dataclass(frozen=True, slots=True)
class RefuseDeputyPaper(Change[None]):
    """Say that the authorisation isn't right: the deputyship ends at once; what was done stays done."""

    needs: ClassVar = Permission.CONFIRM_PAPER
    action: ClassVar = "deputy.paper_refused"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    four_eyes: ClassVar = "four_eyes.own_paper"

    paper_id: str
    reason: str

    def makers(self, view: View) -> frozenset[str]:
        return _makers(view, self.paper_id)

    def carry_out(self, work: Work) -> None:
        kept, reason = deputy_papers.deputy_paper(work, self.paper_id), self.reason.strip()
        require_waiting(kept.state)
        if not reason:
            raise Refused("paper.reason_missing", field="reason")
        deputy_papers.decide(work, kept, PaperState.REFUSED, reason)
        rights.end_deputyship(work, kept.held.id)
        work.note(deputyship=kept.held.id, paper=kept.id, deputy=kept.deputy)


@dataclass(frozen=True, slots=True)
class ShowDeputyPaper(Lookup[bytes]):
    """The page of an authorisation upright, as a JPEG."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "deputy.paper_shown"
    audited: ClassVar = True

    paper_id: str

    def look(self, view: View) -> bytes:
        view.note(paper=self.paper_id)
        return deputy_papers.picture(view, self.paper_id)


@dataclass(frozen=True, slots=True)
class DeputyPaperWaiting:
    """An authorisation that waits to be confirmed; ``is_over`` once its last day has passed."""

    paper_id: str
    deputy: str
    deputy_login: str
    principal: str
    permissions: tuple[Permission, ...]
    from_on: date
    until_on: date
    reason: str
    signed_on: date
    taken_by: str
    due_on: date
    is_over: bool


def deputy_papers_waiting(view: View, names: dict[str, str]) -> tuple[DeputyPaperWaiting, ...]:
    """For the inbox, the most urgent first."""
    found = deputy_papers.waiting(view)
    logins = {who.id: who.login for who in rights.everybody(view)} if found else {}
    return tuple(_line(view, kept, names, logins.get(kept.deputy, "")) for kept in found)


def _line(view: View, kept: DeputyPaper, names: dict[str, str], login: str) -> DeputyPaperWaiting:
    held = kept.held
    return DeputyPaperWaiting(
        kept.id, names.get(kept.deputy, ""), login, names.get(held.principal, ""),
        tuple(each for each in Permission if each in held.permissions), held.from_on, held.until_on, kept.why,
        kept.signed_on, names.get(kept.taken_by, ""), kept.due_on, kept.is_over(view.today),
    )  # fmt: skip


def _makers(view: View, paper_id: str) -> frozenset[str]:
    kept = deputy_papers.deputy_paper(view, paper_id)
    return frozenset({kept.taken_by, kept.deputy})


@dataclass(frozen=True, slots=True)
class PapersLate:
    """Papers that were acted on and that nobody confirmed within their three working days."""

    approvals: int = 0
    deputies: int = 0
    since: date | None = None
    """The last day of the one that ran out first."""

    @property
    def count(self) -> int:
        return self.approvals + self.deputies


@dataclass(frozen=True, slots=True)
class ShowPapersLate(Lookup[PapersLate]):
    """What nobody confirmed in time: all of it for those who answer for the branch, else what one acted on oneself.

    The supervisor whose word is missing may be away for good: so it isn't told to the inbox alone.
    """

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "paper.late_shown"

    def look(self, view: View) -> PapersLate:
        sees_all = view.actor.may(Permission.READ_AUDIT)
        me = view.actor.id
        papers = [
            one.due_on
            for one in paper_approvals.waiting(view)
            if view.today > one.due_on and (sees_all or one.taken_by == me)
        ]
        deputies = [
            one.due_on
            for one in deputy_papers.waiting(view)
            if one.is_over(view.today) and (sees_all or me in (one.taken_by, one.deputy))
        ]
        return PapersLate(len(papers), len(deputies), min([*papers, *deputies], default=None))
