"""Printing: what may not be printed, what a neighbour may not read, and what comes back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from collectdesk.desk.paper.codes import Code, CodeKind, read_code
from collectdesk.desk.paper.recording import SignOff
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Cancelled, Progress
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.desk.visits.printing import PreviewPages, PrintAgreement, Printed, PrintKit, PrintRecord
from collectdesk.desk.visits.visiting import CancelVisit
from collectdesk.domain.customers.identity import door_name
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.refusals import ReasonNeeded, Refused, RuleBroken
from collectdesk.domain.visits.visits import VisitState
from collectdesk.store.cases import cases
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits
from desk.papers import FORBIDDEN_AT_THE_DOOR, codes, pages
from helpers.branches import LI, OUYANG, WANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.visits.kit_gathering import Kit
    from helpers.branches import Branch


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "paper.pdf"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "门口.jpg"
    Image.new("RGB", (320, 240), (130, 150, 90)).save(path)
    return path


def nothing_left(target: Path) -> bool:
    return not target.parent.exists() or not list(target.parent.iterdir())


def visit_of(branch: Branch, visit_id: str) -> visits.Visit:
    return branch.ask(lambda view: visits.visit(view, visit_id))


def prints_of(branch: Branch, subject_id: str) -> list[visits.Print]:
    return branch.ask(lambda view: visits.prints(view, subject_id))


def decisions_of(branch: Branch, visit_id: str) -> list[cases.KeptDecision]:
    return branch.ask(lambda view: cases.decisions(view, visits.visit(view, visit_id).case_id))


def read(branch: Branch, text: str) -> Code:
    return branch.ask(lambda view: read_code(view, text))


# What is refused


def test_the_forbidden_hour_refuses_the_plan_so_there_is_nothing_to_print(branch: Branch) -> None:
    branch.call()
    request_id = branch.request()
    branch.approve(request_id)
    with pytest.raises(RuleBroken) as broken:
        branch.plan(request_id, branch.today_at(21, 30), minutes=60)
    assert "CN-VIS-06" in broken.value.facts["rules"]


def test_a_hold_placed_after_the_plan_refuses_the_kit_and_names_the_visit(
    branch: Branch, target: Path
) -> None:
    first, second = branch.planned_visit(LI), branch.planned_visit(OUYANG, branch.today_at(14))
    branch.hold("dispute", OUYANG)
    with pytest.raises(RuleBroken) as broken:
        branch.supervisor(PrintKit(target, (first, second)))
    assert broken.value.facts["visit"] == "WF-2026-00002"
    assert nothing_left(target)
    assert visit_of(branch, first).state is VisitState.SCHEDULED
    assert prints_of(branch, first) == []


def test_a_reason_given_at_the_plan_answers_no_rule_that_speaks_since(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit(reason="客户已知情")
    branch.hold("illness")
    with pytest.raises(ReasonNeeded) as needed:
        branch.supervisor(PrintKit(target, (visit_id,)))
    assert needed.value.facts["visit"] == "WF-2026-00001"
    assert needed.value.facts["rules"] == ("CN-HOLD-05",)
    assert nothing_left(target)
    branch.supervisor(PrintKit(target, (visit_id,), reason="客户主动要求当面说明病情"))
    case_id = branch.case_id()
    decided = branch.ask(lambda view: cases.decisions(view, case_id))
    assert any(d.rule_id == "CN-HOLD-05" and d.reason == "客户主动要求当面说明病情" for d in decided)


@dataclass(frozen=True, slots=True)
class InterruptedPrint(PrintKit):
    """A kit during whose drawing something happens in the branch."""

    meanwhile: Callable[[], object] = lambda: None

    def draw(self, gathered: Kit, partial: Path, progress: Progress) -> None:
        super(InterruptedPrint, self).draw(gathered, partial, progress)
        self.meanwhile()


def test_a_hold_that_comes_in_while_the_kit_is_drawn_refuses_it(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    with pytest.raises(RuleBroken) as broken:
        branch.supervisor(InterruptedPrint(target, (visit_id,), meanwhile=lambda: branch.hold("dispute")))
    assert broken.value.facts["visit"] == "WF-2026-00001"
    assert nothing_left(target)
    assert prints_of(branch, visit_id) == []
    assert "kit.printed" not in branch.actions()


def test_a_visit_called_off_while_the_kit_is_drawn_refuses_it(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    with pytest.raises(StaleRecord):
        branch.supervisor(
            InterruptedPrint(
                target, (visit_id,), meanwhile=lambda: branch.clerk(CancelVisit(visit_id, "客户住院"))
            )
        )
    assert nothing_left(target)


def test_two_prints_at_once_never_share_a_copy_number(branch: Branch, target: Path) -> None:
    visit_id = branch.recorded_visit()

    @dataclass(frozen=True, slots=True)
    class Twice(PrintRecord):
        def draw(self, gathered: Any, partial: Path, progress: Progress) -> None:
            super(Twice, self).draw(gathered, partial, progress)
            branch.supervisor(PrintRecord(target.with_name("other.pdf"), visit_id))

    with pytest.raises(Refused) as refused:
        branch.supervisor(Twice(target, visit_id))
    assert refused.value.code == "print.meanwhile"
    assert not target.exists()


@pytest.mark.parametrize(
    ("second", "code"), [("other_day", "kit.other_day"), ("recorded", "kit.not_open"), ("none", "kit.empty")]
)
def test_a_kit_is_one_team_s_day_of_open_visits(branch: Branch, target: Path, second: str, code: str) -> None:
    first = branch.planned_visit(LI)
    ids: tuple[str, ...] = ()
    if second == "other_day":
        ids = (first, branch.planned_visit(WANG, branch.today_at(10, days=1)))
    if second == "recorded":
        branch.advance(hours=2)
        branch.record(first)
        ids = (first,)
    with pytest.raises(Refused) as refused:
        branch.supervisor(PrintKit(target, ids))
    assert refused.value.code == code


def test_a_clerk_may_not_print_a_kit_and_the_attempt_is_in_the_trail(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    with pytest.raises(NotPermitted):
        branch.clerk(PrintKit(target, (visit_id,)))
    assert branch.actions()[-1] == "refused.kit.printed"
    assert nothing_left(target)


def test_a_cancelled_print_leaves_no_file_and_no_register_entry(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        branch.supervisor(PrintKit(target, (visit_id,)), progress)
    assert nothing_left(target)
    assert prints_of(branch, visit_id) == []


def test_a_visit_without_a_record_has_nothing_to_print(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    with pytest.raises(Refused) as refused:
        branch.supervisor(PrintRecord(target, visit_id))
    assert refused.value.code == "print.no_record"


def test_nobody_signs_off_the_record_they_typed(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    branch.advance(hours=2)
    branch.record(visit_id, by="supervisor")
    with pytest.raises(Refused) as refused:
        branch.supervisor(SignOff(visit_id))
    assert refused.value.code == "four_eyes.own_record"


def test_a_record_whose_photo_was_altered_is_not_printed(branch: Branch, target: Path, photo: Path) -> None:
    visit_id = branch.recorded_visit(photo=photo)
    original = branch.ask(lambda view: evidence.of_visit(view, visit_id)[0])
    stored = branch.evidence_folder / original.stored_name  # its upright copy, which is printed, is untouched
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreTrouble) as trouble:
        branch.supervisor(PrintRecord(target, visit_id))
    assert (trouble.value.code, trouble.value.facts) == ("store.evidence_altered", {"name": "门口.jpg"})
    assert nothing_left(target)


def test_a_cancelled_plan_is_not_printed_for_signing(branch: Branch, target: Path) -> None:
    from collectdesk.desk.solutions.solving import DecidePlan

    plan_id = branch.offer()
    branch.supervisor(DecidePlan(plan_id, approve=False, reason="金额过高"))
    with pytest.raises(Refused) as refused:
        branch.clerk(PrintAgreement(target, plan_id))
    assert refused.value.code == "print.plan_over"


# What is printed


def test_a_kit_is_registered_and_its_visits_are_out_with_paper(branch: Branch, target: Path) -> None:
    late, early = branch.planned_visit(LI, branch.today_at(15)), branch.planned_visit(OUYANG)
    printed = branch.supervisor(PrintKit(target, (late, early)))
    assert printed == Printed(target, 8, 1, "K-20260318-C01", printed.sha256, ())
    for visit_id in (late, early):
        assert visit_of(branch, visit_id).state is VisitState.KIT_PRINTED
        (kept,) = prints_of(branch, visit_id)
        assert (kept.document, kept.copy, kept.pages, kept.sha256) == ("kit", 1, 8, printed.sha256)
        assert any(decided.subject_id == visit_id for decided in decisions_of(branch, visit_id))
    assert branch.actions()[-1] == "kit.printed"


def test_every_code_on_the_paper_reads_back_as_the_page_it_is_on(branch: Branch, target: Path) -> None:
    first, second = branch.planned_visit(LI), branch.planned_visit(OUYANG, branch.today_at(14))
    branch.supervisor(PrintKit(target, (first, second)))
    cover, route, *sheets = [read(branch, text) for (text,) in codes(target)]
    assert (cover.kind, cover.page) == (CodeKind.COVER, 1)
    assert (route.kind, route.page) == (CodeKind.COVER, 2)
    assert [(code.kind, code.page) for code in sheets] == [(CodeKind.SHEET, page) for page in (1, 2, 3)] * 2
    assert [found(branch, code) for code in sheets] == [first] * 3 + [second] * 3


def found(branch: Branch, code: Code) -> str | None:
    visit = branch.ask(lambda view: visits.visit_by_tail(view, code.subject_tail))
    return visit.id if visit else None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_a_neighbour_may_glimpse_tells_nothing(branch: Branch, target: Path, language: str) -> None:
    visit_id = branch.planned_visit(OUYANG, caution="逾期三个月，态度回避")
    branch.supervisor(PrintKit(target, (visit_id,), language))
    cover, route, door, inside, slips = pages(target)
    said = (cover + route + door + slips).lower().replace("云岭县支行", "")
    assert [word for word in FORBIDDEN_AT_THE_DOOR if word in said] == []
    assert OUYANG not in door
    assert "2,900.00" not in door
    assert "欧阳*" in door
    assert OUYANG in inside
    assert "2,900.00" in inside
    assert "08:00–21:15" in inside


@pytest.mark.parametrize(
    ("name", "shown"),
    [("李明", "李*"), ("欧阳雪", "欧阳*"), ("赵𬭎䶮", "赵**"), ("阿卜杜·买买提", "阿卜杜·***"), ("", ""),
     ("John Smith", "J*** S****")],
)  # fmt: skip
def test_the_door_shows_the_surname_alone(name: str, shown: str) -> None:
    assert door_name(name) == shown


def test_papers_of_practice_say_so_and_who_printed_them_when(branch: Branch, target: Path) -> None:
    visit_id = branch.planned_visit()
    branch.supervisor(PrintKit(target, (visit_id,)))
    for page in pages(target):
        assert "练习数据PRACTICEDATA" in page
        assert "周敏(supervisor)打印于2026-03-1809:00" in page


def test_a_reprint_says_which_copy_it_is(branch: Branch, target: Path) -> None:
    visit_id = branch.recorded_visit()
    first = branch.supervisor(PrintRecord(target, visit_id))
    assert (first.copy, first.number) == (1, "WF-2026-00001-R")
    assert "份打印件" not in "".join(pages(target))
    branch.sign(visit_id)
    second = branch.supervisor(PrintRecord(target, visit_id))
    assert second.copy == 2
    assert all("第2份打印件" in page for page in pages(target))
    assert second.sha256 != first.sha256


def test_a_record_tells_what_was_found_with_its_photo_and_code(
    branch: Branch, target: Path, photo: Path
) -> None:
    visit_id = branch.planned_visit()
    branch.advance(hours=2)
    branch.attach(visit_id, photo)
    branch.record(
        visit_id,
        outcome=VisitOutcome.PROMISED,
        promise=PromiseGiven(Money(123_456), branch.now.date() + timedelta(days=7), LI, "工资"),
        arrived_at=branch.today_at(10),
    )
    branch.sign(visit_id)
    branch.supervisor(PrintRecord(target, visit_id))
    text = "".join(pages(target))
    for expected in ("收入下降", "小吃店每月约四千元", "母亲八十岁", "店铺二月起停业装修", "1,234.56", "2026-03-25",
                     "门口.jpg", "希望先听听分期办法", "陈静", "周敏", "已签核"):  # fmt: skip
        assert expected in text
    ((code,), *_rest) = codes(target)
    assert read(branch, code).is_about(visit_id)


def test_an_agreement_has_the_plan_s_figures_and_both_names(branch: Branch, target: Path) -> None:
    plan_id = branch.offer(count=6)
    printed = branch.clerk(PrintAgreement(target, plan_id))
    assert printed.number == "XY-2026-00001"
    text = "".join(pages(target))
    for expected in (
        "李明",
        "赵大江",
        "12,845.36",
        "2,140.91",
        "186,300.00",
        "2026-09-20",
        "5****************9",
    ):
        assert expected in text
    ((code,), *_rest) = codes(target)
    assert read(branch, code).kind is CodeKind.AGREEMENT
    assert read(branch, code).is_about(plan_id)


# The preview


def test_a_page_is_shown_at_the_width_asked_for(branch: Branch, target: Path) -> None:
    branch.clerk(PrintAgreement(target, branch.offer()))
    picture = Image.open(io.BytesIO(branch.clerk(PreviewPages(target, 2, 640))))
    assert picture.format == "PNG"
    assert abs(picture.width - 640) <= 1


def test_a_preview_of_no_pdf_or_no_page_says_so(branch: Branch, target: Path, photo: Path) -> None:
    branch.clerk(PrintAgreement(target, branch.offer()))
    for path, page, code in (
        (photo, 1, "preview.unreadable"),
        (target.with_name("gone.pdf"), 1, "preview.unreadable"),
        (target, 40, "preview.no_page"),
        (target, 0, "preview.no_page"),
    ):
        with pytest.raises(Refused) as refused:
            branch.clerk(PreviewPages(path, page))
        assert refused.value.code == code
