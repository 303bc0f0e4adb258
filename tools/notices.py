"""Writes THIRD-PARTY-NOTICES.md: every runtime dependency with the licence its own metadata states."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "THIRD-PARTY-NOTICES.md"
BUILD_ONLY = {"hatchling", "editables", "pathspec", "pluggy", "trove-classifiers"}
"""Pinned beside the program to set it up; they are no part of it."""

ELSEWHERE = {
    "backports-tarfile": ("MIT", "https://github.com/jaraco/backports.tarfile"),
    "importlib-metadata": ("Apache-2.0", "https://github.com/python/importlib_metadata"),
    "jeepney": ("MIT", "https://gitlab.com/takluyver/jeepney"),
    "lazy-importer": ("Apache-2.0", "a part of importlib-metadata for old Pythons"),
    "colorama": ("BSD-3-Clause", "https://github.com/tartley/colorama"),
    "tzdata": ("Apache-2.0", "https://github.com/python/tzdata"),
    "pywin32-ctypes": ("BSD-3-Clause", "https://github.com/enthought/pywin32-ctypes"),
    "secretstorage": ("BSD-3-Clause", "https://github.com/mitya57/secretstorage"),
    "sqlcipher3": ("Zlib; with SQLCipher, BSD-3-Clause", "https://github.com/coleifer/sqlcipher3"),
    "zipp": ("MIT", "https://github.com/jaraco/zipp"),
}
"""Licence and home of packages that this system may not install, or whose metadata names no licence."""


def pinned() -> list[tuple[str, str]]:
    """Name and version of every dependency the program runs with, in the order of the lock."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    pairs = re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    return [(name, version) for name, version in pairs if name not in BUILD_ONLY]


def licence_and_home(name: str) -> tuple[str, str]:
    """What the installed metadata says; the table above where this system doesn't install the package."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    found = distribution(name)
    return _licence(found), _home(found)


def _stated(found: Distribution, field: str) -> list[str]:
    return [str(value).strip() for value in found.metadata.get_all(field) or [] if str(value).strip()]


def _licence(found: Distribution) -> str:
    """The licence expression; in older metadata the classifiers, else the first line of the free text."""
    classifiers = [
        entry.rsplit(" :: ", 1)[-1]
        for entry in _stated(found, "Classifier")
        if entry.startswith("License ::") and entry != "License :: OSI Approved"
    ]
    free_text = [text.splitlines()[0] for text in _stated(found, "License")]
    return "; ".join(_stated(found, "License-Expression") or classifiers or free_text)


def _home(found: Distribution) -> str:
    links = dict(entry.split(", ", 1) for entry in _stated(found, "Project-URL") if ", " in entry)
    by_label = {label.lower(): link for label, link in links.items()}
    wanted = ("homepage", "home", "source", "source code", "repository", "code", "github", "documentation")
    stated = [by_label[label] for label in wanted if label in by_label] + _stated(found, "Home-page")
    return stated[0] if stated else ""


def table() -> str:
    lines = ["| Package | Version | Licence | Home |", "| --- | --- | --- | --- |"]
    for name, version in pinned():
        licence, home = licence_and_home(name)
        lines.append(f"| {name} | {version} | {licence} | {home} |")
    return "\n".join(lines)


def main() -> int:
    """Replace the table between the marks, and leave the words around it alone."""
    text = NOTICES.read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- packages -->")
    _, _, tail = rest.partition("<!-- /packages -->")
    marked = f"{head}<!-- packages -->\n{table()}\n<!-- /packages -->{tail}"
    NOTICES.write_text(marked, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
