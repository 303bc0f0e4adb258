"""Sentences, dates and money in Chinese and English, for the window, paper and the command line alike. No Qt here.

The English sentence is the key; ``resources/locale/zh_CN/<room>.po`` holds the Chinese. Placeholders are
named (``{count}``) and filled after translation, so translators may move them.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, tzinfo
from datetime import date as Day  # noqa: N812 - Words.date would hide it
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.domain.zones import CHINA_TIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from collectdesk.domain.money import Money

ENGLISH: Final = "en"
CHINESE: Final = "zh_CN"
LANGUAGES: Final = (CHINESE, ENGLISH)


def mark(sentence: str) -> str:
    """Return the sentence unchanged, so that tables of codes are found by the extraction."""
    return sentence


class Sentences:
    """What compiled catalogues say, as one table: the first of them is read at once, the others together when a
    sentence isn't in it; a text is decoded when it is asked for.

    gettext's own reader decodes every message of every catalogue before the first is shown, which was a part of every
    start, and asks one catalogue after the other for each sentence. Where two have a sentence, the first one's stands.
    Of a plural the first form is taken: Chinese has one, and English is never looked up.
    """

    def __init__(self, compiled: Sequence[Path] = ()) -> None:
        self._stored: dict[bytes, bytes] = {}
        self._said: dict[str, str] = {}
        self._unread = tuple(compiled[1:])
        self._read(compiled[:1])

    def _read(self, compiled: Sequence[Path]) -> None:
        for path in compiled:
            for english, text in _messages(path.read_bytes()):
                self._stored.setdefault(english, text)

    def of(self, english: str) -> str:
        """The sentence in this language, or as it is where no catalogue has it."""
        found = self._said.get(english)
        if found is None:
            found = self._stored_of(english)
            if not found:
                return english
            self._said[english] = found
        return found

    def _stored_of(self, english: str) -> str:
        key = english.encode()
        if self._unread and key and key not in self._stored:
            self._read(self._unread)
            self._unread = ()  # only now: another thread that asks meanwhile reads them, too
        return self._stored.get(key, b"").decode()


def _messages(compiled: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The messages of a GNU .mo file ("The Format of GNU MO Files", gettext manual): English, and its translation."""
    order = "<" if compiled[:4] == b"\xde\x12\x04\x95" else ">"
    count, english, said = struct.unpack_from(f"{order}3I", compiled, 8)
    keys = struct.unpack_from(f"{order}{2 * count}I", compiled, english)
    texts = struct.unpack_from(f"{order}{2 * count}I", compiled, said)
    for at in range(0, 2 * count, 2):
        key = compiled[keys[at + 1] : keys[at + 1] + keys[at]]
        if key:  # the empty one is the catalogue's own head
            text = compiled[texts[at + 1] : texts[at + 1] + texts[at]]
            yield key.partition(b"\0")[0], text.partition(b"\0")[0]


class Words:
    """One language: ``say`` for sentences; ``date``, ``money`` and the others for values."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            language = ENGLISH
        self.language = language
        self._sentences = Sentences(() if language == ENGLISH else resources.catalogues(language))

    @property
    def is_chinese(self) -> bool:
        return self.language == CHINESE

    def say(self, sentence: str, /, **facts: object) -> str:
        """Translate one sentence and fill its named placeholders."""
        text = self._sentences.of(sentence)
        return text.format(**facts) if facts else text

    def plural(self, one: str, many: str, count: int, /, **facts: object) -> str:
        """Translate by number; ``{count}`` is filled with the figure."""
        text = self._sentences.of(one)
        if text is one and count != 1:  # English, or a sentence that has no other language yet
            text = many
        return text.format(count=self.number(count), **facts)

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
