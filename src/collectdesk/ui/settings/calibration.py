"""Owns the section of calibration: what the outcomes say of every card and of visits, and what is put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk import terms_calibration as terms
from collectdesk.charts import Chart, Span, draw_spans
from collectdesk.desk.people.staffing import AccountLine, ShowAccounts
from collectdesk.desk.pipeline import Subject
from collectdesk.desk.risk.calibrating import AdoptCard, RollCardBack, SetHoldOut, ShowCalibration
from collectdesk.desk.risk.measuring import AdoptFigures, MeasureVisits, WithdrawFigures
from collectdesk.domain.risk.calibrated import CardKind
from collectdesk.domain.risk.judged import Calibration, CardLine, MeasuredVisits
from collectdesk.domain.risk.measured import OwnFigure
from collectdesk.terms_risk import CHARACTERISTICS, FIGURES
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chart import ChartView
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.card_sheet import CardSheetCard
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.settings.section import Section
from collectdesk.ui.theme import theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.chart import Layout

_CARDS: tuple[Column[CardLine], ...] = (
    Column(mark("Scorecard"), lambda w, r: w.say(terms.KINDS[r.kind.value]), Kind.BOLD, stretch=True),
    Column(
        mark("Learnt on"),
        lambda w, r: w.number(r.candidate.learnt_on) if r.candidate and r.candidate.learnt_on else "–",
        Kind.NUMBER,
    ),
    Column(mark("Ranking (AUC)"), terms.auc_text, Kind.NUMBER),
    Column(mark("Gain (95 %)"), terms.gain_text, Kind.NUMBER),
    Column(
        mark("Brier"), lambda _w, r: terms.quality(r.candidate.judged.brier) if r.candidate else "–", Kind.NUMBER
    ),
    Column(
        mark("Verdict"), terms.verdict,
        tone=lambda r: Tone.GOOD if r.candidate and not r.is_champion and r.candidate.is_better else Tone.PLAIN,
    ),
)  # fmt: skip
_VISITS: tuple[Column[OwnFigure], ...] = (
    Column(mark("Figure"), lambda w, r: w.say(FIGURES[r.name]), Kind.BOLD, stretch=True),
    Column(mark("Here"), lambda _w, r: terms.share_range(r.own, r.own_low, r.own_high), Kind.NUMBER),
    Column(mark("Assumption (PRIOR)"), lambda _w, r: terms.share_range(*r.assumed), Kind.NUMBER),
    Column(mark("Would stand"), lambda _w, r: terms.share_range(r.value, r.low, r.high), Kind.NUMBER),
    Column(mark("Cases"), lambda w, r: w.number(r.sample), Kind.NUMBER),
)
_HOLD_OUTS = {
    0: mark("Hold-out off"),
    10: mark("Hold-out 1 %"),
    20: mark("Hold-out 2 %"),
    50: mark("Hold-out 5 %"),
}
_ADOPT = {
    CardKind.RESCALED: mark("Adopt: expert's order, the branch's odds"),
    CardKind.SHRUNK: mark("Adopt: expert's rows, corrected a little"),
    CardKind.TABLES: mark("Adopt: points of the branch's own"),
}


class CalibrationSection(Section):
    """Above the cards side by side; below the plot beside what can be done; then visits against no visits."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.found: Calibration | None = None
        self.measured: MeasuredVisits | None = None
        speech = self.speech
        self.told = label(None, "", "", wrap=True)
        self.cards = rows_table(speech, mark("Cards"), _CARDS, lambda r: r.kind.value, opens_on_click=False)
        self.cards.set_empty(
            mark("Nothing to judge on yet"), mark("The newest outcomes are too few, or all alike.")
        )
        self.sheet = CardSheetCard(speech)
        self.cards.picked.connect(self._show_sheet)
        self.chart = ChartView()
        self.visits_told = label(None, "", "", wrap=True)
        self.visits = rows_table(
            speech, mark("What visits brought"), _VISITS, lambda r: r.name, opens_on_click=False
        )
        self.acts = label(None, "", "mute", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        speech = self.speech
        outcomes = Card(speech, mark("What the outcomes say of the scorecard"))
        outcomes.add(self.told)
        outcomes.add(self.cards)
        plot = Card(speech, mark("Promised and come true"))
        plot.add(label(speech, terms.HOW_TO_READ, "mute", wrap=True))
        plot.add(self.chart)
        plot.body.addStretch(1)
        went = Card(speech, mark("What visits brought, against similar cases not visited"))
        went.add(self.visits_told)
        went.add(self.visits)
        done = Card(speech, mark("What was done"))
        done.add(self.acts)
        inside = QWidget()
        beside = row(plot, self._acting())
        beside.setStretch(0, 3)
        beside.setStretch(1, 2)
        held = column(outcomes, beside, self.sheet, went, done, None)
        held.setContentsMargins(0, 0, 6, 0)
        inside.setLayout(held)
        self.body.addWidget(scrolled(inside))

    def _acting(self) -> Card:
        self.form = Form(self.speech)
        self.what = PickOne(self.speech)
        self.form.add("what", mark("&What"), self.what, needed=True)
        self.form.add("reason", mark("&Reason"), TextEdit(), needed=True)
        self._seconds = add_second(self.form, self.office)
        self.draft = FormDraft(self.office, "calibration", self.form, names=("what", "reason"))
        self.act = button(self.speech, mark("Put in force"), self.save, look="primary", key="F2")
        card = Card(self.speech, mark("Put in force or take back"))
        card.add(self.draft)
        card.add(self.form)
        card.add(row(None, self.act))
        card.body.addStretch(1)
        card.setVisible(False)
        self._form_card = card
        return card

    # ---- what is shown

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self.found is not None and not touched & {Subject.CASES, Subject.IMPORTS, Subject.RULES}:
            return
        self.office.run(ShowCalibration(), owner=self, done=self._show, failed=self._refused)
        self.office.run(MeasureVisits(), owner=self, done=self._show_visits, failed=self._refused)
        if self.office.may(AdoptCard.needs):
            self.office.run(ShowAccounts(), owner=self, done=self._show_people)

    def _show_people(self, people: tuple[AccountLine, ...]) -> None:
        offer_seconds(self._seconds, self.office, people)
        self.draft.about("branch")
        self._form_card.setVisible(True)

    def _show(self, found: Calibration) -> None:
        self.found = found
        self.cards.show_rows(found.lines)
        self.cards.setFixedHeight(34 + max(2, len(found.lines)) * theme().row_height)
        self.retranslate()

    def _show_sheet(self, line: CardLine | None) -> None:
        self.sheet.show_line(self.office.words, line)

    def _show_visits(self, measured: MeasuredVisits) -> None:
        self.measured = measured
        self.visits.show_rows(measured.found.figures)
        self.visits.setVisible(bool(measured.found.figures))
        self.visits.setFixedHeight(34 + max(1, len(measured.found.figures)) * theme().row_height)
        self.retranslate()

    def retranslate(self) -> None:
        found, words = self.found, self.office.words
        if self.measured is not None:
            self.visits_told.setText(terms.visits_line(words, self.measured))
        if found is None:
            return
        lines = [
            terms.outcome_line(words, found),
            terms.standing_line(words, found),
            terms.drift_line(words, found),
            *(f"{words.say(CHARACTERISTICS.get(n, n))}: {moved / 1000:.2f}" for n, moved in found.drifting),
        ]
        self.told.setText("\n".join(lines))
        self.acts.setText("\n".join(self._done(words, found)) or words.say(mark("Nothing yet.")))
        self.chart.show_chart(
            _layout(words, found), lambda _key: words.say(terms.HOW_TO_READ), _spoken(words, found)
        )
        self.what.offer(self._offers(found))
        self.sheet.show_line(words, self.cards.chosen)

    def _done(self, words: Words, found: Calibration) -> list[str]:
        return [
            "  ".join(
                (
                    words.date(act.on),
                    words.say(terms.ACTS.get(act.kind, act.kind)),
                    act.by,
                    act.second,
                    act.reason,
                )
            )
            for act in found.acts
        ]

    def _offers(self, found: Calibration) -> list[tuple[Any, str]]:
        """Only what would be let through: a card that is surely better, a rollback where something stands."""
        adopted = [
            (line.kind.value, _ADOPT[line.kind])
            for line in found.lines
            if not line.is_champion and line.candidate is not None and line.candidate.is_better
        ]
        back = [] if found.standing is CardKind.EXPERT else [("back", mark("Roll back to the card before"))]
        measured = self.measured
        visits: list[tuple[Any, str]] = []
        if measured is not None and measured.found.figures:
            visits.append(("visits", mark("Visits' figures over the assumptions")))
        if measured is not None and measured.in_force_since is not None:
            visits.append(("assumptions", mark("The assumptions again")))
        shares = [(share, said) for share, said in _HOLD_OUTS.items() if share != found.hold_out]
        return [*adopted, *back, *visits, *shares]

    # ---- what is done

    def save(self) -> None:
        """Put in force what is chosen."""
        values = self.form.read() if self.office.may(AdoptCard.needs) else None
        if values is None:
            return
        what, reason = values["what"], values["reason"]

        def deed(second: SecondPerson | None) -> Deed[Any]:
            if what == "visits":
                return AdoptFigures(reason, second)
            return AdoptCard(CardKind(what), reason, second)

        alone: dict[Any, Callable[[], Deed[Any]]] = {
            "back": lambda: RollCardBack(reason),
            "assumptions": lambda: WithdrawFigures(reason),
            **{share: lambda share=share: SetHoldOut(share, reason) for share in _HOLD_OUTS},  # type: ignore[misc]
        }
        if what in alone:
            self.office.run(alone[what](), owner=self, done=self._settled, failed=self._refused)
        else:
            run_for_two(self.office, values, deed, owner=self, done=self._settled, failed=self._refused)

    def _settled(self, _result: object) -> None:
        self.draft.done()
        self.form.clear()
        self.tell(Note(self.office.say(mark("Done; it is in the trail."))))

    def _refused(self, error: BaseException) -> None:
        self.form.put({"second_password": None})
        if not self.form.take_refusal(error):
            self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def focus_first(self) -> None:
        self.cards.setFocus()


def _spans(words: Words, found: Calibration) -> list[Span]:
    return [
        Span(
            str(at), terms.group_label(words, group), group.promised, group.seen, group.low, group.high,
            terms.group_seen(group),
        )
        for at, group in enumerate(found.groups)
    ]  # fmt: skip


def _layout(words: Words, found: Calibration) -> Layout:
    spans = _spans(words, found)

    def lay(width: float, measure: Callable[[str, float], float]) -> Chart:
        return draw_spans(width, spans, measure, theme().row_height)

    return lay


def _spoken(words: Words, found: Calibration) -> str:
    return "; ".join(f"{span.label}: {span.shown}" for span in _spans(words, found))
