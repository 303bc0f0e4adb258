"""What customers ask about their own data, and what is over its term, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.cli.entering import case_by_no, run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.own_copy import MakeOwnCopy
from collectdesk.desk.customers.petitioning import (
    AnswerPetition,
    Petition,
    PetitionDesk,
    PetitionKind,
    PetitionState,
    ShowPetitions,
    TakePetition,
)
from collectdesk.desk.customers.retaining import EraseExpired, OverLine, RetentionDesk, ShowRetention
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import code_term, term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from argparse import Namespace

    from collectdesk.desk.vault.access import Session


def petitions(opened: Session, options: Namespace, saying: Saying) -> int:
    """List a customer's requests with what may go; take one down, make the copy, answer."""
    _, customer_id = case_by_no(opened, options.case)
    if options.take:
        asked_on = options.asked_on or local_day(opened.desk.now())
        kind = PetitionKind(options.take)
        run(opened, TakePetition(customer_id, kind, asked_on, options.identity, options.wish))
    if options.out is not None:
        wanted = _waiting(opened, customer_id, PetitionKind.ACCESS.value)
        made = run(opened, MakeOwnCopy(options.out, wanted.id, saying.words.language))
        saying.say(mark("The copy is in {path}: a PDF to hand over and the data beside it."), path=made.path)
    for kind_told, granted in ((options.grant, True), (options.refuse, False)):
        if kind_told:
            done = run(
                opened, AnswerPetition(_waiting(opened, customer_id, kind_told).id, granted, options.answer)
            )
            saying.say(mark("Answered: {state}."), state=term(saying.words, done.state))
    found: PetitionDesk = run(opened, ShowPetitions(customer_id))
    _tell(found, saying)
    saying.result({"petitions": found.petitions, "kept": found.lines})
    return DONE


def _waiting(opened: Session, customer_id: str, kind: str) -> Petition:
    found: PetitionDesk = run(opened, ShowPetitions(customer_id))
    for each in found.petitions:
        if each.kind.value == kind and each.state is PetitionState.OPEN:
            return each
    raise Refused("petition.which")


def _tell(found: PetitionDesk, saying: Saying) -> None:
    words = saying.words
    for each in found.petitions:
        saying.line(
            "  ".join((term(words, each.kind), words.date(each.asked_on), "→", words.date(each.due_on),
                       term(words, each.state), each.answer)).rstrip()
        )  # fmt: skip
    rows = []
    for line in found.lines:
        judged = line.judged
        until = words.date(judged.until) if judged.until else words.say(mark("Stays while the case is open"))
        rows.append([
            code_term(words, "kept", judged.kept.value), words.number(line.count),
            words.say(mark("Goes")) if judged.may_go else until,
        ])  # fmt: skip
    heads = (mark("What is held"), mark("How many"), mark("If deletion is granted today"))
    saying.table([words.say(head) for head in heads], rows)


def retention(opened: Session, options: Namespace, saying: Saying) -> int:
    """List what is over its term; with ``--erase`` a second person consents and it goes."""
    found: RetentionDesk = run(opened, ShowRetention())
    over = [each for each in found.over if not options.customer or each.customer_no in options.customer]
    if options.erase:
        second = second_of(opened, options, saying.words)
        rows = run(opened, EraseExpired(tuple(each.customer_id for each in over), options.erase, second))
        saying.line(saying.words.plural("{count} entry was erased.", "{count} entries were erased.", rows))
        found = run(opened, ShowRetention())
        over = list(found.over)
    words = saying.words
    heads = (mark("Customer no."), mark("Closed on"), mark("What is held"), mark("How many"))
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.customer_no, words.date(each.closed_on) if each.closed_on else "", _kinds(words, each),
             words.number(each.rows)]
            for each in over
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE


def _kinds(words: Words, over: OverLine) -> str:
    named = (code_term(words, "kept", line.judged.kept.value) for line in over.lines)
    return ("、" if words.is_chinese else ", ").join(named)
