"""The choices printed beside tick boxes on a visit sheet, and the standing guidance for visitors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectdesk.domain.paper.further import (
    SATISFACTION,
    AddressFound,
    Answer,
    Condition,
    Mood,
    OfferMade,
    Raised,
    SaidToOthers,
    VisitStatus,
    Vulnerable,
)
from collectdesk.domain.paper.records import (
    Attitude,
    Entry,
    FamilySituation,
    Identity,
    IncomeSource,
    Met,
    OverdueReason,
    Recording,
    VisitOutcome,
)
from collectdesk.terms import term
from collectdesk.words import Words, mark

_DISCREET: Final[dict[Enum, str]] = {
    Met.BORROWER: mark("Person asked for"),
    VisitOutcome.PROMISED: mark("Date agreed"),
    VisitOutcome.WANTS_PLAN: mark("Would like a proposal"),
    VisitOutcome.PAID: mark("Already settled"),
    VisitOutcome.REFUSED_TO_PAY: mark("Declines"),
    VisitOutcome.HARDSHIP: mark("In difficulty"),
    VisitOutcome.DISPUTED: mark("Disagrees"),
    VisitOutcome.NOTICE_SERVED: mark("Paper handed over"),
}
"""What stands on the page that a neighbour may glimpse: the same codes, in words that tell nobody anything."""

_CALM: Final = (
    mark("Speak slowly and more quietly than the other person; let them finish."),
    mark('Name the feeling, not the fault: "I can see that this is hard for you."'),
    mark("Offer a pause, another day or a talk at the branch; never argue about blame."),
    mark("Stand where both can leave; one talks, the other keeps watch."),
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
class Choice:
    """One box to tick: the code that is recorded when it is ticked, and the words beside it."""

    code: Enum
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The words beside the tick boxes, already in the language of the paper, in printing order.

    ``met`` to ``outcomes`` and ``moods`` stand on the door page, beside the three questions of ``opinions``.
    """

    met: tuple[Choice, ...]
    identity: tuple[Choice, ...]
    entry: tuple[Choice, ...]
    recording: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    incomes: tuple[Choice, ...]
    family: tuple[Choice, ...]
    attitudes: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    addresses: tuple[Choice, ...]
    said: tuple[Choice, ...]
    moods: tuple[Choice, ...]
    opinions: tuple[tuple[str, tuple[Choice, ...]], ...]
    conditions: tuple[Choice, ...]
    vulnerable: tuple[Choice, ...]
    offers: tuple[Choice, ...]
    raised: tuple[Choice, ...]


def standard_choices(words: Words) -> Choices:
    """Every code of the visit record, in its order, so that what comes back is typed one to one."""

    def choices(codes: type[Enum]) -> tuple[Choice, ...]:
        return tuple(
            Choice(code, words.say(_DISCREET[code]) if code in _DISCREET else term(words, code))
            for code in codes
        )

    return Choices(
        met=choices(Met),
        identity=choices(Identity),
        entry=choices(Entry),
        recording=choices(Recording),
        outcomes=choices(VisitOutcome),
        reasons=choices(OverdueReason),
        incomes=choices(IncomeSource),
        family=choices(FamilySituation),
        attitudes=choices(Attitude),
        statuses=choices(VisitStatus),
        addresses=choices(AddressFound),
        said=choices(SaidToOthers),
        moods=choices(Mood),
        opinions=tuple((name, choices(Answer)) for name in SATISFACTION),
        conditions=choices(Condition),
        vulnerable=choices(Vulnerable),
        offers=choices(OfferMade),
        raised=choices(Raised),
    )


def calm_guidance(words: Words) -> tuple[str, ...]:
    return tuple(words.say(sentence) for sentence in _CALM)


def third_person_guidance(words: Words, name: str) -> tuple[str, ...]:
    """What may be said to anybody but the person asked for: nothing of the debt."""
    return tuple(words.say(sentence).replace("{name}", name) for sentence in _THIRD_PERSON)


def permitted_sentences(words: Words, branch: str) -> tuple[str, ...]:
    return tuple(words.say(sentence).replace("{branch}", branch) for sentence in _MAY_SAY)
