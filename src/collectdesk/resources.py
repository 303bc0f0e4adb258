"""Finds shipped and branch-made data: rules, scorecards, templates, fonts, icons, catalogues, the practice sample."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder() -> Path:
    """The shipped ``resources`` folder: inside the wheel, else beside ``src`` in a checkout."""
    inside = _HERE / "resources"
    return inside if inside.is_dir() else _HERE.parents[1] / "resources"


def path(*parts: str) -> Path:
    """One shipped file; raises FileNotFoundError naming it, since a missing resource is a broken installation."""
    found = folder().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(
            f"the installation lacks resources/{'/'.join(parts)}: install CollectDesk again"
        )
    return found


def catalogues(language: str) -> list[Path]:
    """The compiled catalogues of a language, one per room; first what the door says."""
    found = sorted((folder() / "locale" / language).glob("*.mo"))
    return sorted(found, key=lambda path: path.stem != "door")
