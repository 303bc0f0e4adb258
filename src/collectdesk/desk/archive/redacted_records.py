"""The machine-readable case with people made unreadable: still fit for its schema, still whole as a structure."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers import identity
from collectdesk.domain.results.archiving import Redaction

if TYPE_CHECKING:
    from collections.abc import Mapping

_GONE: Final = frozenset({
    "value", "access_note", "original_name", "device", "location", "login", "account_officer", "reference", "waybill",
    "lat_e6", "lon_e6", "located_by", "file_name", "proof", "box", "place",
})  # fmt: skip
"""Columns that tell a person, a place or a way to reach somebody, whoever reads."""
_PEOPLE: Final = frozenset({
    "met_name", "complainant", "recipient", "receiver", "taker", "taken_by", "who", "holder", "promised_by",
})  # fmt: skip
"""Columns that name somebody: only the customer stays, where the reader may know them."""
_GONE_IN_TRAINING: Final = frozenset({
    "customer_no", "case_no", "visit_no", "letter_no", "contract_no", "account_no", "id_no", "staff_no", "number",
})  # fmt: skip
"""Numbers by which a lawyer finds the file again, and whoever else knows them tells the person."""
_PLACED: Final = re.compile(r"[0-9a-f]{32}")
"""An id of a row: by it sections of the file name each other."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+\+00:00)?")
_CODE: Final = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9_.+/-]{0,59}")
_ZONE: Final = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z_]+")


@dataclass(frozen=True, slots=True)
class _Hiding:
    names: Mapping[str, str]
    reader: Redaction
    customer: str
    instead: str
    key: bytes

    def row(self, section: str, value: Any, column: str = "") -> Any:
        """The same value without what tells people."""
        if isinstance(value, dict):
            return {name: self.row(section, each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self.row(section, each, column) for each in value]
        if column in _GONE:
            return self.instead if isinstance(value, str) and value else value if value == "" else None
        return self._text(section, value, column) if isinstance(value, str) and value else value

    def _text(self, section: str, text: str, column: str) -> str:
        training = self.reader is Redaction.TRAINING
        if text in self.names:
            return self.names[text]
        if _PLACED.fullmatch(text):
            return hmac.digest(self.key, text.encode(), "sha256").hex()[:32] if training else text
        if column in _PEOPLE and text != self.customer:
            return self.instead
        if training and (column in _GONE_IN_TRAINING or column == "name"):
            return self.instead
        if any(kind.fullmatch(text) for kind in (_DIGEST, _MOMENT, _CODE, _ZONE)):
            return text
        if section in ("accounts", "staff") or (not training and column in _GONE_IN_TRAINING):
            return text  # whoever worked the case, and the numbers that a lawyer finds it by
        for name, told in self.names.items():
            text = text.replace(name, told)
        return identity.mask_text(text)


def redacted_document(
    document: Mapping[str, Any],
    names: Mapping[str, str],
    reader: Redaction,
    customer: str,
    instead: str,
    key: bytes,
) -> dict[str, Any]:
    """``document`` as ``case_gathering.case_document`` gave it; ``names`` to what stands for them; ids are exchanged
    for others by ``key`` where nobody may be told, the same everywhere in the file.
    """
    longest_first = dict(sorted(names.items(), key=lambda pair: -len(pair[0])))
    hiding = _Hiding(longest_first, reader, customer, instead, key)
    return {
        section: value if section in ("format", "branch") else hiding.row(section, value)
        for section, value in document.items()
    }
