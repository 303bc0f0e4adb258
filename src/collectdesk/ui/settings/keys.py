"""Owns the keys section: every shortcut, as a list that can be kept as a PDF and printed."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from collectdesk.ui import ask
from collectdesk.ui.actions import ACTIONS
from collectdesk.ui.keys import EVERYWHERE
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and what it does."""

    key: str
    sentence: str


def shortcuts(office: Office) -> tuple[Shortcut, ...]:
    """What this person can do by key: the window's acts, and what every list understands."""
    allowed = [action for action in ACTIONS if action.shortcut and office.may(action.permission)]
    known = [Shortcut(action.shortcut, action.sentence) for action in allowed]
    return (*known, *(Shortcut(key, sentence) for key, sentence in EVERYWHERE))


class KeysSection(Section):
    """The same list that F1 shows, with room."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        columns: tuple[Column[Shortcut], ...] = (
            Column(mark("Key"), lambda _w, r: r.key, Kind.BOLD, width=160),
            Column(mark("What it does"), lambda w, r: w.say(r.sentence), stretch=True),
        )
        self.table = rows_table(
            self.speech, mark("Keys"), columns, lambda r: (r.key, r.sentence), opens_on_click=False
        )
        card = Card(self.speech, mark("Everything the mouse does, a key does too"), flush=True)
        card.head.addWidget(
            button(self.speech, mark("Keep as a PDF"), self.print_out, icon="printer", key="Ctrl+P")
        )
        card.add(self.table, 1)
        self.body.addWidget(card, 1)
        self.table.show_rows(shortcuts(office))

    def print_out(self) -> None:
        """Write the list to a PDF of the person's choice."""
        say = self.office.say
        target = ask.file_to_save(
            self, say(mark("Keep the keys as a PDF")), "CollectDesk keys.pdf", say(mark("PDF (*.pdf)"))
        )
        if target is None:
            return
        if write_keys(
            target, say(mark("Keys")), [(each.key, say(each.sentence)) for each in shortcuts(self.office)]
        ):
            self.tell(Note(say(mark("The keys were written to {path}."), path=target)))
        else:
            said = mark("{path} can't be written. Close it in other programs, or choose another folder.")
            self.tell(Note(say(said, path=target), Tone.DANGER))

    def focus_first(self) -> None:
        self.table.setFocus()


def write_keys(target: Path, title: str, keys: list[tuple[str, str]]) -> bool:
    """One page A4; False when the file can't be written."""
    rows = "".join(
        f"<tr><td width='150'><b>{escape(key)}</b></td><td>{escape(said)}</td></tr>" for key, said in keys
    )
    document = QTextDocument()
    page = f"<h2>{escape(title)} · CollectDesk</h2><table cellpadding='4'>{rows}</table>"
    document.setHtml(page)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setTitle(title)
    document.print_(writer)
    try:
        target.write_bytes(bytes(held.data().data()))
    except OSError:
        return False
    return True
