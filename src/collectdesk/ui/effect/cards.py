"""Owns the five cards: columns of each table, the chart beside it, the sentence of each bar and cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from collectdesk.charts import Bar, Chart, Ink, draw_bars
from collectdesk.desk.results.effect import (
    BucketFigure,
    EffectFigures,
    Figure,
    PromiseFigure,
    RuleFigure,
)
from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.results.effect import RIGHT_PARTY, RollFrom
from collectdesk.domain.results.figures import OLDER
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.terms import term
from collectdesk.terms_effect import MEANINGS, day_words, key_words, percent, share_words
from collectdesk.terms_figures import roll_matrix, short_money
from collectdesk.ui.effect.card import FigureCard
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.theme import theme
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.parts.chart import Layout
    from collectdesk.ui.speech import Speech

Counted = tuple[str, int]
RuleNames = Mapping[str, str]


def means_of(words: Words, figure: Figure) -> Callable[[str], str]:
    """The sentence that hovers over a bar or cell: what it counts, and how."""
    return lambda key: f"{key_words(words, figure, key)}\n{words.say(MEANINGS[figure])}"


def _bars(bars: list[Bar]) -> Layout:
    def lay(width: float, measure: Callable[[str, float], float]) -> Chart:
        return draw_bars(width, bars, measure, theme().row_height)

    return lay


def _spoken(bars: list[Bar]) -> str:
    return ", ".join(f"{bar.label}: {bar.shown}" for bar in bars)


class BucketCard(FigureCard[BucketFigure]):
    """Overdue by bucket: products, customers, amount; the bars show the amount."""

    def __init__(self, speech: Speech) -> None:
        columns: tuple[Column[BucketFigure], ...] = (
            Column(mark("Days"), lambda w, r: day_words(w, r.bucket), sort=lambda r: r.bucket.first_day),
            Column(
                mark("Products"), lambda w, r: w.number(r.products), Kind.NUMBER, sort=lambda r: r.products
            ),
            Column(
                mark("Customers"), lambda w, r: w.number(r.customers), Kind.NUMBER, sort=lambda r: r.customers
            ),
            Column(
                mark("Overdue"),
                lambda w, r: w.money(r.overdue, sign=False),
                Kind.MONEY,
                sort=lambda r: r.overdue.fen,
            ),
        )
        super().__init__(
            speech, Figure.BUCKET, columns, lambda r: r.bucket.value, chart_share=1, table_share=2
        )

    def take(self, words: Words, shown: EffectFigures) -> None:
        late = [each for each in shown.buckets if each.bucket is not Bucket.M0]
        bars = [
            Bar(
                each.bucket.value,
                each.bucket.value,
                each.overdue.fen,
                short_money(words, each.overdue.fen),
                Ink.BAD if each.bucket.first_day > 90 else Ink.BAR,
            )
            for each in late
        ]
        self.say_beside(words.say(mark("as of {day}"), day=words.date(shown.data_date)))
        self.show_figures(late, _bars(bars), means_of(words, Figure.BUCKET), _spoken(bars))


class RollCard(FigureCard[RollFrom]):
    """The matrix between the two newest lists, and the roll rate of each bucket."""

    def __init__(self, speech: Speech) -> None:
        def number(title: str, count: Callable[[RollFrom], int]) -> Column[RollFrom]:
            return Column(title, lambda w, r: w.number(count(r)), Kind.NUMBER, sort=count)

        columns: tuple[Column[RollFrom], ...] = (
            Column(mark("From bucket"), lambda _w, r: r.bucket.value),
            number(mark("Before"), lambda r: r.before),
            number(mark("Older"), lambda r: r.worse),
            Column(
                mark("Roll rate"),
                lambda _w, r: percent(r.forward),
                Kind.NUMBER,
                sort=lambda r: r.forward.permille or 0,
            ),
            number(mark("Younger"), lambda r: r.better),
            number(mark("Off list"), lambda r: r.off_list),
        )
        # a row opens those that rolled on to older buckets
        super().__init__(
            speech,
            Figure.ROLL,
            columns,
            lambda r: f"{r.bucket.value}>{OLDER}",
            chart_share=11,
            table_share=9,
            level=False,
            wide=960,
        )
        self.table.set_empty(
            mark("Two lists are needed"),
            mark("The matrix appears with the second overdue list that is imported."),
        )

    def take(self, words: Words, shown: EffectFigures) -> None:
        roll = shown.roll
        if roll is None:
            self.say_beside("")
            self.show_figures((), lambda width, _m: Chart(width, 1, ()), lambda _k: "", "")
            return
        self.say_beside(f"{words.date(roll.before)} → {words.date(roll.after)}")
        rows = [each for each in roll.rows if each.before]
        self.show_figures(
            rows, roll_matrix(words, roll), means_of(words, Figure.ROLL), words.say(MEANINGS[Figure.ROLL])
        )


class PromiseCard(FigureCard[PromiseFigure]):
    """Promises by what payments made of them."""

    def __init__(self, speech: Speech) -> None:
        columns: tuple[Column[PromiseFigure], ...] = (
            Column(mark("State"), lambda w, r: term(w, r.state)),
            Column(mark("Promises"), lambda w, r: w.number(r.count), Kind.NUMBER, sort=lambda r: r.count),
            Column(
                mark("Promised"),
                lambda w, r: w.money(r.amount, sign=False),
                Kind.MONEY,
                sort=lambda r: r.amount.fen,
            ),
        )
        super().__init__(
            speech, Figure.PROMISE, columns, lambda r: r.state.value, chart_share=1, table_share=1
        )

    def take(self, words: Words, shown: EffectFigures) -> None:
        inks = {PromiseState.KEPT: Ink.GOOD, PromiseState.BROKEN: Ink.BAD, PromiseState.ACTIVE: Ink.MUTE}
        bars = [
            Bar(
                each.state.value,
                term(words, each.state),
                each.count,
                words.number(each.count),
                inks.get(each.state, Ink.BAR),
            )
            for each in shown.promises
        ]
        rate = words.say(
            mark("kept {rate} ({counted})"), rate=percent(shown.kept), counted=share_words(words, shown.kept)
        )
        self.say_beside(rate if shown.kept.of else "")
        self.show_figures(shown.promises, _bars(bars), means_of(words, Figure.PROMISE), _spoken(bars))


def _counts(first: str, count: str, name: Callable[[Words, str], str]) -> tuple[Column[Counted], ...]:
    return (
        Column(first, lambda w, r: name(w, r[0]), stretch=True),
        Column(count, lambda w, r: w.number(r[1]), Kind.NUMBER, sort=lambda r: r[1]),
    )


class CallCard(FigureCard[Counted]):
    """Whom outgoing calls reached."""

    def __init__(self, speech: Speech) -> None:
        columns = _counts(mark("Reached"), mark("Calls"), lambda w, code: term(w, Reached(code)))
        super().__init__(speech, Figure.CONTACT, columns, lambda r: r[0], chart_share=1, table_share=1)
        self.table.set_empty(mark("No call in this period"), "")

    def take(self, words: Words, shown: EffectFigures) -> None:
        rows = [(who.value, shown.calls[who]) for who in Reached if who in shown.calls]
        bars = [
            Bar(
                code,
                term(words, Reached(code)),
                count,
                words.number(count),
                Ink.GOOD if Reached(code) in RIGHT_PARTY else Ink.MUTE,
            )
            for code, count in rows
        ]
        self.show_figures(rows, _bars(bars), means_of(words, Figure.CONTACT), _spoken(bars))


class VisitCard(FigureCard[Counted]):
    """What visits came to."""

    def __init__(self, speech: Speech) -> None:
        columns = _counts(mark("Outcome"), mark("Visits"), lambda w, code: term(w, VisitOutcome(code)))
        super().__init__(speech, Figure.VISIT, columns, lambda r: r[0], chart_share=1, table_share=1)
        self.table.set_empty(mark("No visit in this period"), "")

    def take(self, words: Words, shown: EffectFigures) -> None:
        rows = [(outcome.value, count) for outcome, count in shown.visits]
        bars = [
            Bar(code, term(words, VisitOutcome(code)), count, words.number(count)) for code, count in rows
        ]
        self.show_figures(rows, _bars(bars), means_of(words, Figure.VISIT), _spoken(bars))


class RuleCard(FigureCard[RuleFigure]):
    """Rules by how often they stopped a planned act, and how often what happened was against them."""

    def __init__(self, speech: Speech) -> None:
        self._sentences: RuleNames = {}
        columns: tuple[Column[RuleFigure], ...] = (
            Column(mark("Rule"), lambda _w, r: r.rule_id, Kind.MUTED),
            Column(mark("What it says"), lambda _w, r: self._sentences.get(r.rule_id, ""), stretch=True),
            Column(
                mark("Breaches"), lambda w, r: w.number(r.breached), Kind.NUMBER, sort=lambda r: r.breached
            ),
            Column(mark("Stopped"), lambda w, r: w.number(r.refused), Kind.NUMBER, sort=lambda r: r.refused),
        )
        super().__init__(
            speech, Figure.BREACH, columns, lambda r: r.rule_id, chart_share=1, table_share=2, wide=800
        )
        speech.bind(self.title, self.title.setText, mark("Rules: breaches and what they stopped"))
        self.table.set_empty(mark("No breach and nothing stopped in this period"), "")

    def name_rules(self, sentences: RuleNames) -> None:
        """What each rule says, in the language of this moment."""
        self._sentences = sentences

    def take(self, words: Words, shown: EffectFigures) -> None:
        bars = [
            Bar(each.rule_id, each.rule_id, each.breached, words.number(each.breached), Ink.BAD)
            for each in shown.rules
        ]
        self.show_figures(shown.rules, _bars(bars), means_of(words, Figure.BREACH), _spoken(bars))
