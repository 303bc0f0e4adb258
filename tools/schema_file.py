"""Makes the small encrypted branch of the newest schema step that every later program must open: ``schema_file.py``.

Run once for each released schema; the folder goes into tests/store/released/ and is never made again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
for _place in ("src", "tests"):
    sys.path.insert(0, str(ROOT / _place))

RELEASED = ROOT / "tests" / "store" / "released"
FILES = ("branch.db", "branch.keys.json", "practice.workstation")


def main() -> int:
    from collectdesk.store.schema import HEAD

    target = RELEASED / HEAD
    if target.exists():
        print(f"{target} stands already; a released file is never made again")
        return 1
    with tempfile.TemporaryDirectory(prefix="collectdesk-schema-") as made:
        folder = make_branch(Path(made) / "branch")
        target.mkdir(parents=True)
        for name in FILES:
            shutil.copyfile(folder / name, target / name)
        shutil.copytree(folder / "evidence", target / "evidence")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target}: {size / 1024:.0f} KB")
    return 0


def make_branch(folder: Path) -> Path:
    """Three customers, one of them visited, with a photo; closed and compact."""
    from helpers.branches import small_branch

    branch = small_branch(folder)
    photo = folder.parent / "door.jpg"
    photo.write_bytes(b"a photo of a door" * 40)
    branch.recorded_visit(photo=photo)
    with branch.desk.store._writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("VACUUM")
    branch.close()
    return folder


if __name__ == "__main__":
    sys.exit(main())
