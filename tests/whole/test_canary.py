"""A customer walked through every flow is found in nothing the program leaves but the exports meant for it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from collectdesk.store.vault import hideaway
from whole import canary_walk

if TYPE_CHECKING:
    from pathlib import Path

WHERE = ("in", "out", "home", "config", "log", "temporary", "system-temporary")


def walked(folder: Path, end: str) -> subprocess.CompletedProcess[bytes]:
    for name in WHERE:
        (folder / name).mkdir()
    home = str(folder / "home")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))},
        "HOME": home, "USERPROFILE": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home,
        "XDG_RUNTIME_DIR": home, "TMPDIR": str(folder / "system-temporary"), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    command = [sys.executable, canary_walk.__file__, str(folder), end]
    return subprocess.run(
        command, env=environment, cwd=folder / "home", capture_output=True, check=False, timeout=300
    )


def found_in(folder: Path, *leave_out: str) -> list[str]:
    tellings = canary_walk.tellings()
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if inside.parts[0] in leave_out:
            continue
        content = str(inside).encode() + (path.read_bytes() if path.is_file() else b"")
        found += [f"{inside}: {how}" for telling, how in tellings.items() if telling in content]
    return found


@pytest.mark.parametrize(
    "end", ["closed", pytest.param("killed", marks=pytest.mark.skipif(os.name == "nt", reason="signals"))]
)
def test_nothing_left_behind_knows_the_customer(tmp_path: Path, end: str) -> None:
    ran = walked(tmp_path, end)
    assert (tmp_path / "log" / "walked").exists(), ran.stderr.decode()[-3000:]
    (tmp_path / "log" / "stdout").write_bytes(ran.stdout)
    (tmp_path / "log" / "stderr").write_bytes(ran.stderr)
    logged = (tmp_path / "log" / "all.log").read_text("utf-8")
    assert "SQL parameters hidden" in logged  # the log was as talkative as it can be
    assert (tmp_path / "log" / "window.log").exists()
    if end == "killed":
        assert list((tmp_path / "branch").glob("branch.db-*"))  # the WAL is searched too
    hideaway.sweep(tmp_path / "temporary")  # as the next start does
    assert not list((tmp_path / "temporary").iterdir())
    assert not list((tmp_path / "system-temporary").glob("collectdesk-[!b]*"))
    assert found_in(tmp_path, "in", "out") == []
    assert not [path for path in tmp_path.rglob("core*") if path.is_file() and "branch" not in path.parts]


def test_the_search_would_have_found_it(tmp_path: Path) -> None:
    for number, telling in enumerate(canary_walk.tellings()):
        (tmp_path / f"{number}.bin").write_bytes(b"\0" + telling)
    assert len({one.partition(":")[0] for one in found_in(tmp_path)}) == len(canary_walk.tellings())
