"""The figures of effect as tables in words, each with its chart and its definition: for window, spreadsheet, paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.charts import (
    Bar,
    Cell,
    Chart,
    Ink,
    Part,
    Stack,
    draw_bars,
    draw_matrix,
    draw_stacks,
    rough_width,
)
from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.money import Money
from collectdesk.domain.results.effect import RIGHT_PARTY, Share
from collectdesk.domain.results.figures import OLDER, Figure
from collectdesk.domain.results.measures import Rate
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.terms import term
from collectdesk.terms_effect import (
    MEANINGS,
    SMALL,
    TITLES,
    TRAINING_STATES,
    bucket_words,
    own_bucket_words,
    percent,
    share_words,
)
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.results.figures import EffectFigures, Measures, RollFigures

Measure = Callable[[str, float], float]
Drawing = Callable[[float, Measure], Chart]
Value = str | int | Money | Share | date | Enum | None
"""What a cell holds: a spreadsheet writes numbers as numbers, the window and paper as words."""

OLD: Final = tuple(bucket for bucket in Bucket if bucket.first_day > 90)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the figure and key whose rows it opens ("" for none), and its cells."""

    key: str
    cells: tuple[Value, ...]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table: what it is called, how it is counted, its headings and lines, and how its chart is drawn."""

    figure: Figure
    title: str
    meaning: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    draw: Drawing
    empty: str = ""


def cell_words(words: Words, value: Value) -> str:
    """A cell as people read it."""
    if value is None:
        return "—"
    if isinstance(value, Money):
        return words.money(value, sign=False)
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, Enum):
        return term(words, value)
    if isinstance(value, date):
        return words.date(value)
    return words.number(value) if isinstance(value, int) else value


def bars_of(lines: list[tuple[str, str, int, str, Ink]]) -> Drawing:
    """Bars of (key, label, value, shown, ink)."""
    bars = [Bar(*each) for each in lines]

    def draw(width: float, measure: Measure = rough_width) -> Chart:
        return draw_bars(width, bars, measure)

    return draw


def measure_tables(words: Words, shown: Measures) -> tuple[FigureTable, ...]:
    """The tables that only measures fill."""
    return (
        trend_table(words, shown),
        result_table(words, shown),
        beside_table(words, shown),
        reason_table(words, shown),
        work_table(words, shown),
        training_table(words, shown),
    )


def effect_tables(words: Words, shown: EffectFigures) -> tuple[FigureTable, ...]:
    """The tables of what stands and what was done."""
    return (
        bucket_table(words, shown),
        *([own_bucket_table(words, shown)] if shown.own_buckets else []),
        *([roll_table(words, shown.roll)] if shown.roll is not None else []),
        promise_table(words, shown),
        call_table(words, shown),
        visit_table(words, shown),
        rule_table(words, shown),
    )


def _table(
    words: Words, figure: Figure, headings: tuple[str, ...], lines: list[Line], draw: Drawing, empty: str = ""
) -> FigureTable:
    told = tuple(words.say(each) for each in headings)
    return FigureTable(
        figure, words.say(TITLES[figure]), words.say(MEANINGS[figure]), told, tuple(lines), draw, empty
    )


def trend_table(words: Words, shown: Measures) -> FigureTable:
    """Overdue by bucket over the months; deeper and older go together, past ninety days in the warning ink."""
    lines, stacks = [], []
    for each in shown.trend:
        old = Money(sum(each.overdue.get(bucket, Money(0)).fen for bucket in OLD))
        count = sum(each.products.values())
        share = Share(min(old.fen, each.total.fen), each.total.fen)
        lines.append(Line(f"{each.day.isoformat()}|", (each.day, count, each.total, old, share)))
        parts = tuple(
            Part(f"{each.day.isoformat()}|{bucket.value}", each.overdue[bucket].fen,
                 Ink.BAD if bucket in OLD else Ink.BAR, _DEPTHS[bucket])
            for bucket in Bucket if bucket in each.overdue
        )  # fmt: skip
        stacks.append(Stack(f"{each.day:%m-%d}", short_money(words, each.total.fen), parts))

    def draw(width: float, measure: Measure = rough_width) -> Chart:
        return draw_stacks(width, stacks, measure)

    headings = (
        mark("List of"), mark("Products"), mark("Overdue"), mark("Past 90 days"), mark("Share past 90 days"),
    )  # fmt: skip
    return _table(words, Figure.TREND, headings, lines, draw)


_DEPTHS: Final = {
    Bucket.M0: 0.2, Bucket.M1: 0.4, Bucket.M2: 0.65, Bucket.M3: 0.95,
    Bucket.M4: 0.5, Bucket.M5: 0.65, Bucket.M6: 0.8, Bucket.M7: 1.0,
}  # fmt: skip


def result_table(words: Words, shown: Measures) -> FigureTable:
    """Recovery, cure, cost and time: one line each, with what it rests on."""
    say, recovered = words.say, shown.recovery
    rests = (
        say(mark("of {amount} overdue before"), amount=words.money(recovered.of)) if recovered.of.fen else ""
    )
    judged = share_words(words, shown.beside.visited)
    lines = [
        Line("", (say(mark("Paid in the period")), recovered.part, rests), Figure.PAID),
        Line("", (say(mark("Recovery rate")), rate_percent(recovered), rests), Figure.PAID),
        Line(
            "cured",
            (say(mark("Cure rate")), percent(shown.cure), share_words(words, shown.cure)),
            Figure.CURED,
        ),
        Line(
            "paid",
            (say(mark("Paid within ten days of visits")), shown.after_visits, judged),
            Figure.AFTER_VISIT,
        ),
        *_cost_lines(words, shown),
        *_time_lines(words, shown),
        Line(
            "",
            (
                say(mark("Satisfied with visits")),
                percent(shown.satisfied),
                share_words(words, shown.satisfied),
            ),
            Figure.SATISFIED,
        ),
        Line("", (say(mark("Complaints and objections received")), shown.complaints, ""), Figure.COMPLAINT),
    ]
    shares = (
        (Figure.PAID, "", mark("Recovery rate"), min(1000, recovered.permille or 0), rate_percent(recovered)),
        (Figure.CURED, "cured", mark("Cure rate"), shown.cure.permille or 0, percent(shown.cure)),
    )
    bars = [
        (f"{figure.value}:{key}", say(name), value, told, Ink.BAR)
        for figure, key, name, value, told in shares
    ]
    return _table(
        words, Figure.PAID, (mark("What"), mark("How much"), mark("Rests on")), lines, bars_of(bars)
    )


def _cost_lines(words: Words, shown: Measures) -> list[Line]:
    say, cost = words.say, shown.cost
    spent = say(
        mark("{visits} visits, {minutes} minutes, {km} km"),
        visits=words.number(cost.visits),
        minutes=words.number(cost.minutes),
        km=words.number(round(cost.metres / 1000)),
    )
    rates = "" if shown.priors_measured else say(mark("rates assumed, not measured here"))
    a_yuan = cost.a_yuan(shown.after_visits)
    return [
        Line(
            "",
            (say(mark("Cost of visits")), cost.total, "; ".join(filter(None, (spent, rates)))),
            Figure.COST,
        ),
        Line("", (say(mark("Cost per visit")), cost.a_visit, rates), Figure.COST),
        Line("", (say(mark("Cost per yuan paid")), a_yuan, rates), Figure.COST),
    ]


def _time_lines(words: Words, shown: Measures) -> list[Line]:
    say, first = words.say, shown.first_contact
    waiting = say(
        mark("of {count} cases; {waiting} still wait"),
        count=words.number(first.contacted),
        waiting=words.number(first.waiting),
    )
    return [
        Line("", (say(mark("Days to first contact")), first.median_days, waiting), Figure.FIRST_CONTACT),
        Line("waiting", (say(mark("Cases without any contact")), first.waiting, ""), Figure.FIRST_CONTACT),
    ]


def rate_percent(rate: Rate) -> str:
    """12.3%, or a dash of nothing."""
    tenths = rate.permille
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}%"


def beside_table(words: Words, shown: Measures) -> FigureTable:
    """What followed visits, and what followed without one."""
    say, beside = words.say, shown.beside
    expected = "—" if beside.expected is None else f"{beside.expected // 10}.{beside.expected % 10}%"
    ahead = "—" if beside.difference is None else f"{beside.difference / 10:+.1f}"
    small = say(SMALL) if beside.is_small else ""
    others = say(
        mark("{part} of {of} similar cases"),
        part=words.number(beside.others.part),
        of=words.number(beside.others.of),
    )
    lines = [
        Line(
            "paid",
            (say(mark("Visited, and paid")), percent(beside.visited), share_words(words, beside.visited)),
        ),
        Line("others", (say(mark("Similar, not visited, and paid")), expected, others)),
        Line("", (say(mark("Difference in percentage points")), ahead, small)),
        Line(
            "", (say(mark("Too early to judge")), beside.too_early, say(mark("their ten days aren't over")))
        ),
    ]
    bars = [
        ("paid", say(mark("visited")), beside.visited.permille or 0, percent(beside.visited), Ink.BAR),
        ("others", say(mark("not visited")), beside.expected or 0, expected, Ink.MUTE),
    ]
    return _table(
        words, Figure.AFTER_VISIT, (mark("Customers"), mark("Share"), mark("Rests on")), lines, bars_of(bars)
    )


def reason_table(words: Words, shown: Measures) -> FigureTable:
    """Reasons by how many records name them."""
    lines = [Line(each.reason.value, (term(words, each.reason), each.visits)) for each in shown.reasons]
    bars = [
        (each.reason.value, term(words, each.reason), each.visits, words.number(each.visits), Ink.BAR)
        for each in shown.reasons
    ]
    empty = words.say(mark("No record of this period names a reason"))
    return _table(words, Figure.REASON, (mark("Reason"), mark("Records")), lines, bars_of(bars), empty)


def work_table(words: Words, shown: Measures) -> FigureTable:
    """Cases and steps by person; the bars show what is late."""
    nobody = words.say(mark("nobody's"))
    lines = [Line(each.key, (each.name or nobody, each.cases, each.due, each.late)) for each in shown.work]
    bars = [(each.key, each.name or nobody, each.due, words.number(each.due), Ink.BAR) for each in shown.work]
    headings = (mark("Person"), mark("Open cases"), mark("Steps due"), mark("Of them late"))
    return _table(words, Figure.WORK, headings, lines, bars_of(bars))


def training_table(words: Words, shown: Measures) -> FigureTable:
    """Who goes out, by the state of their training."""
    inks = {"trained": Ink.BAR, "expiring": Ink.MUTE, "untrained": Ink.BAD}
    joint = "、" if words.is_chinese else ", "
    lines = [
        Line(each.state, (words.say(TRAINING_STATES[each.state]), len(each.names), joint.join(each.names)))
        for each in shown.training
    ]
    bars = [
        (
            each.state,
            words.say(TRAINING_STATES[each.state]),
            len(each.names),
            words.number(len(each.names)),
            inks[each.state],
        )
        for each in shown.training
    ]
    return _table(
        words, Figure.TRAINING, (mark("State"), mark("People"), mark("Names")), lines, bars_of(bars)
    )


def bucket_table(words: Words, shown: EffectFigures) -> FigureTable:
    """What is overdue, bucket by bucket."""
    late = [each for each in shown.buckets if each.bucket is not Bucket.M0]
    lines = [
        Line(
            each.bucket.value, (bucket_words(words, each.bucket), each.products, each.customers, each.overdue)
        )
        for each in late
    ]
    bars = [
        (each.bucket.value, each.bucket.value, each.overdue.fen, short_money(words, each.overdue.fen),
         Ink.BAD if each.bucket in OLD else Ink.BAR)
        for each in late
    ]  # fmt: skip
    headings = (mark("Days"), mark("Products"), mark("Customers"), mark("Overdue"))
    return _table(words, Figure.BUCKET, headings, lines, bars_of(bars))


OWN_BUCKET_HEADINGS: Final = (
    mark("Bucket"), mark("From day"), mark("Products"), mark("Customers"), mark("Overdue"),
)  # fmt: skip


def own_bucket_table(words: Words, shown: EffectFigures) -> FigureTable:
    """What is overdue by the buckets that the branch made itself."""
    own = shown.own_buckets
    lines = [
        Line(each.key, (own_bucket_words(words, each.key), each.first_day, each.products, each.customers, each.overdue))
        for each in own
    ]  # fmt: skip
    bars = [
        (each.key, own_bucket_words(words, each.key), each.overdue.fen, short_money(words, each.overdue.fen),
         Ink.BAD if each.first_day > 90 else Ink.BAR)
        for each in own
    ]  # fmt: skip
    return _table(words, Figure.OWN_BUCKET, OWN_BUCKET_HEADINGS, lines, bars_of(bars))


def roll_table(words: Words, roll: RollFigures) -> FigureTable:
    """What became of each bucket between the two newest lists, with the matrix."""
    lines = [
        Line(
            f"{each.bucket.value}>{OLDER}",
            (each.bucket.value, each.before, each.worse, each.forward, each.same, each.better, each.off_list),
        )
        for each in roll.rows
        if each.before
    ]
    headings = (
        mark("From bucket"), mark("Before"), mark("Older"), mark("Roll rate"), mark("Same"), mark("Younger"),
        mark("Off list"),
    )  # fmt: skip
    made = _table(words, Figure.ROLL, headings, lines, roll_matrix(words, roll))
    return replace(made, title=f"{made.title}: {words.date(roll.before)} → {words.date(roll.after)}")


def roll_matrix(words: Words, roll: RollFigures) -> Drawing:
    """From bucket (down) to bucket (across); what is new or off the list stays pale."""
    starts: list[Bucket | None] = [*Bucket, None]
    names = [each.value if each else words.say(mark("new")) for each in starts]
    heads = [each.value if each else words.say(mark("off")) for each in starts]

    def cell(start: Bucket | None, end: Bucket | None) -> Cell:
        count = roll.cells.get((start, end), 0)
        ink = Ink.MUTE if start is None or end is None else _roll_ink(start, end)
        key = f"{start.value if start else ''}>{end.value if end else ''}"
        return Cell(key, count, words.number(count) if count else "", ink)

    cells = [[cell(start, end) for end in starts] for start in starts]

    def draw(width: float, measure: Measure = rough_width) -> Chart:
        return draw_matrix(width, names, heads, cells, measure)

    return draw


def _roll_ink(start: Bucket, end: Bucket) -> Ink:
    return Ink.BAD if end.first_day > start.first_day else Ink.GOOD


def promise_table(words: Words, shown: EffectFigures) -> FigureTable:
    """Promises by what payments made of them."""
    inks = {PromiseState.KEPT: Ink.GOOD, PromiseState.BROKEN: Ink.BAD, PromiseState.ACTIVE: Ink.MUTE}
    lines = [
        Line(each.state.value, (term(words, each.state), each.count, each.amount)) for each in shown.promises
    ]
    kept = words.say(mark("Kept, of those judged"))
    lines.append(Line("", (kept, percent(shown.kept), share_words(words, shown.kept))))
    bars = [
        (
            each.state.value,
            term(words, each.state),
            each.count,
            words.number(each.count),
            inks.get(each.state, Ink.BAR),
        )
        for each in shown.promises
    ]
    return _table(
        words, Figure.PROMISE, (mark("State"), mark("Promises"), mark("Promised")), lines, bars_of(bars)
    )


def call_table(words: Words, shown: EffectFigures) -> FigureTable:
    """Whom outgoing calls reached."""
    found = [(who, shown.calls[who]) for who in Reached if who in shown.calls]
    lines = [Line(who.value, (term(words, who), count)) for who, count in found]
    right = words.say(mark("Right party, of all calls"))
    lines.append(Line("right_party", (right, percent(shown.right_party))))
    bars = [
        (
            who.value,
            term(words, who),
            count,
            words.number(count),
            Ink.GOOD if who in RIGHT_PARTY else Ink.MUTE,
        )
        for who, count in found
    ]
    return _table(words, Figure.CONTACT, (mark("Reached"), mark("Calls")), lines, bars_of(bars))


def visit_table(words: Words, shown: EffectFigures) -> FigureTable:
    """What visits came to."""
    lines = [Line(outcome.value, (term(words, outcome), count)) for outcome, count in shown.visits]
    bars = [(one.value, term(words, one), count, words.number(count), Ink.BAR) for one, count in shown.visits]
    empty = words.say(mark("No visit in this period"))
    return _table(words, Figure.VISIT, (mark("Outcome"), mark("Visits")), lines, bars_of(bars), empty)


def rule_table(words: Words, shown: EffectFigures) -> FigureTable:
    """What rules stopped, and what happened against them."""
    lines = [Line(each.rule_id, (each.rule_id, each.breached, each.refused)) for each in shown.rules]
    bars = [
        (each.rule_id, each.rule_id, each.breached, words.number(each.breached), Ink.BAD)
        for each in shown.rules
    ]
    empty = words.say(mark("No breach and nothing stopped in this period"))
    return _table(
        words, Figure.BREACH, (mark("Rule"), mark("Breaches"), mark("Stopped")), lines, bars_of(bars), empty
    )


def short_money(words: Words, fen: int) -> str:
    """An amount beside a bar, to three digits: 12.3万 in Chinese, 123K in English; the table has it whole."""
    yuan = fen / 100
    if words.is_chinese:
        return f"{yuan / 10_000:.3g}万" if yuan >= 10_000 else f"{yuan:,.0f}"
    if yuan >= 999_500:
        return f"{yuan / 1_000_000:.3g}M"
    return f"{yuan / 1_000:.3g}K" if yuan >= 1_000 else f"{yuan:,.0f}"
