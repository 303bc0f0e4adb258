"""A PostgreSQL of this test run's own: started once from what is installed, thrown away at the end."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.store.server.address import Address, Login, read_address, write_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WISH = os.environ.get("COLLECTDESK_TEST_POSTGRES", "auto")
"""off, on or auto: whether tests may start a server, must, or do where one is installed."""
ON_SERVER = os.environ.get("COLLECTDESK_TEST_STORE", "file") == "postgresql"
"""Whether the branches of this run lie on a server instead of in files."""
ADMIN, CLERKS = "test", "clerks"
_numbers: Iterator[int] = count(1)


class NoServer(Exception):
    """Why there is none."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached through a socket in a folder of its own."""

    folder: Path
    programs: Path
    as_user: tuple[str, ...]
    port: int = 5432

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the server's own administrator."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, dbname=database, user=ADMIN, autocommit=True
        ) as raw:
            for statement in statements:
                raw.execute(statement)

    def database(self, template: str = "template0") -> str:
        """A new database that belongs to the clerks' role; returns its name."""
        name = f"b{os.getpid()}_{next(_numbers)}"
        locale = "ENCODING 'UTF8' LOCALE 'C.UTF-8'" if template == "template0" else ""
        self.sql(f"CREATE DATABASE {name} OWNER {CLERKS} {locale} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def address(self, database: str, *, user: str = CLERKS, holds: bool = True) -> Address:
        return Address(host=str(self.folder), port=self.port, database=database, user=user, holds=holds)

    def own(self, *paths: Path) -> None:
        """Hand files over to the user that the server runs as, who alone may read its key."""
        if self.as_user:
            for path in paths:
                shutil.chown(path, self.folder.owner())

    def control(self, *words: str) -> None:
        """Run pg_ctl."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), *words)

    def start(self) -> None:
        self.control("-w", "-t", "60", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self.control("-m", mode, "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [*self.as_user, str(self.programs / program), *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoServer(f"{program}: {done.stderr.strip().splitlines()[-1:]}")


@lru_cache(maxsize=1)
def server() -> Server:
    """The run's server, started by the first test that asks; raises NoServer."""
    try:
        return fresh_server()
    except NoServer as error:
        _WHY.append(str(error))
        raise


def tls_server(host: str, password: str, into: Path) -> Server:
    """A server that is reached over TLS on this PC only, with a certificate for ``host``; who vouches for it stands in
    ``into`` / ca.pem, and its clerks' role has a password.
    """
    import socket

    from helpers.certificates import authority, server_certificate

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    made = replace(fresh_server(), port=port)
    made.own(*server_certificate(made.folder, host, authority(into / "ca.pem")))
    with (made.folder / "data" / "postgresql.auto.conf").open("a") as file:
        file.write(f"listen_addresses='127.0.0.1'\nport={port}\nssl=on\n")
        file.writelines(
            f"ssl_{kind}_file='{made.folder}/server.{end}'\n"
            for kind, end in (("cert", "crt"), ("key", "key"))
        )
    (made.folder / "data" / "pg_hba.conf").write_text(
        f"local all all trust\nhost all {ADMIN} 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
    )
    made.control("-m", "fast", "-w", "restart", "-l", str(made.folder / "log"))
    made.sql(f"ALTER ROLE {CLERKS} PASSWORD '{password}'")
    return made


def fresh_server(settings: Sequence[str] = (), kept: Path | None = None) -> Server:
    """One more server, for tests that stop it; in a folder that is ``kept`` it stays, and finds its data again."""
    if WISH == "off":
        raise NoServer("COLLECTDESK_TEST_POSTGRES is off")
    made = _made(kept)
    if (made.folder / "data" / "PG_VERSION").exists():
        made.start()
        atexit.register(_stop, made)
        return made
    try:
        made._run("initdb", "-D", str(made.folder / "data"), "-U", ADMIN, "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        with (made.folder / "data" / "postgresql.auto.conf").open("a") as file:
            file.write("\n".join((*_SETTINGS, f"unix_socket_directories='{made.folder}'", *settings, "")))
        made.start()
    except NoServer:
        shutil.rmtree(made.folder, ignore_errors=True)
        raise
    atexit.register(_stop if kept else _end, made)
    made.sql(
        f"CREATE ROLE {CLERKS} LOGIN NOSUPERUSER NOBYPASSRLS",
        "CREATE ROLE others LOGIN NOSUPERUSER NOBYPASSRLS",
    )
    return made


_SETTINGS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=60",
    "jit=off",
)
"""Nothing of a test outlives it, so nothing waits for a disk."""


def _made(kept: Path | None = None) -> Server:
    programs = _programs()
    if programs is None:
        raise NoServer("no initdb is installed (Debian: apt install postgresql)")
    quick = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    folder = kept or Path(
        tempfile.mkdtemp(prefix="cdpg", dir=quick)
    )  # a socket's path has room for 107 bytes
    if os.geteuid() != 0:
        return Server(folder, programs, ())
    for name in ("postgres", "nobody"):  # as root the server refuses to run
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return Server(
            folder,
            programs,
            ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"),
        )
    shutil.rmtree(folder, ignore_errors=True)
    raise NoServer("a server refuses to run as root, and there is nobody else")


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("initdb")
    places = [*found, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in places if (place / "initdb").exists()), None)


def place_on_server() -> tuple[Address, Login]:
    """A new database for one branch, on the run's server."""
    running = server()
    return running.address(running.database(), holds=False), Login(CLERKS)


def own_database(folder: Path) -> None:
    """Give a copied folder a database of its own, copied too; the one before it goes."""
    running, found = server(), read_address(folder)
    assert found is not None
    while len(_copies) >= _KEPT:
        running.drop(_copies.pop(0))
    name = running.database(found.database)
    _copies.append(name)
    write_address(folder, replace(found, database=name))


_copies: list[str] = []
_WHY: list[str] = []
_KEPT = 12


def _stop(made: Server) -> None:
    with suppress(NoServer, OSError):  # stopped already, or gone with its folder
        made.stop("fast")


def _end(made: Server) -> None:
    with suppress(NoServer):  # stopped by its test
        made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)


FILE_ONLY = frozenset(
    {
        # what only a file has: its bytes on the disk, power cuts, backups, new keys, two PCs on one file
        "store/test_audit", "store/test_dialect", "store/test_full_disks", "store/test_kills", "store/test_opening",
        "store/test_places", "store/test_plain_text", "store/test_presence", "store/test_rekeying",
        "store/test_updating", "store/test_trouble", "store/test_shelf", "store/test_unchanged",
        "desk/test_backing_up", "desk/test_branch_keys", "desk/test_drills", "desk/test_establishing",
        "desk/test_recovery_cut_off", "desk/test_restoring",
    }
)  # fmt: skip
"""Test modules that the pass over PostgreSQL leaves out."""
FILE_ONLY_TESTS = (
    "test_a_restored_backup_disposes_again_of_what_was_disposed_of_since",
    "test_a_draft_leaves_no_line_in_the_trail_and_no_letter_in_the_clear",
    "test_an_auditors_session_writes_nothing_but_its_own_reading_trail",  # test_server has its like
    "test_whoever_holds_the_key_and_writes_past_the_program_is_found",  # drops a file's triggers
    "test_the_trail_tells_who_signed_who_stood_in_and_whose_signature_is_gone",
    "test_only_anothers_commit_counts_as_a_change_elsewhere",  # news of a server take a moment; test_server waits
    "test_another_process_is_noticed_even_before_the_first_question",
    "test_no_list_reads_a_row_that_it_does_not_show_whatever_its_filters_and_order",  # SQLite's own plans
)
"""Tests of other modules that it leaves out, too."""


def leave_files_out(items: list[Any]) -> None:
    """In the pass over PostgreSQL keep the tests that ask for a branch's rows."""
    if not ON_SERVER:
        return
    for item in items:
        module = "/".join(item.path.with_suffix("").parts[-2:])
        if module in FILE_ONLY or getattr(item, "originalname", "") in FILE_ONLY_TESTS:
            item.add_marker(pytest.mark.skip(reason="asks what only a file has"))


def told() -> list[str]:
    """What the run's summary says of PostgreSQL."""
    if server.cache_info().currsize:
        return [f"PostgreSQL: asked, {server().programs.parent.name} from {server().programs}"]
    return [f"PostgreSQL: NOT asked: {_WHY[-1]}"] if _WHY else []
