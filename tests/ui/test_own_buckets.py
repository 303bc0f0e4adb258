"""The branch's own buckets in the settings: what is wrong stands beside its field, two people set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.own_buckets import ShowBuckets
from collectdesk.domain.customers.products import ProductKind
from helpers.branches import PASSWORD, Branch, small_branch
from ui.test_settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_two_people_set_buckets_and_a_clerk_only_reads_them(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with settings_of(qtbot, branch, "supervisor", tmp_path, "buckets") as page:
        section = page.section
        section.form.put({"kind": ProductKind.CARD, "edges": "A 2", "source": "支行逾期管理办法第三条"})
        section.form.put({"second": "administrator", "second_password": PASSWORD})
        section.set_button.click()
        qtbot.waitUntil(lambda: bool(section.form.wrong("edges")), timeout=20_000)
        section.form.put({"edges": "A 1, B 31", "second": "administrator", "second_password": PASSWORD})
        section.set_button.click()
        qtbot.waitUntil(lambda: section.table.values.rowCount() == 1, timeout=20_000)
    assert branch.clerk(ShowBuckets()).every[0].edges == (("A", 1), ("B", 31))
    with settings_of(qtbot, branch, "clerk", tmp_path, "buckets") as page:
        qtbot.waitUntil(lambda: page.section.table.values.rowCount() == 1)
        assert not page.section.set_button.isVisibleTo(page)
