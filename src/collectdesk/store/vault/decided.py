"""Owns the marks of what was decided and then cut off, a restore or a set-up.

The door looks for them at every start, so nothing else of the store is loaded for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

JOURNAL: Final = "restore.json"
"""What a restore still has to exchange."""
ASIDE: Final = "setting-up"
"""Where a new branch lies until it stands; ``DECIDED`` within it says that it does."""
DECIDED: Final = "decided"


def is_unfinished(folder: Path) -> bool:
    """Whether whoever opens the branch has something to carry to its end first."""
    return (folder / JOURNAL).exists() or (folder / ASIDE / DECIDED).exists()
