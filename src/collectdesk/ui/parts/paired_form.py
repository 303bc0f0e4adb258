"""Owns the form whose short fields stand side by side, as they do on the paper sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget

from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.form import MISSING, Form

if TYPE_CHECKING:
    from collectdesk.ui.parts.fields import Field
    from collectdesk.ui.speech import Speech

_BESIDE_AT = 3
_WIDEST = 112
"""Pixels of a field's name; a longer one takes two lines, so that four columns fit beside a page of paper."""
_ANY = 16_777_215


class PairedForm(Form):
    """A form with room for two fields in a row; ``add_heading`` sets a group apart."""

    def __init__(self, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(speech, parent)
        self._grid.setColumnStretch(_BESIDE_AT, 1)
        self._row = -1
        self._hidden: set[str] = set()

    def add(self, name: str, sentence: str, field: Field, *, needed: bool = False, hint: str = "") -> None:
        """Add a row that takes the whole width."""
        title, held = self._made(name, sentence, field, needed=needed, hint=hint)
        self._row += 1
        self._place(title, held, 0, span=3)

    def add_pair(self, name: str, sentence: str, field: Field, *, needed: bool = False) -> None:
        """Add a field that leaves the right half to ``add_beside``."""
        title, held = self._made(name, sentence, field, needed=needed)
        self._row += 1
        self._place(title, held, 0)

    def add_beside(self, name: str, sentence: str, field: Field, *, needed: bool = False) -> None:
        """Add a field in the right half of the row before."""
        title, held = self._made(name, sentence, field, needed=needed)
        self._place(title, held, _BESIDE_AT - 1)

    def add_heading(self, sentence: str) -> QWidget:
        """Set a line above the next group."""
        self._row += 1
        made = label(self._speech, sentence, "heading")
        made.setContentsMargins(0, 6 if self._row else 0, 0, 0)
        self._grid.addWidget(made, self._row, 0, 1, 4)
        return made

    def add_line(self) -> QLabel:
        """Leave room for a sentence under the field before; empty as long as there is none."""
        self._row += 1
        made = label(None, "", "mute", wrap=True)
        self._grid.addWidget(made, self._row, 1, 1, 3)
        return made

    def show_line(self, name: str, shown: bool) -> None:
        """Show or hide a field; what is hidden isn't asked for."""
        super().show_line(name, shown)
        (self._hidden.discard if shown else self._hidden.add)(name)

    def read(self) -> dict[str, Any] | None:
        """As the plain form does, for the fields in sight; hidden ones give their values unasked."""
        wrong = []
        for name, line in self._lines.items():
            sentence = "" if name in self._hidden else line.field.problem()
            blank = line.field.value() in (None, frozenset())
            if not sentence and line.needed and blank and name not in self._hidden:
                sentence = MISSING
            self._mark(line, self._speech.say(sentence) if sentence else "")
            if sentence:
                wrong.append(name)
        if wrong:
            self.focus(wrong[0])
            return None
        return self.values()

    def _place(self, title: QLabel, held: QLayout, column: int, span: int = 1) -> None:
        _narrowed(title)
        self._speech.changed.connect(lambda: _narrowed(title))
        self._grid.addWidget(title, self._row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(held, self._row, column + 1, 1, span)

    def _made(
        self, name: str, sentence: str, field: Field, *, needed: bool = False, hint: str = ""
    ) -> tuple[QLabel, QLayout]:
        """Let the plain form make the row far below, and take both halves out again to be placed."""
        super().add(name, sentence, field, needed=needed, hint=hint)
        at = len(self._lines) - 1
        title, held = self._taken(at, 0).widget(), self._taken(at, 1).layout()
        assert isinstance(title, QLabel)
        assert held is not None
        return title, held

    def _taken(self, row: int, column: int) -> QLayoutItem:
        for at in range(self._grid.count() - 1, -1, -1):
            if self._grid.getItemPosition(at)[:2] == (row, column):  # type: ignore[index]
                taken = self._grid.takeAt(at)
                assert taken is not None
                return taken
        raise AssertionError("the form placed its row elsewhere")


def _narrowed(title: QLabel) -> None:
    """Let a long name take two lines."""
    wraps = title.fontMetrics().horizontalAdvance(title.text()) > _WIDEST
    title.setWordWrap(wraps)
    title.setMinimumWidth(_WIDEST if wraps else 0)
    title.setMaximumWidth(_WIDEST if wraps else _ANY)
