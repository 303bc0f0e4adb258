"""Owns the form: labels with their fields, what is wrong beside each, and the values as one mapping."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.typed import put_typed, typed_in
from collectdesk.ui.theme import set_tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from collectdesk.ui.parts.fields import Field
    from collectdesk.ui.speech import Speech

MISSING = mark("This is needed.")


@dataclass(frozen=True, slots=True)
class _Line:
    label: QLabel
    field: Field
    wrong: QLabel
    needed: bool
    hint: QLabel | None = None


class Form(QWidget):
    """Rows of label and field. ``changed`` follows every edit; ``read`` checks and gives the values or
    None.
    """

    changed = Signal()

    def __init__(self, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._lines: dict[str, _Line] = {}
        self._quiet = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, sentence: str, field: Field, *, needed: bool = False, hint: str = "") -> None:
        """Add a row. ``sentence`` names the field (``&`` before a letter makes Alt+letter go there)."""
        widget = field.widget()
        title = QLabel(self)
        title.setProperty("look", "mute")
        title.setBuddy(widget)
        self._speech.bind(title, lambda text: self._name(title, widget, text, needed), sentence)
        wrong = label(None, "", "wrong", wrap=True)
        wrong.hide()
        held = QVBoxLayout()
        held.setSpacing(3)
        held.addWidget(widget)
        told = label(self._speech, hint, "faint", wrap=True) if hint else None
        if told is not None:
            held.addWidget(told)
        held.addWidget(wrong)
        at = len(self._lines)
        self._grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(held, at, 1)
        title.setMinimumHeight(widget.sizeHint().height() if widget.sizeHint().height() < 40 else 26)
        self._lines[name] = _Line(title, field, wrong, needed, told)
        field.edited.connect(lambda: self._edited(name))

    def _name(self, title: QLabel, widget: QWidget, text: str, needed: bool) -> None:
        title.setText(f"{text}\N{NO-BREAK SPACE}*" if needed else text)
        plain = text.replace("&", "")
        needed_too = f" ({self._speech.say(mark('needed'))})" if needed else ""
        widget.setAccessibleName(plain + needed_too)
        name_chips = getattr(widget, "name_chips", None)
        if name_chips is not None:  # chips, also those that change with another answer
            name_chips(plain)

    def _edited(self, name: str) -> None:
        self._mark(self._lines[name], "")
        if not self._quiet:
            self.changed.emit()

    def field(self, name: str) -> Any:
        """The field of a name, for what only its own screen knows."""
        return self._lines[name].field

    def values(self) -> dict[str, Any]:
        """The values as they stand, unchecked: what a draft keeps."""
        return {name: line.field.value() for name, line in self._lines.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Set some fields without ``changed``; the others stay."""
        self._quiet = True
        for name, value in values.items():
            if name in self._lines:
                self._lines[name].field.put(value)
        self._quiet = False

    def is_begun(self, names: Collection[str] | None = None) -> bool:
        """Whether something stands in one of the fields."""
        return any(typed_in(line.field) for name, line in self._of(names))

    def has_unreadable(self) -> bool:
        """Whether something is half typed, such as the beginning of a day."""
        return any(line.field.problem() for line in self._lines.values())

    def as_typed(self, names: Collection[str] | None = None) -> str:
        """The fields as they were typed, unfinished ones too, as JSON: what a draft keeps."""
        return json.dumps({name: typed_in(line.field) for name, line in self._of(names)}, ensure_ascii=False)

    def take_typed(self, content: str) -> None:
        """Put a draft back; what an older program kept and this one doesn't ask is left out."""
        self._quiet = True
        for name, typed in json.loads(content).items():
            if name in self._lines:
                put_typed(self._lines[name].field, typed)
        self._quiet = False
        self.changed.emit()

    def _of(self, names: Collection[str] | None) -> list[tuple[str, _Line]]:
        return [(name, line) for name, line in self._lines.items() if names is None or name in names]

    def clear(self) -> None:
        """Blank every field and forget what was wrong."""
        self.put(dict.fromkeys(self._lines))
        self.accept_all()

    def read(self) -> dict[str, Any] | None:
        """The values when every field can be read and none that is needed is blank; else None, marked
        and focused.
        """
        wrong = []
        for name, line in self._lines.items():
            sentence = line.field.problem()
            if not sentence and line.needed and line.field.value() in (None, frozenset()):
                sentence = MISSING
            self._mark(line, self._speech.say(sentence) if sentence else "")
            if sentence:
                wrong.append(name)
        if wrong:
            self.focus(wrong[0])
            return None
        return self.values()

    def say_beside(self, name: str, text: str) -> None:
        """Say beside a field that it can't be, while the keyboard stays where it is; empty takes it back."""
        self._mark(self._lines[name], text)

    def refuse(self, name: str, text: str) -> None:
        """Show a refusal beside the field it is about, and go there."""
        self._mark(self._lines[name], text)
        self.focus(name)

    def take_refusal(self, error: BaseException) -> bool:
        """Show a refusal beside the field it names; False when it names none of this form's."""
        name = wording.field_of(error)
        if name not in self._lines:
            return False
        self.refuse(name, wording.sentence(self._speech.words, error))
        return True

    def wrong(self, name: str) -> str:
        """What is said beside a field; empty when nothing is."""
        return self._lines[name].wrong.text()

    def accept_all(self) -> None:
        """Forget what was wrong."""
        for line in self._lines.values():
            self._mark(line, "")

    def focus(self, name: str) -> None:
        self._lines[name].field.widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_line(self, name: str, shown: bool) -> None:
        """Show or hide a row that depends on another answer."""
        line = self._lines[name]
        line.label.setVisible(shown)
        line.field.widget().setVisible(shown)
        if line.hint is not None:
            line.hint.setVisible(shown)
        line.wrong.setVisible(shown and bool(line.wrong.text()))

    def _mark(self, line: _Line, text: str) -> None:
        line.wrong.setText(text)
        line.wrong.setVisible(bool(text))
        widget = line.field.widget()
        set_tone(widget, "wrong", bool(text))
        widget.setAccessibleDescription(text)
