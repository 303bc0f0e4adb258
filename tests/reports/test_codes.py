"""A code that can't be read back from paper is no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.reports.drawing.codes import BadPayloadError, code_rows, draw_code
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Marks, Paper
from reports.samples import printing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.words import Words


@pytest.mark.parametrize("payload", ["", "cd1:k", "CD1:张", "A" * 91, "A\nB"])
def test_a_payload_outside_the_mode_is_refused(payload: str) -> None:
    with pytest.raises(BadPayloadError) as caught:
        code_rows(payload)
    assert caught.value.code == "qr.bad_payload"


@pytest.mark.parametrize("length", [8, 45, 61, 90])
def test_a_code_is_read_back_at_200_dpi(
    length: int, chinese: Words, target: Path, read_codes: Callable[[Path], list[list[str]]]
) -> None:
    payload = ("CD1:K:8F3A2C9D71B04E55" * 6)[:length]
    paper = Paper(chinese, printing(), Marks("", "", "", ""))
    paper.start_page()
    paper.line(0, TOP, RIGHT, TOP)  # a rule that would touch the code if the quiet zone were missing
    draw_code(paper, payload, RIGHT, TOP, side=20 * MM)
    paper.finish(target)
    assert read_codes(target) == [[payload]]


def test_sixty_characters_stay_a_small_code() -> None:
    assert len(code_rows("A" * 61)) == 29
