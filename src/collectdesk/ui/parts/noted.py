"""Owns how an amount noted by hand is shown: what core banking said of it, with its tone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.solutions.noting import NotedState, PaidStage
from collectdesk.terms import noted_words
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.solutions.noting import Noted

_TONES: Final = {
    NotedState.PROVISIONAL: Tone.WARN,
    NotedState.CONFIRMED: Tone.GOOD,
    NotedState.CONTRADICTED: Tone.DANGER,
    NotedState.STRUCK: Tone.PLAIN,
}


def noted_status(words: Words, noted: Noted) -> Status:
    """The state of an amount noted by hand; a struck one with its reason."""
    stage = noted.stage.value if noted.stage else ""
    text = noted_words(words, noted.state.value, noted.said, stage)
    if noted.state is NotedState.STRUCK:
        text = words.say(mark("Struck: {why}"), why=noted.struck_why)
    is_back = noted.stage is PaidStage.REVERSED
    tone = Tone.DANGER if is_back else _TONES[noted.state]
    return Status(text, tone, calls=is_back or noted.state is NotedState.CONTRADICTED)
