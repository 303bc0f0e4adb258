"""Owns which names may stand inside a pack: those that unpack to one tree on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_PATH: Final = 200
"""Characters; Windows stops at 260 with the folder a person unpacks into."""
LONGEST_NAME: Final = 240
"""UTF-8 bytes of one name; common file systems stop at 255."""

# Characters Windows refuses, and "%", which RFC 8493 section 2.1.3 escapes and tools unescape differently.
_REFUSED: Final = frozenset('<>:"|?*\\%')
# Control and format characters (a right-to-left mark disguises an ending), lone surrogates, line breaks.
_REFUSED_KINDS: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# learn.microsoft.com, "Naming Files, Paths, and Namespaces": device names with any ending, superscripts too.
_DEVICE: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE | re.DOTALL
)


def path_fault(path: str) -> str | None:
    """Why this slash-separated relative path may not stand in a pack, as a code; None when it may."""
    if not path:
        return "path.empty"
    if path[0] in "/\\" or re.match(r"[A-Za-z]:", path):
        return "path.absolute"
    names = re.split(r"[/\\]", path)
    if any(name in {".", ".."} for name in names):
        return "path.dots"
    if len(path) > LONGEST_PATH:
        return "path.too_long"
    return next((fault for name in path.split("/") if (fault := _name_fault(name))), None)


def _name_fault(name: str) -> str | None:
    if not name:
        return "path.empty"
    if any(letter in _REFUSED or unicodedata.category(letter) in _REFUSED_KINDS for letter in name):
        return "path.character"
    if name[0].isspace() or name[-1].isspace() or name[-1] == ".":
        return "path.ending"
    if _DEVICE.fullmatch(name):
        return "path.reserved"
    if not unicodedata.is_normalized("NFC", name):
        return "path.not_nfc"
    return "path.too_long" if len(name.encode()) > LONGEST_NAME else None


def clashes(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path that cannot stand beside the ones before it where case does not count, with the code."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        if _folded(path) in files:
            yield path, "path.duplicate"
            continue
        files[_folded(path)] = path
        for folder in _folders_of(path):
            if folders.setdefault(_folded(folder), folder) != folder:
                yield path, "path.two_spellings"
                break
    for folded, path in files.items():
        if folded in folders:
            yield path, "path.file_and_folder"


def _folders_of(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:count]) for count in range(1, len(names))]


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
