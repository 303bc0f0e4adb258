"""The board on the command line: a day's teams, and a visit moved to another time or team."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from collectdesk.cli.entering import run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.board import Board, Card, ShowBoard
from collectdesk.desk.visits.board_moves import MoveVisit, WeighMove
from collectdesk.desk.visits.ordering import at_minute
from collectdesk.desk.visits.preparing import OpenVisit
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.zones import local_day
from collectdesk.terms_board import FIXED, road_sentence, strain_sentences, team_trouble, waiting_sentence
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.board_moves import Weighed


def show_board(opened: Session, options: Namespace, saying: Saying) -> int:
    """Teams with their visits, then what waits."""
    words, board = saying.words, run(opened, ShowBoard(options.day))
    gap = words.say(mark(", "))
    rows = [_row(saying, board, card) for team in board.teams for card in board.lane(team.id)]
    headings = (mark("Team"), mark("Starts at"), mark("Minutes"), mark("Visit no."), mark("Customer"),
                mark("Address"), mark("Fixed"))  # fmt: skip
    saying.table([words.say(heading) for heading in headings], rows)
    for team in board.teams:
        if trouble := team_trouble(words, team):
            saying.say(mark("Team {crew}: {why}."), crew=gap.join(board.crew(team.id)), why=trouble)
    for card in board.waiting():
        saying.say(mark("To place: {name}, {address}: {why}."), name=card.name, address=card.address,
                   why=waiting_sentence(words, card.why))  # fmt: skip
    saying.result(_plain(board))
    return DONE


def move(opened: Session, options: Namespace, saying: Saying) -> int:
    """Judge, price and, unless only asked, move."""
    visit_id = visit_by_no(opened, options.visit)
    line = run(opened, OpenVisit(visit_id)).visit
    board = run(opened, ShowBoard(local_day(line.planned_at)))
    card = board.card(visit_id)
    if card is None:
        raise Refused("board.stop_gone")
    officer, safety = _people(opened, options, card)
    at: datetime = options.at or line.planned_at
    weighed = None
    if local_day(at) == board.day:
        weighed = run(opened, WeighMove(visit_id, at, officer, safety))
        _tell(saying, board, weighed)
    if options.only_try:
        if weighed is not None and weighed.refused is not None:
            raise weighed.refused
        if weighed is not None and not weighed.judgement.is_lawful:
            raise RuleBroken("visit", weighed.judgement.refusals, starts=weighed.starts)
        saying.result({"visit": options.visit, "at": at, "moved": False})
        return DONE
    moved = run(opened, MoveVisit(visit_id, at, officer, safety, options.reason))
    saying.say(mark("Visit {number} is moved to {at}."), number=moved.visit_no, at=saying.words.instant(at))
    if moved.pull_out:
        saying.say(
            mark("Its printed sheets hold no longer: pull those of {number} out."), number=moved.visit_no
        )
    if moved.tell_again:
        saying.say(mark("The customer was told another time: tell them again."))
    saying.result({"visit": options.visit, "at": at, "moved": True, "pull_out": moved.pull_out,
                   "tell_again": moved.tell_again})  # fmt: skip
    return DONE


def _people(opened: Session, options: Namespace, card: Card) -> tuple[str, str]:
    officer, _, safety = card.team.partition("+")
    known = {person.staff_no: str(person.id) for person in run(opened, ListStaff())}
    for number in (options.officer, options.safety):
        if number is not None and number not in known:
            raise Refused("staff.number_unknown", number=number, known=", ".join(sorted(known)))
    return known.get(options.officer, officer), known.get(options.safety, safety)


def _tell(saying: Saying, board: Board, weighed: Weighed) -> None:
    words = saying.words
    told = [
        road_sentence(words, weighed.road, weighed.later),
        *strain_sentences(words, weighed.road, board.name_of),
    ]
    saying.say(mark("The move: {what}."), what=("；" if words.is_chinese else "; ").join(told))


def _row(saying: Saying, board: Board, card: Card) -> list[str]:
    words = saying.words
    at = words.clock(at_minute(board.day, card.begins or 0))
    fixed = words.say(FIXED[card.fixed]) if card.fixed else ""
    crew = words.say(mark(", ")).join(board.crew(card.team))
    return [crew, at, str(card.stop.minutes), card.number, card.name, card.address, fixed]


def _plain(board: Board) -> dict[str, object]:
    return {
        "day": board.day,
        "teams": [
            {"crew": board.crew(team.id), "whole": team.is_whole,
             "visits": [
                 {"id": card.id, "number": card.number, "at": at_minute(board.day, card.begins or 0),
                  "minutes": card.stop.minutes, "fixed": card.fixed}
                 for card in board.lane(team.id)
             ]}
            for team in board.teams
        ],
        "waiting": [{"id": card.id, "why": card.why.why if card.why else ""} for card in board.waiting()],
    }  # fmt: skip
