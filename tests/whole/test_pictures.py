"""The screens look as they did: the real window on the practice branch beside pictures kept at a quarter of its size.

What is compared is where light and dark lie, not letters: another word or another fen passes, a part that is gone,
cut, moved or colourless doesn't. After a wanted change: ``COLLECTDESK_NEW_PICTURES=1`` with this file writes them anew;
look at them before they are committed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QBuffer, QIODevice

from collectdesk.ui.theme import Look, theme
from collectdesk.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from whole.conftest import Workplace

Make = Callable[..., "Workplace"]
KEPT: Final = Path(__file__).parent / "pictures"
RENEWS: Final = os.environ.get("COLLECTDESK_NEW_PICTURES") == "1"
SCREENS: Final = ("today", "customers", "casefile", "plan", "followup")
QUARTER: Final = (342, 192)
FAR: Final = 12
"""Of 255: how far a point's brightness or colour must be off to count; another word is less once it is blurred."""
MOST: Final = 0.02
"""The share of points that may be far off: a line of a list, not a panel."""


def seen(at: Workplace) -> Image.Image:
    """The window as it stands, a quarter of its size and a little out of focus."""
    bytes_ = QBuffer()
    bytes_.open(QIODevice.OpenModeFlag.WriteOnly)
    at.window.grab().save(bytes_, "PNG")
    whole = Image.open(io.BytesIO(bytes(bytes_.data().data()))).convert("RGB")
    return whole.resize(QUARTER, Image.Resampling.BOX)


def far_off(one: Image.Image, other: Image.Image) -> float:
    """The share of points that differ so that an eye sees it."""
    soft = ImageFilter.GaussianBlur(2)
    apart = ImageChops.difference(one.filter(soft), other.filter(soft)).convert("L")
    counts = apart.histogram()
    return sum(counts[FAR:]) / sum(counts)


@pytest.mark.parametrize(("language", "look"), [(CHINESE, Look.LIGHT), (ENGLISH, Look.DARK)])
def test_the_screens_look_as_they_did(workplace: Make, language: str, look: Look) -> None:
    at = workplace(language)
    theme().use(look)
    at.sign_in("Clerk")
    changed, before = [], None
    for screen in SCREENS:
        at.open_screen(screen)
        now = seen(at)
        kept = KEPT / f"{language}_{look.value}_{screen}.png"
        if RENEWS:
            KEPT.mkdir(exist_ok=True)
            now.save(kept, optimize=True)
        share = far_off(now, Image.open(kept).convert("RGB"))
        if share > MOST:
            changed.append(f"{screen}: {share:.1%} of the picture is another than {kept.name}")
        assert before is None or far_off(now, before) > MOST, (
            f"{screen} can't be told from the screen before it"
        )
        before = now
    assert not changed, "\n".join(changed)
