"""Accounts to write from, who was identified, and screenshots: what the contact log keeps beside the talk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.contacting import JudgeCall, LogContact, Logged
from collectdesk.desk.contact.senders import DecideSender, EndSender, EnterSender, ListSenders
from collectdesk.desk.customers.files import OpenFile
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, IdentityProof, Reached
from collectdesk.domain.contact.senders import SenderState
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.vault import evidence
from helpers.branches import LI

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def entered(branch: Branch, channel: Channel = Channel.WECOM, number: str = "xiaochen-wecom") -> str:
    return branch.clerk(EnterSender(channel, number, branch.actors["clerk"].id, branch.now.date()))


def write(branch: Branch, sender_id: str | None, shots: tuple[Path, ...] = ()) -> Logged:
    return branch.clerk(
        LogContact(
            branch.case_id(), Channel.WECOM, branch.now, Reached.NOBODY, ContactOutcome.MESSAGE_SENT,
            point_id=branch.point_id("mobile"), sender_id=sender_id, screenshots=shots,
        )
    )  # fmt: skip


def why_now(branch: Branch) -> set[str]:
    return {step.why for step in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))}


def test_an_account_is_used_only_once_somebody_else_approved_it_and_no_more_once_it_is_ended(
    branch: Branch,
) -> None:
    sender_id = entered(branch)
    judge = JudgeCall(branch.case_id(), branch.point_id("mobile"), Channel.WECOM, sender_id)
    judged, windows = branch.clerk(judge)
    assert {d.rule_id for d in judged.refusals} == {"CN-CHAN-05"}
    assert windows == ()
    with pytest.raises(Refused) as error:
        branch.run(
            "clerk",
            EnterSender(Channel.WECOM, "xiaochen-wecom ", branch.actors["clerk"].id, branch.now.date()),
        )
    assert error.value.code == "sender.known"
    branch.supervisor(DecideSender(sender_id, approve=True))
    judged, windows = branch.clerk(judge)
    assert judged.is_lawful
    assert windows
    with pytest.raises(Refused) as error:
        branch.run("supervisor", DecideSender(sender_id, approve=True))
    assert error.value.code == "sender.not_waiting"
    threat = JudgeCall(
        branch.case_id(), branch.point_id("mobile"), Channel.WECOM, sender_id, "再不还款后果自负"
    )
    assert "CN-CRM-02-2" in {d.rule_id for d in branch.clerk(threat)[0].refusals}
    branch.supervisor(EndSender(sender_id, "left the branch"))
    assert not branch.clerk(judge)[0].is_lawful
    line = branch.clerk(ListSenders()).lines[0]
    assert (line.sender.state, line.stands, line.sender.reason) == (
        SenderState.ENDED,
        False,
        "left the branch",
    )


def test_nobody_approves_the_account_they_entered_or_own(branch: Branch) -> None:
    boss = branch.actors["supervisor"].id
    own = branch.clerk(EnterSender(Channel.WECHAT, "boss", boss, branch.now.date()))
    made = branch.supervisor(
        EnterSender(Channel.WECHAT, "clerk", branch.actors["clerk"].id, branch.now.date())
    )
    for sender_id in (own, made):
        with pytest.raises(Refused) as error:
            branch.run("supervisor", DecideSender(sender_id, approve=True))
        assert error.value.code == "four_eyes.own_sender"
    with pytest.raises(Refused) as error:
        branch.run("clerk", EnterSender(Channel.LETTER, "x", boss, branch.now.date()))
    assert error.value.code == "sender.way_unknown"
    early = branch.now.date() - timedelta(days=1)
    with pytest.raises(Refused) as error:
        branch.run("clerk", EnterSender(Channel.WECOM, "x", boss, branch.now.date(), early))
    assert error.value.code == "sender.ends_before_start"


def test_a_message_keeps_its_account_and_screenshot_and_one_without_is_looked_at_again(
    branch: Branch, tmp_path: Path
) -> None:
    sender_id = entered(branch)
    branch.supervisor(DecideSender(sender_id, approve=True))
    shot = tmp_path / "chat.png"
    shot.write_bytes(b"\x89PNG the chat")
    kept = write(branch, sender_id, (shot,))
    assert why_now(branch) == {"contact.message_sent"}
    filed = branch.ask(lambda v: evidence.of_case(v, branch.case_id()))
    assert [(e.kind, e.contact_id, e.original_name) for e in filed] == [
        ("screenshot", kept.contact_id, "chat.png")
    ]
    bare = write(branch, None)
    assert bare.breaches == ()
    assert "contact.unregistered_account" in why_now(branch)
    write(branch, sender_id)
    assert "contact.no_screenshot" in why_now(branch)
    file = branch.clerk(OpenFile(branch.customer_id(LI)))
    told = [event.facts for event in file.timeline if event.kind.value == "contact"]
    assert {(facts["account"], facts["shots"]) for facts in told} == {
        ("xiaochen-wecom", 1), ("", 0), ("xiaochen-wecom", 0),
    }  # fmt: skip
    with pytest.raises(Refused) as error:
        branch.run("clerk", LogContact(branch.case_id(), Channel.WECHAT, branch.now, Reached.NOBODY,
                                       ContactOutcome.MESSAGE_SENT, sender_id=sender_id))  # fmt: skip
    assert error.value.code == "contact.sender_mismatch"


def test_who_was_identified_how_is_kept_and_tries_and_talks_are_counted_apart(branch: Branch) -> None:
    def log(reached: Reached, outcome: ContactOutcome, **words: object) -> Logged:
        deed = LogContact(branch.case_id(), Channel.PHONE, branch.now, reached, outcome, **words)  # type: ignore[arg-type]
        return branch.clerk(deed)

    log(Reached.NOBODY, ContactOutcome.NO_ANSWER)
    log(Reached.NOBODY, ContactOutcome.EMPTY_NUMBER)
    log(Reached.DEBTOR, ContactOutcome.REFUSED, identity=IdentityProof.ID_DIGITS)
    log(Reached.DEBTOR, ContactOutcome.CALL_BACK, direction=Direction.INCOMING)
    log(Reached.FAMILY, ContactOutcome.WILL_PASS_ON)
    kept = branch.ask(lambda v: cases.contacts(v, branch.case_id()))
    assert [c.identity for c in kept if c.outcome is ContactOutcome.REFUSED] == [IdentityProof.ID_DIGITS]
    counted = branch.clerk(OpenFile(branch.customer_id(LI))).tally
    assert (counted.attempts, counted.unanswered, counted.right_party, counted.others) == (4, 1, 2, 1)
    with pytest.raises(Refused) as error:
        log(Reached.FAMILY, ContactOutcome.WILL_PASS_ON, identity=IdentityProof.KNOWN)
    assert error.value.code == "contact.identity_mismatch"
