"""SIGKILL at random moments: a forked process works a write path until it is killed; what is left is judged."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.torture.registry import WritePath, judged

EARLY: Final = 0.25
"""Share of the kills that come before that: while the branch is opened, or in the first deed."""
BEGUN: Final = "begun"
"""A word that says only that the work is under way, where one write takes long: nothing is promised by it."""


@dataclass(slots=True)
class Killed:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def kill(path: WritePath, kills: int, seed: int = 7) -> Killed:
    """Kill the path so many times."""
    chance, figures = random.Random(seed), Killed()
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        first, folder = Path(made) / "first", Path(made) / "disk"
        first.mkdir()
        path.prepare(first)
        shutil.copytree(first, folder)
        path.work(folder, lambda _word: None, 2)  # imports and rule packs are read once, before the forks
        kept: list[str] = []
        for number in range(kills):
            if number % path.survives == 0:
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(first, folder)
                kept.clear()
            words = _one_life(path, folder, chance)
            figures.acknowledged += sum(word != BEGUN for word in words)
            kept += words
            wrong = judged(path, folder, list(kept))
            figures.kills += 1
            figures.wrong += [f"kill {number}: {one}" for one in wrong]
    return figures


def _one_life(path: WritePath, folder: Path, chance: random.Random) -> list[str]:
    """Fork, let it work, kill it; returns what it acknowledged before."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            path.work(folder, lambda word: _say(write, word), 10**6)
        finally:
            os._exit(0)
    os.close(write)
    if chance.random() > EARLY:
        select.select([read], [], [], 20)
    time.sleep(chance.uniform(0, path.lasts))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = bytearray()
    while select.select([read], [], [], 0)[0] and (more := os.read(read, 65536)):
        said += more
    os.close(read)
    return said.decode().splitlines()


def _say(pipe: int, word: str) -> None:
    os.write(pipe, f"{word}\n".encode())
