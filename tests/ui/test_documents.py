"""Documents and the map in the file: a look beside the list that follows the cursor, ties walked with arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.customers.keeping import KeepPerson, KeepPoint
from collectdesk.domain.customers.parties import PartyRole
from helpers.branches import LI, WANG, Branch, small_branch
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_a_photo_is_looked_at_beside_the_list_and_goes_with_esc(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    visit = branch.planned_visit()
    for name in ("door.png", "talk.mp3"):
        path = tmp_path / name
        if name.endswith("png"):
            Image.new("RGB", (300, 200), "navy").save(path)
        else:
            path.write_bytes(b"ID3")
        branch.attach(visit, path)
    with file_of(qtbot, branch, "clerk", tmp_path, tab="documents") as page:
        tab = page.tabs["documents"]
        qtbot.waitUntil(lambda: tab.evidence.values.rowCount() == 2)
        photo, sound = page.file.evidence
        tab.evidence.choose(photo.id)
        QTest.keyClick(tab.evidence, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: 0 in tab.view._pages, timeout=20_000)
        assert tab.shown.isVisibleTo(page)
        assert not tab.lists.isVisibleTo(page)
        tab.evidence.choose(sound.id)
        qtbot.waitUntil(lambda: tab.trouble.isVisibleTo(page), timeout=20_000)
        assert not tab.view._pages, "nothing of the one before stays in sight"
        QTest.keyClick(tab.view, Qt.Key.Key_Escape)
        assert not tab.shown.isVisibleTo(page)
        assert tab.lists.isVisibleTo(page)


def test_the_map_is_walked_by_arrow_keys_beside_the_list_and_leads_to_other_files(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    li = branch.customer_id(LI)
    number = next(p.value for p in branch.points(WANG) if p.label == "mobile")
    spouse = branch.clerk(KeepPerson(li, PartyRole.SPOUSE, WANG))
    branch.clerk(KeepPoint(li, "phone", "mobile", number, "contract", spouse))
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        tab = page.tabs["people"]
        tab.map.toggle.click()
        drawn = tab.map.map
        qtbot.waitUntil(lambda: drawn.current is not None)
        assert not tab.points.isVisibleTo(page)
        ties = drawn._ties.ties
        for at in range(1, len(ties)):
            QTest.keyClick(drawn, Qt.Key.Key_Right)
            assert drawn.current == ties[at]
            assert ties[at].name in drawn.accessibleDescription()
            if ties[at].person_id:
                assert tab.people.chosen.party.id == ties[at].person_id
        for person in (tie.person_id for tie in ties if tie.person_id):
            tab.people.choose(person)
        assert drawn.current.person_id == tab.people.chosen.party.id
        while not drawn.current.customer_id:
            QTest.keyClick(drawn, Qt.Key.Key_Right)
        QTest.keyClick(drawn, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.file.customer.id == branch.customer_id(WANG))
        tab.map.toggle.click()
        assert tab.points.isVisibleTo(page)
