"""The choices printed beside tick boxes on a visit sheet, and the standing guidance for visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from collectdesk.words import Words, mark

_MET: Final = (
    mark("Person asked for"),
    mark("Family member"),
    mark("Colleague"),
    mark("Nobody there"),
    mark("Wrong address"),
    mark("Declined to talk"),
    mark("Stopped for safety"),
)
_OUTCOMES: Final = (
    mark("Date agreed"),
    mark("Wishes to be contacted later"),
    mark("Asks for papers"),
    mark("Questions or complaint taken down"),
    mark("Nothing agreed"),
)
_REASONS: Final = (
    mark("Lost work"),
    mark("Lower income"),
    mark("Illness"),
    mark("Family event"),
    mark("Business trouble"),
    mark("Disaster"),
    mark("Forgot or technical"),
    mark("Disputes the amount"),
    mark("Disputes the product"),
    mark("Deceived or impersonated"),
    mark("Unwilling"),
    mark("Other reason"),
)
_INCOMES: Final = (
    mark("Wages"),
    mark("Own business"),
    mark("Farming"),
    mark("Rent"),
    mark("Pension"),
    mark("Benefits"),
    mark("Family support"),
    mark("No income"),
)
_FAMILY: Final = (
    mark("Married"),
    mark("Single"),
    mark("Divorced"),
    mark("Minor children"),
    mark("Supports elders"),
    mark("Serious illness at home"),
    mark("Disability"),
    mark("Pregnancy or newborn"),
    mark("Bereavement"),
)
_ATTITUDES: Final = (
    mark("Cooperative"),
    mark("Hesitant"),
    mark("Upset"),
    mark("Evasive"),
    mark("Hostile"),
)

_CALM: Final = (
    mark("Speak slowly and more quietly than the other person; let them finish."),
    mark('Name the feeling, not the fault: "I can see that this is hard for you."'),
    mark("Offer a pause, another day or a talk at the branch; never argue about blame."),
    mark("Stand where both can leave; one talks, the other keeps watch."),
)
_STOP: Final = (
    mark("A threat, a weapon, a loose dog, drink or drugs"),
    mark("The person asks you to leave, feels ill, or is alone with small children"),
    mark("A crowd gathers, somebody films you, or one of you wants to go"),
)
_THIRD_PERSON: Final = (
    mark('"We would like to speak to {name} in person. Could you ask for a call back?"'),
    mark("Give only your own name. Nothing about money or the matter; leave no card and no sheet."),
    mark('If asked why: "It is a personal matter, I can only speak to {name}." If asked to stop: leave.'),
)
_MAY_SAY: Final = (
    mark('"We are from {branch}; here are our staff cards. Is this a good time to talk?"'),
    mark('"May we record this talk? It protects you as well as us."'),
    mark('"We would like to hear what happened and find an amount that you can keep up."'),
    mark('"Please pay only through the bank\'s own channels; we take no cash."'),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """The words beside the tick boxes, already in the language of the paper, in printing order."""

    met: tuple[str, ...]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    incomes: tuple[str, ...]
    family: tuple[str, ...]
    attitudes: tuple[str, ...]


def standard_choices(words: Words) -> Choices:
    """The choices of the standard sheet, for callers whose branch has none of its own."""
    lists = (_MET, _OUTCOMES, _REASONS, _INCOMES, _FAMILY, _ATTITUDES)
    return Choices(*(tuple(words.say(choice) for choice in choices) for choices in lists))


def calm_guidance(words: Words) -> tuple[str, ...]:
    return tuple(words.say(sentence) for sentence in _CALM)


def stop_guidance(words: Words) -> tuple[str, ...]:
    return tuple(words.say(sentence) for sentence in _STOP)


def third_person_guidance(words: Words, name: str) -> tuple[str, ...]:
    """What may be said to anybody but the person asked for: nothing of the debt."""
    return tuple(words.say(sentence).replace("{name}", name) for sentence in _THIRD_PERSON)


def permitted_sentences(words: Words, branch: str) -> tuple[str, ...]:
    return tuple(words.say(sentence).replace("{branch}", branch) for sentence in _MAY_SAY)
