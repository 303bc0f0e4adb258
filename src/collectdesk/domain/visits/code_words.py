"""Code words: a harmless request on the phone that means help is needed; drawn anew for each team and day."""

from __future__ import annotations

import hashlib
from typing import Final

CODE_WORDS: Final = (
    "blue_folder", "green_umbrella", "spare_key", "second_stamp", "large_envelope", "old_calendar", "red_pen",
    "water_bottle", "charging_cable", "name_list", "reading_glasses", "small_ladder", "tea_tin", "paper_clips",
    "meeting_room", "printer_paper",
)  # fmt: skip
"""Things somebody could ask for without anybody at the door thinking anything of it."""


def code_word_for(round_id: str, salt: bytes) -> str:
    """The word of a team's day. ``salt`` is the branch's own secret: who knows the list alone can't tell the word."""
    digest = hashlib.sha256(salt + round_id.encode()).digest()
    return CODE_WORDS[int.from_bytes(digest[:4], "big") % len(CODE_WORDS)]
