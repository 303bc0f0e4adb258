"""Sentences on papers that a supervisor has still to confirm."""

from __future__ import annotations

from datetime import date

from collectdesk.words import Words, mark


def confirm_line(words: Words, due_on: date, *, is_over: bool) -> str:
    """Until when a paper is to be confirmed, in the list of what waits."""
    said = mark("Confirm by {day}: overdue") if is_over else mark("Confirm by {day}")
    return words.say(said, day=words.date(due_on))


def papers_late_line(words: Words, approvals: int, deputies: int, since: date | None) -> str:
    """What nobody confirmed in time: approvals that were acted on, and deputies who therefore stand in for nobody."""
    said = []
    if approvals:
        said.append(
            words.plural(
                "{count} approval on paper wasn't confirmed within three working days.",
                "{count} approvals on paper weren't confirmed within three working days.",
                approvals,
            )
        )
    if deputies:
        said.append(
            words.plural(
                "{count} deputy on paper wasn't confirmed within three working days and stands in for nobody.",
                "{count} deputies on paper weren't confirmed within three working days and stand in for nobody.",
                deputies,
            )
        )
    if since is not None:
        said.append(
            words.say(
                mark("The oldest ran out on {day}: a supervisor has to confirm or refuse it in the inbox."),
                day=words.date(since),
            )
        )
    return ("" if words.is_chinese else " ").join(said)
