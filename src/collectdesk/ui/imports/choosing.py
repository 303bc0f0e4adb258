"""Which files can be chosen or dropped, and which of their troubles a person's answer can mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from collectdesk.words import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

TABLES: Final = mark("Tables (*.xlsx *.xlsm *.xls *.csv *.txt *.html);;All files (*)")
MAPPABLE: Final = (
    "headings.not_found", "column.missing", "column.ambiguous", "encoding.unclear", "encoding.refuted", "csv.broken",
)  # fmt: skip
"""Why a file can't be read as it is, that a person's answer can mend."""


def dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dropped."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
