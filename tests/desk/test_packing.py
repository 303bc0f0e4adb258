"""What goes into a pack keeps its name, as far as every system can unpack it."""

from __future__ import annotations

import pytest

from collectdesk.archive.paths import path_fault
from collectdesk.desk.archive.packing import evidence_name


@pytest.mark.parametrize(
    ("original", "packed"),
    [
        ("门口.jpg", "001-门口.jpg"), ("a b/c.jpg", "001-a_b_c.jpg"), ("..", "001-"), ("con.jpg", "001-con.jpg"),
        ("x" * 300 + ".jpeg", "001.jpeg"), ("e\u0301.png", "001-é.png"), ("bad\u202egpj.exe", "001-badgpj.exe"),
        ("尾点.", "001-尾点"),
    ],
)  # fmt: skip
def test_evidence_keeps_its_name_as_far_as_every_system_can_unpack_it(original: str, packed: str) -> None:
    assert evidence_name(1, original) == packed
    assert path_fault(f"evidence/{packed}") is None
