"""The command line at one branch, as a test types at it: what was said, how it ended, what it left in the file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.cli.commands import run
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.practising import PASSWORD
from collectdesk.desk.vault.trail import ReadTrail

if TYPE_CHECKING:
    from pathlib import Path


BESIDE_THE_WORK = ("audit", "sign_in", "customer_line", "line_due", "found_by")
"""Tables that signing in or looking writes by itself: the trail, the sign-ins, and what a list is searched by."""


@dataclass(frozen=True)
class Said:
    """What one command line said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Runs command lines at one branch."""

    branch: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path, login: str = "clerk", language: str = "en") -> Said:
        self.capture.readouterr()
        argv = [str(word) for word in words]
        argv += ["--branch", str(self.branch), "--as", login, "--language", language]
        code = run(argv, open_window=_no_window, take_pictures=_no_pictures)
        out, err = self.capture.readouterr()
        return Said(code, out, err)

    def json(self, *words: str | Path, login: str = "clerk") -> Any:
        """The JSON of a command that must succeed."""
        said = self(*words, "--json", login=login)
        assert said.code == 0, said
        return said.json

    @property
    def morning(self) -> list[Path]:
        return sorted((self.branch / "inbox").glob("practice-*"))

    def take_the_morning(self) -> None:
        assert self("import", *self.morning).code == 3

    def look(self) -> tuple[dict[str, int], list[str]]:
        """Rows by table without the trail, and what the trail tells apart from signing in and out."""
        session = sign_in(self.branch, "supervisor", PASSWORD)
        try:
            with session.desk.store.reading() as connection:
                every = sa.inspect(connection).get_table_names()
                names = [name for name in every if not name.startswith(BESIDE_THE_WORK)]
                counts = {
                    name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
                    for name in names
                }
            lines = session.desk.run(ReadTrail(limit=10_000), session.actor).result
        finally:
            session.desk.store.close()
        return counts, [line.action for line in lines if not line.action.startswith(("session.", "sign_in."))]


def _no_window(_folder: object) -> int:
    raise AssertionError("a window was opened")


def _no_pictures(_folder: object, _out: object) -> int:
    raise AssertionError("pictures were taken")
