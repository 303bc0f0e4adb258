"""The code on every printed page: which paper and page it is, and that this branch printed it.

``CD1:K:7V3Q:0K2M8ZR41TXA:2:1:9C4E…`` is the format, the kind, the branch's mark, the short id of what the
paper is about, the page, the template's version, and 80 bits of HMAC-SHA256 (RFC 2104, truncated as section 5
allows) over all of it with the whole database id. The letters are Crockford's base 32, so a QR code keeps
them in its alphanumeric mode and a person can type them; reading is strict, one wrong character is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.store.keys.register import keys_in_order

if TYPE_CHECKING:
    from collectdesk.store.work import View

FORMAT: Final = "CD1"
MAC_BITS: Final = 80
TAIL_DIGITS: Final = 15
"""Hex digits of the subject's id that the paper carries: its last 60 bits, which are random."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE: Final = re.compile(
    rf"{FORMAT}:(?P<kind>[A-Z]):(?P<branch>[{_ALPHABET}]{{4}}):(?P<subject>[{_ALPHABET}]{{12}})"
    rf":(?P<page>[1-9]\d{{0,2}}):(?P<version>[1-9]\d{{0,2}}):(?P<mac>[{_ALPHABET}]{{16}})",
    re.ASCII,
)


class CodeKind(Enum):
    """What paper a code stands on."""

    COVER = "C"
    """The day kit's cover; its subject is the first visit of the kit."""
    SHEET = "K"
    RECORD = "R"
    AGREEMENT = "A"
    NOTICE = "N"
    """A letter's receipt."""
    RECEIPT = "P"
    """A payment's receipt."""
    OPINION = "O"
    """The slip with the three questions that stays with the customer."""
    COUPON = "S"
    """A slip for one instalment of a plan; its page is the instalment."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read and found genuine; ``subject_tail`` ends the id of the visit or arrangement."""

    kind: CodeKind
    subject_tail: str
    page: int
    template_version: int

    def is_about(self, subject_id: str) -> bool:
        """Whether the paper is about this visit or arrangement."""
        return subject_id.endswith(self.subject_tail)


def make_code(view: View, kind: CodeKind, subject_id: str, page: int, template_version: int) -> str:
    """The text of a page's code, at most 61 characters, all of the QR alphanumeric set.

    ``page`` and ``template_version`` run from 1 to 999, else ValueError.
    """
    if not (1 <= page <= 999 and 1 <= template_version <= 999):
        raise ValueError("a code names a page and a template version from 1 to 999")
    subject = _in_base32(int(subject_id[-TAIL_DIGITS:], 16), 60)
    head = f"{FORMAT}:{kind.value}:{_branch_mark(view)}:{subject}:{page}:{template_version}"
    return f"{head}:{_mac(view, head, view.keys.labelled('code'))}"


def read_code(view: View, text: str) -> Code:
    """What a scanned or typed code says.

    Raises Refused: ``code.foreign`` (no code of this program, or another branch's), ``code.unreadable``
    (damaged or mistyped), ``code.forged`` (well formed, but this branch never printed it).
    """
    text = text.strip(" \r\n\t")
    if not text.startswith(f"{FORMAT}:"):
        raise Refused("code.foreign")
    found = _SHAPE.fullmatch(text)
    if found is None or found["kind"] not in {kind.value for kind in CodeKind}:
        raise Refused("code.unreadable")
    if found["branch"] != _branch_mark(view):
        raise Refused("code.foreign")
    head = text.rpartition(":")[0]
    keys = [key for _, key in keys_in_order(view, "code")]  # a sheet outlives the keys it was printed under
    if not any(hmac.compare_digest(_mac(view, head, key), found["mac"]) for key in keys):
        raise Refused("code.forged")
    tail = f"{_from_base32(found['subject']):0{TAIL_DIGITS}x}"
    return Code(CodeKind(found["kind"]), tail, int(found["page"]), int(found["version"]))


def _branch_mark(view: View) -> str:
    """Tells another branch's paper from a forged one; it proves nothing by itself."""
    digest = hashlib.sha256(f"collectdesk branch {view.branch_id}".encode()).digest()
    return _in_base32(int.from_bytes(digest[:3], "big") >> 4, 20)


def _mac(view: View, head: str, key: bytes) -> str:
    bound = f"{view.branch_id}|{head}".encode()
    digest = hmac.digest(key, bound, "sha256")
    return _in_base32(int.from_bytes(digest[: MAC_BITS // 8], "big"), MAC_BITS)


def _in_base32(number: int, bits: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(bits - 5, -1, -5))


def _from_base32(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    return number
