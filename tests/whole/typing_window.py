"""The real window in a process of its own, for an input method to type into: it tells every moment what stands where.

``typing_window.py FOLDER``: founds a practice branch in FOLDER, opens the window at the customers, and prints a line of
JSON five times a second. A line on its input is an act: ``note`` opens a form with a note.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / name) for name in ("src", "tests")]

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402

from collectdesk.desk import access  # noqa: E402
from collectdesk.desk.practising import PASSWORD, found_practice_branch  # noqa: E402
from collectdesk.ui.app import Shell, open_application  # noqa: E402
from collectdesk.ui.customers.page import CustomersPage  # noqa: E402
from collectdesk.ui.machine import Machine  # noqa: E402
from collectdesk.ui.parts.fields import NoteEdit  # noqa: E402
from collectdesk.ui.parts.form import Form  # noqa: E402
from collectdesk.ui.theme import Look  # noqa: E402
from helpers.branches import Clock  # noqa: E402

BORROWERS = 40


class Told:
    """What the parent is told, and the acts it asks for."""

    def __init__(self, shell: Shell) -> None:
        assert shell.window is not None
        self.window = shell.window
        self.window.go("customers")
        page = self.window.page
        assert isinstance(page, CustomersPage)
        self.field = page.field
        self.searched: list[str] = []
        self.field.searched.connect(self.searched.append)
        self.asked: list[str] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.beat)
        self.timer.start(200)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in sys.stdin:
            self.asked.append(line.strip())

    def beat(self) -> None:
        while self.asked:
            getattr(self, f"act_{self.asked.pop(0)}")()
        focused = QApplication.focusWidget()
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        told = {
            "page": self.window.page_id, "active": self.window.isActiveWindow(), "search": self.field.text(),
            "composing": bool(getattr(focused, "_composing", False)), "searched": self.searched,
            "focus": type(focused).__name__, "windows": len(windows),
            "note": focused.toPlainText() if isinstance(focused, QPlainTextEdit) else "",
        }  # fmt: skip
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def act_search(self) -> None:
        self.window.activateWindow()
        self.field.setFocus()

    def act_note(self) -> None:
        self.form = Form(self.window.office.speech)
        self.form.add("note", "Remark", NoteEdit(self.window.office.speech, lines=3))
        self.form.resize(500, 200)
        self.form.show()
        self.form.activateWindow()
        self.form.focus("note")


def main() -> int:
    home = Path(sys.argv[1])
    folder = home / "branch"
    application = open_application(
        sys.argv[:1], Machine(home / "settings", language="zh_CN", look=Look.LIGHT)
    )
    found_practice_branch(folder, borrowers=BORROWERS)
    vars(access)["clock_of"] = lambda _store: Clock()
    machine = Machine(home / "settings", language="zh_CN", look=Look.LIGHT, last_branch=str(folder))
    shell = Shell(machine, home / "window.log")
    assert shell.take(folder)
    shell.enter(access.sign_in(folder, "clerk", PASSWORD, Clock()))
    told = Told(shell)
    told.act_search()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
