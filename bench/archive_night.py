"""A night of packs: many cases packed in a row, killed in the middle and gone on with, beside copy and SHA-256.

python -m bench.archive_night [--packs 1000] [--kill-at 400] [--photo-kilobytes 300] [--json]

Each pack holds a case file that is drawn anew and three photos, is sealed, chained to the one before and read back.
One case lacks a photo: the report names it, and the night goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.archive_pack import copy_with_digest, peak_megabytes
from bench.case_file import case_of

from collectdesk.archive.pack import PackDescription, PayloadFile, build_pack
from collectdesk.archive.seal import SealKey
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import verify_pack
from collectdesk.reports.archive.case_file import draw_case_file
from collectdesk.words import CHINESE, Words

SEALED_AT = datetime(2026, 3, 18, tzinfo=UTC)
PHOTOS = 3
LOST = 7
"""The case whose photo is missing."""


def prepare(folder: Path, photo_kilobytes: int) -> None:
    """A few photos, which the cases share, and the key."""
    for number in range(PHOTOS):
        (folder / f"{number}.jpg").write_bytes(os.urandom(photo_kilobytes * 1000))
    (folder / "key").write_bytes(SealKey.generate().to_bytes())


def pack_all(folder: Path, packs: int) -> dict[str, Any]:
    """Pack every case that has no pack yet; what broke off leaves nothing that looks like one."""
    key, words, content = SealKey.from_bytes((folder / "key").read_bytes()), Words(CHINESE), case_of(4)
    peaks: dict[int, float | None] = {}
    failed: list[str] = []
    built, previous = 0, None
    for number in range(1, packs + 1):
        target = folder / f"GD-2026-{number:06d}.zip"
        if not target.exists():
            photos = [
                folder / ("lost.jpg" if number == LOST and at == 0 else f"{at}.jpg") for at in range(PHOTOS)
            ]
            drawn = folder / "case-file.pdf"
            draw_case_file(drawn, content, words)
            try:
                made = build_pack(
                    target, number=target.stem,
                    description=PackDescription("Branch", "Bench", f"C-{number}", "CollectDesk"),
                    payload=[PayloadFile("case-file.pdf", drawn, "application/pdf")]
                    + [PayloadFile(f"evidence/{each.name}", each, "image/jpeg") for each in photos],
                    seal_with=key, previous_seal=previous, moment=SEALED_AT,
                )  # fmt: skip
            except ArchiveTrouble as trouble:
                failed.append(f"{target.stem} {trouble.code}")
                continue
            built, previous = built + 1, bytes.fromhex(made.seal_digest)
            (folder / "progress").write_text(str(number), "ascii")
        if number % 100 == 0:
            peaks[number] = peak_megabytes()
    return {"built": built, "failed": failed, "peak_MB": peaks}


def night(packs: int, kill_at: int, photo_kilobytes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, photo_kilobytes)
        asked = [sys.executable, "-m", "bench.archive_night", "--packs", str(packs), "--in", name]
        killed_at = _killed(asked, folder, kill_at) if kill_at else 0
        started, spent = time.perf_counter(), os.times().children_user
        told = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
        wall, cpu = time.perf_counter() - started, os.times().children_user - spent
        made = sorted(folder.glob("*.zip"))
        sizes = sum(each.stat().st_size for each in made) / 1e6
        key = SealKey.from_bytes((folder / "key").read_bytes())
        green = sum(verify_pack(each, fingerprint=key.fingerprint).outcome is Outcome.GREEN for each in made)
        copies = folder / "copies"
        copies.mkdir()
        began, before = time.perf_counter(), time.process_time()
        copy_with_digest(made, copies)
        copy_wall, copy_cpu = time.perf_counter() - began, time.process_time() - before
    fresh = sizes * told["built"] / max(1, len(made))
    return {
        "packs": packs, "killed_after": killed_at, "built_after_the_kill": told["built"], "failed": told["failed"],
        "green": green, "left_over": len(made) - green, "megabytes": round(sizes), "peak_MB": told["peak_MB"],
        "MB_per_s": round(fresh / wall, 1), "cpu_s_a_pack": round(cpu / max(1, told["built"]), 3),
        "copy_and_sha256_MB_per_s": round(sizes / copy_wall, 1), "copy_cpu_s_a_pack": round(copy_cpu / len(made), 4),
    }  # fmt: skip


def _killed(asked: list[str], folder: Path, kill_at: int) -> int:
    """Start the night, and kill it without a word once that many are packed."""
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL)
    progress = folder / "progress"
    while process.poll() is None and (not progress.exists() or int(progress.read_text() or 0) < kill_at):
        time.sleep(0.05)
    process.kill()
    process.wait()
    return len(list(folder.glob("*.zip")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=int, default=1000)
    parser.add_argument("--kill-at", type=int, default=400)
    parser.add_argument("--photo-kilobytes", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--in", dest="inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside is not None:
        print(json.dumps(pack_all(asked.inside, asked.packs)))
        return
    figures = night(asked.packs, asked.kill_at, asked.photo_kilobytes)
    if asked.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name:26} {figure}")


if __name__ == "__main__":
    main()
