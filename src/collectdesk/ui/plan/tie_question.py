"""Owns the question whether a team is related to whom it goes to: asked for each team and customer, never pre-set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.ui.parts.fields import PickOne
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.parts.form import Form
    from collectdesk.ui.speech import Speech

TIE: Final = "crew_unrelated"
"""The field's name in a form, as the deeds call the fact."""
ANSWERS: Final = (
    (True, mark("Yes: nobody is related to the customer")),
    (False, mark("No: somebody is related to the customer")),
)


def tie_field(speech: Speech) -> PickOne:
    """A field that holds no answer until somebody gives one."""
    return PickOne(speech, ANSWERS, nothing=mark("Please answer"))


class TieQuestion:
    """The question in a form that needs it only for teams which are new to the customer."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._about = ""
        self.ask("")

    def ask(self, about: str) -> None:
        """Ask about a team and whom it goes to; another pair is asked anew. Without one an earlier word holds."""
        if about != self._about or not about:
            self._form.put({TIE: None if about else True})
        self._about = about
        self._form.show_line(TIE, bool(about))
