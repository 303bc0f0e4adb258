"""Makes the guide's pictures: plays the practice day on a branch of its own, then photographs every screen.

Usage: guide.py [FOLDER]. Writes <language>_<look>_<screen>.png, by default into resources/guide/pictures/.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from collectdesk.cli.practice_day.demo import make_branch, play
from collectdesk.cli.saying import Saying
from collectdesk.ui.pictures import in_child
from collectdesk.words import CHINESE, for_language

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "resources" / "guide" / "pictures"
BORROWERS = 1_000
MOST_BYTES = 8 * 2**20
"""All pictures together: they are kept with the source."""


def main(arguments: list[str]) -> int:
    out = Path(arguments[0]) if arguments else GUIDE
    saying = Saying(for_language(CHINESE), as_json=False)
    with tempfile.TemporaryDirectory(prefix="collectdesk-guide-") as made:
        # a short path, since the sign-in shows it
        folder = Path(made) / "practice"
        make_branch(folder, BORROWERS, saying)
        play(folder, Path(made) / "out", saying, None)
        for old in out.glob("*_*_*.png"):
            old.unlink()
        count = in_child(folder, out)
    size = sum(picture.stat().st_size for picture in out.glob("*.png"))
    print(f"{count} pictures, {size / 2**20:.1f} MB, in {out}")
    return 0 if size <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
