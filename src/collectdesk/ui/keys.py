"""Owns the keys of the window: what a person can do by key, the card that lists it, and the sheet for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from collectdesk.ui import ask
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.ui.actions import Action
    from collectdesk.ui.speech import Speech

EVERYWHERE = (
    ("↑ ↓", mark("Choose in a list")),
    ("Enter", mark("Open what is chosen")),
    ("Tab", mark("Go to the next field")),
    ("Menu", mark("Sort a list")),
)
PAGE_KEYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "today": (
        ("F2", mark("Log or decide")),
        ("1–9", mark("Answer")),
        ("Ctrl+Enter", mark("Save")),
        ("Ctrl+Shift+A", mark("Approve what was opened")),
    ),
    "customers": (("Ctrl+C", mark("Copy the line")),),
    "casefile": (("F2", mark("Log a contact")), ("Alt+←→", mark("Other tab"))),
    "plan": (
        ("F2", mark("Plan, or note the answer")),
        ("Ctrl+P", mark("Print the kit")),
        ("Ctrl+O", mark("Suggest an order")),
        ("Ctrl+B", mark("Board")),
        ("Ctrl+T", mark("Teams")),
        ("Ctrl+D", mark("Calendar")),
    ),
    "record": (
        ("F2", mark("Save, or sign off")),
        ("1 – 5", mark("File as guessed")),
        ("Ctrl+N", mark("Scan a code")),
        ("Ctrl+P", mark("Print the record")),
    ),
    "followup": (("F2", mark("Approve or take a promise")),),
    "archive": (("F2", mark("Build or verify")),),
    "imports": (
        ("F2", mark("Import")),
        ("F6", mark("Unmatched money")),
        ("F7", mark("Amounts by hand")),
        ("F8", mark("Undo an import")),
        ("F9", mark("Check the figures")),
    ),
}
"""What a page's own keys do beside those that mean the same everywhere, by the page's id."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key, what it does, and the page where it does it; without a page everywhere."""

    key: str
    sentence: str
    page: str = ""


def known_keys(actions: Sequence[Action]) -> tuple[KnownKey, ...]:
    """What somebody who may do these actions can do by key: the window's acts, every list's keys, each page's own."""
    shell = [KnownKey(each.shortcut, each.sentence) for each in actions if each.shortcut]
    lists = [KnownKey(key, sentence) for key, sentence in EVERYWHERE]
    pages = {each.opens: each.sentence for each in actions if each.opens}
    own = [
        KnownKey(key, sentence, pages[page])
        for page, keys in PAGE_KEYS.items()
        if page in pages
        for key, sentence in keys
    ]
    return (*shell, *lists, *own)


class KeysCard(Card):
    """Every key as a list; printed, or kept as a PDF, it is one sheet for the wall. ``told`` carries a Note."""

    told = Signal(object)

    def __init__(self, speech: Speech, actions: Sequence[Action]) -> None:
        super().__init__(speech, mark("Everything the mouse does, a key does too"), flush=True)
        self._speech = speech
        self._keys = known_keys(actions)
        columns: tuple[Column[KnownKey], ...] = (
            Column(mark("Key"), lambda _w, r: r.key, Kind.BOLD, width=150),
            Column(mark("What it does"), lambda w, r: w.say(r.sentence), stretch=True),
            Column(
                mark("Where"), lambda w, r: w.say(r.page) if r.page else w.say(mark("Everywhere")), width=150
            ),
        )
        self.table = rows_table(
            speech, mark("Keys"), columns, lambda r: (r.page, r.key, r.sentence), opens_on_click=False
        )
        self.head.addWidget(button(speech, mark("Keep as a PDF"), self.keep, icon="download"))
        self.head.addWidget(button(speech, mark("Print"), self.print_out, icon="printer", key="Ctrl+P"))
        self.add(self.table, 1)
        self.table.show_rows(self._keys)

    def sheet(self) -> QTextDocument:
        """The list as one sheet A4: what holds everywhere at the left, each page's own keys at the right."""
        everywhere = "".join(self._line(each) for each in self._keys if not each.page)
        pages = dict.fromkeys(each.page for each in self._keys if each.page)
        own = "".join(
            f"<tr><td colspan='2'><b>{escape(self._speech.say(page))}</b></td></tr>"
            + "".join(self._line(each) for each in self._keys if each.page == page)
            for page in pages
        )
        made = QTextDocument()
        font = made.defaultFont()
        font.setPointSizeF(8.5)
        made.setDefaultFont(font)
        halves = "".join(
            f"<td width='50%'><table cellpadding='2'>{half}</table></td>" for half in (everywhere, own)
        )
        title = f"<h2>{escape(self._speech.say(mark('Keys')))} · CollectDesk</h2>"
        made.setHtml(f"{title}<table width='100%'><tr>{halves}</tr></table>")
        return made

    def _line(self, known: KnownKey) -> str:
        said = escape(self._speech.say(known.sentence))
        return f"<tr><td width='90'><b>{escape(known.key)}</b></td><td>{said}</td></tr>"

    def print_out(self) -> None:
        """Send the sheet to a printer that the person chooses."""
        printer = ask.printer(self, 1)
        if printer is not None:
            printer.setDocName("CollectDesk")
            self.sheet().print_(printer)
            self.told.emit(Note(self._speech.say(mark("The keys were sent to the printer."))))

    def keep(self) -> None:
        """Write the sheet to a PDF of the person's choice, whole or not at all."""
        say = self._speech.say
        target = ask.file_to_save(
            self, say(mark("Keep the keys as a PDF")), "CollectDesk keys.pdf", say(mark("PDF (*.pdf)"))
        )
        if target is None:
            return
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(held)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setTitle(say(mark("Keys")))
        self.sheet().print_(writer)
        try:
            target.write_bytes(bytes(held.data().data()))
        except OSError:
            said = mark("{path} can't be written. Close it in other programs, or choose another folder.")
            self.told.emit(Note(say(said, path=target), Tone.DANGER))
            return
        self.told.emit(Note(say(mark("The keys were written to {path}."), path=target)))
