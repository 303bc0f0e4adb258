"""Owns which printer each kind of paper goes to on this PC: chosen once, remembered, asked again when it has gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from collectdesk.ui import ask

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

ASK: Final = ""
"""In place of a printer's name: the system's box asks at every print."""


class Memory(Protocol):
    """What a PC remembers by name, as ``Machine`` does."""

    def recall(self, name: str) -> str: ...

    def remember(self, name: str, text: str) -> None: ...


class Forgetful:
    """Remembers until the program ends: where no PC's settings are at hand."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def recall(self, name: str) -> str:
        return self._kept.get(name, "")

    def remember(self, name: str, text: str) -> None:
        self._kept[name] = text


def installed() -> tuple[str, ...]:
    """Names of the printers that this PC has; asked anew each time, since printers come and go."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(QPrinterInfo.availablePrinterNames())


def printer_named(name: str, sides: str) -> QPrinter:
    """A printer by its name; ``sides`` is the name of one of Qt's ways to print on both sides, or empty."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPrinterName(name)
    if sides in QPrinter.DuplexMode.__members__:
        made.setDuplex(QPrinter.DuplexMode[sides])
    return made


def like(printer: QPrinter, number: str) -> QPrinter:
    """The same printer for another paper; one that prints into a file prints this paper into its own beside it."""
    from PySide6.QtPrintSupport import QPrinter

    if not printer.outputFileName():
        return printer
    first = Path(printer.outputFileName())
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(printer.outputFormat())
    made.setOutputFileName(str(first.with_name(f"{first.stem}-{number}{first.suffix}")))
    return made


class Printers:
    """The choice of each kind of paper; a kind is what a paper's number begins with, such as ``WF``."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory: Memory = memory or Forgetful()

    def of(self, kind: str) -> str:
        """The printer's name, or ``ASK`` when none was chosen or it is no longer there."""
        name = self._memory.recall(f"printer/{kind}")
        return name if name and name in installed() else ASK

    def choose(self, kind: str, name: str) -> None:
        """From now on this kind goes there; ``ASK`` asks at every print."""
        self._memory.remember(f"printer/{kind}", name)

    def open(self, kind: str, pages: int, parent: QWidget | None) -> QPrinter | None:
        """The chosen printer, else the one that the person chooses in the box and that is kept; None: none."""
        name = self.of(kind)
        if name:
            return printer_named(name, self._memory.recall(f"sides/{kind}"))
        chosen = ask.printer(parent, pages)
        if chosen is not None:
            self.keep(kind, chosen)
        return chosen

    def keep(self, kind: str, printer: QPrinter) -> None:
        """Remember a choice made in the box, with the sides it prints on; a print into a file is no choice."""
        if printer.printerName() and not printer.outputFileName():
            self.choose(kind, printer.printerName())
            self._memory.remember(f"sides/{kind}", printer.duplex().name)

    # ---- the order of several papers

    def order(self) -> tuple[str, ...]:
        """The kinds in the order in which they were last printed together."""
        return tuple(each for each in self._memory.recall("paper_order").split(",") if each)

    def keep_order(self, kinds: tuple[str, ...]) -> None:
        """Remember an order; kinds that aren't in it keep their place behind."""
        later = tuple(each for each in self.order() if each not in kinds)
        self._memory.remember("paper_order", ",".join(kinds + later))
