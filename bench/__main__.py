"""Runs every bench of this folder, one after the other: ``python -m bench``; the worst exit code is the answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    worst = 0
    for script in sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_")):
        print(f"== {script.stem}", flush=True)
        worst = max(
            worst, subprocess.run([sys.executable, str(script)], cwd=HERE.parent, check=False).returncode
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
