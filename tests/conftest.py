"""What every test folder shares: a screenless Qt, folders and keys of nobody, and watchers that fail a test.

They watch for a logged warning nobody expected, a thread left running and a window left open.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "tests" / "shots"
THREAD_PATIENCE_S = 2.0

# Before anything imports Qt, keyring or platformdirs: no test touches a screen, a key store or a real branch.
_nobody = tempfile.TemporaryDirectory(prefix="collectdesk-tests-", ignore_cleanup_errors=True)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_variable] = str(Path(_nobody.name) / _variable.lower())
for _variable in ("LOCALAPPDATA", "APPDATA"):
    if _variable in os.environ:
        os.environ[_variable] = _nobody.name


def pytest_sessionstart() -> None:
    """The Chinese sentences under test are those of today's catalogues."""
    import catalogues

    catalogues.compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The pass over PostgreSQL leaves out what only a file has."""
    from helpers.postgres import leave_files_out

    leave_files_out(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether PostgreSQL was asked, and why not."""
    from helpers.postgres import told

    for line in told():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def watched_papers() -> Iterator[None]:
    """Whatever a test prints goes through the lint of archive copies."""
    from helpers.paper_watch import watch_papers

    with pytest.MonkeyPatch.context() as monkeypatch:
        watch_papers(monkeypatch)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of every open window when a test fails."""
    report = yield
    if call.when == "call" and report.failed:
        _photograph_windows(item.nodeid)
    return report


def _photograph_windows(test: str) -> None:
    for number, window in enumerate(_open_windows()):
        SHOTS.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w.-]+", "_", test)[-120:]
        window.grab().save(str(SHOTS / f"{name}-{number}.png"))  # type: ignore[attr-defined]


class _Listener(logging.Handler):
    """Collects the warnings and errors that a test caused."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture
def expect_log() -> Callable[[str], None]:
    """Call with a piece of the warning the test means to cause; it must then come, and is no failure."""
    _expected.clear()
    return _expected.append


_expected: list[str] = []


@pytest.fixture(autouse=True)
def _fails_on_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    expected = list(_expected) if "expect_log" in request.fixturenames else []
    _expected.clear()
    surprises = [line for line in listener.heard if not any(piece in line for piece in expected)]
    absent = [piece for piece in expected if not any(piece in line for line in listener.heard)]
    assert not surprises, f"logged without being expected: {surprises}"
    assert not absent, f"expected in the log and never came: {absent}"


@pytest.fixture(autouse=True)
def _fails_on_leaks() -> Iterator[None]:
    threads, windows = set(threading.enumerate()), set(_open_windows())
    yield
    left = [thread for thread in set(threading.enumerate()) - threads if not thread.daemon]
    for thread in left:
        thread.join(THREAD_PATIENCE_S)
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"threads left running: {running}"
    open_still = [repr(window) for window in set(_open_windows()) - windows]
    assert not open_still, f"windows left open: {open_still}"


def _open_windows() -> list[object]:
    """The visible top-level widgets; nothing where the test never loaded Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]
