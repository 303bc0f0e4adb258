"""A pack that vanished from the row of packs, or was slipped in, shows in the seals of the others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from archive.samples import MOMENT, made
from collectdesk.archive.chain import verify_chain
from collectdesk.archive.verify import verify_pack

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.archive.verdict import Verdict

NUMBERS = ("GD-2026-000001", "GD-2026-000002", "GD-2026-000003")


@pytest.fixture
def verdicts(tmp_path: Path) -> list[Verdict]:
    previous: bytes | None = None
    found = []
    for place, number in enumerate(NUMBERS):
        pack = made(tmp_path, number=number, previous_seal=previous, moment=MOMENT + timedelta(hours=place))
        previous = bytes.fromhex(pack.seal_digest)
        found.append(verify_pack(pack.path))
    return found


def breaks(verdicts: list[Verdict]) -> list[tuple[str, str]]:
    return [(finding.code, finding.file) for finding in verify_chain(verdicts)]


def test_a_missing_pack_is_found_by_its_successor(verdicts: list[Verdict]) -> None:
    findings = verify_chain([verdicts[0], verdicts[2]])
    assert [(finding.code, finding.file) for finding in findings] == [("chain.broken", NUMBERS[2])]
    assert findings[0].facts == {"expected": verdicts[0].seal_digest, "found": verdicts[1].seal_digest}


def test_a_missing_first_pack_is_found(verdicts: list[Verdict]) -> None:
    assert breaks(verdicts[1:]) == [("chain.broken", NUMBERS[1])]


def test_swapped_packs_are_found(verdicts: list[Verdict]) -> None:
    found = breaks([verdicts[1], verdicts[0], verdicts[2]])
    assert ("chain.backwards", NUMBERS[0]) in found
    assert ("chain.broken", NUMBERS[1]) in found


def test_a_pack_told_twice_is_found(verdicts: list[Verdict]) -> None:
    assert ("chain.number_twice", NUMBERS[0]) in breaks([verdicts[0], *verdicts])


def test_a_pack_sealed_anew_breaks_the_link_of_the_next(verdicts: list[Verdict], tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first = verify_pack(made(tmp_path / "again", payload=()).path)
    assert breaks([first, *verdicts[1:]]) == [("chain.broken", NUMBERS[1])]


def test_a_red_pack_is_no_link(verdicts: list[Verdict], tmp_path: Path) -> None:
    damaged = tmp_path / f"{NUMBERS[1]}.zip"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    found = breaks([verdicts[0], verify_pack(damaged), verdicts[2]])
    assert found == [("chain.red", ""), ("chain.broken", NUMBERS[2])]


def test_an_unbroken_chain_holds_from_the_first_or_from_a_known_link(verdicts: list[Verdict]) -> None:
    assert verify_chain(verdicts) == ()
    assert verify_chain(verdicts[1:], previous_seal=verdicts[0].seal_digest) == ()
