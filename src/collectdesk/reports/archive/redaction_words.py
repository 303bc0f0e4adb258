"""What stands on a redacted copy in place of people, places and numbers, and what its cover says."""

from __future__ import annotations

from typing import Final

from collectdesk.domain.results.archiving import Redaction
from collectdesk.words import for_language, mark

_REMARKS: Final = {
    Redaction.TRAINING: mark(
        "Redacted copy for training, of pack {number}: people, places, numbers and pictures are withheld. Free text "
        "was written by hand: read it before you hand this on."
    ),
    Redaction.LAWYER: mark(
        "Redacted copy for a lawyer, of pack {number}: third persons, addresses, telephone numbers and pictures are "
        "withheld. Free text was written by hand: read it before you hand this on."
    ),
}
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


def withheld(language: str) -> str:
    """Where something stood."""
    return for_language(language).say(mark("[withheld]"))


def remark_of(language: str, reader: Redaction, number: str) -> str:
    """What the cover says."""
    return for_language(language).say(_REMARKS[reader], number=number)


def pseudonym(language: str, code: str) -> str:
    """What stands for a person: the customer, or somebody beside them by place."""
    words = for_language(language)
    if code == "customer":
        return words.say(mark("the customer"))
    at = int(code.rpartition(" ")[2])
    sign = _STEMS[at - 1] if words.is_chinese and at <= len(_STEMS) else str(at)
    return words.say(mark("person {sign}"), sign=sign)
