"""The write paths that are tortured: each says how it begins, what it writes, and when it was acknowledged.

Another path is added by a module beside ``everyday`` that calls ``register`` and is named in ``MODULES``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MODULES: Final = (
    "bench.torture.everyday",
    "bench.torture.keeping",
    "bench.torture.bringing_back",
    "bench.torture.parcel_in",
)
Acknowledge = Callable[[str], None]
"""Called with a word after each write that the program called done; the judge is given them all."""


@dataclass(frozen=True, slots=True)
class WritePath:
    """One way of writing. A folder holds everything: the branch, its keys, the files that are taken in.

    ``prepare`` makes the folder once. ``work`` opens what is in it, writes and acknowledges, about ``rounds`` times,
    leaving nothing open. ``judge`` opens what a crash left and returns what is wrong, nothing if all is well; it
    is given the acknowledged words in their order. Kills come up to ``lasts`` seconds after the first word, and one
    folder has to survive ``survives`` of them.
    """

    name: str
    prepare: Callable[[Path], None]
    work: Callable[[Path, Acknowledge, int], None]
    judge: Callable[[Path, list[str]], list[str]]
    lasts: float = 0.1
    survives: int = 25


def judged(path: WritePath, folder: Path, acknowledged: list[str]) -> list[str]:
    """What the path's judge finds wrong; what it can't even look at is wrong too."""
    try:
        return path.judge(folder, acknowledged)
    except Exception as error:  # noqa: BLE001 - whatever a crash left behind that no code was written for
        return [f"can't be judged: {type(error).__name__}: {error}"]


_PATHS: Final[dict[str, WritePath]] = {}


def register(path: WritePath) -> WritePath:
    """Have a path tortured with the others."""
    _PATHS[path.name] = path
    return path


def paths() -> dict[str, WritePath]:
    """All of them, by name."""
    for module in MODULES:
        importlib.import_module(module)
    return dict(_PATHS)
