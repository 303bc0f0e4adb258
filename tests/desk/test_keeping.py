"""Keeping a file true: a wrong pair is stopped everywhere and never comes back, a source can always be named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from collectdesk.desk.contact.contacting import JudgeCall, LogContact, NextLawfulCall
from collectdesk.desk.customers.files import EventKind, OpenFile
from collectdesk.desk.customers.keeping import (
    ChangePoint,
    CheckPoint,
    KeepPerson,
    KeepPoint,
    PrintApology,
    WrongPerson,
)
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.parties import MayContact, PartyRole
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits
from helpers.branches import ACCOUNTS, LI, OUYANG, WANG, overdue_row

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.pipeline import Deed
    from helpers.branches import Branch

SHARED = "19900000009"
"""The guarantor's number in the branch of the tests."""


def file_of(branch: Branch, name: str = LI) -> CustomerFile:
    return branch.clerk(OpenFile(branch.customer_id(name)))


def keep(branch: Branch, of: str = LI, **said: Any) -> str:
    facts = {"role": PartyRole.SPOUSE, "name": "刘芳", **said}
    return branch.clerk(KeepPerson(branch.customer_id(of), **facts))


def point(branch: Branch, name: str = LI, **said: Any) -> str:
    facts = {"kind": "phone", "label": "mobile", "value": "199 1111 2222", "source": "reserved", **said}
    return branch.clerk(KeepPoint(branch.customer_id(name), **facts))


def standings(branch: Branch, name: str, value: str) -> dict[str, str]:
    return {p.party or name: p.standing for p in file_of(branch, name).points if p.value == value}


# ---- refusals first


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value": "abc"}, "point.no_phone"),
        ({"source": "unknown"}, "point.source_missing"),
        ({"source": ""}, "point.source_missing"),
        ({"label": "registered"}, "point.label_unknown"),
        ({"value": "19900000001"}, "point.known"),
        ({"valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 1)}, "point.ends_before"),
        ({"kind": "address", "label": "home", "value": "3"}, "point.no_address"),
    ],
)
def test_a_number_nobody_could_use_lawfully_is_refused(
    branch: Branch, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        point(branch, **said)
    assert refused.value.code == code


def test_a_person_without_a_name_twice_or_from_tomorrow_is_refused(branch: Branch) -> None:
    keep(branch)
    for said, code in (
        ({"name": " "}, "party.name_missing"),
        ({}, "party.known"),
        ({"name": "孙某", "refused_on": date(2026, 3, 19), "refused_why": "x"}, "party.refused_in_future"),
        ({"name": "孙某", "refused_on": date(2026, 3, 1)}, "party.why_missing"),
    ):
        with pytest.raises(Refused) as refused:
            keep(branch, **said)
        assert refused.value.code == code


def test_another_customer_s_person_or_point_is_never_touched(branch: Branch) -> None:
    person, strange = keep(branch), branch.point_id("mobile", WANG)
    with pytest.raises(Refused):
        point(branch, WANG, person_id=person)
    deeds: list[Deed[Any]] = [
        WrongPerson(branch.customer_id(LI), strange),
        CheckPoint(branch.customer_id(LI), strange, True, "call"),
        ChangePoint(branch.customer_id(LI), strange, "mobile", "contract", date(2026, 3, 1)),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            branch.clerk(deed)


def test_two_people_who_change_the_same_person_don_t_overwrite_each_other(branch: Branch) -> None:
    person = keep(branch)
    known = next(each.party for each in file_of(branch).around if each.party.id == person)
    keep(branch, person_id=person, version=known.version, note="在外地")
    with pytest.raises(StaleRecord):
        keep(branch, person_id=person, version=known.version, note="已回来")


# ---- the wrong person


def test_a_wrong_pair_is_blocked_in_every_file_and_the_family_keeps_the_number(branch: Branch) -> None:
    for name in (WANG, OUYANG):
        guarantor = keep(branch, name, role=PartyRole.GUARANTOR, name="赵大江")
        point(branch, name, value=SHARED, person_id=guarantor)
    point(branch, WANG, value=SHARED, person_id=keep(branch, WANG, name="赵小江"))
    done = branch.clerk(WrongPerson(branch.customer_id(LI), branch.point_id("guarantor"), "接听者姓孙"))
    assert done.points == 3
    assert standings(branch, LI, SHARED) == {"赵大江": "blocked"}
    assert standings(branch, WANG, SHARED) == {"赵大江": "blocked", "赵小江": "valid"}
    assert standings(branch, OUYANG, SHARED) == {"赵大江": "blocked"}
    event = next(e for e in file_of(branch, OUYANG).timeline if e.kind is EventKind.WRONG_PERSON)
    assert event.facts["person"] == "赵大江"


def test_a_wrong_pair_never_comes_back_by_hand_or_by_a_file(branch: Branch) -> None:
    branch.clerk(WrongPerson(branch.customer_id(LI), branch.point_id("guarantor")))
    guarantor = keep(branch, WANG, role=PartyRole.GUARANTOR, name="赵大江")
    with pytest.raises(Refused) as refused:
        point(branch, WANG, value=SHARED, person_id=guarantor)
    assert refused.value.code == "point.wrong_pair"
    row = overdue_row(3, OUYANG, ACCOUNTS[OUYANG], ProductKind.LOAN, 1, 2, 96, guarantor_name="赵大江",
                      guarantor_phone=SHARED)  # fmt: skip
    branch.take(LedgerKind.OVERDUE, [row], date(2026, 3, 19))
    assert standings(branch, OUYANG, SHARED) == {"赵大江": "blocked"}
    with pytest.raises(Refused):
        branch.clerk(CheckPoint(branch.customer_id(LI), branch.point_id("guarantor"), True, "call"))


def test_a_visit_planned_at_somebody_else_s_door_is_called_off(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    branch.clerk(WrongPerson(branch.customer_id(LI), branch.point_id("home"), "住户姓周"))
    assert branch.ask(lambda view: visits.visit(view, visit_id)).state is VisitState.CANCELLED
    kinds = {step.kind for step in branch.ask(lambda view: cases.steps(view, case_id=branch.case_id()))}
    assert not kinds & {StepKind.NOTIFY, StepKind.RECORD_VISIT, StepKind.PRINT_KIT}
    assert kinds


def test_who_can_no_longer_be_reached_has_no_call_left_but_a_step_to_find_another_number(
    branch: Branch,
) -> None:
    branch.clerk(WrongPerson(branch.customer_id(LI), branch.point_id("mobile")))
    steps = branch.ask(lambda view: cases.steps(view, case_id=branch.case_id()))
    assert [(step.kind, step.why) for step in steps] == [(StepKind.REVIEW, "pair.blocked")]


def test_a_call_that_reached_the_wrong_person_blocks_the_pair_too(branch: Branch) -> None:
    deed = LogContact(branch.case_id(), Channel.PHONE, branch.now, Reached.WRONG_PERSON, ContactOutcome.WRONG_NUMBER,
                      point_id=branch.point_id("mobile"), note="号码已换人")  # fmt: skip
    branch.clerk(deed)
    file = file_of(branch)
    assert [pair.note for pair in file.wrong_pairs] == ["号码已换人"]
    assert branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))[0].refusals


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("label", ["mobile", "home"])
def test_the_apology_names_neither_the_debtor_nor_a_debt(
    branch: Branch, tmp_path: Path, label: str, language: str
) -> None:
    pair = branch.clerk(WrongPerson(branch.customer_id(LI), branch.point_id(label))).pair_id
    printed = branch.clerk(PrintApology(tmp_path / "letter.pdf", pair, language))
    document = pypdfium2.PdfDocument(printed.path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert printed.pages == 1
    assert not [word for word in (LI, "逾期", "欠", "贷", "催", "债", "debt", "loan", "overdue", "owe", "collect")
                if word in text.lower()]  # fmt: skip
    assert "19900000001" not in text
    assert branch.clerk(PrintApology(tmp_path / "again.pdf", pair, language)).copy == 2


# ---- people and points


def test_somebody_who_asked_not_to_be_contacted_is_refused_at_the_next_call(branch: Branch) -> None:
    person = keep(
        branch, role=PartyRole.CONTACT_PERSON, name="赵强", refused_on=date(2026, 3, 2), refused_why="来电"
    )
    point_id = point(branch, person_id=person)
    view = next(each for each in file_of(branch).around if each.party.id == person)
    assert (view.answer.may, view.answer.since) == (MayContact.NOT, date(2026, 3, 2))
    judgement = branch.clerk(JudgeCall(branch.case_id(), point_id))[0]
    assert any(decision.rule_id for decision in judgement.refusals)


def test_a_guarantor_is_contacted_about_the_debt_until_the_guarantee_ends(branch: Branch) -> None:
    guarantor = next(each.party for each in file_of(branch).around)
    point_id = branch.point_id("guarantor")
    assert branch.clerk(JudgeCall(branch.case_id(), point_id))[0].is_lawful
    keep(
        branch,
        role=PartyRole.GUARANTOR,
        name=guarantor.name,
        until_on=date(2026, 3, 1),
        person_id=guarantor.id,
    )
    assert not branch.clerk(JudgeCall(branch.case_id(), point_id))[0].is_lawful


def test_what_is_known_of_an_address_stays_with_it(branch: Branch) -> None:
    home, customer_id = branch.point_id("home"), branch.customer_id(LI)
    since = date(2026, 3, 1)
    with pytest.raises(Refused):
        branch.clerk(
            ChangePoint(customer_id, home, "home", "contract", since, place=(26_100_000, 104_500_000))
        )
    branch.clerk(
        ChangePoint(customer_id, home, "registered", "contract", since, access_note="晚七点锁门",
                    place=(26_100_000, 104_500_000), located_by="visit")
    )  # fmt: skip
    branch.clerk(CheckPoint(customer_id, home, True, "visit"))
    known = next(p for p in file_of(branch).points if p.id == home)
    assert (known.label, known.access_note, known.place, known.located_by, known.checked_how, known.standing) == (
        "registered", "晚七点锁门", (26_100_000, 104_500_000), "visit", "visit", "valid",
    )  # fmt: skip


def test_an_auditor_reads_people_masked_and_keeps_none(branch: Branch) -> None:
    keep(branch)
    around = branch.auditor(OpenFile(branch.customer_id(LI))).around
    assert {each.party.name for each in around} == {"*芳", "*大江"}


def test_the_next_lawful_call_is_now_by_day_and_tomorrow_morning_by_night(branch: Branch) -> None:
    deed = NextLawfulCall(branch.case_id(), branch.point_id("mobile"))
    assert branch.clerk(deed) == branch.now
    branch.advance(hours=14)  # 23:00
    found = branch.clerk(deed)
    assert found is not None
    assert found.astimezone(CHINA_TIME).hour == 8
    assert found - branch.now < timedelta(hours=10)


def test_the_header_says_how_the_arrears_moved_since_a_month_ago(branch: Branch) -> None:
    assert file_of(branch).trend is None
    branch.take(LedgerKind.OVERDUE, [overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 15_000_00, 180_000_00, 98)],
                date(2026, 4, 18))  # fmt: skip
    trend = file_of(branch).trend
    assert trend is not None
    assert (trend.since, trend.change.fen, trend.is_worse) == (date(2026, 3, 18), 15_000_00 - 12_845_36, True)
