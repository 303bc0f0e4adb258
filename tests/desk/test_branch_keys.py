"""New keys by two people, envelopes printed and typed back, and a branch opened again with a code."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.access import Session, leave, second_person, sign_in
from collectdesk.desk.vault.branch_keys import MakeEnvelopes, PrintEnvelopes, ShowKeys, TypeBackEnvelopes
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.vault.renewing import Proof, Reason, recover, renew
from collectdesk.desk.vault.trail import ReadTrail, VerifyTrail
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import slots
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.recovery_code import new_recovery_code
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.rekeying import STAGES
from helpers.branches import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpers.branches import Branch

ADMIN, SUPER = Proof("administrator", PASSWORD), Proof("supervisor", PASSWORD)
SHELF = "practice.workstation"
GOOD_PASSWORD = "seven green lorries"


def enter(branch: Branch, login: str = "administrator", password: str = PASSWORD) -> Session:
    return sign_in(branch.folder, login, password, branch.clock)


def envelopes(branch: Branch, *, typed_back: bool = True) -> Mapping[str, str]:
    """The codes of both envelopes, made by two people and typed back."""
    codes = branch.administrator(MakeEnvelopes(branch.second("supervisor")))
    if typed_back:
        branch.administrator(TypeBackEnvelopes(tuple(codes.values())))
    return codes


def epoch_of(branch: Branch, login: str = "supervisor", password: str = PASSWORD) -> int:
    session = enter(branch, login, password)
    try:
        assert session.desk.run(VerifyTrail(), session.actor).result.intact
        return session.desk.store.keys.epoch
    finally:
        leave(session)


# ---- new keys


def test_new_keys_take_an_administrator_and_a_second_person(branch: Branch) -> None:
    branch.close()
    session = enter(branch, "supervisor")
    second = second_person(session, "administrator", PASSWORD)
    with pytest.raises(NotPermitted):
        renew(session, Reason.YEARLY, second)
    session = enter(branch)
    with pytest.raises(Refused) as refused:
        renew(session, Reason.YEARLY, second)  # proved at another sitting
    assert refused.value.code == "second.not_confirmed"
    session = enter(branch)
    renew(session, Reason.YEARLY, second_person(session, "supervisor", PASSWORD))
    assert epoch_of(branch) == 2


def test_the_trail_names_both_people_and_why(branch: Branch) -> None:
    branch.close()
    session = enter(branch)
    renew(session, Reason.STOLEN, second_person(session, "supervisor", PASSWORD))
    session = enter(branch, "supervisor")
    lines = session.desk.run(ReadTrail(), session.actor).result
    leave(session)
    line = next(each for each in lines if each.action == "keys.rotated")
    assert line.login == "administrator"
    assert line.about == {"epoch": 2, "reason": "stolen", "second": branch.actors["supervisor"].id}


def test_another_program_at_the_branch_stops_new_keys_and_loses_nothing(branch: Branch) -> None:
    session = enter(branch)
    with pytest.raises(StoreTrouble) as trouble:
        renew(session, Reason.YEARLY, second_person(session, "supervisor", PASSWORD))
    assert trouble.value.code == "store.open_elsewhere"
    branch.call()
    branch.close()
    assert epoch_of(branch) == 1


# ---- envelopes


def test_a_branch_just_founded_says_that_its_envelopes_were_never_typed_back(branch: Branch) -> None:
    plate = branch.administrator(ShowKeys())
    assert (plate.epoch, plate.is_whole, len(plate.waiting)) == (1, False, 2)
    assert not plate.is_old
    branch.advance(days=366)
    assert branch.administrator(ShowKeys()).is_old


def test_codes_count_once_both_were_typed_back_and_the_old_ones_until_then(branch: Branch) -> None:
    first = envelopes(branch)
    fresh = envelopes(branch, typed_back=False)
    slots.open_code(read_header(branch.folder), next(iter(first.values())))
    for typed in ((), (next(iter(fresh.values())),), tuple(first.values())):
        with pytest.raises(Refused) as refused:
            branch.administrator(TypeBackEnvelopes(typed))
        assert refused.value.code == "envelope.missing"
    for wrong in ("K7", new_recovery_code()):
        with pytest.raises(StoreTrouble):
            branch.administrator(TypeBackEnvelopes((*fresh.values(), wrong)))
    branch.administrator(TypeBackEnvelopes(tuple(fresh.values())))
    plate = branch.administrator(ShowKeys())
    assert plate.is_whole
    assert {line.name for line in plate.envelopes} == set(fresh)
    with pytest.raises(StoreTrouble):
        slots.open_code(read_header(branch.folder), next(iter(first.values())))
    with pytest.raises(Refused) as refused:
        branch.administrator(TypeBackEnvelopes(tuple(fresh.values())))
    assert refused.value.code == "envelope.none_waits"


def test_codes_made_anew_before_typing_back_leave_no_loose_one_behind(branch: Branch) -> None:
    lost = envelopes(branch, typed_back=False)
    envelopes(branch)
    with pytest.raises(StoreTrouble):
        slots.open_code(read_header(branch.folder), next(iter(lost.values())))


def test_making_envelopes_takes_two_people(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.administrator(MakeEnvelopes())
    assert refused.value.code == "second.missing"
    with pytest.raises(NotPermitted):
        branch.supervisor(MakeEnvelopes(branch.second("administrator")))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_sheets_show_each_code_on_a_page_of_its_own_until_typed_back(
    branch: Branch, tmp_path: Path, language: str
) -> None:
    import pypdfium2

    codes = envelopes(branch, typed_back=False)
    target = tmp_path / "recovery.pdf"
    assert branch.administrator(PrintEnvelopes(target, codes, language)) == 2
    document = pypdfium2.PdfDocument(target)
    try:
        assert len(document) == 2
        for page, (name, code) in zip(document, sorted(codes.items()), strict=True):
            text = page.get_textpage().get_text_bounded()
            assert name in text
            assert all(group in text for group in code.split("-"))
            assert "safe" in text
            assert "保险" in text
    finally:
        document.close()
    branch.administrator(TypeBackEnvelopes(tuple(codes.values())))
    with pytest.raises(Refused):
        branch.administrator(PrintEnvelopes(tmp_path / "again.pdf", codes, language))


def test_no_code_stands_in_the_trail_or_in_what_a_deed_says_of_itself(branch: Branch) -> None:
    codes = envelopes(branch)
    lines = branch.administrator(ReadTrail())
    assert not any(code in str(line.about) for line in lines for code in codes.values())
    assert not any(code in repr(TypeBackEnvelopes(tuple(codes.values()))) for code in codes.values())


# ---- recovery


def test_a_wiped_keyring_costs_one_use_of_an_envelope(branch: Branch) -> None:
    codes = envelopes(branch)
    branch.close()
    (branch.folder / SHELF).unlink()
    for login in ("clerk", "administrator"):
        with pytest.raises(StoreTrouble) as trouble:
            enter(branch, login)
        assert trouble.value.code == "store.keyring_empty"
    used, other = sorted(codes)
    fresh = recover(branch.folder, codes[used], ADMIN, SUPER, branch.clock)
    assert epoch_of(branch) == 2
    header = read_header(branch.folder)
    with pytest.raises(StoreTrouble):
        slots.open_code(header, codes[used])
    slots.open_code(header, codes[other])
    session = enter(branch)
    assert session.desk.run(ShowKeys(), session.actor).result.waiting == tuple(fresh)
    session.desk.run(TypeBackEnvelopes(tuple(fresh.values())), session.actor)
    assert session.desk.run(ShowKeys(), session.actor).result.is_whole
    leave(session)


def test_a_backup_opens_on_another_pc_with_a_code_and_the_old_passwords(
    branch: Branch, tmp_path: Path
) -> None:
    codes = envelopes(branch)
    branch.close()
    elsewhere = tmp_path / "new PC"
    shutil.copytree(branch.folder, elsewhere)
    (elsewhere / SHELF).unlink()  # the keyring stays on the old PC
    recover(elsewhere, sorted(codes.values())[0], ADMIN, SUPER, branch.clock)
    for login in look_at_door(elsewhere).logins:
        leave(sign_in(elsewhere, login, PASSWORD, branch.clock))
    assert epoch_of(branch) == 1  # the old PC's copy is as it was


def test_a_forgotten_password_is_replaced_beside_a_second_person_and_a_short_one_isnt_taken(
    branch: Branch,
) -> None:
    codes = envelopes(branch)
    code = sorted(codes.values())[0]
    branch.close()
    with pytest.raises(Refused) as refused:
        recover(branch.folder, code, Proof("administrator", "short", is_new=True), SUPER, branch.clock)
    assert refused.value.code.startswith("password.")
    assert epoch_of(branch, "administrator") == 1  # nothing was changed by it
    recover(branch.folder, code, Proof("administrator", GOOD_PASSWORD, is_new=True), SUPER, branch.clock)
    assert epoch_of(branch, "administrator", GOOD_PASSWORD) == 2
    with pytest.raises(StoreTrouble):
        enter(branch)
    session = enter(branch, "supervisor")
    lines = session.desk.run(ReadTrail(), session.actor).result
    line = next(each for each in lines if each.action == "keys.recovered")
    assert line.about["reset"] == [branch.actors["administrator"].id]
    leave(session)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (ADMIN, ADMIN, "second.same_person"),
        (ADMIN, Proof("clerk", PASSWORD), "second.not_allowed"),
        (ADMIN, Proof("auditor", PASSWORD), "second.not_allowed"),
        (ADMIN, Proof("nobody", PASSWORD), "person.unknown"),
        (ADMIN, Proof("supervisor", "wrong"), "store.wrong_password"),
    ],
)
def test_a_code_alone_isnt_enough_for_the_program(
    branch: Branch, first: Proof, second: Proof, code: str
) -> None:
    codes = envelopes(branch)
    branch.close()
    with pytest.raises((Refused, StoreTrouble)) as refused:
        recover(branch.folder, sorted(codes.values())[0], first, second, branch.clock)
    assert getattr(refused.value, "code", "") == code
    assert epoch_of(branch) == 1


def test_a_mistyped_or_foreign_code_changes_nothing(branch: Branch) -> None:
    branch.close()
    before = (branch.folder / "branch.keys.json").read_bytes()
    for code, trouble in (("ABC", "store.code_mistyped"), (new_recovery_code(), "store.wrong_code")):
        with pytest.raises(StoreTrouble) as error:
            recover(branch.folder, code, ADMIN, SUPER, branch.clock)
        assert error.value.code == trouble
    assert (branch.folder / "branch.keys.json").read_bytes() == before


@pytest.mark.parametrize("stage", STAGES)
def test_a_recovery_cut_off_at_any_step_leaves_the_keyring_whole_and_an_envelope_good(
    branch: Branch, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.store.vault import rekeying

    codes = envelopes(branch)
    branch.close()
    (branch.folder / SHELF).unlink()
    whole = rekeying.rekey

    def cut(*given: object, **named: object) -> object:
        def reached(at: str) -> None:
            if at == stage:
                raise KeyboardInterrupt

        return whole(*given, **named, reached=reached)  # type: ignore[arg-type]

    monkeypatch.setattr(rekeying, "rekey", cut)
    used, other = sorted(codes)
    with pytest.raises(KeyboardInterrupt):
        recover(branch.folder, codes[used], ADMIN, SUPER, branch.clock)
    after_the_swap = stage in ("swapped", "one_named")
    assert epoch_of(branch) == (2 if after_the_swap else 1)
    slots.open_code(read_header(branch.folder), codes[other])
