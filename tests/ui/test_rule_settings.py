"""Settings › Rules: a pack loaded, rehearsed and printed, a rule loosened with a reason, by whom it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.rules.packs import Outcome
from collectdesk.store import rules
from collectdesk.ui import ask
from desk.test_rulekeeping import pack
from helpers.branches import Branch, small_branch
from ui.test_settings import settings_of, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def _file(folder: Path, text: str, name: str = "yunling.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_bad_pack_is_told_by_file_rule_and_field_and_nothing_is_loaded(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    bad = _file(tmp_path, pack().replace("local_start", "lokal_start"))
    with settings_of(qtbot, branch, "supervisor", tmp_path, "rules") as page:
        said: list[str] = []
        page.section.said.connect(lambda note: said.append(note.text))
        with ask.answered(bad):
            page.section.whole.load.click()
            settled(qtbot, page)
        qtbot.waitUntil(lambda: bool(said))
        assert all(part in said[0] for part in ("yunling.toml", "YL-TIME-01", "condition", "lokal_start"))
        assert branch.ask(rules.own_packs) == ()


def test_a_pack_is_loaded_rehearsed_and_withdrawn_with_a_reason(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call()
    path = _file(tmp_path, pack())
    with settings_of(qtbot, branch, "supervisor", tmp_path, "rules") as page:
        whole = page.section.whole
        with ask.answered(path):
            whole.rehearse.click()
            settled(qtbot, page)
        qtbot.waitUntil(whole.result.isVisible)
        assert "YL-TIME-01 1 (+1)" in whole.summary.text()
        with ask.answered(path):
            whole.load.click()
        qtbot.waitUntil(whole.withdraw.isVisible)
        assert {one.name for one in page.section._shown.packs} == {"cn", "yunling"}
        with ask.answered("不再需要"):
            whole.withdraw.click()
        qtbot.waitUntil(lambda: not whole.withdraw.isVisible())
    assert branch.actions()[-1] == "rules.pack_withdrawn"


def test_a_supervisor_loosens_a_rule_only_with_a_reason_and_restores_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "supervisor", tmp_path, "rules") as page:
        section = page.section
        section.table.choose(("cn", "CN-VIS-08"))
        changes = section.changes
        qtbot.waitUntil(changes.loosen.isVisible)
        changes.loosening.put({"outcome": "hint"})
        changes.loosen.click()
        assert changes.loosening.wrong("reason")
        changes.loosening.put({"outcome": "hint", "reason": "安全员出缺"})
        changes.loosen.click()
        qtbot.waitUntil(changes.restore.isVisible)
        assert "安全员出缺" in changes.made.text()
        changes.restore.click()
        qtbot.waitUntil(lambda: not changes.restore.isVisible())
        assert section._shown.loosening_of("CN-VIS-08") is None
    assert [one.change.outcome for one in branch.ask(rules.changes)] == [Outcome.HINT]


def test_a_clerk_may_read_rehearse_and_print_and_change_nothing(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "clerk", tmp_path, "rules") as page:
        section = page.section
        section.table.choose(("cn", "CN-VIS-08"))
        assert not section.whole.load.isVisible()
        assert not section.changes.confirming.isVisible()
        assert not section.changes.softening.isVisible()
        target = tmp_path / "booklet.pdf"
        with ask.answered(target):
            section.whole.booklet.click()
            settled(qtbot, page)
        qtbot.waitUntil(target.exists)
        assert target.read_bytes().startswith(b"%PDF")
