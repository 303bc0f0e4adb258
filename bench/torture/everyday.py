"""The write paths of a day: deeds, an import, evidence, exports."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.torture.kills import BEGUN
from bench.torture.registry import Acknowledge, WritePath, register

from collectdesk.desk.pipeline import Desk
from collectdesk.desk.vault.access import open_branch
from collectdesk.desk.vault.closing import CloseDay
from collectdesk.domain.ids import BranchId
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.slots import OwnKeys, open_code
from collectdesk.store.trail import audit, chain
from collectdesk.store.trail.trail import last_instant
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence
from collectdesk.store.vault.opening import driver_of
from helpers.branches import ACCOUNTS, LI, WANG, Branch, Clock, payment_row, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGINS: Final = ("clerk", "supervisor", "administrator", "auditor")
KEPT: Final = "torture.json"
"""Beside the branch: its id and root key, so that a crash is judged without stretching a password."""

SIGNING: Final = "signing"


def prepare(folder: Path) -> None:
    """A small branch with a visit that evidence can be filed under."""
    branch = small_branch(folder / "branch")
    visit_id = branch.planned_visit(LI)
    kept = {
        "branch": branch.desk.store.branch_id,
        "root": branch.desk.store.keys._root.hex(),
        "visit": visit_id,
        SIGNING: branch.own("supervisor").signing.hex(),
    }
    branch.close()
    (folder / KEPT).write_text(json.dumps(kept), "utf-8")


def kept_of(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / KEPT).read_text("utf-8"))
    return found


def open_again(folder: Path) -> Store:
    """With the root that was kept; where a rotation changes it, with an envelope's code."""
    kept = kept_of(folder)
    if "code" in kept:
        header = read_header(folder / "branch")
        return open_branch(folder / "branch", header, open_code(header, kept["code"]).roots)
    return open_store(folder / "branch", BranchId(kept["branch"]), RootKey(bytes.fromhex(kept["root"])))


def _keys(folder: Path) -> dict[str, OwnKeys]:
    """The supervisor's signing key, for days that are closed: another process founds another branch."""
    signing = kept_of(folder).get(SIGNING)
    return {"supervisor": OwnKeys(b"", bytes.fromhex(signing), b"")} if signing else {}


@contextmanager
def at_work(folder: Path) -> Iterator[Branch]:
    """The branch opened, with its people; closed whatever happens."""
    store, clock = open_again(folder), Clock()
    clock.at = max(clock.at, last_instant(store) or clock.at)
    actors = {login: actor for login in LOGINS if (actor := store.actor(login))}
    branch = Branch(folder / "branch", Desk(store, clock), clock, actors, _keys(folder))
    try:
        yield branch
    finally:
        store.close()


def head_of(branch: Branch) -> str:
    """What is acknowledged: the last entry's number and link, both of them the program's word that it was kept."""
    seq, link = branch.ask(audit.head)
    return f"head {seq} {link}"


# ---- what is written


def do_deeds(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Small and larger deeds in turn, and a draft between them."""
    with at_work(folder) as branch:
        for number in range(rounds):
            if number % 3 == 0:
                branch.call(WANG)
            elif number % 3 == 1:
                branch.hold("complaint", LI)
            else:
                branch.desk.keep_draft(branch.actors["clerk"], "contact", "x" * 32, f"draft {number}")
                branch.call(LI)
            acknowledge(head_of(branch))


def take_imports(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """A payments file of sixty rows, over and over with new references."""
    with at_work(folder) as branch:
        begun = os.urandom(4).hex()
        for number in range(rounds):
            day = date(2026, 3, 1 + number % 15)
            rows = [
                payment_row(f"{begun}{number:04d}{at:03d}", ACCOUNTS[LI], day, 100 + at) for at in range(60)
            ]
            branch.take(LedgerKind.PAYMENTS, rows, day)
            acknowledge(head_of(branch))


def file_evidence(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Photos of several sizes, the largest in more than one chunk."""
    visit_id = kept_of(folder)["visit"]
    with at_work(folder) as branch:
        for number in range(rounds):
            photo = folder / f"in-{os.getpid()}.jpg"
            content = os.urandom((900, 70_000, 1_200_000)[number % 3])
            photo.write_bytes(content)
            evidence_id = branch.attach(visit_id, photo)
            acknowledge(f"evidence {evidence_id} {hashlib.sha256(content).hexdigest()}")
            acknowledge(head_of(branch))


def close_days(folder: Path, acknowledge: Acknowledge, rounds: int) -> None:
    """Evening pages: a file and a record that must come together."""
    with at_work(folder) as branch:
        for number in range(rounds):
            target = folder / f"page-{os.getpid()}-{number}.pdf"
            branch.supervisor(CloseDay(target))
            acknowledge(f"file {target.name} {hashlib.sha256(target.read_bytes()).hexdigest()}")
            acknowledge(head_of(branch))


# ---- what is left


def judge(folder: Path, acknowledged: list[str]) -> list[str]:
    """Everything a branch may lose nothing of: integrity, links, the trail, evidence, files, drafts readable."""
    try:
        with at_work(folder) as branch:
            return [
                *_database(branch),
                *_trail(branch),
                *_kept(branch, folder, acknowledged),
                *_works(branch),
            ]
    except StoreTrouble as trouble:
        return [f"doesn't open: {trouble.code} {trouble.facts}"]


def _database(branch: Branch) -> Iterator[str]:
    """The cipher's own check reads past the WAL, which may hold the truth of a half-copied page: so it goes home."""
    with branch.desk.store._writer.connect() as connection:
        driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with branch.desk.store.reading() as connection:
        run = driver_of(connection).execute
        if (said := run("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            yield f"integrity: {said[:2]}"
        if said := run("PRAGMA cipher_integrity_check").fetchall():
            yield f"cipher integrity: {said[:2]}"
        if said := run("PRAGMA foreign_key_check").fetchall():
            yield f"links: {said[:2]}"


def _trail(branch: Branch) -> Iterator[str]:
    verdict = branch.ask(audit.verify)
    if not verdict.intact:
        yield f"trail: {verdict.reason} at {verdict.broken_at}"


def _kept(branch: Branch, folder: Path, acknowledged: list[str]) -> Iterator[str]:
    with branch.desk.store.read(branch.actors["auditor"], branch.now) as view:
        run = driver_of(view.connection).execute
        files = {one.id: one for one in evidence.of_visit(view, kept_of(folder)["visit"])}
        for one in files.values():
            try:
                evidence.read(view, view.evidence_folder, one)
            except StoreTrouble as trouble:
                yield f"evidence {one.id}: {trouble.code}"
        for word in acknowledged:
            if word == BEGUN:
                continue
            kind, name, digest = word.split()
            if kind == "head":
                found = run(chain.FROM_ONE.file, (int(name), 1)).fetchone()
                if found is None or chain.stored(found).link != digest:
                    yield f"lost entry {name}"
            elif kind == "evidence" and (name not in files or files[name].sha256 != digest):
                yield f"lost evidence {name}"
            elif kind == "file":
                page = folder / name
                if not page.is_file() or hashlib.sha256(page.read_bytes()).hexdigest() != digest:
                    yield f"lost file {name}"


def _works(branch: Branch) -> Iterator[str]:
    """The next deed goes through: nothing is left locked or half-done."""
    before = branch.ask(audit.head)[0]
    branch.hold("dispute", WANG)
    if branch.ask(audit.head)[0] != before + 1:
        yield "the next deed isn't kept"


DEEDS = register(WritePath("deeds", prepare, do_deeds, judge))
IMPORT = register(WritePath("import", prepare, take_imports, judge))
EVIDENCE = register(WritePath("evidence", prepare, file_evidence, judge))
EXPORT = register(WritePath("export", prepare, close_days, judge))
