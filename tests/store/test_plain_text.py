"""A customer carried through a whole case is found in no file the branch leaves, and in no log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.store.cases import cases
from helpers.branches import ACCOUNTS, LI
from helpers.leaks import in_clear

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

CANARIES = (LI, ACCOUNTS[LI], "19900000001", "河滨路", "停业装修", "小吃店", "赵大江", "liming")


def test_no_file_holds_a_customer_in_clear(
    branch: Branch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    photo = tmp_path / "李明.jpg"
    photo.write_bytes(LI.encode() * 100)
    branch.sign(branch.recorded_visit(photo=photo))
    names = {path.name for path in branch.folder.iterdir()}
    assert {"branch.db", "branch.db-wal", "evidence"} <= names
    _assert_nothing_in(branch.folder)
    branch.close()
    _assert_nothing_in(branch.folder)
    for canary in CANARIES:
        assert canary not in caplog.text


def _assert_nothing_in(folder: Path) -> None:
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for canary in CANARIES:
            assert canary not in str(path.relative_to(folder))
            for _, told in in_clear(canary):
                assert told not in content, path.name


def test_a_failing_statement_shows_no_parameters(branch: Branch) -> None:
    with (
        pytest.raises(sa.exc.DBAPIError) as error,
        branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
    ):
        cases.add_contact(work, branch.case_id(), channel=LI, note=LI)
    assert LI not in str(error.value)
