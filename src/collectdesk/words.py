"""Sentences, dates and money in Chinese and English, for the window, paper and the command line alike. No Qt here.

The English sentence is the key; ``resources/locale/zh_CN/<room>.po`` holds the Chinese. Placeholders are
named (``{count}``) and filled after translation, so translators may move them.
"""

from __future__ import annotations

import gettext
from datetime import UTC, datetime, tzinfo
from datetime import date as Day  # noqa: N812 - Words.date would hide it
from functools import lru_cache
from typing import Final

from collectdesk import resources
from collectdesk.domain.money import Money
from collectdesk.domain.zones import CHINA_TIME

ENGLISH: Final = "en"
CHINESE: Final = "zh_CN"
LANGUAGES: Final = (CHINESE, ENGLISH)


def mark(sentence: str) -> str:
    """Return the sentence unchanged, so that tables of codes are found by the extraction."""
    return sentence


class Words:
    """One language: ``say`` for sentences; ``date``, ``money`` and the others for values."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            language = ENGLISH
        self.language = language
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        if language != ENGLISH:
            for path in resources.catalogues(language):
                with path.open("rb") as file:
                    self._catalogue.add_fallback(gettext.GNUTranslations(file))

    @property
    def is_chinese(self) -> bool:
        return self.language == CHINESE

    def say(self, sentence: str, /, **facts: object) -> str:
        """Translate one sentence and fill its named placeholders."""
        text = self._catalogue.gettext(sentence) if sentence else ""
        return text.format(**facts) if facts else text

    def plural(self, one: str, many: str, count: int, /, **facts: object) -> str:
        """Translate by number; ``{count}`` is filled with the figure."""
        return self._catalogue.ngettext(one, many, count).format(count=self.number(count), **facts)

    def date(self, day: Day | None) -> str:
        """2026-03-18 in both languages: what bank papers write, and it sorts."""
        return day.isoformat() if day else "—"

    def long_date(self, day: Day) -> str:
        if self.is_chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B %Y}"

    def weekday(self, day: Day) -> str:
        names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        return (
            ("周一", "周二", "周三", "周四", "周五", "周六", "周日")[day.weekday()]
            if self.is_chinese
            else names[day.weekday()]
        )

    def instant(self, at: datetime | None, zone: tzinfo = CHINA_TIME) -> str:
        """Date and minute in the branch's zone; instants are stored in UTC."""
        return (
            (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone).strftime("%Y-%m-%d %H:%M")
            if at
            else "—"
        )

    def clock(self, at: datetime, zone: tzinfo = CHINA_TIME) -> str:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone).strftime("%H:%M")

    def number(self, value: int) -> str:
        return f"{value:,}"

    def money(self, amount: Money | None, *, sign: bool = True) -> str:
        """¥ 1,234.56; ``sign`` off inside columns that name the currency in their heading."""
        if amount is None:
            return "—"
        symbol = {"CNY": "¥"}.get(amount.currency, amount.currency) + " " if sign else ""
        return (
            f"{'-' if amount.fen < 0 else ''}{symbol}{abs(amount.fen) // 100:,}.{abs(amount.fen) % 100:02d}"
        )

    def days(self, count: int) -> str:
        return self.plural("{count} day", "{count} days", count)


@lru_cache(maxsize=4)
def for_language(language: str) -> Words:
    """The words of a language; unknown languages fall to English."""
    return Words(language)
