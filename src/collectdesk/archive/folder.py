"""Owns reading an unpacked bag from a folder: regular files only, no link followed."""

from __future__ import annotations

import os
import stat
import unicodedata
from typing import TYPE_CHECKING

from collectdesk.archive.bag import MOST_BYTES, MOST_FILES
from collectdesk.archive.container import CHUNK
from collectdesk.archive.paths import clashes, path_fault
from collectdesk.archive.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class FolderContents:
    """The files of an unpacked bag, by slash-separated name. The folder's own name counts for nothing."""

    top_folder = None
    stamp = None

    def __init__(self, folder: Path, findings: list[Finding]) -> None:
        self._findings = findings
        self._paths: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self._walk(os.fspath(folder), "")
        for name, code in clashes(self.sizes):
            findings.append(Finding(code, name))
        if sum(self.sizes.values()) > MOST_BYTES:
            findings.append(Finding("bag.too_large", "", {"most": MOST_BYTES}))

    def _walk(self, folder: str, above: str) -> None:
        with os.scandir(folder) as found:
            for item in sorted(found, key=lambda item: item.name):
                if len(self.sizes) > MOST_FILES:
                    self._findings.append(Finding("bag.too_many", "", {"most": MOST_FILES}))
                    return
                self._take(
                    item, above + unicodedata.normalize("NFC", item.name)
                )  # macOS may store it decomposed

    def _take(self, item: os.DirEntry[str], name: str) -> None:
        status = item.stat(follow_symlinks=False)
        fault = path_fault(name)
        if stat.S_ISLNK(status.st_mode):
            fault = "entry.symlink"
        elif not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            fault = "entry.special"
        if fault:
            shown = name.encode("utf-8", "backslashreplace").decode()
            self._findings.append(Finding(fault, shown))
        elif stat.S_ISDIR(status.st_mode):
            self._walk(item.path, name + "/")
        else:
            self._paths[name], self.sizes[name] = item.path, status.st_size

    def chunks(self, name: str) -> Iterator[memoryview]:
        """The file's bytes in one reused buffer."""
        buffer = memoryview(bytearray(max(1, min(CHUNK, self.sizes[name]))))
        with open(self._paths[name], "rb", buffering=0) as file:  # noqa: PTH123 # a path as the system spells it
            while got := file.readinto(buffer):
                yield buffer[:got]
