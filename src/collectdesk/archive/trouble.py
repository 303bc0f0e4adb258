"""Owns what can go wrong while a pack is built or a key opened: a stable code and facts, never a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ArchiveTrouble(Exception):
    """No pack was made (or no key opened); ``code`` is stable, ``facts`` fill the sentence made at the edge.

    Codes: ``path.*`` (see paths.py), ``pack.number``, ``pack.field``, ``pack.media_type``, ``pack.exists``,
    ``pack.too_many``, ``pack.too_large``, ``pack.source_unreadable``, ``pack.disk_full``,
    ``pack.not_written``, ``pack.photo_unreadable``, ``pack.not_verified``,
    ``key.passphrase_short``, ``key.passphrase_wrong``, ``key.damaged``, ``pdf.not_signed``.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str | int] = facts
