"""The legal terms in use: shipped data, read once; how long before its end a term's step is shown."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.domain.cases import StepKind
from collectdesk.domain.legal_terms import Term, Terms, load_terms

if TYPE_CHECKING:
    from collectdesk.store.cases import Step

ANSWERS: Final = {"complaint.answer_due": "complaint", "objection.answer_due": "bureau_objection"}
"""Why a step of a complaint is due → its term."""
CLOCK: Final = "clock."
"""What a step of another term begins with; the term's code follows."""
LONGEST_LEAD: Final = timedelta(days=366)


@lru_cache(maxsize=1)
def legal_terms() -> Terms:
    """The terms that run beside collection."""
    return load_terms(resources.path("clocks", "cn.toml").read_text("utf-8"))


def term_of(step: Step) -> Term | None:
    """The legal term a step reminds of; None for every other step."""
    if step.kind is not StepKind.DEADLINE:
        return None
    code = ANSWERS.get(step.why) or (step.why.removeprefix(CLOCK) if step.why.startswith(CLOCK) else "")
    return legal_terms().terms.get(code)


def lead_of(step: Step) -> timedelta:
    """How long before its day a step is shown in Today: a legal term from its first alarm, the rest on the day."""
    term = term_of(step)
    return timedelta(days=term.lead if term else 0)
