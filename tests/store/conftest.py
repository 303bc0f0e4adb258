"""An open practice branch with three customers, and the keys of its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.branches import small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    opened = small_branch(tmp_path / "branch")
    yield opened
    opened.close()
