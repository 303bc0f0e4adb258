"""Messages between the program and its reading child: a length in four bytes, then that much JSON."""

from __future__ import annotations

import json
import struct
from typing import IO, Any, Final

_LENGTH: Final = struct.Struct(">I")
LONGEST: Final = 64 * 1024 * 1024
"""No honest message comes near; a garbled length must not be obeyed."""


class TooLong(ValueError):
    """The message is above the bound; nothing of it was written."""


class BrokenFrame(ValueError):
    """The stream ended inside a message, or holds something that is no message."""


def send(stream: IO[bytes], message: dict[str, object]) -> None:
    """Write one message and push it out; raises TooLong."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > LONGEST:
        raise TooLong(len(body))
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None where the stream ends cleanly between two. Raises BrokenFrame."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else LONGEST + 1
    if length > LONGEST:
        raise BrokenFrame("a message without a sound length")
    body = stream.read(length)
    if len(body) < length:
        raise BrokenFrame("the stream ended inside a message")
    try:
        message = json.loads(body.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise BrokenFrame("a message that is no JSON") from None
    if not isinstance(message, dict):
        raise BrokenFrame("a message without names")
    return message
