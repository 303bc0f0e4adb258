"""Builds CollectDesk as one folder that needs no Python: dist/CollectDesk-<version>-<system>-<machine>/.

Usage: python tools/setup.py prepare bundle, then .venv's python tools/bundle.py [OUT]. Each system builds its own.
Two programs lie in it: ``collectdesk-window`` and, for scripts, ``collectdesk``.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = (  # what is imported by name or lazily, so that reading the source doesn't find it
    "collectdesk",
    "alembic",
    "encodings",
    "keyring.backends",
    "PIL",
    "pikepdf",
    "pypdfium2",
    "pypdfium2_raw",
    "python_calamine",
    "reportlab",
    "sqlalchemy.dialects.sqlite",
    "zxingcpp",
)
STEPS: Final = ROOT / "src" / "collectdesk" / "store" / "migrations"
"""The steps of the schema."""
LEFT_OUT: Final = (
    "tkinter",
    "babel",
    "pygments",
    "readline",
    "mypyc",
    "unittest",
    "pydoc_data",
    "sklearn",
    "scipy",
    "ortools",
    "mypy",
    "pytest",
    "hypothesis",
)
"""What only building and testing need."""
QT_LEFT_OUT: Final = (
    "Qml",
    "Quick",
    "OpenGL",
    "Designer",
    "Help",
    "Sql",
    "Test",
    "UiTools",
    "Concurrent",
    "Xml",
)
"""Qt's parts that no screen uses: half of Qt's size."""


def main(arguments: list[str]) -> int:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    name = f"CollectDesk-{version}-{system}-{platform.machine()}"
    out = Path(arguments[0]).resolve() if arguments else ROOT / "dist" / name
    shutil.rmtree(out, ignore_errors=True)
    _freeze(out, version)
    print(f"{out}: {sum(each.stat().st_size for each in out.rglob('*') if each.is_file()) / 2**20:.0f} MB")
    return 0


def _freeze(out: Path, version: str) -> None:
    from cx_Freeze import Executable, setup

    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]
    import catalogues

    catalogues.compile_all(ROOT / "resources" / "locale")
    options = {
        "build_exe": str(out),
        "packages": list(PACKAGES),
        "excludes": [*LEFT_OUT, *(f"PySide6.Qt{part}" for part in QT_LEFT_OUT)],
        "include_files": [
            (str(ROOT / "resources"), "lib/collectdesk/resources"),
            (str(STEPS), "lib/collectdesk/store/migrations"),  # alembic reads them as files
            (str(ROOT / "LICENSE"), "LICENSE"),
            (str(ROOT / "THIRD-PARTY-NOTICES.md"), "THIRD-PARTY-NOTICES.md"),
        ],
        "bin_excludes": ["*mypyc*", "libreadline*", "libtinfo*", "libncurses*"],
        "optimize": 0,
        "silent": True,
    }
    starts = ROOT / "tools" / "starts"
    os.chdir(
        tempfile.mkdtemp(prefix="collectdesk-bundle-")
    )  # setuptools would read, and write beside, our own project
    windowed = "gui" if sys.platform == "win32" else None
    setup(
        name="CollectDesk",
        version=version,
        description="Overdue borrowers, lawfully",
        options={"build_exe": options},
        executables=[
            Executable(str(starts / "window.py"), base=windowed, target_name="collectdesk-window"),
            Executable(str(starts / "command_line.py"), target_name="collectdesk"),
        ],
        script_args=["build_exe"],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
