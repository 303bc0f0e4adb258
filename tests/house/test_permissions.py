"""Every deed as every role, against the table that people read: docs/permissions.md."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import permissions_table
from collectdesk.desk.people.deputies import NameDeputy
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.people.people import DEPUTABLE, Role
from collectdesk.domain.refusals import Refused
from helpers.branches import PRACTICE_DATE, Branch, small_branch
from house.test_deeds import DEEDS, _built

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = ("clerk", "supervisor", "administrator", "auditor", "unattended")


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("rights") / "branch")
    made.enrol("unattended", "unattended")
    made.enrol("deputy", "clerk")
    until = PRACTICE_DATE + timedelta(days=5)
    made.supervisor(NameDeputy("supervisor", "deputy", frozenset(DEPUTABLE), PRACTICE_DATE, until, "年休"))
    yield made
    made.close()


def committed() -> dict[str, list[str]]:
    """The table as it stands on paper: deed to its cells behind the permission."""
    rows = {}
    for line in permissions_table.TABLE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[cells[0].strip("`")] = cells[3:]
    return rows


def outcome(branch: Branch, login: str, kind: type[Any]) -> str:
    """What the desk says before a deed begins: "" not permitted, ✓, or ✓2 where a second person is asked for."""
    deed = _built(kind)
    with branch.desk.store.read(branch.actors[login], branch.now) as view:
        try:
            branch.desk._admit(deed, view)
        except NotPermitted:
            return ""
        except Refused as refused:
            return "✓2" if refused.code == "second.missing" else "✓"
        except LookupError:  # let in, and then there is no such case
            return "✓"
    return "✓"


def name_of(kind: type[Any]) -> str:
    return f"{kind.__module__.rsplit('.', 1)[-1]}.{kind.__name__}"


def test_the_page_is_what_the_deeds_declare() -> None:
    said = permissions_table.TABLE.read_text("utf-8")
    assert said == permissions_table.table(), (
        "run tools/permissions_table.py write, and read what has changed"
    )


@pytest.mark.parametrize("kind", DEEDS, ids=name_of)
def test_every_role_may_do_what_the_table_says_and_nothing_else(branch: Branch, kind: type[Any]) -> None:
    cells = committed()[name_of(kind)]
    seen = [outcome(branch, login, kind) for login in ROLES]
    if not seen[0] and outcome(branch, "deputy", kind):
        seen[0] = "D"
    assert seen == cells[: len(ROLES)]
    branch.advance(days=6)
    late = outcome(branch, "deputy", kind)
    branch.advance(days=-6)
    assert late == ("" if seen[0] == "D" else seen[0])  # outside its dates a deputyship is nothing


def test_what_decides_or_seals_has_four_eyes_and_what_approves_is_signed() -> None:
    deciding = {"DecideRequest", "DecidePlan", "SignOff", "SendBack", "AcknowledgeBreach", "CloseCase", "BuildPack",
                "ConfirmPaper", "RefusePaper"}  # fmt: skip
    signed = {"DecideRequest", "DecidePlan", "SignOff", "BuildPack", "ConfirmPaper"}
    assert {kind.__name__ for kind in DEEDS if kind.four_eyes} >= deciding
    assert {kind.__name__ for kind in DEEDS if permissions_table.is_signed(kind)} >= signed


def test_the_unattended_account_imports_backs_up_and_verifies_and_nothing_else() -> None:
    from collectdesk.domain.people.people import ALLOWED, Permission

    assert ALLOWED[Role.UNATTENDED] == {Permission.IMPORT, Permission.BACK_UP, Permission.VERIFY_PACK}
    column = ROLES.index("unattended")
    may = {name for name, cells in committed().items() if cells[column]}
    assert may == UNATTENDED  # a new deed under one of these permissions is thought about first


UNATTENDED = {
    *("backing_up.BackUp", "backing_up.ShowBackups", "backing_up.VerifyBackup", "filing.VerifyPack"),
    *("imports.ReadFile", "imports.CommitImport", "imports.ListImports", "comparing.CompareImport"),
    *("imports.ShowQuarantine", "imports.ExportQuarantine", "mending.MendRow", "mending.MendQuarantine"),
    *("mapping.LookAtFile", "mapping.TryMapping", "mapping.KeepMapping", "checking_figures.CheckFigures"),
}
"""Taking files in with all that belongs to it, backing up, proving a backup or a pack."""
