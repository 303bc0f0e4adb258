"""Owns a person's first hour: a tour offered once a page, coach mode offered once, both again whenever asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from collectdesk.ui.help.tour_card import TourCard
from collectdesk.ui.help.tours import tours
from collectdesk.ui.page import Note, Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.window import Window

COACH: Final = "coach"
"""The name under which this PC keeps whether a person is coached; asking has a name of its own."""
_ASKED: Final = "coach-asked"
_SEEN: Final = "tour-"


class FirstHour(QFrame):
    """A line above the page that offers, and the tour that stands. Nothing is offered before ``begin``."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window, self._office = window, window.office
        self._offers, self._page = False, ""
        self.tour: TourCard | None = None
        self.setProperty("look", "banner")
        self.setProperty("tone", Tone.NOTICE.value)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        speech = self._office.speech
        self.text = label(None, "", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_button = button(speech, mark("Show me around"), self.show_tour, key="Shift+F1")
        self.coach_button = button(speech, mark("Switch coach mode on"), self.switch_coach)
        self.not_now = button(speech, mark("Not now"), self.hide, look="quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.setSpacing(6)
        layout.addWidget(self.text, 1)
        for part in (self.show_button, self.coach_button, self.not_now):
            layout.addWidget(part)
        speech.changed.connect(self._write)
        self._office.use_coach(self._kept(COACH))
        self.hide()

    def begin(self) -> None:
        """From now on offer what this person hasn't been offered on this PC."""
        self._offers, self._page = True, ""
        self.came(self._window.page_id)

    def came(self, page_id: str) -> None:
        """Another page came into sight: the tour of the one before is over, and this one's is offered once."""
        if page_id == self._page:
            return
        self._page = page_id
        self.end_tour()
        new = self._offers and page_id in tours() and not self._kept(_SEEN + page_id)
        if new:
            self._keep(_SEEN + page_id)
            self.coach_button.setVisible(not self._kept(_ASKED) and not self._office.coach)
            if not self.coach_button.isHidden():
                self._keep(_ASKED)
            self._write()
        self.setVisible(new)

    def _write(self) -> None:
        words = self._office.words
        count = words.number(len(tours().get(self._page, ())))
        said = words.say(
            mark("New here? A tour of this page has {count} steps; F1 has it again."), count=count
        )
        if not self.coach_button.isHidden():
            more = words.say(mark("Coach mode shows reasons and permitted wording beside what you decide."))
            said = f"{said} {more}"
        self.text.setText(said)

    # ---- the tour

    def show_tour(self) -> None:
        """Show the page in sight, step by step."""
        self.hide()
        self.end_tour()
        page, steps = self._window.page, tours().get(self._window.page_id, ())
        if not isinstance(page, Page) or not steps:
            self._window.tell(
                Note(self._office.say(mark("This page has no tour; F1 explains it.")), Tone.PLAIN)
            )
            return
        self.tour = TourCard(self._office.speech, self._window, page, steps)
        self.tour.ended.connect(self._over)

    def end_tour(self) -> None:
        """Put the tour away, if one stands."""
        if self.tour is not None:
            self.tour.end()

    def _over(self) -> None:
        self.tour = None

    # ---- coach mode

    def switch_coach(self) -> None:
        """Coach mode on or off, kept for this person on this PC."""
        on = not self._office.coach
        self._office.use_coach(on)
        self._window.machine.keep_for(self._office.actor.id, COACH, kept=on)
        self.coach_button.hide()
        self._write()
        sentence = (
            mark("Coach mode is on: reasons and permitted wording stand where you decide.")
            if on
            else mark("Coach mode is off.")
        )
        self._window.tell(Note(self._office.say(sentence)))

    def _kept(self, name: str) -> bool:
        return self._window.machine.kept_for(self._office.actor.id, name)

    def _keep(self, name: str) -> None:
        self._window.machine.keep_for(self._office.actor.id, name, kept=True)
