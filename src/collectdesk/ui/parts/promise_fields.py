"""Owns what is asked wherever a promise is taken: who gave it, where the money comes from, what shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from collectdesk.ui.parts.form import Form
    from collectdesk.ui.speech import Speech

ASKED: Final = ("promised_by", "money_from", "evidence")
"""The fields beside amount and day, in the order they are asked."""
_LINES: Final[Mapping[str, tuple[str, str, int]]] = {
    "promised_by": (mark("Promised by"), mark("Blank means the borrower"), 60),
    "money_from": (mark("Money from"), mark("for example: wages on the 25th"), 200),
    "evidence": (mark("Shown by"), mark("recording, message or note, and where it lies"), 200),
}


def ask_what_shows_it(
    form: Form,
    speech: Speech,
    names: Collection[str] = ASKED,
    adds: Mapping[str, Callable[..., None]] | None = None,
) -> None:
    """Add the fields to a form; ``adds`` names another way to place one, where a form has several."""
    for name in ASKED:
        if name in names:
            sentence, hint, longest = _LINES[name]
            add = (adds or {}).get(name, form.add)
            add(name, sentence, TextEdit(speech, hint, longest=longest))


def promise_given(values: Mapping[str, Any], promised_by: str = "") -> PromiseGiven:
    """The promise as a form says it; ``promised_by`` counts where the form doesn't ask or was left blank."""
    return PromiseGiven(
        values["amount"], values["due_on"], values.get("promised_by") or promised_by, values["money_from"] or "",
        values["evidence"] or "",
    )  # fmt: skip
