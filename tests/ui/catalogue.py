"""Compiles the shell's own catalogue in memory, so that tests don't wait for a build."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from collectdesk import resources
from collectdesk.words import CHINESE, Words

PO = resources.folder() / "locale" / CHINESE / "ui.po"


@cache
def chinese_of(file: Path) -> dict[str, str]:
    """Each sentence with its Chinese."""
    with file.open("rb") as source:
        return {str(entry.id): str(entry.string) for entry in read_po(source, locale="zh_CN") if entry.id}


def shell_words(language: str) -> Words:
    """The words of a language with the shell's sentences in it."""
    words = Words(language)
    if language == CHINESE and PO.is_file():
        compiled = io.BytesIO()
        with PO.open("rb") as source:
            write_mo(compiled, read_po(source, locale="zh_CN"))
        compiled.seek(0)
        words._catalogue.add_fallback(gettext.GNUTranslations(compiled))
    return words
