"""Kills a backup, a restore or a migration at every write, then looks whether anything was lost.

``PYTHONPATH=src:tests kill_harness.py SCENARIO FOLDER EVERY FIRST`` runs in a process of its own, since it forks:
each attempt is a child that ends itself by SIGKILL at its n-th write, which is a file below the folder, a changing
statement or a commit. Prints how many attempts there were and what stood after them.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from collectdesk.desk.pipeline import Desk
from collectdesk.desk.progress import silent
from collectdesk.desk.vault import restoring
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.domain.ids import BranchId
from collectdesk.store import schema
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trail import audit
from collectdesk.store.vault import backup, proving
from collectdesk.store.vault import restoring as exchanging
from collectdesk.store.vault.updating import PROGRAM
from helpers.branches import MORNING, PASSWORD, small_branch
from store.older import BEFORE, RELEASED, Old

WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime"}
CHANGES = {"INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP"}


class Scenario:
    """One act on a copy of a branch made beforehand, and what must hold however the act ended."""

    def __init__(self, folder: Path) -> None:
        self.base, self.work = folder / "base", folder / "work"
        self.made = self.base / "branch"
        self.stick = self.base / "stick"
        self.keys: RootKey
        self.branch_id: BranchId
        self.begin()

    def begin(self) -> None:
        """A branch with a visit, a photo and a backup from before its last call."""
        self.base.mkdir(parents=True)
        self.stick.mkdir()
        branch = small_branch(self.made)
        photo = self.base / "door.jpg"
        photo.write_bytes(b"door" * 5000)
        branch.recorded_visit(photo=photo)
        branch.run("administrator", back_up_to(branch.desk, self.stick))
        gate = self.base / "gate.jpg"
        gate.write_bytes(b"gate" * 5000)
        branch.attach(branch.planned_visit("王秀兰", at=branch.today_at(15)), gate)
        self.keys, self.branch_id = branch.desk.store.keys, branch.desk.store.branch_id
        branch.close()

    def act(self) -> None:
        raise AssertionError("each scenario has its own")

    def open(self) -> Store:
        exchanging.finish(self.work / "branch")
        return open_store(self.work / "branch", self.branch_id, self.keys)

    def look(self) -> str:
        """Open what there is; everything in it must be whole. Says which of the possible states it is."""
        store = self.open()
        try:
            with store.read(PROGRAM, MORNING) as view:
                assert audit.verify(view).intact, "the trail is broken"
                backup.require_whole(view.connection)
                found = proving.counts(view)
            return self.state(found, store)
        finally:
            store.close()

    def state(self, found: dict[str, int], store: Store) -> str:
        raise AssertionError("each scenario has its own")


class BackUp(Scenario):
    def act(self) -> None:
        store = self.open()
        desk = Desk(store, lambda: MORNING.replace(hour=18))
        administrator = store.actor("administrator")
        assert administrator is not None
        desk.run(back_up_to(desk, self.work / "stick"), administrator)
        store.close()

    def state(self, found: dict[str, int], store: Store) -> str:
        assert found["visits"] == 2, "the branch lost something"
        there = backup.find_backups(self.work / "stick")
        for path in there:  # whatever has a finished name is whole
            proof = proving.prove(
                path, self.keys, store.folder, lambda _d, _t: None, actor=PROGRAM, now=MORNING
            )
            assert not proof.flaws, "a finished backup has a flaw"
        assert len(there) in (1, 2)
        return "finished" if len(there) == 2 else "not there"


class Restore(Scenario):
    def act(self) -> None:
        header = read_header(self.work / "branch")
        restoring._unlock = lambda *_: (self.keys, header)  # stretching passwords is no write
        restoring._require_two = lambda *_: None
        consent = restoring.Consent("administrator", PASSWORD, "supervisor", PASSWORD)
        (offer,) = restoring.offers(self.work / "stick")
        restoring.restore(restoring.prepare(self.work / "branch", offer, consent, silent()), silent())

    def state(self, found: dict[str, int], store: Store) -> str:
        folder = self.work / "branch"
        kept = {path.name for path in (folder / "evidence").iterdir()}
        if found["visits"] == 2:
            assert found["evidence"] == 2
            assert len(kept) == 2, "the present lost a photo"
            return "the present"
        assert found["visits"] == 1, "neither the present nor the backup"
        assert len(kept) == 1, "the restored branch has another one's photos"
        (aside,) = (folder / "aside").iterdir()
        old = open_store(aside, self.branch_id, self.keys)
        with old.read(PROGRAM, MORNING) as view:
            assert proving.counts(view)["visits"] == 2, "the present wasn't kept"
        old.close()
        assert len(list((aside / "evidence").iterdir())) == 1
        return "the backup"


class Migrate(Scenario):
    def begin(self) -> None:
        old = Old(RELEASED[-1], self.made, BEFORE)
        self.stick.mkdir()
        self.keys, self.branch_id = old.keys, old.branch_id

    def act(self) -> None:
        self.open().close()

    def look(self) -> str:
        engine_state = _step_of(self)
        super().look()
        return engine_state

    def state(self, found: dict[str, int], store: Store) -> str:
        assert found["customers"] == 3
        assert found["evidence"] == 1
        with store.reading() as connection:
            step = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert step == schema.HEAD
        return str(step)


def _step_of(scenario: Scenario) -> str:
    from collectdesk.store.vault import opening

    raw = opening.connect(scenario.work / "branch" / "branch.db", scenario.keys.labelled("database"))
    step = str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    raw.close()
    return "the newest step" if step == schema.HEAD else "the old step"


def attempt(scenario: Scenario, at: int) -> bool:
    """Run the act in a child that dies at its n-th write; True when it died, False when it came to its end."""
    gc.collect()
    child = os.fork()
    if child == 0:
        left, below = at, str(scenario.work)

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event == "open" and not (
                isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            ):
                return
            if (event == "open" or event in WRITES) and str(arguments[0]).startswith(below):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        def count_sql(_c: object, _k: object, statement: str, *_rest: object) -> None:
            if statement.split(None, 1)[0].upper() in CHANGES:
                count("os.rename", (below,))

        sys.addaudithook(count)
        sa.event.listen(sa.Engine, "before_cursor_execute", count_sql)
        sa.event.listen(sa.Engine, "commit", lambda _connection: count("os.rename", (below,)))
        try:
            scenario.act()
        except BaseException as error:  # noqa: BLE001 - the parent reads it
            sys.stderr.write(f"the act failed by itself: {error!r}\n")
            sys.stderr.flush()
            os._exit(2)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "the act failed without being killed"
        return False
    return True


def run(make: Callable[[Path], Scenario], folder: Path, every: int, first: int) -> Counter[str]:
    scenario, stood, at, killed = make(folder), Counter[str](), first, True
    while killed:
        shutil.rmtree(scenario.work, ignore_errors=True)
        shutil.copytree(scenario.base, scenario.work)
        killed = attempt(scenario, at)
        stood[scenario.look()] += 1
        scenario.look()  # and again: what was finished stays finished
        at += every
    return stood


SCENARIOS = {"backup": BackUp, "restore": Restore, "migration": Migrate}

if __name__ == "__main__":
    result = run(SCENARIOS[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(f"{sum(result.values())} attempts, {dict(result)}\n")
