"""A deputy on paper: the scan that the only supervisor signed stands in for the second person, for three days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.people.deputies import EndDeputyship, ListDeputies
from collectdesk.desk.people.deputy_papers import (
    ConfirmDeputyPaper,
    PapersLate,
    RefuseDeputyPaper,
    ShowDeputyPaper,
    ShowPapersLate,
    TakeDeputyPaper,
    read_authorisation,
)
from collectdesk.desk.people.paper_approvals import TakePaperApproval
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.people.paper_approvals import PaperKind, PaperState
from collectdesk.domain.people.people import DeputyStanding, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestState, Verdict
from collectdesk.store.trail import audit
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.people.deputy_papers import Authorisation, DeputyPaperWaiting
    from helpers.branches import Branch

APPROVE = frozenset({Permission.APPROVE_VISIT})


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Authorisation:
    path = tmp_path_factory.mktemp("scan") / "authorisation.png"
    Image.new("L", (600, 800), 240).save(path)
    return read_authorisation(path)


@pytest.fixture(autouse=True)
def _second_clerk(branch: Branch) -> None:
    branch.enrol("second clerk", "clerk")


def taking(scan: Authorisation, **changes: Any) -> TakeDeputyPaper:
    said: dict[str, Any] = {
        "principal": "supervisor", "deputy": "second clerk", "permissions": APPROVE, "from_on": PRACTICE_DATE,
        "until_on": PRACTICE_DATE + timedelta(days=20), "reason": "住院", "signed_on": PRACTICE_DATE, "scan": scan,
        **changes,
    }  # fmt: skip
    return TakeDeputyPaper(**said)


def waiting(branch: Branch) -> DeputyPaperWaiting:
    (found,) = branch.supervisor(ShowInbox()).deputies
    return found


def standing(branch: Branch) -> tuple[DeputyStanding, PaperState | None]:
    (line,) = branch.supervisor(ListDeputies())
    return line.standing, line.paper


@pytest.mark.parametrize("content", [b"", b"not a scan", b"%PDF-1.7 torn"])
def test_what_is_no_scan_is_refused_by_the_child_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    for what in (path, tmp_path / "missing.pdf"):
        with pytest.raises(Refused) as refused:
            read_authorisation(what)
        assert refused.value.code in ("paper.not_a_scan", "paper.unreadable")
        assert refused.value.facts["field"] == "path"
        assert refused.value.code in REFUSALS


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"principal": "clerk"}, "deputy.not_a_supervisor"),
        ({"principal": "nobody"}, "person.unknown"),
        ({"deputy": "administrator"}, "deputy.wrong_role"),
        ({"permissions": frozenset({Permission.SECOND})}, "deputy.not_deputable"),
        ({"signed_on": PRACTICE_DATE + timedelta(days=1)}, "paper.in_future"),
        ({"signed_on": PRACTICE_DATE - timedelta(days=8)}, "paper.too_old"),
        ({"reason": " "}, "deputy.reason_missing"),
    ],
)
def test_a_paper_that_authorises_nobody_is_refused(
    branch: Branch, scan: Authorisation, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        branch.administrator(taking(scan, **changes))
    assert refused.value.code == code
    assert branch.supervisor(ListDeputies()) == ()


def test_neither_a_clerk_nor_a_supervisor_who_is_here_takes_one_in(
    branch: Branch, scan: Authorisation
) -> None:
    with pytest.raises(NotPermitted):
        branch.clerk(taking(scan))
    with pytest.raises(Refused, match=r"paper\.name_at_the_desk"):
        branch.supervisor(taking(scan))


def test_the_deputy_decides_at_once_and_stops_when_three_working_days_pass_unconfirmed(
    branch: Branch, scan: Authorisation
) -> None:
    first, second, third = branch.request(), branch.request(WANG), None
    branch.administrator(taking(scan))  # alone: nobody is there to be the second person
    paper = waiting(branch)
    assert (paper.deputy_login, paper.due_on, paper.is_over) == (
        "second clerk",
        PRACTICE_DATE + timedelta(days=5),
        False,
    )
    assert branch.run("second clerk", DecideRequest(first, Verdict.APPROVE)) is RequestState.APPROVED
    branch.advance(days=5)
    assert branch.administrator(ShowPapersLate()) == PapersLate()
    branch.advance(days=1)  # the fourth working day
    with pytest.raises(NotPermitted):
        branch.run("second clerk", DecideRequest(second, Verdict.APPROVE))
    assert standing(branch) == (DeputyStanding.STOPPED, PaperState.WAITING)
    assert waiting(branch).is_over
    for login in (
        "supervisor",
        "administrator",
        "auditor",
        "second clerk",
    ):  # whoever answers for it, and the deputy
        assert branch.run(login, ShowPapersLate()) == PapersLate(0, 1, PRACTICE_DATE + timedelta(days=5)), (
            login
        )
    assert branch.clerk(ShowPapersLate()) == PapersLate()
    branch.run("supervisor", ConfirmDeputyPaper(paper.paper_id))  # late, but right: it runs again
    assert standing(branch) == (DeputyStanding.RUNNING, PaperState.CONFIRMED)
    assert branch.run("second clerk", DecideRequest(second, Verdict.APPROVE)) is RequestState.APPROVED
    assert (branch.administrator(ShowPapersLate()), third) == (PapersLate(), None)
    said = {line.action: line.about for line in branch.ask(lambda view: audit.lines(view, limit=60))}
    assert said["deputy.paper_confirmed"]["late"] is True
    assert said["deputy.paper_taken"]["sha256"] == scan.sha256


def test_a_refused_paper_ends_it_at_once_and_an_ended_one_asks_nobody_any_more(
    branch: Branch, scan: Authorisation
) -> None:
    branch.administrator(taking(scan))
    paper = waiting(branch)
    with pytest.raises(NotPermitted):  # the administrator confirms no paper, least of all their own
        branch.administrator(ConfirmDeputyPaper(paper.paper_id))
    with pytest.raises(Refused, match=r"paper\.reason_missing"):
        branch.supervisor(RefuseDeputyPaper(paper.paper_id, " "))
    branch.supervisor(RefuseDeputyPaper(paper.paper_id, "签名不符"))
    assert standing(branch) == (DeputyStanding.OVER, PaperState.REFUSED)
    with pytest.raises(NotPermitted):
        branch.run("second clerk", DecideRequest(branch.request(), Verdict.APPROVE))
    branch.administrator(taking(scan))
    again = waiting(branch)
    (running, _over) = branch.supervisor(ListDeputies())
    branch.administrator(EndDeputyship(running.id))
    assert branch.supervisor(ShowInbox()).deputies == ()
    assert again.paper_id != paper.paper_id


def test_a_supervisor_confirms_no_paper_that_makes_them_the_deputy(
    branch: Branch, scan: Authorisation
) -> None:
    branch.enrol("other", Role.SUPERVISOR.value)
    branch.administrator(taking(scan, deputy="other"))
    with pytest.raises(Refused, match=r"four_eyes\.own_paper"):
        branch.run("other", ConfirmDeputyPaper(waiting(branch).paper_id))


def test_the_page_is_shown_as_it_was_scanned_and_looking_is_in_the_trail(
    branch: Branch, scan: Authorisation
) -> None:
    branch.administrator(taking(scan))
    paper = waiting(branch)
    assert branch.supervisor(ShowDeputyPaper(paper.paper_id)) == scan.picture
    assert scan.picture.startswith(b"\xff\xd8")
    with pytest.raises(NotPermitted):
        branch.clerk(ShowDeputyPaper(paper.paper_id))
    (last,) = branch.ask(lambda view: audit.lines(view, action="deputy.paper_shown"))
    assert last.about == {"paper": paper.paper_id}


def test_an_approval_on_paper_that_nobody_confirmed_is_told_to_whoever_acted_on_it(
    branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "approval.pdf"
    path.write_bytes(b"%PDF-1.7 signed")
    branch.clerk(TakePaperApproval(PaperKind.REQUEST, branch.request(), path, "supervisor", PRACTICE_DATE))
    branch.advance(days=6)
    late = PapersLate(1, 0, PRACTICE_DATE + timedelta(days=5))
    assert [branch.run(who, ShowPapersLate()) for who in ("clerk", "administrator")] == [late, late]
    assert branch.run("second clerk", ShowPapersLate()) == PapersLate()
