"""What the window's tests share: Qt with the bundled faces, the words, tasks that are closed, an open
branch.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.ui import ask
from collectdesk.ui.app import load_fonts
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.words import CHINESE, ENGLISH, Words
from ui.samples import NOW, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from collectdesk.desk.pipeline import Desk
    from collectdesk.store.branch import Store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless Qt says of each window what it can't do; that is no news."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def looks(qapp: QApplication) -> Iterator[None]:
    """Every test begins light and roomy; no garbage is collected while workers run."""
    gc.disable()
    if "Noto" not in qapp.font().family():
        qapp.setStyle("Fusion")
        load_fonts(qapp)
    if theme().look is not Look.LIGHT or theme().density is not Density.ROOMY:
        theme().use(Look.LIGHT, Density.ROOMY)
    yield
    qapp.processEvents()
    gc.enable()


@pytest.fixture
def speech(qapp: QApplication) -> Speech:
    return Speech(Words(ENGLISH))


@pytest.fixture
def chinese() -> Words:
    return Words(CHINESE)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
    qapp.processEvents()


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A real encrypted practice branch."""
    from collectdesk.store.rows.people import AccountRow
    from collectdesk.store.vault.founding import found_branch

    store = found_branch(
        tmp_path_factory.mktemp("branch"),
        name="第七支行",
        kind="practice",
        shelf_name="practice",
        people=(),
        now=NOW,
    ).store
    somebody = person()
    with store.write(somebody, NOW) as work:  # a deed asks the branch who acts
        work.add(
            AccountRow, id=somebody.id, login=somebody.login, name=somebody.name, role=somebody.role.value, active=True,
            staff_id=None,
        )  # fmt: skip
    yield store
    store.close()


@pytest.fixture
def desk(branch: Store) -> Desk:
    from collectdesk.desk.pipeline import Desk

    return Desk(branch, lambda: NOW)


@pytest.fixture(autouse=True)
def no_box_waits_for_nobody() -> Iterator[None]:
    """A question that a trial didn't answer in advance fails it, instead of waiting for somebody for ever."""
    with ask.answered():
        yield
