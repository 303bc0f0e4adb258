"""A clock that went back holds up what hangs on it and nothing else; a keyring that contradicts is shown."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.archive.filing import CloseCase
from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.pipeline import Desk, NotPermitted
from collectdesk.desk.vault import access
from collectdesk.desk.vault.trail import VerifyTrail
from collectdesk.desk.vault.watch import ConfirmClock, RememberAnew
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.clocks import TOLERANCE, ClockBack
from collectdesk.domain.vault.trail import Break, Source
from collectdesk.store.branch import DATABASE_FILE, open_store
from collectdesk.store.trail import anchors, audit
from collectdesk.terms_trouble import sentence
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import OUYANG, PASSWORD, WANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.pipeline import Deed
    from helpers.branches import Branch


def set_back(branch: Branch, hours: int = 3) -> ClockBack:
    """Record something, then let the machine's clock run backwards."""
    branch.hold("dispute", WANG)
    before = branch.clock.at
    branch.clock.at -= timedelta(hours=hours)
    return ClockBack(before, branch.clock.at)


def test_a_timed_deed_waits_while_the_clock_shows_less_than_was_recorded(branch: Branch) -> None:
    branch.call()
    branch.assess()
    back = set_back(branch)
    with pytest.raises(Refused) as error:
        branch.request()
    assert error.value.code == "clock.went_back"
    assert dict(error.value.facts) == {"before": back.before, "now": back.now}
    for language in (CHINESE, ENGLISH):
        said = sentence(Words(language), error.value)
        assert "2026-03-18 09:00" in said
        assert "2026-03-18 06:00" in said


def test_what_happened_is_recorded_whatever_the_clock_says(branch: Branch) -> None:
    set_back(branch)
    happened = branch.now - timedelta(minutes=5)
    deed = LogContact(branch.case_id(), Channel.PHONE, happened, Reached.DEBTOR, ContactOutcome.REFUSED)
    assert branch.clerk(deed).contact_id
    assert branch.ask(audit.verify).intact


def test_a_fact_recorded_meanwhile_doesnt_make_the_clock_right(branch: Branch) -> None:
    set_back(branch)
    branch.hold("complaint", WANG)
    branch.advance(minutes=20)
    branch.hold("complaint", WANG)
    with pytest.raises(Refused, match=r"clock\.went_back"):
        branch.run("supervisor", CloseCase(branch.case_id()))


def test_a_supervisor_confirms_and_the_day_goes_on_from_there(branch: Branch) -> None:
    branch.call()
    branch.assess()
    back = set_back(branch)
    assert branch.supervisor(ShowInbox()).machine[0].clock == back
    with pytest.raises(NotPermitted):
        branch.clerk(ConfirmClock())
    assert branch.supervisor(ConfirmClock()) == back
    assert branch.supervisor(ShowInbox()).machine == ()
    branch.request()
    line = next(line for line in branch.ask(audit.lines) if line.action == "clock.confirmed")
    assert line.about == {"before": back.before.isoformat(), "now": back.now.isoformat()}
    branch.clock.at -= timedelta(hours=1)
    with pytest.raises(Refused, match=r"clock\.went_back"):  # a second jump is confirmed for itself
        branch.request(OUYANG)


def test_a_clock_that_is_set_right_needs_nobody(branch: Branch) -> None:
    branch.call()
    branch.assess()
    set_back(branch)
    branch.advance(hours=3)
    branch.request()
    with pytest.raises(Refused, match=r"clock\.runs_on"):
        branch.supervisor(ConfirmClock())


def test_the_seconds_that_a_time_server_takes_off_hold_nothing_up(branch: Branch) -> None:
    branch.call()
    branch.assess()
    branch.clock.at -= TOLERANCE
    branch.request()


# ---- the keyring's anchor


def reopened(branch: Branch) -> None:
    store = branch.desk.store
    branch.desk = Desk(open_store(branch.folder, store.branch_id, store.keys), branch.clock)


def test_signing_in_and_out_moves_the_keyrings_anchor_on(branch: Branch) -> None:
    branch.close()
    session = access.sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    signed_in = anchors.of_keyring(branch.folder)
    access.leave(session)
    left = anchors.of_keyring(branch.folder)
    assert signed_in is not None
    assert left is not None
    assert left.seq == signed_in.seq + 1
    reopened(branch)
    found = branch.ask(lambda view: audit.verify(view, anchors=(left,)))
    assert found.intact


def test_an_older_file_put_back_is_seen_at_the_next_sign_in_and_stays_seen(
    branch: Branch, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the keyring's anchor contradicts the trail")
    older = tmp_path / "older.db"
    branch.close()
    shutil.copy(branch.folder / DATABASE_FILE, older)
    for _ in range(3):
        access.leave(access.sign_in(branch.folder, "clerk", PASSWORD, branch.clock))
    remembered = anchors.of_keyring(branch.folder)
    shutil.copy(older, branch.folder / DATABASE_FILE)
    for _ in range(2):  # the second time the trail has grown again
        access.leave(access.sign_in(branch.folder, "clerk", PASSWORD, branch.clock))
    assert anchors.of_keyring(branch.folder) == remembered
    reopened(branch)
    assert branch.supervisor(ShowInbox()).machine[0].anchor == remembered
    verdict = branch.run("auditor", VerifyTrail())
    assert not verdict.intact
    assert verdict.reason in (Break.PUT_BACK, Break.ANCHOR_DIFFERS)
    assert verdict.anchor is not None
    assert verdict.anchor.source is Source.KEYRING
    branch.supervisor(RememberAnew())
    assert branch.supervisor(ShowInbox()).machine == ()
    assert branch.run("auditor", VerifyTrail()).intact
    assert "audit.anchor_renewed" in branch.actions()


def test_there_is_nothing_to_account_for_while_keyring_and_trail_agree(branch: Branch) -> None:
    with pytest.raises(Refused, match=r"trail\.nothing_to_account_for"):
        branch.supervisor(RememberAnew())


def test_the_auditor_reads_and_the_clerk_isnt_asked(branch: Branch) -> None:
    for login in ("clerk", "auditor", "administrator"):
        deeds: tuple[Deed[Any], ...] = (ConfirmClock(), RememberAnew())
        for deed in deeds:
            with pytest.raises(NotPermitted):
                branch.run(login, deed)
