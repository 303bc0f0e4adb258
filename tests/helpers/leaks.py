"""How a person's words could stand in a file in clear, for the searches that must not find them."""

from __future__ import annotations

from collections.abc import Iterator

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")
TELLING = 6
"""Bytes below which a finding says nothing: a name of two characters has four bytes in GB18030, and some four bytes of
a few megabytes of cipher text are found by chance once in some hundred runs. In UTF-8, which SQLite and every file
of ours use, the same name has six.
"""


def in_clear(text: str) -> Iterator[tuple[str, bytes]]:
    """Each encoding in which `text` could be found by no accident, and its bytes there."""
    for encoding in ENCODINGS:
        if len(content := text.encode(encoding)) >= TELLING:
            yield encoding, content
