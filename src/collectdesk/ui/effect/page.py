"""Owns the effect page: which figures stand where, the period they count, and the way to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.desk.results.effect import EffectFigures, Figure, FigureRow, ListFigure, ShowEffect
from collectdesk.desk.results.figure_papers import ExportFigures, PrintBranchReport
from collectdesk.desk.results.measures import ShowMeasures
from collectdesk.desk.rules.ruling import RulesToday, ShowRules
from collectdesk.desk.solutions.keeping_word import KeptRates, ShowKeptRates
from collectdesk.domain.results.effect import Span
from collectdesk.terms_effect import MEANINGS, percent, share_words
from collectdesk.ui import ask, wording
from collectdesk.ui.effect import cards
from collectdesk.ui.effect.callbacks import CallbacksView
from collectdesk.ui.effect.kept import KeptCard
from collectdesk.ui.effect.measured import CutLine, MeasuredCards
from collectdesk.ui.effect.month_card import MonthCard
from collectdesk.ui.effect.rows import RowsView
from collectdesk.ui.effect.tiles import Tile
from collectdesk.ui.page import Note, Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column, heading, row
from collectdesk.ui.parts.fields import DateEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from collectdesk.desk.pipeline import Subject
    from collectdesk.domain.results.figures import Measures
    from collectdesk.ui.office import Office

_TWO_COLUMNS = 1000
"""Pixels from which two cards stand side by side without cutting a column off."""


class EffectPage(Page):
    """Figures; a press opens their rows in place, Esc comes back, Enter on a row opens the customer."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self.figures: EffectFigures | None = None
        self._rules: RulesToday | None = None
        self.tiles = {figure: Tile() for figure in _TILES}
        self.cards = (
            cards.BucketCard(speech),
            cards.PromiseCard(speech),
            cards.CallCard(speech),
            cards.RollCard(speech),
            cards.VisitCard(speech),
            cards.RuleCard(speech),
        )
        self.kept = KeptCard(speech)
        self.rows = RowsView(speech)
        self.measured = MeasuredCards(office, self.said)
        self.months = MonthCard(office)
        self.callbacks = CallbacksView(office)
        self.cut = CutLine(speech)
        self._measuring: Measures | None = None
        self._rates: KeptRates | None = None
        self.span = Segments(speech, mark("Period"), _SPANS)
        self.as_of = DateEdit(speech, lambda: office.desk.now().date())
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._said = label(None, "", "mute")
        self.sheet = button(self.speech, mark("Figures (XLSX)…"), self.export_figures, icon="download")
        self.report = button(self.speech, mark("Branch report (PDF)…"), self.print_report, icon="printer")
        self.as_of.setFixedWidth(150)
        self.speech.bind(self.as_of, self.as_of.setAccessibleName, mark("As of"))
        self.asking = button(self.speech, mark("Callbacks…"), self.show_callbacks, icon="phone")
        head = row(
            heading(self.speech, mark("Effect")), self._said, None, self.asking, self.span,
            label(self.speech, mark("As of"), "mute"), self.as_of, spacing=10,
        )  # fmt: skip
        tiles = row(*self.tiles.values(), spacing=12)
        body = QWidget()
        body.setProperty("look", "clear")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.setSpacing(12)
        inside.addLayout(tiles)
        inside.addLayout(self._cards())
        inside.addLayout(self.measured.layout())
        inside.addWidget(self.months)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self.stack = QStackedWidget()
        self.stack.addWidget(scroll)
        self.stack.addWidget(self.rows)
        self.stack.addWidget(self.callbacks)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addLayout(row(self.cut, None, self.sheet, self.report, spacing=8))
        for taken in (self.sheet, self.report):
            taken.setVisible(self.office.may(ExportFigures.needs))
        whole.addWidget(self.stack, 1)

    def _cards(self) -> QVBoxLayout:
        buckets, promises, calls, roll, visits, rules = self.cards
        self._sides = row(column(buckets, calls, None), column(promises, self.kept, visits, None), spacing=12)
        self._sides.setStretch(0, 1)
        self._sides.setStretch(1, 1)
        return column(self._sides, roll, rules)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._sides.setDirection(way.LeftToRight if self.width() >= _TWO_COLUMNS else way.TopToBottom)

    def _connect(self) -> None:
        self.span.picked.connect(lambda _span: self._ask())
        self.as_of.editingFinished.connect(self._ask)
        self.rows.left.connect(self.show_figures)
        self.rows.opened.connect(self._open_customer)
        for figure, tile in self.tiles.items():
            key = "right_party" if figure is Figure.CONTACT else ""
            tile.pressed.connect(lambda figure=figure, key=key: self.open_rows(figure, key))
        for card in (*self.cards, *self.measured.every):
            card.pressed.connect(self.open_rows)
        self.cut.changed.connect(self._ask)
        self.kept.opened.connect(lambda customer_id: self.opens.emit("casefile", customer_id))
        self.months.said.connect(self.said)
        self.callbacks.said.connect(self.said)
        self.callbacks.left.connect(self.show_figures)
        self.callbacks.opens.connect(lambda customer: self.opens.emit("casefile", customer))

    # ---- asking

    def title(self) -> str:
        return self.office.say(mark("Effect"))

    def refresh(self, touched: frozenset[Subject]) -> None:  # noqa: ARG002 - nearly every deed moves a figure
        if self._rules is None:
            self.office.run(ShowRules(), owner=self, done=self._name_rules)
        self._ask()
        self.months.load()
        if self.stack.currentWidget() is self.callbacks:
            self.callbacks.load()
        if self.stack.currentWidget() is self.rows:
            self.open_rows(self.rows.figure, self.rows.key)

    def _ask(self) -> None:
        asked = (self._span(), self.as_of.value(), self.cut.cut())
        self.office.run(ShowEffect(*asked), owner=self, done=self._show)
        self.office.run(ShowMeasures(*asked), owner=self, done=self._show_measures)
        self.office.run(ShowKeptRates(*asked), owner=self, done=self._show_kept)

    def _span(self) -> Span:
        return Span(self.span.chosen)

    def _name_rules(self, found: RulesToday) -> None:
        self._rules = found
        self._show(self.figures)

    def _show(self, figures: EffectFigures | None) -> None:
        self.figures = figures
        if figures is None:
            return
        words = self.office.words
        if self._rules is not None:
            chinese = words.is_chinese
            rules = [rule for pack in self._rules.packs for rule in pack.rules]
            self.cards[-1].name_rules({rule.id: rule.sentence.text(chinese=chinese) for rule in rules})
        said = mark("core banking's figures of {day}")
        self._said.setText(words.say(said, day=words.date(figures.data_date)) if figures.data_date else "")
        for card in self.cards:
            card.take(words, figures)
        self.measured.take_own(figures)
        self._show_tiles(figures)

    def _show_measures(self, shown: Measures | None) -> None:
        self._measuring = shown
        if shown is not None:
            self.cut.offer(shown.choices)
            self.measured.take(shown)

    def _show_kept(self, shown: KeptRates | None) -> None:
        self._rates = shown
        if shown is not None:
            self.kept.take(self.office.words, shown)

    def _show_tiles(self, shown: EffectFigures) -> None:
        words = self.office.words
        overdue, visits = shown.overdue, sum(count for _, count in shown.visits)
        breached = sum(each.breached for each in shown.rules)
        stopped = sum(each.refused for each in shown.rules)
        products = words.plural("{count} product", "{count} products", overdue.products)
        told = {
            Figure.BUCKET: (words.money(overdue.overdue), products, Tone.PLAIN),
            Figure.PROMISE: (percent(shown.kept), share_words(words, shown.kept), Tone.PLAIN),
            Figure.CONTACT: (percent(shown.right_party), share_words(words, shown.right_party), Tone.PLAIN),
            Figure.VISIT: (words.number(visits), words.say(mark("with a record")), Tone.PLAIN),
            Figure.BREACH: (
                words.number(breached),
                words.say(mark("and {count} stopped before"), count=words.number(stopped)),
                Tone.DANGER if breached else Tone.GOOD,
            ),
        }
        for figure, (value, rests, tone) in told.items():
            self.tiles[figure].show_figure(
                words.say(_TILES[figure]), value, rests, words.say(MEANINGS[figure]), tone
            )

    # ---- rows behind a number

    def open_rows(self, figure: Figure, key: str) -> None:
        """Show the rows behind one number."""
        self.rows.begin(figure, key)
        self.stack.setCurrentWidget(self.rows)
        deed = ListFigure(figure, key, self._span(), self.as_of.value(), self.cut.cut())
        self.office.run(deed, owner=self, done=self.rows.show_rows)

    # ---- taken along

    def export_figures(self) -> None:
        """Ask where the spreadsheet goes, and write every table of the page."""
        self._write(mark("Where the figures go"), "xlsx", mark("Spreadsheets (*.xlsx)"), ExportFigures)

    def print_report(self) -> None:
        """Ask where the report goes, and print it."""
        self._write(mark("Where the report goes"), "pdf", mark("PDF (*.pdf)"), PrintBranchReport)

    def _write(
        self, title: str, ending: str, kinds: str, deed: type[ExportFigures | PrintBranchReport]
    ) -> None:
        say, words = self.office.say, self.office.words
        day = self.as_of.value() or self.office.desk.now().date()
        target = ask.file_to_save(self, say(title), f"{say(mark('Effect'))} {day}.{ending}", say(kinds))
        if target is None:
            return
        made = deed(target, words.language, self._span(), self.as_of.value(), self.cut.cut())
        self.office.run(made, owner=self, done=self._written, failed=self._refused)

    def _written(self, path: Path) -> None:
        self.said.emit(Note(self.office.say(mark("Written to {path}."), path=path), Tone.GOOD))

    def _refused(self, error: BaseException) -> None:
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def show_callbacks(self) -> None:
        """Whom to ask how a visit was."""
        self.stack.setCurrentWidget(self.callbacks)
        self.callbacks.load()
        self.callbacks.table.setFocus()

    def show_figures(self) -> None:
        """Back to the figures."""
        self.stack.setCurrentIndex(0)
        self.focus_first()

    def _open_customer(self, opened: FigureRow) -> None:
        if opened.customer_id:
            self.opens.emit("casefile", opened.customer_id)

    def retranslate(self) -> None:
        self._show(self.figures)
        self._show_measures(self._measuring)
        self._show_kept(self._rates)
        self.months.retranslate()
        self.callbacks.retranslate()
        self.rows.retranslate()

    def focus_first(self) -> None:
        if self.stack.currentWidget() is self.rows:
            self.rows.table.setFocus()
        elif self.stack.currentWidget() is self.callbacks:
            self.callbacks.table.setFocus()
        else:
            self.tiles[Figure.BUCKET].setFocus()

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("Tab", mark("Next figure")), ("Enter", mark("Open the rows")), ("Esc", mark("Back")))


_SPANS = (
    Segment(Span.MONTH.value, mark("Month to date")),
    Segment(Span.QUARTER.value, mark("Quarter to date")),
    Segment(Span.YEAR.value, mark("Year to date")),
    Segment(Span.ALL.value, mark("All")),
)
_TILES = {
    Figure.BUCKET: mark("Overdue"),
    Figure.PROMISE: mark("Promises kept"),
    Figure.CONTACT: mark("Right party reached"),
    Figure.VISIT: mark("Visits"),
    Figure.BREACH: mark("Breaches"),
}
