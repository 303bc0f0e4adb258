"""Owns the words after an import: what came in, and what followed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.terms import term
from collectdesk.terms_ledgers import visit_left, what_followed
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.intake.imports import Imported


def what_was_done(words: Words, done: Imported) -> str:
    """What an import did, in sentences."""
    said = [words.say(
        mark("{kind} of {day} is in: {good} rows taken in, {bad} set aside."), kind=term(words, done.kind),
        day=words.date(done.data_date), good=words.number(done.good), bad=words.number(done.bad_rows),
    )]  # fmt: skip
    if done.cases_opened:
        said.append(words.plural(
            "{count} new case waits in Today.", "{count} new cases wait in Today.", done.cases_opened
        ))  # fmt: skip
    if done.promises_kept or done.promises_broken:
        said.append(words.say(
            mark("Promises and plans: {kept} kept, {broken} broken."), kept=done.promises_kept,
            broken=done.promises_broken,
        ))  # fmt: skip
    said += what_followed(words, done.counts)
    said += [visit_left(words, each.case_no, each.visit_no, each.planned_at) for each in done.leftovers]
    return ("" if words.is_chinese else " ").join(said)
