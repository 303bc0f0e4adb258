"""Owns the colours of the window: one frozen set for light, one for dark, and which meet as text on
background.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple


class Tone(Enum):
    """What a colour says; a word always says it too."""

    PLAIN = "plain"
    GOOD = "good"
    NOTICE = "notice"
    WARN = "warn"
    DANGER = "danger"
    SPECIAL = "special"


class Tokens(NamedTuple):
    """Colours as #rrggbb. A ``…_ink`` is text of that tone, a ``…_wash`` the quiet fill behind ink."""

    dark: bool
    ground: str
    card: str
    alt: str
    rail: str
    field: str
    line: str
    edge: str
    field_edge: str
    ink: str
    mute: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    chosen: str
    hover: str
    good: str
    good_wash: str
    notice: str
    notice_wash: str
    warn: str
    warn_wash: str
    danger: str
    danger_wash: str
    special: str
    special_wash: str
    plain_wash: str
    practice: str
    practice_ink: str

    def of(self, tone: Tone) -> str:
        """The colour of a tone, for dots, icons and emphasised text."""
        return {
            Tone.PLAIN: self.faint, Tone.GOOD: self.good, Tone.NOTICE: self.notice,
            Tone.WARN: self.warn, Tone.DANGER: self.danger, Tone.SPECIAL: self.special,
        }[tone]  # fmt: skip

    def wash(self, tone: Tone) -> str:
        """The quiet fill of a tone, behind ink."""
        return {
            Tone.PLAIN: self.plain_wash, Tone.GOOD: self.good_wash, Tone.NOTICE: self.notice_wash,
            Tone.WARN: self.warn_wash, Tone.DANGER: self.danger_wash, Tone.SPECIAL: self.special_wash,
        }[tone]  # fmt: skip


LIGHT: Final = Tokens(
    dark=False,
    ground="#f3f5f8", card="#ffffff", alt="#fafbfc", rail="#fbfcfd", field="#ffffff", line="#e4e8ee",
    edge="#c9d1db",
    field_edge="#8692a0",
    ink="#1b2531", mute="#546172", faint="#5f6c7b", accent="#2457c5", accent_hover="#1d489f",
    on_accent="#ffffff",
    chosen="#e6eefc", hover="#eef2f7",
    good="#17724a", good_wash="#e3f3ea", notice="#2457c5", notice_wash="#e6eefc", warn="#8a5300",
    warn_wash="#fbf0db",
    danger="#a82a38", danger_wash="#fbe7e9", special="#6c37a0", special_wash="#f0e8f8", plain_wash="#eceff4",
    practice="#f6c445", practice_ink="#3a2a00",
)  # fmt: skip
DARK: Final = Tokens(
    dark=True,
    ground="#13171c", card="#1b2128", alt="#1e252d", rail="#171c22", field="#222932", line="#2b333d",
    edge="#46515e",
    field_edge="#707d8c",
    ink="#e6ebf1", mute="#a6b2c0", faint="#98a4b2", accent="#78a4f8", accent_hover="#9bbcfb",
    on_accent="#0c131f",
    chosen="#22324d", hover="#252d37",
    good="#6acb9f", good_wash="#1b3329", notice="#78a4f8", notice_wash="#1f2f4a", warn="#e8b25c",
    warn_wash="#38301f",
    danger="#f295a0", danger_wash="#3e2429", special="#bf9aea", special_wash="#31283f", plain_wash="#29313b",
    practice="#e0ab2c", practice_ink="#211800",
)  # fmt: skip

_TONED = ("good", "notice", "warn", "danger", "special")
TEXT_ON: Final[tuple[tuple[str, str], ...]] = (
    *((ink, ground) for ink in ("ink", "mute", "faint")
      for ground in ("ground", "card", "alt", "rail", "field", "chosen", "hover", "plain_wash")),
    *((tone, ground) for tone in _TONED
      for ground in ("card", "alt", "ground", "chosen", "hover", f"{tone}_wash")),
    *(("ink", f"{tone}_wash") for tone in _TONED),
    *(("mute", f"{tone}_wash") for tone in _TONED),
    *(("accent", ground) for ground in ("card", "ground", "rail", "chosen", "hover", "notice_wash")),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("practice_ink", "practice"), ("card", "ink"),
)  # fmt: skip
"""Every pair of text and background that the window paints; a test measures them all against WCAG AA."""

SHAPE_ON: Final[tuple[tuple[str, str], ...]] = (
    *((tone, f"{tone}_wash") for tone in _TONED),
    ("faint", "plain_wash"), ("field_edge", "field"), ("field_edge", "card"), ("accent", "field"),
    ("accent", "card"),
)  # fmt: skip
"""Borders of inputs, focus rings and dots against what lies beside them: 3 to 1 is asked (WCAG 2.2,
1.4.11).
"""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
