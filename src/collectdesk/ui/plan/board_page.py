"""Owns the board of a day in the window: lanes, map and list with one selection; a move is priced before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.board import ShowBoard
from collectdesk.desk.visits.board_moves import MINUTES, MoveVisit, WeighMove
from collectdesk.desk.visits.order_accepting import PinVisit
from collectdesk.desk.visits.ordering import at_minute
from collectdesk.desk.visits.visiting import PlanVisit
from collectdesk.domain.refusals import ReasonNeeded, RuleBroken
from collectdesk.domain.visits.board import stand_route
from collectdesk.domain.visits.routes import Roads
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.terms_board import FIXED, road_sentence, strain_sentences, waiting_sentence
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card as Frame
from collectdesk.ui.parts.card import column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.board_lanes import Lanes, Proposed, Scene, clock, letter_of
from collectdesk.ui.plan.board_map import BoardMap
from collectdesk.ui.plan.tie_question import TIE, TieQuestion, tie_field
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.desk.visits.board import Board, Card
    from collectdesk.desk.visits.board_moves import Moved, Weighed
    from collectdesk.domain.visits.routes import Route
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

PAUSE: Final = 120
"""Milliseconds a drag rests before the rules are asked."""
HOW: Final = mark("Drag a visit, or Ctrl+arrows: the rules and the road answer at once. P pins, Enter moves.")


class BoardPage(QWidget):
    """One day's board. ``closed`` goes back to the plan; ``said`` carries a confirmation and perhaps its undo."""

    closed = Signal()
    order_asked = Signal()
    said = Signal(str, object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.board: Board | None = None
        self.chosen = ""
        self.proposed: Proposed | None = None
        self.weighed: Weighed | None = None
        self._asked = 0
        self._dropped = self._sending = False
        self._given = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._weigh)
        self._lay_out()
        office.touched.connect(self._touched)
        office.speech.changed.connect(self._write)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.day = DateEdit(speech, self._today)
        self.day.setFixedWidth(150)
        speech.bind(self.day, self.day.setAccessibleName, mark("Day of the board"))
        self.day.edited.connect(self.read)
        self.lanes = Lanes(speech)
        self.lanes.may_move = self.office.may(MoveVisit.needs)
        self.map = BoardMap(speech)
        self.table = rows_table(speech, mark("Stops of the day"), self._columns(), lambda card: card.id,
                                opens_on_click=False)  # fmt: skip
        self.table.set_empty(mark("Nothing is planned for this day"), mark("Choose a day with visits."))
        self.price, self.trouble = label(None, "", wrap=True), label(None, "", wrap=True)
        self.rules = RuleLines(speech)
        self.form = Form(speech)
        self.form.add(TIE, mark("Team unrelated"), tie_field(speech), needed=True)
        self.form.field(TIE).activated.connect(self._pause.start)  # the answer is judged like the hour
        self.form.add("reason", mark("Written reason"), TextEdit(speech, mark("Why it is necessary")))
        self.tie = TieQuestion(self.form)
        self.draft = FormDraft(self.office, "board_move", self.form, names=("reason",),
                               blank=lambda: self.form.put({"reason": None}))  # fmt: skip
        self.take_button = button(speech, mark("Move it"), self.take, icon="check", look="primary", key="F2")
        self.pin_button = button(speech, mark("Pin the time"), self.pin, icon="lock", look="quiet", key="P")
        self._join()
        self._lay_out_card()
        for keys, act in (("Alt+Left", -1), ("Alt+Right", 1)):
            near = QShortcut(keys, self)
            near.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            near.activated.connect(lambda days=act: self.go_on(days))

    def _join(self) -> None:
        self.lanes.picked.connect(self.pick)
        self.map.picked.connect(self.pick)
        self.table.picked.connect(lambda card: self.pick(card.id) if card is not None else None)
        self.lanes.proposed.connect(self.propose)
        self.lanes.dropped.connect(self.drop)
        self.lanes.taken.connect(self.take)
        self.lanes.dismissed.connect(self.dismiss)
        self.lanes.pinned.connect(self.pin)

    def _lay_out_card(self) -> None:
        speech = self.office.speech
        card = Frame(speech, mark("Board"), flush=True)
        card.title.setProperty("look", "title")
        order = button(speech, mark("Suggest an order"), self.order_asked.emit, icon="route")
        back = button(speech, mark("Back to the plan"), self.closed.emit, icon="x", look="quiet", key="Esc")
        for part in (self.day, order, self.pin_button, self.take_button, back):
            card.head.addWidget(part)
        order.setVisible(self.office.may(MoveVisit.needs))
        self.take_button.setVisible(self.office.may(MoveVisit.needs))
        self.pin_button.setVisible(self.office.may(PinVisit.needs))
        self.above = above = scrolled(column_widget(self.lanes))
        told = column(row(self.price), self.trouble, self.rules, self.draft, self.form, spacing=4)
        told.setContentsMargins(12, 0, 12, 4)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.table)
        below.addWidget(self.map)
        below.setStretchFactor(0, 3)
        below.setStretchFactor(1, 2)
        card.add(above)
        card.add(told)
        card.add(below, 1)
        self.setLayout(column(card))

    def _columns(self) -> tuple[Column[Card], ...]:
        return (
            Column(mark("Stop"), lambda _w, card: self._place(card), Kind.BOLD),
            Column(mark("Starts at"), lambda _w, card: "" if card.begins is None else clock(card.begins),
                   sort=lambda card: (card.begins is None, card.begins or 0)),
            Column(mark("Customer"), lambda _w, card: card.name),
            Column(mark("Address"), lambda _w, card: card.address, Kind.MUTED, stretch=True),
            Column(mark("State"), _state, tone=lambda card: Tone.WARN if card.why else Tone.PLAIN),
        )  # fmt: skip

    def _today(self) -> date:
        return local_day(self.office.desk.now())

    def _place(self, card: Card) -> str:
        """Letter and number of a stop, as the map shows it."""
        if self.board is None or card.begins is None:
            return "–"
        at = next((n for n, team in enumerate(self.board.teams) if team.id == card.team), 0)
        return f"{letter_of(at)}{self.board.lane(card.team).index(card) + 1}"

    # ---- reading

    def begin(self, day: date | None = None) -> None:
        """Open the board of a day, today's without one."""
        self.day.put(day or self._today())
        self.read()
        self.lanes.setFocus()

    def go_on(self, days: int) -> None:
        """The day before or after."""
        from datetime import timedelta

        day = self.day.value() or self._today()
        self.day.put(day + timedelta(days=days))
        self.read()

    def read(self) -> None:
        """Ask what the day holds now."""
        day = self.day.value()
        if day is not None:
            self.office.run(ShowBoard(day), owner=self, done=self._show, failed=self.office.troubled.emit)

    def _touched(self, subjects: frozenset[Subject]) -> None:
        if self.isVisible() and subjects & {Subject.VISITS, Subject.PEOPLE, Subject.CASES}:
            self.read()

    def _show(self, board: Board) -> None:
        if board.day != self.day.value():
            return
        self.board = board
        if self.proposed is not None and board.card(self.proposed.stop) is None:
            self.proposed = self.weighed = None
        rounds = [card for team in board.teams for card in board.lane(team.id)]
        self.table.show_rows([*rounds, *board.waiting()])
        if board.card(self.chosen) is None:
            self.chosen = ""
            if rounds:
                self.pick(rounds[0].id)
        self._write()

    # ---- choosing, the same in lanes, map and list

    def pick(self, stop: str) -> None:
        """Choose a stop wherever it was chosen."""
        if self.board is None or stop == self.chosen:
            return
        self.chosen = stop
        self.proposed = self.weighed = None
        self.table.choose(stop)
        self.draft.about(stop)
        self._pause.start()
        self._write()
        self.above.ensureVisible(0, int(self.lanes.rect_of(stop).bottom()) + 4, 0, 0)

    # ---- moving

    def propose(self, stop: str, team: str, begins: int) -> None:
        """Hold a stop over another place: nothing is written, the rules are asked."""
        self.pick(stop)
        self.proposed, self.weighed, self._dropped = Proposed(stop, team, begins), None, False
        self._pause.start()
        self._write()

    def drop(self, stop: str, team: str, begins: int) -> None:
        """Let a stop go there: done at once where nothing is odd, else it waits for the word."""
        card = self.board.card(stop) if self.board else None
        if card is not None and (team, begins) == (card.team, card.begins):
            self.dismiss()
            return
        self.propose(stop, team, begins)
        self._dropped = True
        self._pause.stop()
        self._weigh()

    def dismiss(self) -> None:
        """Leave it where it is."""
        self.proposed = self.weighed = None
        self._dropped = False
        self._pause.start()
        self._write()

    def back(self) -> None:
        """Esc: first drop what is proposed, then close."""
        if self.proposed is not None:
            self.dismiss()
        else:
            self.closed.emit()

    def _aim(self) -> Proposed | None:
        """What is to be judged: the proposal, else the chosen visit where it stands."""
        card = self.board.card(self.chosen) if self.board else None
        if self.proposed is not None or card is None:
            return self.proposed
        return None if card.begins is None else Proposed(card.id, card.team, card.begins)

    def _weigh(self) -> None:
        aim = self._aim()
        if aim is None or self.board is None or not self.office.may(WeighMove.needs):
            return
        officer, _, safety = aim.team.partition("+")
        self._asked += 1
        asked = self._asked
        self.tie.ask("" if self._same_team() else f"{aim.stop}>{aim.team}")
        typed = self.form.values()
        deed = WeighMove(aim.stop, at_minute(self.board.day, aim.begins), officer, safety,
                         crew_unrelated=typed[TIE] is not False)  # fmt: skip
        self.office.run(deed, owner=self, done=lambda found: self._weighed(asked, found),
                        failed=lambda error: self._not_weighed(asked, error))  # fmt: skip

    def _weighed(self, asked: int, found: Weighed) -> None:
        if asked != self._asked:
            return
        self.weighed = found
        self._write()
        # what the rules say takes room from the list: the chosen line stays in sight
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))
        if self._dropped and self.proposed is not None and found.is_plain and self._same_team():
            self.take()
        self._dropped = False

    def _not_weighed(self, asked: int, error: BaseException) -> None:
        if asked == self._asked:
            self._say_trouble(wording.sentence(self.office.words, error))

    def _same_team(self) -> bool:
        card, aim = self.board.card(self.chosen) if self.board else None, self._aim()
        return card is not None and aim is not None and card.team == aim.team

    def take(self) -> None:
        """Carry out what is proposed."""
        aim, board, typed = self.proposed, self.board, self.form.read()
        card = board.card(aim.stop) if aim and board else None
        if aim is None or board is None or card is None or typed is None or self._sending:
            return
        self._sending = True
        officer, _, safety = aim.team.partition("+")
        at, reason, unrelated = (
            at_minute(board.day, aim.begins),
            typed["reason"] or "",
            typed[TIE],
        )
        if card.visit_id is None:
            self.office.run(
                PlanVisit(card.request_id, at, officer, safety, MINUTES, reason=reason, crew_unrelated=unrelated),
                owner=self, done=lambda visit_id: self._planned(card, visit_id, aim), failed=self._refused,
            )  # fmt: skip
        else:
            self.office.run(
                MoveVisit(card.visit_id, at, officer, safety, reason, unrelated),
                owner=self, done=lambda moved: self._moved(card, moved, aim), failed=self._refused,
            )  # fmt: skip

    def _planned(self, card: Card, visit_id: str, aim: Proposed) -> None:
        self._settle(visit_id)
        said = mark("{name} is planned for {at}. Tell the customer under “Planned”.")
        self.said.emit(self.office.say(said, name=card.name, at=clock(aim.begins)), None)

    def _moved(self, card: Card, moved: Moved, aim: Proposed) -> None:
        self._settle(card.id)
        words = self.office.words
        said = [words.say(mark("{name} is moved to {at}."), name=card.name, at=clock(aim.begins))]
        if moved.pull_out:
            said.append(words.say(mark("Its printed sheets hold no longer: pull those of {number} out."),
                                  number=moved.visit_no))  # fmt: skip
        if moved.tell_again:
            said.append(words.say(mark("The customer was told another time: tell them again.")))
        self.said.emit(("" if words.is_chinese else " ").join(said), lambda: self._undo(card, moved))

    def _undo(self, card: Card, moved: Moved) -> None:
        deed = MoveVisit(card.id, moved.was_at, moved.was_officer, moved.was_safety, self._given)
        self.office.run(deed, owner=self, failed=self.office.troubled.emit)

    def _settle(self, stop: str) -> None:
        self._sending = False
        self._given = self.form.values()["reason"] or ""
        self.draft.done()
        self.form.show_line("reason", False)
        self.proposed = self.weighed = None
        self.chosen = stop
        self._pause.start()
        self._write()

    def _refused(self, error: BaseException) -> None:
        self._sending = False
        if isinstance(error, ReasonNeeded):
            self.form.show_line("reason", True)
            self.form.show()
            self.form.refuse("reason", self.office.say(mark("Write down why it is necessary.")))
        elif isinstance(error, RuleBroken):
            self.rules.show_rulings(error.decisions, Tone.DANGER)
        elif not self.form.take_refusal(error):
            self._say_trouble(wording.sentence(self.office.words, error))

    def pin(self) -> None:
        """Hold the chosen visit's time, or let it go again."""
        card = self.board.card(self.chosen) if self.board else None
        if card is None or card.visit_id is None or not self.office.may(PinVisit.needs):
            return
        sentence = mark("The time may be moved again.") if card.pinned else mark("The time is pinned.")
        self.office.run(
            PinVisit(card.visit_id, not card.pinned), owner=self,
            done=lambda _pinned: self.said.emit(self.office.say(sentence), None), failed=self.office.troubled.emit,
        )  # fmt: skip

    # ---- what is told

    def _write(self) -> None:
        scene = self._scene()
        self.lanes.show_scene(scene)
        self.map.show_scene(scene, self.lanes.spoken(self.chosen))
        high = self.lanes.sizeHint().height() + 4
        self.above.setFixedHeight(min(high, max(160, self.height() * 11 // 20)))
        self._write_price()

    def _scene(self) -> Scene | None:
        board = self.board
        if board is None:
            return None
        roads = Roads(board.roads)
        routes: dict[str, Route] = {}
        if board.door is not None:
            for team in board.teams:
                standing = [one for card in board.lane(team.id) if (one := card.standing) is not None]
                routes[team.id] = stand_route(team, standing, roads)
        weighed = self.weighed
        possible = weighed is None or weighed.is_possible
        return Scene(board, routes, self.chosen, self.proposed, possible, weighed.windows if weighed else ())

    def _write_price(self) -> None:
        words, board, weighed, aim = self.office.words, self.board, self.weighed, self.proposed
        card = board.card(self.chosen) if board else None
        movable = card is not None and (card.visit_id is None or card.fixed != "done")
        self.take_button.setEnabled(aim is not None and weighed is not None and weighed.is_possible)
        self.pin_button.setEnabled(card is not None and card.state is VisitState.SCHEDULED)
        pinned = card is not None and card.pinned
        self.pin_button.setText(words.say(mark("Let the time go") if pinned else mark("Pin the time")))
        self.price.setText(self._price(words, card) if card is not None and movable else words.say(HOW))
        if aim is None or weighed is None or board is None:
            self._say_trouble("")
            self.rules.show_rulings((), Tone.PLAIN)
            self.form.hide()
            return
        strains = strain_sentences(words, weighed.road, board.name_of)
        against = wording.sentence(words, weighed.refused) if weighed.refused else ""
        self._say_trouble(against or "\n".join(strains), Tone.DANGER if against else Tone.WARN)
        judged = weighed.judgement
        if judged.refusals:
            self.rules.show_rulings(judged.refusals, Tone.DANGER)
        else:
            self.rules.show_rulings(judged.needing_reason, Tone.WARN)
        self.form.show_line("reason", bool(judged.needing_reason))
        tied = self.form.values()[TIE] is False  # the answer that the rules refuse has to stay in reach
        asks = bool(judged.needing_reason) or not self._same_team()
        self.form.setVisible(tied or (weighed.is_possible and asks))

    def _price(self, words: Words, card: Card) -> str:
        aim, weighed = self.proposed, self.weighed
        if aim is None:
            wish = (
                words.say(mark("the customer asked for {when}"), when=card.preferred)
                if card.preferred
                else ""
            )
            told = self.lanes.spoken(card.id)
            return f"{told} · {wish}" if wish else told
        crew = self.lanes.crew_of(aim.team)
        head = words.say(mark("{name}: to {at}, {crew}"), name=card.name, at=clock(aim.begins), crew=crew)
        if weighed is None:
            return head
        wish = words.say(mark("the customer asked for {when}"), when=card.preferred) if card.preferred else ""
        return " · ".join(
            part for part in (head, road_sentence(words, weighed.road, weighed.later), wish) if part
        )

    def _say_trouble(self, text: str, tone: Tone = Tone.DANGER) -> None:
        self.trouble.setText(text)
        set_tone(self.trouble, "tone", tone.value)
        self.trouble.setVisible(bool(text))


def column_widget(inner: QWidget) -> QWidget:
    """A widget that holds one other, at its top."""
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(column(inner, None, spacing=0))
    return made


def _state(words: Words, card: Card) -> str:
    if card.begins is None:
        return waiting_sentence(words, card.why)
    return words.say(FIXED[card.fixed]) if card.fixed else words.say(mark("open"))
