"""Kills a rotation at random moments and opens what is left: every acknowledged row, intact, in one epoch.

Run ``PYTHONPATH=src:tests .venv/bin/python bench/rekeying_kills.py [KILLS]``; prints how many were killed in which
epoch and exits with 1 when anything was lost. Without a number it makes a hundred.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from collectdesk.desk.access import sign_in  # noqa: E402 - after the path
from collectdesk.store import audit, rekeying  # noqa: E402
from collectdesk.store.keys.header import read_header  # noqa: E402
from helpers.branches import PASSWORD, small_branch  # noqa: E402

CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people import Actor, Role
from collectdesk.store import rekeying
from collectdesk.store.keys import slots
from collectdesk.store.keys.header import read_header
from collectdesk.store.shelf import PracticeShelf
folder = Path(sys.argv[1])
header, shelf = read_header(folder), PracticeShelf(folder)
root = slots.open_person(header, "administrator", "practice", shelf)
actor = Actor(AccountId(sys.argv[2]), "administrator", "x", Role.ADMINISTRATOR)
import collectdesk.store.keys.rewrapping, collectdesk.store.audit
print("ready", flush=True)
rekeying.rekey(folder, header, root, shelf, rekeying.Wish("yearly"), actor, datetime.now(UTC))
print("done", flush=True)
"""


def begun(folder: Path, actor_id: str) -> subprocess.Popen[str]:
    """A program that is about to rotate."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), actor_id],
        env={"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    return child


def whole_run(start: Path, actor_id: str) -> float:
    """Seconds a rotation takes when nobody kills it."""
    with tempfile.TemporaryDirectory() as held:
        shutil.copytree(start, Path(held) / "branch")
        child, since = begun(Path(held) / "branch", actor_id), time.monotonic()
        child.communicate()
        return time.monotonic() - since


def one(start: Path, actor_id: str, longest: float) -> tuple[bool, int, bool]:
    """Whether it was killed in time, the epoch it is found in, and whether all is well."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "branch"
        shutil.copytree(start, folder)
        child = begun(folder, actor_id)
        assert child.stdout is not None
        time.sleep(random.uniform(0, longest))
        child.send_signal(signal.SIGKILL)
        done = "done" in child.stdout.read()
        child.wait()
        session = sign_in(folder, "supervisor", PASSWORD)
        store = session.desk.store
        with store.read(session.actor, session.desk.now()) as view:
            whole = (
                audit.verify(view).intact
                and view.connection.exec_driver_sql("SELECT count(*) FROM customer").scalar() == 3
            )
        epoch = store.keys.epoch
        store.close()
        tidy = not read_header(folder).is_rotating and not (folder / rekeying.NEXT_FILE).exists()
        return not done, epoch, whole and tidy


def main(kills: int) -> int:
    with tempfile.TemporaryDirectory() as held:
        start = Path(held) / "start"
        branch = small_branch(start)
        actor_id = branch.actors["administrator"].id
        branch.close()
        longest = whole_run(start, actor_id)
        found = [one(start, actor_id, longest) for _ in range(kills)]
    killed = [each for each in found if each[0]]
    before, after = (sum(epoch == number for _, epoch, _ in killed) for number in (1, 2))
    lost = sum(not well for _, _, well in found)
    print(
        f"{len(killed)} of {kills} killed on the way: {before} found before, {after} after the swap; {lost} lost"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
