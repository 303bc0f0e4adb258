"""Measures packing and verifying beside a plain copy with SHA-256 of the same files, in alternating rounds.

python bench/archive_pack.py [--megabytes 300] [--rounds 5] [--json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "")]

from bench.claims import Claim, peak_mb  # noqa: E402

from collectdesk import resources  # noqa: E402
from collectdesk.archive.pack import PackDescription, PayloadFile, build_pack  # noqa: E402
from collectdesk.archive.seal import SealKey  # noqa: E402
from collectdesk.archive.verdict import Outcome  # noqa: E402
from collectdesk.archive.verify import verify_pack  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

BOUND, SHORT_BOUND = 4.0, 8.0
PHOTO_BYTES = 4_000_000
CHUNK = 2**20


def photos(folder: Path, megabytes: int) -> list[Path]:
    """Files of a phone photo's size that do not compress, like JPEG."""
    made = []
    for number in range(max(1, megabytes * 1_000_000 // PHOTO_BYTES)):
        made.append(folder / f"{number:04}.jpg")
        made[-1].write_bytes(os.urandom(PHOTO_BYTES))
    return made


def copy_with_digest(sources: list[Path], target: Path) -> None:
    """The floor: read, SHA-256, write, fsync."""
    for source in sources:
        digest = hashlib.sha256()
        with (
            source.open("rb", buffering=0) as read,
            (target / source.name).open("wb", buffering=0) as written,
        ):
            while chunk := read.read(CHUNK):
                digest.update(chunk)
                written.write(chunk)
            os.fsync(written.fileno())


def digest_only(sources: list[Path]) -> None:
    """The floor of verifying: read and SHA-256."""
    for source in sources:
        with source.open("rb") as read:
            hashlib.file_digest(read, "sha256")


def pack(sources: list[Path], target: Path, key: SealKey) -> None:
    build_pack(
        target,
        number=target.stem,
        description=PackDescription("Branch", "Bench", "C-1", "CollectDesk"),
        payload=[PayloadFile(f"photos/{source.name}", source, "image/jpeg") for source in sources],
        seal_with=key,
        previous_seal=None,
        moment=datetime(2026, 3, 18, tzinfo=UTC),
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def one_round(sources: list[Path], folder: Path, key: SealKey) -> dict[str, tuple[float, float | None]]:
    copies, target = folder / "copies", folder / "GD-1.zip"
    copies.mkdir()
    figures: dict[str, tuple[float, float | None]] = {
        "copy and SHA-256": timed(lambda: copy_with_digest(sources, copies)),
        "pack, read back included": timed(lambda: pack(sources, target, key)),
        "SHA-256 only": timed(lambda: digest_only(sources)),
        "verify": timed(lambda: verify_pack(target, fingerprint=key.fingerprint)),
    }
    assert verify_pack(target, fingerprint=key.fingerprint).outcome is Outcome.GREEN
    verifier = [sys.executable, "-I", str(resources.path("templates", "verify.py")), str(target)]
    started = time.perf_counter()
    subprocess.run(verifier, check=False, capture_output=True)
    figures["verify.py, start included"] = (time.perf_counter() - started, None)
    target.unlink()
    for copied in copies.iterdir():
        copied.unlink()
    copies.rmdir()
    return figures


def measured(megabytes: int, rounds: int) -> dict[str, dict[str, float | None]]:
    key = SealKey.generate()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "photos").mkdir()
        sources = photos(folder / "photos", megabytes)
        size = len(sources) * PHOTO_BYTES / 1e6
        results = [one_round(sources, folder, key) for _ in range(rounds)]
    return {
        work: {
            "MB_per_s_wall": round(size / statistics.median(result[work][0] for result in results), 1),
            "cpu_s": median_of([result[work][1] for result in results]),
        }
        for work in results[0]
    }


def median_of(seconds: list[float | None]) -> float | None:
    """None for another process's work, whose processor time is not ours to read."""
    known = [one for one in seconds if one is not None]
    return round(statistics.median(known), 3) if known else None


def claims(*, short: bool) -> list[Claim]:
    """Wall clock: packing is the disk's work as much as the processor's."""
    found = measured(8 if short else 200, 3 if short else 5)

    def took(work: str) -> float:
        return 1000 / float(found[work]["MB_per_s_wall"] or 1)

    return [
        Claim("a pack of photos, read back whole", took("pack, read back included"), took("copy and SHA-256"),
              SHORT_BOUND if short else BOUND, "ms a MB", "plain copy, SHA-256 and sync of the same files"),
        Claim("a pack verified", took("verify"), took("SHA-256 only"), SHORT_BOUND if short else BOUND, "ms a MB",
              "SHA-256 of the same files"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measured(asked.megabytes, asked.rounds)
    peak = peak_mb()
    if asked.json:
        print(json.dumps({"figures": figures, "peak_MB": peak, "megabytes": asked.megabytes}))
        return
    for work, figure in figures.items():
        print(f"{work:28} {figure['MB_per_s_wall']:8.1f} MB/s  cpu {figure['cpu_s'] or '-'} s")
    print(f"peak memory {peak} MB")


if __name__ == "__main__":
    main()
