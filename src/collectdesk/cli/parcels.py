"""Other PCs on the command line: joined, accepted and revoked; parcels out, in and back; what waits for a decision."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import ask_password, case_by_no, run, second_of, secret_from
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.stations.parcels_in import DecideWaiting, ListWaitingDeeds, TakeResultsIn
from collectdesk.desk.stations.parcels_out import ListCasesOut, PackOut, TakeCasesBack
from collectdesk.desk.stations.station_parcels import PackBack, ShowStanding, TakeWorkIn
from collectdesk.desk.stations.stations import (
    AcceptStation,
    Joining,
    RevokeStation,
    ShowStations,
    WelcomePerson,
    join,
)
from collectdesk.desk.vault.access import Session
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.stations.parcels import ACCEPTED, STATION
from collectdesk.terms_audit import action_words
from collectdesk.terms_parcels import rests_on, side, state
from collectdesk.terms_taken import came_line, deed_line, why, work_line
from collectdesk.words import mark


def join_here(options: Namespace, saying: Saying) -> int:
    """A PC that is to work for a master: its own file, its keys, and the card with which it is accepted."""
    if options.branch is None or options.card is None:
        raise Refused("option.missing", options="--branch, --card")
    password = ask_password(options.login, options.password_fd, saying.words)
    keeper = options.keeper or options.login
    asked = Joining(options.branch, options.name, options.login, keeper, password, practice=options.practice)
    made = join(asked, options.card)
    saying.say(mark("This PC is ready. Its card for the master: {path}"), path=made.card)
    saying.say(mark("Its code, to be compared on the master: {code}"), code=made.code)
    saying.result({"card": made.card, "compared": made.code})
    return DONE


def station(opened: Session, options: Namespace, saying: Saying) -> int:
    acts = {"list": _list, "accept": _accept, "revoke": _revoke, "welcome": _welcome}
    return acts[options.what](opened, options, saying)


def _list(opened: Session, options: Namespace, saying: Saying) -> int:
    del options
    words, found = saying.words, run(opened, ShowStations())
    if found.post is None:
        saying.say(mark("This branch has one PC."))
    else:
        saying.say(mark("The code of this PC: {code}"), code=found.code)
    heads = (mark("PC"), mark("Code"), mark("State"), mark("Cases out"), mark("To decide"), mark("Not taken"))
    if found.stations:
        saying.table(
            [words.say(each) for each in heads],
            [
                [
                    each.station.name, each.code,
                    words.say(mark("accepted")) if each.station.state == ACCEPTED else words.say(mark("revoked")),
                    str(each.cases_out), str(each.to_decide), str(each.not_taken),
                ]
                for each in found.stations
            ],
        )  # fmt: skip
    saying.result(found)
    return DONE


def _accept(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.card is None:
        raise Refused("option.missing", options="--card")
    deed = AcceptStation(options.card, options.compared, second_of(opened, options, saying.words))
    accepted = run(opened, deed)
    saying.say(mark("The PC may work for this one now."))
    saying.say(mark("The code of this PC: {code}"), code=run(opened, ShowStations()).code)
    saying.result({"station": accepted})
    return DONE


def _revoke(opened: Session, options: Namespace, saying: Saying) -> int:
    second = second_of(opened, options, saying.words)
    back = run(opened, RevokeStation(_station_id(opened, options.about), options.reason, second))
    saying.say(mark("Revoked. {count} cases came back."), count=back)
    saying.result({"cases": back})
    return DONE


def _welcome(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.start_code_fd is None:
        raise Refused("option.missing", options="--start-code-fd")
    password = ask_password(options.about, options.new_password_fd, saying.words)
    run(opened, WelcomePerson(options.about, secret_from(options.start_code_fd), password))
    saying.say(mark("{login} signs in here now."), login=options.about)
    saying.result({"login": options.about})
    return DONE


def _station_id(opened: Session, name: str) -> str:
    """The PC of a name; the only one that is accepted where none is named."""
    known = [each.station for each in run(opened, ShowStations()).stations]
    chosen = (
        [e for e in known if e.name == name.strip()] if name else [e for e in known if e.state == ACCEPTED]
    )
    if len(chosen) != 1:
        raise Refused("station.unknown", field="station")
    return str(chosen[0].id)


def parcel(opened: Session, options: Namespace, saying: Saying) -> int:
    acts = {
        "out": _out, "in": _in, "back": _back, "status": _status, "decide": _decide, "recall": _recall,
    }  # fmt: skip
    return acts[options.what](opened, options, saying)


def _file(options: Namespace) -> Path:
    if not options.about:
        raise Refused("option.missing", options="FILE")
    return Path(options.about)


def _out(opened: Session, options: Namespace, saying: Saying) -> int:
    made = run(
        opened, PackOut(_station_id(opened, options.station), _file(options), options.clerk, options.days)
    )
    saying.say(
        mark("Parcel {number} with {cases} cases: {path}"),
        number=made.number,
        cases=made.cases,
        path=made.path,
    )
    for login, code in made.start_codes.items():
        saying.say(mark("Start code of {login}, told to nobody else: {code}"), login=login, code=code)
    codes = dict(made.start_codes)
    saying.result({"number": made.number, "sha256": made.sha256, "cases": made.cases, "start": codes})
    return DONE


def _in(opened: Session, options: Namespace, saying: Saying) -> int:
    post = run(opened, ShowStations()).post
    if post is not None and post.what == STATION:
        return _work_in(opened, options, saying)
    told = run(opened, TakeResultsIn(_file(options)))
    saying.line(came_line(saying.words, told))
    for each in told.came:
        if not each.is_taken:
            saying.line(deed_line(saying.words, each))
    saying.result(told)
    return QUARANTINED if told.conflicts or told.refused else DONE


def _work_in(opened: Session, options: Namespace, saying: Saying) -> int:
    taken = run(opened, TakeWorkIn(_file(options), options.compared))
    saying.line(work_line(saying.words, taken))
    for login in taken.newcomers:
        saying.say(mark("{login} sits down with the start code: station welcome {login}"), login=login)
    for seq, code, reason in taken.fates:
        saying.line(
            f"{seq}  {state(saying.words, code)}  {why(saying.words, reason) if reason else ''}".rstrip()
        )
    saying.result(taken)
    return DONE


def _back(opened: Session, options: Namespace, saying: Saying) -> int:
    made = run(opened, PackBack(_file(options), opened.signer, options.since))
    saying.say(
        mark("Parcel {number} with {deeds} deeds: {path}"),
        number=made.number,
        deeds=made.deeds,
        path=made.path,
    )
    saying.result({"number": made.number, "sha256": made.sha256, "deeds": made.deeds})
    return DONE


def _status(opened: Session, options: Namespace, saying: Saying) -> int:
    standing = run(opened, ShowStanding())
    if standing is None:
        return _status_of_master(opened, options, saying)
    words = saying.words
    saying.say(mark("The code of this PC: {code}"), code=standing.code)
    saying.say(
        mark("Works for {master}: {cases} cases here, {waiting} deeds to bring back."),
        master=standing.master or "—", cases=standing.cases, waiting=standing.waiting,
    )  # fmt: skip
    for each in standing.not_taken:
        saying.line(f"{each.seq}  {action_words(words, each.action)}  {state(words, each.state)}")
    saying.result(
        {"cases": standing.cases, "waiting": standing.waiting, "not_taken": len(standing.not_taken)}
    )
    return DONE


def _status_of_master(opened: Session, options: Namespace, saying: Saying) -> int:
    if not opened.actor.may(Permission.SEND_PARCELS):
        return _list(opened, options, saying)
    words, out, waiting = saying.words, run(opened, ListCasesOut()), run(opened, ListWaitingDeeds())
    heads = (mark("Case"), mark("Customer"), mark("PC"), mark("Whose"), mark("Since parcel"))
    saying.table(
        [words.say(each) for each in heads],
        [[e.case_no, e.customer_name, e.station_name, e.holder, str(e.parcel_no)] for e in out],
    )
    for at, each in enumerate(waiting, 1):
        told = action_words(words, each.action)
        saying.line(f"{at}  {words.instant(each.done_at)}  {each.author}  {each.case_no}  {told}")
        for one in each.sides:
            saying.say(
                mark("   {what}: seen {seen}; here {here}; there {there}"), what=rests_on(words, one.what),
                seen=side(words, one.what, one.seen), here=side(words, one.what, one.here),
                there=side(words, one.what, one.there),
            )  # fmt: skip
        if each.why:
            saying.line(f"   {why(words, each.why)}")
    saying.result({"out": out, "waiting": waiting})
    return QUARANTINED if waiting else DONE


def _decide(opened: Session, options: Namespace, saying: Saying) -> int:
    waiting = run(opened, ListWaitingDeeds())
    if not options.take or not options.about.isdigit() or not 1 <= int(options.about) <= len(waiting):
        raise Refused("option.missing", options="NUMBER, --take")
    chosen = waiting[int(options.about) - 1]
    became = run(opened, DecideWaiting(chosen.id, options.take == "there"))
    saying.line(state(saying.words, became))
    saying.result({"state": became})
    return DONE


def _recall(opened: Session, options: Namespace, saying: Saying) -> int:
    cases = tuple(case_by_no(opened, each)[0] for each in options.case)
    count = run(opened, TakeCasesBack(_station_id(opened, options.station), cases))
    saying.say(
        mark("{count} cases are this PC's again; the other one forgets them with its next parcel."),
        count=count,
    )
    saying.result({"cases": count})
    return DONE
