"""One branch of the default size, made once for all tests that only read it."""

from __future__ import annotations

import pytest

from collectdesk.practice.branch import Borrower, PracticeBranch, generate


@pytest.fixture(scope="session")
def branch() -> PracticeBranch:
    return generate()


@pytest.fixture(scope="session")
def borrowers(branch: PracticeBranch) -> list[Borrower]:
    return list(branch.people())
