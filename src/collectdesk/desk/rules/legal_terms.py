"""The legal terms in use: shipped data, read once; how long before its end a term's step is shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.desk.rules.rulebook import rules_of
from collectdesk.domain.contact.legal_terms import Term, Terms, load_terms, with_own
from collectdesk.domain.customers.cases import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collectdesk.domain.rules.book import BoundPack
    from collectdesk.store.cases.cases import Step
    from collectdesk.store.work import View

ANSWERS: Final = {"complaint.answer_due": "complaint", "objection.answer_due": "bureau_objection"}
"""Why a step of a complaint is due → its term."""
CLOCK: Final = "clock."
"""What a step of another term begins with; the term's code follows."""


@lru_cache(maxsize=1)
def legal_terms() -> Terms:
    """The terms that run beside collection."""
    return load_terms(resources.path("clocks", "cn.toml").read_text("utf-8"))


def terms_of(view: View) -> Terms:
    """The terms as this branch keeps them: the law's, and its own where they ask for more."""
    kept: Terms | None = view.remembered.get("terms")
    if kept is None:
        kept = view.remembered["terms"] = terms_by(rules_of(view).in_force(view.today))
    return kept


def terms_by(packs: Iterable[BoundPack]) -> Terms:
    """The terms as these packs have them."""
    return with_own(legal_terms(), (term for bound in packs for term in bound.pack.terms))


def term_of(step: Step) -> Term | None:
    """The legal term a step reminds of; None for every other step."""
    if step.kind is not StepKind.DEADLINE:
        return None
    code = ANSWERS.get(step.why) or (step.why.removeprefix(CLOCK) if step.why.startswith(CLOCK) else "")
    return legal_terms().terms.get(code)


def lead_days(view: View) -> Mapping[str, int]:
    """By the reason of a deadline's step how many days before its day it is shown in Today."""
    terms = terms_of(view).terms
    codes = {**{f"{CLOCK}{code}": code for code in terms}, **ANSWERS}
    return {why: terms[code].lead for why, code in codes.items() if code in terms}
