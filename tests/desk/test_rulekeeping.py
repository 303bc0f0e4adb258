"""The branch keeps its own rules: bad packs are named and not loaded, softening takes a supervisor and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from collectdesk.desk.contact.complaints import Brought, RegisterComplaint
from collectdesk.desk.contact.contacting import JudgeCall, LogContact
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.rules.booklet import PrintBooklet
from collectdesk.desk.rules.clocks import ShowClocks
from collectdesk.desk.rules.rulekeeping import (
    ChooseJurisdiction,
    ConfirmCitation,
    LoadPack,
    LoosenRule,
    PackRefused,
    RestoreRule,
    TryPack,
    WithdrawPack,
)
from collectdesk.desk.rules.ruling import ShowRules
from collectdesk.domain.contact.complaints import ComplaintChannel, ComplaintKind
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act, Certainty, Force, Outcome, Rule
from collectdesk.store import rules
from collectdesk.terms_trouble import sentence
from collectdesk.words import for_language
from desk.papers import pages
from helpers.branches import PRACTICE_DATE, Branch, small_branch

PACK = """format = 1
[pack]
id = "yunling"
jurisdiction = "cn"
version = "{version}"
effective_from = 2026-01-01
adds_to = "cn"
title = {{ zh = "云岭支行补充规则", en = "Rules of the Yunling branch" }}
[instruments.order]
name = {{ zh = "云岭支行通知", en = "Order of the branch" }}
[[rule]]
id = "YL-TIME-01"
acts = ["call"]
binds = ["branch"]
condition = "time_between(local_start, {end}, 09:30)"
force = "branch"
outcome = "{outcome}"
certainty = "read"
citation = {{ instrument = "order", clause = {{ zh = "第一条", en = "1" }} }}
sentence = {{ zh = "9:30前不得拨打电话。", en = "No calls before 09:30." }}
remedy = {{ code = "wait_for_hours", from = "09:30", to = "20:00" }}
"""


def pack(version: str = "1", end: str = "20:00", outcome: str = "refused") -> str:
    return PACK.format(version=version, end=end, outcome=outcome)


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def _outcome(branch: Branch) -> Outcome:
    judged, _ = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))
    return judged.outcome


def _rule(branch: Branch, rule_id: str, day: date | None = None) -> Rule:
    shown = branch.clerk(ShowRules(day))
    return next(rule for one in shown.packs for rule in one.rules if rule.id == rule_id)


def test_a_bad_pack_is_named_by_file_rule_and_field_and_the_last_valid_one_goes_on_judging(
    branch: Branch,
) -> None:
    branch.run("administrator", LoadPack(pack(), "yunling.toml"))
    assert _outcome(branch) is Outcome.REFUSED
    with pytest.raises(PackRefused) as refused:
        branch.run("administrator", LoadPack(pack("2").replace('"refused"', '"never"'), "yunling-2.toml"))
    said = sentence(for_language("en"), refused.value)
    assert all(part in said for part in ("yunling-2.toml", "YL-TIME-01", "outcome", "never"))
    assert _outcome(branch) is Outcome.REFUSED
    assert [one.pack_version for one in branch.ask(rules.own_packs)] == ["1"]


def test_a_stricter_rule_of_the_branch_judges_at_once_and_is_in_the_trail(branch: Branch) -> None:
    assert _outcome(branch) is Outcome.ALLOWED, "it is nine o'clock"
    tried = branch.run("administrator", LoadPack(pack(), "yunling.toml"))
    assert tried.softer == ()
    assert _outcome(branch) is Outcome.REFUSED
    shown = branch.clerk(ShowRules())
    assert [(one.name, one.own) for one in shown.packs] == [("cn", False), ("yunling", True)]
    assert branch.actions()[-1] == "rules.pack_loaded"


def test_a_new_version_that_softens_needs_a_supervisor_and_a_reason(branch: Branch) -> None:
    branch.run("administrator", LoadPack(pack(), "yunling.toml"))
    softer = LoadPack(pack("2", outcome="hint"), "yunling-2.toml", "按总行通知")
    assert [one.rule_id for one in branch.clerk(TryPack(softer.text, softer.file_name)).softer] == [
        "YL-TIME-01"
    ]
    with pytest.raises(Refused, match="softer_by_supervisor"):
        branch.run("administrator", softer)
    with pytest.raises(Refused, match="softer_needs_reason"):
        branch.supervisor(LoadPack(softer.text, softer.file_name))
    branch.supervisor(softer)
    assert _outcome(branch) is Outcome.HINT


TERMS = """format = 1
[pack]
id = "yunling-terms"
jurisdiction = "cn"
version = "{version}"
effective_from = 2026-01-01
{adds}
title = {{ zh = "云岭支行时限", en = "Terms of the Yunling branch" }}
[instruments.order]
name = {{ zh = "云岭支行通知", en = "Order of the branch" }}
[[term]]
code = "{code}"
{length}
citation = {{ instrument = "order", clause = {{ zh = "第六条", en = "6" }} }}
"""


def terms(code: str, length: str, version: str = "1", adds: str = 'adds_to = "cn"') -> LoadPack:
    return LoadPack(
        TERMS.format(code=code, length=length, version=version, adds=adds), f"terms-{version}.toml"
    )


@pytest.mark.parametrize(
    ("code", "length", "refusal"),
    [
        ("complaint", "days = 16", "rules.term_softer"),
        ("complaint", "days = 0", "rules.term_softer"),
        ("complaint", "alarms = [4, 1]", "rules.term_softer"),  # reminds a day later than the shipped one
        ("recordings", "months = 23", "rules.term_softer"),
        ("limitation", "years = 2", "rules.term_softer"),  # a branch can't shorten what the law gives
        ("bureau_retention", "years = 6", "rules.term_softer"),  # the bureau keeps it, not the branch
        ("holiday", "days = 3", "rules.term_unknown"),
    ],
)
def test_a_term_of_the_branchs_own_that_asks_for_less_is_refused_by_name(
    branch: Branch, code: str, length: str, refusal: str
) -> None:
    with pytest.raises(Refused) as refused:
        branch.run("administrator", terms(code, length))
    assert refused.value.code == refusal
    assert refused.value.facts["term"] == code


def test_terms_belong_into_a_pack_that_adds_to_another_and_say_what_is_wrong_with_them(
    branch: Branch,
) -> None:
    for wrong in (terms("complaint", "days = 10", adds=""), terms("complaint", "days = -1"),
                  terms("complaint", "alarms = [1, 7]"), terms("complaint", "weeks = 2")):  # fmt: skip
        with pytest.raises(PackRefused):
            branch.run("administrator", wrong)


def test_a_complaint_is_answered_by_the_branchs_own_term_and_giving_it_up_takes_a_supervisor(
    branch: Branch, tmp_path: Path
) -> None:
    branch.run("administrator", terms("complaint", "days = 10\nalarms = [7, 3, 1]"))
    said = Brought(
        ComplaintKind.COMPLAINT, "李明", ComplaintChannel.PHONE, PRACTICE_DATE, "calls", "来电过多"
    )
    branch.clerk(RegisterComplaint(branch.case_id(), said))
    clock = next(one for one in branch.clerk(ShowClocks(branch.case_id())) if one.term.code == "complaint")
    assert (clock.days_left, clock.term.lead, clock.term.citation.clause.zh) == (10, 7, "第六条")
    limitation = next(
        one for one in branch.clerk(ShowClocks(branch.case_id())) if one.term.code == "limitation"
    )
    assert limitation.term.force is Force.LAW
    booklet = tmp_path / "booklet.pdf"
    branch.administrator(PrintBooklet(booklet, "zh_CN"))
    said_on_paper = pages(booklet)[-1]
    assert "法定时限" in said_on_paper
    assert "云岭支行通知第六条" in said_on_paper
    with pytest.raises(Refused, match="softer_by_supervisor"):
        branch.run("administrator", terms("recordings", "years = 3", "2"))  # the answer's ten days would go
    branch.supervisor(replace(terms("complaint", "days = 12", "2"), reason="按总行通知"))
    with pytest.raises(Refused, match="softer_by_supervisor"):
        branch.run("administrator", WithdrawPack("yunling-terms", "2", "不再需要"))


def test_withdrawing_a_pack_softens_too(branch: Branch) -> None:
    branch.run("administrator", LoadPack(pack(), "yunling.toml"))
    with pytest.raises(Refused, match="softer_by_supervisor"):
        branch.run("administrator", WithdrawPack("yunling", "1", "不再需要"))
    branch.supervisor(WithdrawPack("yunling", "1", "不再需要"))
    assert _outcome(branch) is Outcome.ALLOWED
    line = branch.clerk(ShowRules()).loaded[0]
    assert (line.kept.withdrawn_why, bool(line.withdrawn_by)) == ("不再需要", True)
    with pytest.raises(Refused, match="pack_unknown"):
        branch.supervisor(WithdrawPack("yunling", "1", "再撤"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (pack().replace('"YL-TIME-01"', '"CN-TIME-01"'), "rules.rule_taken"),
        (pack().replace('adds_to = "cn"', 'adds_to = "mars"'), "rules.adds_to_nothing"),
        (pack().replace('jurisdiction = "cn"', 'jurisdiction = "fr"'), "rules.unknown_jurisdiction"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused(branch: Branch, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        branch.run("administrator", LoadPack(text, "yunling.toml"))
    assert refused.value.code == code


def test_a_version_is_never_replaced_in_silence(branch: Branch) -> None:
    branch.run("administrator", LoadPack(pack(), "yunling.toml"))
    with pytest.raises(Refused, match="version_taken"):
        branch.run("administrator", LoadPack(pack(end="18:00"), "yunling.toml"))


def test_a_confirmed_citation_reads_as_read_with_who_and_when(branch: Branch) -> None:
    before = _rule(branch, "CN-TIME-02")
    assert before.certainty is Certainty.SECONDARY
    with pytest.raises(Refused, match="source_missing"):
        branch.run("administrator", ConfirmCitation("CN-TIME-02", " "))
    branch.run(
        "administrator", ConfirmCitation("cn-time-02", "协会官网 2026-01-30", "第二十一条", "Article 21")
    )
    after = _rule(branch, "CN-TIME-02")
    assert (after.certainty, after.citation.clause.en) == (Certainty.READ, "Article 21")
    line = branch.clerk(ShowRules()).changes_of("CN-TIME-02")[0]
    assert (line.by, line.change.reason, line.change.at) == (
        branch.actors["administrator"].name, "协会官网 2026-01-30", branch.now,
    )  # fmt: skip


def test_loosening_takes_a_supervisor_a_reason_and_never_silences(branch: Branch) -> None:
    for login in ("clerk", "administrator"):
        with pytest.raises(NotPermitted) as refused:
            branch.run(login, LoosenRule("CN-DIS-03", Outcome.HINT, "试点"))
        assert refused.value.needs is Permission.LOOSEN_RULES
    with pytest.raises(Refused, match="reason_missing"):
        branch.supervisor(LoosenRule("CN-VIS-08", Outcome.HINT, " "))
    for outcome in (Outcome.ALLOWED, Outcome.REFUSED):
        with pytest.raises(Refused, match="not_softer"):
            branch.supervisor(LoosenRule("CN-VIS-08", outcome, "试点"))
    branch.supervisor(
        LoosenRule("CN-VIS-08", Outcome.NEEDS_REASON, "安全员出缺", PRACTICE_DATE + timedelta(2))
    )
    assert _rule(branch, "CN-VIS-08").outcome is Outcome.NEEDS_REASON
    yesterday, later = PRACTICE_DATE - timedelta(1), PRACTICE_DATE + timedelta(3)
    assert _rule(branch, "CN-VIS-08", yesterday).outcome is Outcome.REFUSED
    assert _rule(branch, "CN-VIS-08", later).outcome is Outcome.REFUSED, "it returns by itself"
    assert branch.actions()[-1] == "rules.loosened"


def test_a_loosened_rule_is_restored_and_the_version_says_that_it_was_changed(branch: Branch) -> None:
    branch.supervisor(LoosenRule("CN-VIS-08", Outcome.HINT, "安全员出缺"))
    shown = branch.clerk(ShowRules())
    assert shown.packs[0].version == "2026.1+1"
    assert shown.loosening_of("CN-VIS-08") is not None
    branch.run("administrator", RestoreRule("CN-VIS-08"))
    assert _rule(branch, "CN-VIS-08").outcome is Outcome.REFUSED
    assert branch.clerk(ShowRules()).loosening_of("CN-VIS-08") is None
    with pytest.raises(Refused, match="not_loosened"):
        branch.run("administrator", RestoreRule("CN-VIS-08"))


def test_another_jurisdiction_judges_once_two_people_have_chosen_it(branch: Branch) -> None:
    with pytest.raises(Refused, match=r"second\.missing"):
        branch.supervisor(ChooseJurisdiction("au", "悉尼代表处"))
    second = branch.second("administrator")
    with pytest.raises(Refused, match="reason_missing"):
        branch.supervisor(ChooseJurisdiction("au", "", second))
    with pytest.raises(Refused, match="same_jurisdiction"):
        branch.supervisor(ChooseJurisdiction("cn", "照旧", second))
    branch.supervisor(ChooseJurisdiction("au", "悉尼代表处", second))
    shown = branch.clerk(ShowRules())
    assert (shown.jurisdiction, [one.name for one in shown.packs]) == ("au", ["au"])
    branch.supervisor(ChooseJurisdiction("cn", "迁回", second))
    assert branch.clerk(ShowRules()).jurisdiction == "cn"


def test_what_happened_is_marked_by_the_branchs_rules_of_that_day(branch: Branch) -> None:
    text = pack().replace('force = "branch"', 'force = "self_regulation"')
    branch.run("administrator", LoadPack(text, "yunling.toml"))
    logged = branch.clerk(
        LogContact(
            branch.case_id(), Channel.PHONE, branch.now, Reached.DEBTOR, ContactOutcome.REFUSED,
            point_id=branch.point_id("mobile"),
        )
    )  # fmt: skip
    assert "YL-TIME-01" in {one.rule_id for one in logged.breaches}


def test_a_kept_pack_that_no_longer_loads_is_named_and_the_others_judge(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        rules.add_pack(
            work, pack_id="old", pack_version="1", jurisdiction="cn", file_name="old.toml",
            text=pack().replace("local_start", "lokal_start"), digest="0" * 64, reason="",
        )  # fmt: skip
    shown = branch.clerk(ShowRules())
    assert [(fault.file, fault.rule, fault.field) for fault in shown.faults] == [
        ("old.toml", "YL-TIME-01", "condition")
    ]
    assert [one.name for one in shown.packs] == ["cn"]
    assert _outcome(branch) is Outcome.ALLOWED
    assert Act.CALL in _rule(branch, "CN-TIME-01").acts
