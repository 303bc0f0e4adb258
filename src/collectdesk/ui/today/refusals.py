"""Owns the sentences for what the deeds of Today refuse; every other code has its sentence in wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk import terms_risk
from collectdesk.domain.refusals import Refused
from collectdesk.ui import wording
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.words import Words

SENTENCES: Final[Mapping[str, str]] = {
    "contact.in_future": mark("This time lies ahead. Enter when it really was."),
    "contact.outcome_mismatch": mark("This can't come of a contact with whom was reached. Choose again."),
    "contact.promise_mismatch": mark("A promise belongs to the outcome “Promises to pay”."),
    "four_eyes.own_request": mark(
        "This is your own request: a colleague has to decide it (four eyes). Nothing was changed."
    ),
    "four_eyes.own_plan": mark(
        "This is your own offer: a colleague has to decide it (four eyes). Nothing was changed."
    ),
    "four_eyes.own_record": mark(
        "You typed this record or took part in the visit: a colleague has to sign it off (four eyes)."
    ),
    "arrangement.same_person": mark(
        "This is your own offer: a colleague has to decide it (four eyes). Nothing was changed."
    ),
    "arrangement.reason_missing": mark("Say why, so that whoever asked knows what to do next."),
    "request.reason_missing": mark("Say why, so that whoever asked knows what to do next."),
    "request.not_waiting": mark("Somebody decided this meanwhile. Nothing was changed."),
    "record.reason_missing": mark("Say what is missing, so that it can be put right."),
    "record.already_signed": mark("Somebody signed this off meanwhile. Nothing was changed."),
    "record.missing": mark("This visit has no record yet."),
    "breach.measure_missing": mark("Say what is done about it: an acknowledged breach has a measure."),
}


def refusal(words: Words, error: BaseException) -> str:
    """The sentence for an expected error, with the clause and the remedy where a rule refused."""
    code = str(getattr(error, "code", ""))
    if code in SENTENCES:
        return words.say(SENTENCES[code])
    if isinstance(error, Refused) and code in terms_risk.REFUSALS:
        return terms_risk.refusal(words, error)
    return wording.sentence(words, error)
