"""What follows a solution on the command line: kept rates, watching on, giving cases out and taking them back."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.solutions.handing_out import HandOut, ListHandings, PrintHandingFile, TakeBack
from collectdesk.desk.solutions.keeping_word import KeptBy, ShowKeptRates
from collectdesk.desk.solutions.watching import ListWatched, ReviewWatch
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import Span
from collectdesk.domain.solutions.handing import HandingState, Result, Taker
from collectdesk.terms import term
from collectdesk.terms_effect import kept_label, percent
from collectdesk.words import mark


def kept_rates(opened: Session, options: Namespace, saying: Saying) -> int:
    words, by = saying.words, KeptBy(options.by)
    found = run(opened, ShowKeptRates(Span(options.span)))
    heads = (term(words, by), *(words.say(h) for h in (mark("Kept"), mark("Judged"), mark("Rate"))))
    rows = [
        [kept_label(words, by, each.key, each.name), words.number(each.share.part), words.number(each.share.of),
         percent(each.share)]
        for each in found.by[by]
    ]  # fmt: skip
    if not rows:
        saying.say(mark("No promise was judged in this period."))
    saying.table(list(heads), rows)
    saying.result(found.by[by])
    return DONE


def watched(opened: Session, options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListWatched())
    if options.case:
        chosen = next((each for each in found if each.case_no == options.case and each.watch_id), None)
        if chosen is None:
            raise Refused("watch.none", case_no=options.case)
        state = run(opened, ReviewWatch(chosen.watch_id, options.passed, options.reason, options.longer_to))
        saying.say(mark("Plan {number}: {state}."), number=chosen.number, state=term(words, state))
        found = run(opened, ListWatched())
    heads = (mark("Case no."), mark("Customer"), mark("Plan no."), mark("Since"), mark("Until"), mark("Overdue"),
             mark("State"))  # fmt: skip
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.case_no, each.name, each.number or "—", words.date(each.since), words.date(each.until_on),
             words.money(each.overdue), term(words, each.sign)]
            for each in found
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE


def hand_out(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    case_id, _ = case_by_no(opened, options.case)
    if options.to:
        deed = HandOut(
            case_id, Taker(options.to), options.receiver, options.reason, options.back_by, options.reference,
            options.agreement, options.assessment,
        )  # fmt: skip
        run(opened, deed)
        saying.say(mark("The case is given out: print its file."))
    found = run(opened, ListHandings(case_id))
    if options.file and found:
        printed = run(opened, PrintHandingFile(options.file, found[0].id, words.language))
        saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    heads = (mark("Hand-over no."), mark("To whom"), mark("Receiver"), mark("Out since"), mark("Back by"),
             mark("State"), mark("What it led to"))  # fmt: skip
    saying.table(
        [words.say(head) for head in heads],
        [
            [each.number, term(words, each.taker), each.receiver, words.date(each.handed_on),
             words.date(each.back_by) if each.back_by else "—", term(words, each.state),
             term(words, each.result) if each.result else "—"]
            for each in found
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE


def take_back(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    out = next((h for h in run(opened, ListHandings(case_id)) if h.state is HandingState.OUT), None)
    if out is None:
        raise Refused("handing.none_out", case_no=options.case)
    run(opened, TakeBack(out.id, Result(options.result), not options.papers_missing, options.note))
    saying.say(mark("The case is back; its next step stands in Today."))
    saying.result({"handing": out.id})
    return DONE
