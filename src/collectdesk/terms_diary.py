"""The calendar in people's words: what stands in a day, in a line each, for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.visits.diary import EntryKind
from collectdesk.terms import code_term, term
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.visits.diary import DiaryDay, Entry
    from collectdesk.words import Words

KINDS: Final = {
    EntryKind.VISIT: mark("Visit"),
    EntryKind.PROMISE: mark("Promise"),
    EntryKind.DEADLINE: mark("Deadline"),
    EntryKind.EXPIRY: mark("Request runs out"),
    EntryKind.LEAVE: mark("Leave"),
    EntryKind.DEPUTY: mark("Deputy"),
}


def entry_line(words: Words, entry: Entry) -> str:
    """What a thing of a day is about, beside its kind and name."""
    gap = "、" if words.is_chinese else ", "
    if entry.kind is EntryKind.VISIT:
        return f"{entry.number} · {gap.join(name for name in entry.who if name)}"
    if entry.kind is EntryKind.PROMISE:
        return words.money(entry.amount)
    if entry.kind is EntryKind.DEADLINE:
        return code_term(words, "why", entry.code)
    if entry.kind is EntryKind.EXPIRY:
        return words.say(mark("the approved visit isn't planned yet"))
    if entry.kind is EntryKind.LEAVE:
        return term(words, entry.leave) if entry.leave is not None else ""
    return words.say(mark("stands in for {name}"), name=gap.join(entry.who))


def day_line(words: Words, day: DiaryDay) -> str:
    """A day in a sentence: date, holiday, how much of what."""
    said = [f"{words.date(day.day)} {words.weekday(day.day)}"]
    rest = rest_line(words, day)
    if rest:
        said.append(rest)
    counts = (
        (EntryKind.VISIT, words.plural("{count} visit", "{count} visits", day.count(EntryKind.VISIT))),
        (
            EntryKind.PROMISE,
            words.plural("{count} promise", "{count} promises", day.count(EntryKind.PROMISE)),
        ),
        (
            EntryKind.DEADLINE,
            words.plural("{count} deadline", "{count} deadlines", day.count(EntryKind.DEADLINE)),
        ),
    )
    said += [text for kind, text in counts if day.count(kind)]
    away = day.count(EntryKind.LEAVE)
    if away:
        said.append(words.plural("{count} away", "{count} away", away))
    return (" · ").join(said)


def rest_line(words: Words, day: DiaryDay) -> str:
    """The holiday's name, a make-up workday, or a day off; empty on an ordinary workday."""
    if day.holiday is not None:
        name = day.holiday.zh if words.is_chinese else day.holiday.en
        return words.say(mark("{name} (not announced yet)"), name=name) if day.provisional else name
    if day.works and day.day.isoweekday() > 5:
        return words.say(mark("make-up workday"))
    return "" if day.works else words.say(mark("day off"))
