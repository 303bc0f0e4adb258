"""The whole day on the real encrypted file, headless, in both languages: what a branch would lose if it broke."""

from __future__ import annotations

import json
import logging
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from collectdesk.cli.commands import run
from collectdesk.cli.practice_day import demo
from collectdesk.desk.archive.filing import ListArchive, VerifyPack
from collectdesk.desk.solutions.following import ShowFollowUps
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.practising import PASSWORD, cast, found_practice_branch
from collectdesk.desk.vault.trail import ReadTrail, VerifyTrail
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.practice.branch import generate
from collectdesk.practice.story import Role
from collectdesk.store.keys.header import KEYS_FILE
from helpers.leaks import in_clear

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectdesk.desk.vault.access import Session

BORROWERS = 150
LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True)
class Played:
    """A day that has been played, and everything that was logged meanwhile."""

    out: Path
    branch: Path
    steps: list[dict[str, Any]]
    logged: str

    def text(self, language: str, name: str) -> str:
        document = pypdfium2.PdfDocument(self.out / language / name)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _window(_folder: Path | None) -> int:
    raise AssertionError("a headless day opened a window")


def _pictures(folder: Path, out: Path) -> int:
    assert (folder / KEYS_FILE).exists()
    out.mkdir()
    return 0


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    out = tmp_path_factory.mktemp("day") / "out"
    kept, root = _Kept(), logging.getLogger()
    root.addHandler(kept)
    try:
        words = [
            "demo",
            "--headless",
            "--out",
            str(out),
            "--borrowers",
            str(BORROWERS),
            "--language",
            "zh_CN",
        ]
        assert run(words, open_window=_window, take_pictures=_pictures) == 0
    finally:
        root.removeHandler(kept)
    steps = json.loads((out / "day.json").read_text("utf-8"))
    return Played(out, out / "practice", steps, "\n".join(kept.lines))


@pytest.fixture(scope="module")
def session(played: Played) -> Iterator[Session]:
    opened = sign_in(played.branch, "supervisor", PASSWORD)
    yield opened
    opened.desk.store.close()


def test_every_step_was_done_in_its_order(played: Played) -> None:
    from collectdesk.cli.practice_day.day_steps import STEPS

    assert [step["step"] for step in played.steps] == [name for name, _ in STEPS]
    assert [step["at"] for step in played.steps] == sorted(step["at"] for step in played.steps)
    assert all(step["done"] for step in played.steps)


def test_one_promise_is_kept_and_one_is_broken_by_the_payments(session: Session) -> None:
    found = session.desk.run(ShowFollowUps(), session.actor).result
    names = {part.name: part.role for part in cast().values()}
    states = {names[promise.name]: promise.state for promise in found.promises}
    assert states == {Role.KEEPS: PromiseState.KEPT, Role.BREAKS: PromiseState.BROKEN}
    (plan,) = found.plans
    assert names[plan.name] is Role.PARTLY


def test_the_packs_are_green_for_the_branch_and_chained(played: Played, session: Session) -> None:
    seals = []
    for language in LANGUAGES:
        path = played.out / language / "archive-pack.zip"
        verdict = session.desk.run(VerifyPack(path), session.actor).result
        assert verdict.outcome.value == "green"
        assert json.loads((path.parent / "verdict.json").read_text("utf-8"))["outcome"] == "green"
        assert zipfile.ZipFile(path).testzip() is None
        assert verdict.seal is not None
        seals.append(verdict.seal)
    assert seals[1].previous_seal == seals[0].digest


def test_a_changed_byte_in_a_pack_is_red(played: Played, session: Session, tmp_path: Path) -> None:
    whole = bytearray((played.out / "en" / "archive-pack.zip").read_bytes())
    whole[len(whole) // 2] ^= 1
    altered = tmp_path / "altered.zip"
    altered.write_bytes(whole)
    verdict = session.desk.run(VerifyPack(altered), session.actor).result
    assert verdict.outcome.value == "red"


def test_the_case_is_closed_and_only_what_was_done_is_in_the_register(session: Session) -> None:
    archive = session.desk.run(ListArchive(), session.actor).result
    assert len(archive.packs) == len(LANGUAGES)
    closed = [line for line in archive.cases if line.closed_on is not None]
    assert [line.packs for line in closed] == [len(LANGUAGES)]


def test_the_trail_is_intact_and_tells_the_day(session: Session) -> None:
    assert session.desk.run(VerifyTrail(), session.actor).result.intact
    lines = session.desk.run(ReadTrail(limit=10_000), session.actor).result
    told = [line.action for line in reversed(lines)]
    order = (
        "ledger.imported",
        "contact.logged",
        "risk.assessed",
        "visit.requested",
        "visit.decided",
        "visit.planned",
        "visit.notified",
        "kit.printed",
        "visit.recorded",
        "record.signed_off",
        "solution.offered",
        "solution.decided",
        "record.printed",
        "case.closed",
        "pack.built",
        "pack.verified",
    )
    assert [action for action in dict.fromkeys(told) if action in order] == list(order)


def test_nothing_of_a_person_stands_in_clear_in_the_branch_or_in_any_log(played: Played) -> None:
    """Canaries: names, identity numbers and telephones of the cast, in every encoding a file could hold."""
    branch = generate(borrowers=BORROWERS)
    secrets = [
        value
        for number in range(1, len(Role) + 1)
        for person in [branch.borrower(number).person]
        for value in (person.name, person.id_no, person.phone)
    ]
    kept = [path for path in played.branch.rglob("*") if path.is_file() and "inbox" not in path.parts]
    assert {path.name for path in kept} >= {"branch.db", KEYS_FILE}
    assert any(path.parent.name == "evidence" for path in kept), "no evidence was filed"
    for path in kept:
        content = path.read_bytes()
        for secret in secrets:
            for encoding, told in in_clear(secret):
                assert told not in content, f"{path.name} tells in {encoding} who somebody is"
    said = played.logged + (played.out / "day.txt").read_text("utf-8")
    assert not [secret for secret in secrets if secret in said]


def test_the_papers_are_in_both_languages_and_say_that_it_is_practice(played: Played) -> None:
    for name in ("visit-kit.pdf", "visit-record.pdf", "agreement.pdf"):
        chinese, english = (played.text(language, name) for language in LANGUAGES)
        assert chinese != english
        assert "练习" in chinese
        assert "practice" in english.lower()
    for language, word in (("zh_CN", "待办"), ("en", "to do")):
        assert word in (played.out / language / "today.txt").read_text("utf-8")
        assert (played.out / language / "quarantine.csv").read_text("utf-8-sig").count("\n") > 1


def test_the_refused_plan_names_the_clause_and_what_would_be_lawful(played: Played) -> None:
    refused = next(step["done"] for step in played.steps if step["step"] == "Plan the visit for 22:30")
    assert "GB/T 45251-2025" in refused
    assert "22:00" in refused


def test_a_second_day_makes_its_branch_anew_and_leaves_other_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectdesk.cli.practice_day.demo.STEPS", ())
    own = tmp_path / "out" / "notes.txt"
    own.parent.mkdir()
    own.write_text("mine", encoding="utf-8")
    command = ["demo", "--headless", "--out", str(own.parent), "--borrowers", "5", "--no-pictures"]
    marks = []
    for _ in range(2):
        assert run(command, open_window=_window, take_pictures=_pictures) == 0
        marks.append((own.parent / "practice" / KEYS_FILE).read_bytes())
    assert marks[0] != marks[1]
    assert own.read_text("utf-8") == "mine"


def test_a_real_branch_is_never_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "branch"
    found_practice_branch(folder, borrowers=5)
    keys = folder / KEYS_FILE
    keys.write_text(json.dumps({**json.loads(keys.read_text("utf-8")), "kind": "real"}), "utf-8")
    command = ["demo", "--headless", "--fresh", "--branch", str(folder), "--out", str(tmp_path / "out")]
    assert run(command, open_window=_window, take_pictures=_pictures) == 1
    assert (folder / "branch.db").exists()
    assert str(folder) in capsys.readouterr().err


def test_a_step_that_fails_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_day: object) -> str:
        raise Refused("plan.in_past")

    monkeypatch.setattr("collectdesk.cli.practice_day.demo.STEPS", (("Look at Today", refuse),))
    out = tmp_path / "out"
    command = ["demo", "--headless", "--out", str(out), "--borrowers", "5", "--language", "en"]
    assert run(command, open_window=_window, take_pictures=_pictures) == 1
    told = capsys.readouterr()
    assert "“Look at Today”" in told.out
    assert "The planned time is past" in told.err
    assert (out / "day.json").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "shown"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {}, False),
    ],
)
def test_a_window_is_opened_where_there_is_a_display(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], shown: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("collectdesk.cli.practice_day.demo.sys.platform", platform)
    assert demo.has_display() is shown
    if not shown:
        return
    opened: list[Path | None] = []
    monkeypatch.setattr("collectdesk.cli.practice_day.demo.make_branch", lambda folder, *_: folder.mkdir())

    def open_window(folder: Path | None) -> int:
        opened.append(folder)
        return 0

    folder = tmp_path / "practice"
    assert run(["demo", "--branch", str(folder)], open_window=open_window, take_pictures=_pictures) == 0
    assert opened == [folder]
