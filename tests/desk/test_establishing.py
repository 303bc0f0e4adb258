"""Setting up a real branch: what is refused, what a set-up that is left or killed leaves, and what stands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from collectdesk.desk.vault.access import leave, sign_in
from collectdesk.desk.vault.branch_keys import ShowKeys
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.vault.establishing import Charter, Founding, establish
from collectdesk.desk.vault.trail import VerifyTrail
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import Rhythm
from collectdesk.store import rules
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import places, setting_up
from collectdesk.store.vault.decided import ASIDE, DECIDED
from collectdesk.store.vault.founding import NewPerson
from helpers.keyrings import Ring, safe_ring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAME = "青石县支行"
KEEPER = NewPerson("gaoyuan", "高远", Role.ADMINISTRATOR, "seven grey herons wade")
DECIDER = NewPerson("zhoumin", "周敏", Role.SUPERVISOR, "an umbrella for two rivers")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    with safe_ring(monkeypatch) as made:
        yield made


@pytest.fixture
def charter(tmp_path: Path) -> Charter:
    return Charter(tmp_path / "branch", NAME, KEEPER, (DECIDER,))


def trouble_of(work: Callable[[], object]) -> str:
    with pytest.raises((Refused, StoreTrouble)) as refused:
        work()
    error: Any = refused.value
    return str(error.code)


def founded(charter: Charter) -> Founding:
    made = establish(charter)
    made.type_back(tuple(made.codes.values()))
    return made


# ---- what is refused, with nothing left behind


def test_an_existing_branch_other_files_and_a_file_in_the_way_are_refused(
    ring: Ring, charter: Charter, tmp_path: Path
) -> None:
    founded(charter).end()
    kept = sorted(path.name for path in charter.folder.iterdir())
    assert trouble_of(lambda: establish(charter)) == "store.branch_there"
    assert sorted(path.name for path in charter.folder.iterdir()) == kept
    other = tmp_path / "documents"
    other.mkdir()
    (other / "letter.txt").write_text("dear", "utf-8")
    assert trouble_of(lambda: establish(replace(charter, folder=other))) == "store.folder_in_use"
    in_the_way = replace(charter, folder=other / "letter.txt")
    assert trouble_of(lambda: establish(in_the_way)) == "store.folder_in_use"
    assert [path.name for path in other.iterdir()] == ["letter.txt"]


def test_a_network_folder_is_refused_with_advice(
    ring: Ring, charter: Charter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "network_kind", lambda _folder: "smb")
    assert trouble_of(lambda: establish(charter)) == "store.network_folder"
    assert not charter.folder.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "branch.name_missing"),
        ({"jurisdiction": "atlantis"}, "rules.unknown_jurisdiction"),
        ({"supervisors": ()}, "branch.supervisor_missing"),
        ({"supervisors": (KEEPER,)}, "branch.supervisor_missing"),
        ({"administrator": DECIDER}, "branch.supervisor_missing"),
        ({"supervisors": (replace(DECIDER, login="GaoYuan"),)}, "person.login_taken"),
        ({"supervisors": (replace(DECIDER, login=""),)}, "person.login_missing"),
        ({"administrator": replace(KEEPER, name="")}, "person.name_missing"),
        ({"administrator": replace(KEEPER, password="short")}, "password.too_short"),
        ({"supervisors": (replace(DECIDER, password="zhoumin2026!"),)}, "password.about_you"),
        ({"supervisors": (replace(DECIDER, password=f"{NAME}20261!!"),)}, "password.about_you"),
    ],
)
def test_a_charter_that_lacks_something_is_refused_before_the_first_byte(
    ring: Ring, charter: Charter, changes: dict[str, Any], code: str
) -> None:
    assert trouble_of(lambda: establish(replace(charter, **changes))) == code
    assert not charter.folder.exists()
    assert not ring.kept


def test_without_a_safe_keyring_or_with_one_that_forgets_nothing_is_made(
    charter: Charter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trouble_of(lambda: establish(charter)) == "store.no_keyring"
    assert not charter.folder.exists()
    with safe_ring(monkeypatch) as ring:
        ring.forgets = True
        assert trouble_of(lambda: establish(charter)) == "store.keyring_discards"
    assert not charter.folder.exists()


def test_two_programs_dont_set_up_one_folder_at_once(ring: Ring, charter: Charter) -> None:
    first = establish(charter)
    assert trouble_of(lambda: establish(charter)) == "store.setting_up"
    assert first.codes
    first.type_back(tuple(first.codes.values()))
    first.end()
    assert look_at_door(charter.folder).name == NAME


# ---- what is left, or killed


def test_a_set_up_that_is_left_leaves_nothing(ring: Ring, charter: Charter, tmp_path: Path) -> None:
    made = establish(charter)
    made.end()
    assert not charter.folder.exists()
    assert not made.codes
    charter.folder.mkdir()  # the person's own empty folder stays theirs
    establish(charter).end()
    assert list(charter.folder.iterdir()) == []


def test_a_program_killed_before_both_codes_were_typed_back_leaves_no_branch(
    ring: Ring, charter: Charter, tmp_path: Path
) -> None:
    made = establish(charter)
    one = next(iter(made.codes.values()))
    assert trouble_of(lambda: made.type_back((one,))) == "envelope.missing"
    assert trouble_of(lambda: made.type_back((one, one[:-1]))) == "store.code_mistyped"
    killed = tmp_path / "killed"
    shutil.copytree(charter.folder, killed)
    made.end()
    assert trouble_of(lambda: look_at_door(killed)) == "store.keys_missing"
    assert trouble_of(lambda: sign_in(killed, KEEPER.login, KEEPER.password)) == "store.keys_missing"
    again = founded(replace(charter, folder=killed))  # and the next attempt sweeps it
    again.end()
    assert not (killed / ASIDE).exists()


@pytest.mark.parametrize("moved", range(5))
def test_a_program_killed_after_it_was_decided_is_finished_by_whoever_looks_next(
    ring: Ring, charter: Charter, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    made = establish(charter)
    with monkeypatch.context() as while_it_lasts:
        while_it_lasts.setattr(setting_up, "_move_in", _cut_off_after(moved))
        with pytest.raises(_PowerCut):
            made.type_back(tuple(made.codes.values()))
    made.end()
    assert (charter.folder / ASIDE / DECIDED).exists()
    assert trouble_of(lambda: establish(charter)) == "store.branch_there"
    session = sign_in(charter.folder, DECIDER.login, DECIDER.password)
    assert session.desk.run(VerifyTrail(), session.actor).result.intact
    leave(session)
    assert not (charter.folder / ASIDE).exists()


class _PowerCut(Exception):
    """The plug."""


def _cut_off_after(moved: int) -> Callable[[Path], None]:
    def cut(target: Path) -> None:
        names = ("branch.db", "evidence", "open", "branch.keys.json")
        for name in names[:moved]:
            if (target / ASIDE / name).exists():
                (target / ASIDE / name).replace(target / name)
        raise _PowerCut

    return cut


def test_a_disk_that_was_full_at_the_last_step_is_tried_again(
    ring: Ring, charter: Charter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, codes = (one := establish(charter)), tuple(one.codes.values())
    real = setting_up._move_in

    def full(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setting_up, "_move_in", full)
    assert trouble_of(lambda: made.type_back(codes)) == "store.full"
    monkeypatch.setattr(setting_up, "_move_in", real)
    made.type_back(())
    assert made.stands
    made.end()
    assert look_at_door(charter.folder).logins == (KEEPER.login, DECIDER.login)


# ---- what stands


def test_the_founders_sign_in_to_a_real_branch_whose_envelopes_are_whole(
    ring: Ring, charter: Charter
) -> None:
    second = NewPerson("linan", "林安", Role.SUPERVISOR, "four kites over the weir")
    made = establish(replace(charter, supervisors=(DECIDER, second)))
    assert sorted(name[0] for name in made.codes) == ["A", "B"]
    assert trouble_of(lambda: look_at_door(charter.folder)) == "store.keys_missing"
    made.type_back(tuple(made.codes.values()))
    assert not made.codes
    made.end()
    door = look_at_door(charter.folder)
    assert (door.name, door.is_practice) == (NAME, False)
    for person in (KEEPER, DECIDER, second):
        session = sign_in(charter.folder, person.login, person.password)
        assert (session.actor.name, session.actor.role) == (person.name, person.role)
        plate = session.desk.run(ShowKeys(), session.actor).result
        assert plate.is_whole
        assert plate.shelf == "system"
        leave(session)
    assert (charter.folder / "branch.db").exists()
    assert not (charter.folder / "practice.workstation").exists()


def test_other_rules_than_the_usual_are_chosen_in_the_trail(ring: Ring, charter: Charter) -> None:
    founded(replace(charter, jurisdiction="uk", reason="a trial abroad")).end()
    session = sign_in(charter.folder, DECIDER.login, DECIDER.password)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        assert rules.jurisdiction(view) == "uk"
    leave(session)


def test_the_sheets_hold_both_codes_a_page_each_and_never_lie_in_the_branch(
    ring: Ring, charter: Charter, tmp_path: Path
) -> None:
    made = establish(charter)
    assert (
        trouble_of(lambda: made.print_sheets(charter.folder / "sheets.pdf", "en")) == "branch.sheets_inside"
    )
    assert trouble_of(lambda: made.print_sheets(tmp_path / "gone" / "s.pdf", "en")) == "option.recovery_out"
    assert made.print_sheets(tmp_path / "sheets.pdf", "en") == 2
    document = pypdfium2.PdfDocument(tmp_path / "sheets.pdf")
    texts = [page.get_textpage().get_text_bounded().replace(" ", "").replace("\n", "") for page in document]
    document.close()
    for (name, code), text in zip(sorted(made.codes.items()), texts, strict=True):
        assert name in text
        assert code.replace("-", "") in text.replace("\r", "").replace("-", "")
    made.end()


def test_the_first_backup_is_planned_and_made_and_a_place_in_the_branch_refused(
    ring: Ring, charter: Charter, tmp_path: Path
) -> None:
    made, stick = founded(charter), tmp_path / "stick"
    assert trouble_of(lambda: made.plan_backup(stick, Rhythm.DAILY)) == "store.backup_gone"
    assert trouble_of(lambda: made.plan_backup(charter.folder, Rhythm.DAILY)) == "backup.inside_branch"
    stick.mkdir()
    done = made.plan_backup(stick, Rhythm.DAILY)
    assert done.path.is_relative_to(stick)
    assert done.broken_at is None
    made.end()


def test_looking_at_a_door_while_it_is_set_up_elsewhere_finds_no_branch(ring: Ring, charter: Charter) -> None:
    made = establish(charter)
    assert trouble_of(lambda: look_at_door(charter.folder)) == "store.keys_missing"
    made.end()
