"""Works one write path in a process of its own: ``child PATH FOLDER ROUNDS``; acknowledges into a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.torture.powercut import ACKNOWLEDGED
from bench.torture.registry import paths


def main(name: str, folder: Path, rounds: int) -> None:
    words = os.open(folder / ACKNOWLEDGED, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def acknowledge(word: str) -> None:
        os.write(words, f"{word}\n".encode())

    paths()[name].work(folder, acknowledge, rounds)
    os.close(words)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
