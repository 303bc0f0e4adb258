"""A PostgreSQL of the bench's own, and on it a branch with as many customers as asked for; kept to be used again.

The people are those of ``bench.crowd``. Their rows go in by COPY past triggers and policies, in two processes, with
the very lines and tokens that ``store/customers/upkeep.py`` would have made; the index of tokens is made once they
are in. Each run works on a copy of the database, so that every one of them begins with the same.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.crowd import AT, DAY, KEPT, LATE, _person  # noqa: E402

from collectdesk.domain.people.people import Role  # noqa: E402
from collectdesk.store.customers import tokens, upkeep  # noqa: E402
from collectdesk.store.schema import HEAD  # noqa: E402
from collectdesk.store.server.address import Login, read_address, write_address  # noqa: E402
from collectdesk.store.vault.founding import NewPerson, found_branch  # noqa: E402
from helpers import postgres  # noqa: E402
from helpers.branches import MORNING, PASSWORD, PEOPLE  # noqa: E402

if TYPE_CHECKING:
    from helpers.postgres import Server

SETTINGS: Final = (
    "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB", "max_connections=400",
    "max_wal_size=4GB", "effective_cache_size=4GB", "random_page_cost=1.1",
)  # fmt: skip
"""What a keeper would set on a server with 8 GB: durable commits, and room for fifty windows."""
FULL: Final = "crowd"
PROCESSES: Final = 2
CHUNK: Final = 5_000
CLERKS: Final = 50
_STAMP: Final = ("branch_id", "version", "recorded_at", "recorded_by")
_INTO: Final = {
    "customer": ("id", "customer_no", "name", "id_no", "account_officer"),
    "contact_point": ("id", "kind", "label", "value", "customer_id", "source", "standing", "valid_from", "access_note"),
    "product": ("id", "customer_id", "kind", "account_no", "contract_no", "granted_fen"),
    "product_state": ("id", "product_id", "as_of", "balance_fen", "overdue_fen", "dpd", "five_class"),
    "customer_case": ("id", "case_no", "customer_id", "opened_on", "sealed_key"),
    "next_step": ("id", "case_id", "kind", "due_on", "why", "outcome"),
}  # fmt: skip


def clerk_login(number: int) -> str:
    return f"clerk{number:02d}"


def running(customers: int, folder: Path = KEPT) -> tuple[Server, Path]:
    """The bench's server, started, and the branch's folder with a database of this run's own."""
    kept = folder / f"server-{HEAD}-{customers}"
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        start = time.perf_counter()
        there = postgres.fresh_server(SETTINGS, kept)
        _make(there, kept, customers)
        print(f"{customers:,} customers made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        (kept / "done").touch()
    else:
        there = postgres.fresh_server(SETTINGS, kept)
    return there, _own_branch(there, kept)


def _own_branch(there: Server, kept: Path) -> Path:
    """A copy of the folder whose rows lie in a copy of the database; the ones of earlier runs go."""
    own = kept / "run"
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(kept / "branch", own)
    there.drop("run")
    there.sql(f"CREATE DATABASE run OWNER {postgres.CLERKS} TEMPLATE {FULL} STRATEGY FILE_COPY")
    address = read_address(own)
    assert address is not None
    write_address(own, replace(address, database="run"))
    return own


def _make(there: Server, kept: Path, customers: int) -> None:
    there.sql(
        f"CREATE DATABASE {FULL} OWNER {postgres.CLERKS} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"
    )
    clerks = (NewPerson(clerk_login(at), f"柜员{at}", Role.CLERK, PASSWORD) for at in range(CLERKS))
    store = found_branch(
        kept / "branch", name="共享服务器", kind="practice", shelf_name="practice", people=(*PEOPLE, *clerks),
        now=MORNING, practice_date=DAY, server=(there.address(FULL, holds=False), Login(postgres.CLERKS)),
    ).store  # fmt: skip
    actor = store.actor("clerk")
    assert actor is not None
    branch_id, by = store.branch_id, str(actor.id)
    store.close()
    there.sql("DROP INDEX collectdesk.ix_found_by_tok", database=FULL)
    share = -(-customers // PROCESSES)
    children = []
    for number in range(PROCESSES):
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                _fill(there, branch_id, by, range(number * share, min(customers, (number + 1) * share)))
                ended = 0
            finally:
                os._exit(ended)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("the crowd could not be made")
    there.sql(
        "SET maintenance_work_mem = '512MB'; CREATE INDEX ix_found_by_tok ON collectdesk.found_by USING gin (tok)",
        f"ALTER TABLE collectdesk.found_by OWNER TO {postgres.CLERKS}",
        "VACUUM (ANALYZE)",
        database=FULL,
    )


def _fill(there: Server, branch_id: str, by: str, numbers: range) -> None:
    import psycopg

    chance = random.Random(20260318 + numbers.start)
    with psycopg.connect(host=str(there.folder), dbname=FULL, user=postgres.ADMIN, autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("SET search_path = collectdesk")
        raw.execute("SET synchronous_commit = off")
        for start in range(numbers.start, numbers.stop, CHUNK):
            people = [_person(chance, at, LATE) for at in range(start, min(start + CHUNK, numbers.stop))]
            stamp = f"{branch_id}\t1\t{AT}\t{by}"
            for table, columns in _INTO.items():
                rows = [row for one in people for row in _rows(table, one)]
                _copy(raw, table, (*columns, *_STAMP), ["\t".join(row) + f"\t{stamp}\n" for row in rows])
            _copy_lines(raw, branch_id, start, people)


def _copy(raw: Any, table: str, columns: tuple[str, ...], lines: list[str]) -> None:
    with raw.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        copy.write("".join(lines))


def _rows(table: str, one: dict[str, Any]) -> list[tuple[str, ...]]:
    """What one person has in a table."""
    point = (one["id"], "contract", "valid", one["day"], "")
    owed = (str(one["balance"]), str(one["overdue"]), str(one["dpd"]))
    late = bool(one["case_id"])
    found: dict[str, list[tuple[str, ...]]] = {
        "customer": [(one["id"], one["customer_no"], one["name"], one["id_no"], one["officer"])],
        "contact_point": [
            (one["phone_id"], "phone", "mobile", one["phone"], *point),
            (one["address_id"], "address", "home", one["address"], *point),
        ],
        "product": [(one["product_id"], one["id"], one["kind"], one["account"], "", str(one["balance"]))],
        "product_state": [(one["state_id"], one["product_id"], one["day"], *owed, "")],
        "customer_case": [(one["case_id"], one["case_no"], one["id"], one["day"], "")] if late else [],
        "next_step": [(one["step_id"], one["case_id"], "call", one["due"], "case.opened", "")]
        if late
        else [],
    }
    return found[table]


def _copy_lines(raw: Any, branch_id: str, start: int, people: list[dict[str, Any]]) -> None:
    """Everybody's line and tokens, as the upkeep makes them."""
    lines, words = [], []
    for at, one in enumerate(people, start + 1):
        standing = upkeep._Standing(
            SimpleNamespace(name=one["name"]),
            [one["id_no"], one["customer_no"], one["account"], "", one["phone"]],
            [one["address"]], upkeep.BITS[one["kind"]], one["dpd"], {one["kind"]: one["dpd"]}, one["overdue"],
            one["balance"], one["case_no"] if one["case_id"] else "", one["due"] if one["case_id"] else None,
        )  # fmt: skip
        figures = ("\\N" if value is None else str(value) for value in standing.figures())
        who = (one["customer_no"], one["name"], one["officer"], tokens.reading_of(one["name"]))
        lines.append("\t".join((branch_id, str(at), one["id"], *who, *figures, standing.trace())) + "\n")
        said = ",".join(f'"{token}"' for token in (*standing.tokens().split(), branch_id))
        words.append(f"{branch_id}\t{at}\t{{{said}}}\n")
    _copy(raw, "customer_line", ("branch_id", "number", "customer_id", *upkeep._COLUMNS), lines)
    _copy(raw, "found_by", ("branch_id", "number", "tok"), words)
