"""Owns the look and language section: colours, row height, language, kept on this PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from collectdesk.ui.machine import LETTERS, LOCK_AFTER, Machine
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.form import Form
from collectdesk.ui.settings.section import Section
from collectdesk.ui.theme import Density, Look, theme
from collectdesk.words import CHINESE, ENGLISH, mark

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.office import Office


class LookSection(Section):
    """Every choice takes hold at once; keys that do the same are named beside it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._quiet = False
        looks = ((Look.SYSTEM, mark("As the system")), (Look.LIGHT, mark("Light")), (Look.DARK, mark("Dark")))
        heights = ((Density.ROOMY, mark("Roomy")), (Density.DENSE, mark("Dense")))
        languages = ((CHINESE, "中文"), (ENGLISH, "English"))
        self.look = Choices(self.speech, looks)
        self.density = Choices(self.speech, heights)
        self.language = Choices(self.speech, languages)
        form = Form(self.speech)
        form.add(
            "look", mark("Colours"), self.look, hint=mark("Ctrl+Shift+D switches between light and dark.")
        )
        form.add("density", mark("Row height"), self.density, hint=mark("Ctrl+Shift+H switches."))
        form.add(
            "language", mark("Language"), self.language,
            hint=mark("Ctrl+Shift+L switches. Nothing is restarted; printed papers choose their own language."),
        )  # fmt: skip
        sizes = tuple((each, f"{each} %") for each in LETTERS)
        self.letters = Choices(self.speech, sizes, must=True)
        form.add(
            "letters", mark("Size of everything"), self.letters,
            hint=mark("Larger letters and buttons; holds from the next start of the program."),
        )  # fmt: skip
        self.still = Choices(
            self.speech, ((False, mark("As the system")), (True, mark("Nothing moves or blinks")))
        )
        form.add("still", mark("Movement"), self.still)
        self.coach = Choices(self.speech, ((False, mark("Off")), (True, mark("On"))))
        form.add(
            "coach", mark("Coach mode"), self.coach,
            hint=mark("Reasons and permitted wording beside what you decide; for you alone on this PC."),
        )  # fmt: skip
        locks = tuple((minutes, str(minutes)) for minutes in LOCK_AFTER)
        self.lock = Choices(self.speech, locks, must=True)
        form.add(
            "lock", mark("Lock after minutes"), self.lock,
            hint=mark("Without a key or the mouse; Ctrl+L locks at once."),
        )  # fmt: skip
        card = Card(self.speech, mark("Look and language"))
        card.add(form)
        card.add(label(self.speech, mark("Kept on this PC for everybody who signs in here."), "faint"))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._connect()
        self._read()

    def _connect(self) -> None:
        """Every choice takes hold as it is made, and shows what a key has switched."""
        self.look.edited.connect(lambda: self._take(look=self.look.value()))
        self.density.edited.connect(lambda: self._take(density=self.density.value()))
        self.language.edited.connect(self._speak)
        self.letters.edited.connect(self._size)
        self.still.edited.connect(self._calm)
        self.coach.edited.connect(self._coach)
        self.lock.edited.connect(self._wait)
        theme().changed.connect(self._read)
        self.office.coach_changed.connect(self._read)
        self.speech.changed.connect(self._read)

    def _read(self) -> None:
        """Show what holds now, also after a key has switched it."""
        self._quiet = True
        self.look.put(theme().look)
        self.density.put(theme().density)
        self.language.put(self.office.words.language)
        self.letters.put(self._kept().letters)
        self.still.put(theme().is_still)
        self.coach.put(self.office.coach)
        self.lock.put(self._kept().lock_after)
        self._quiet = False

    def _kept(self) -> Machine:
        machine = getattr(self.window(), "machine", None)
        return machine if isinstance(machine, Machine) else Machine(Path())

    def refresh(self, touched: frozenset[Subject]) -> None:
        super().refresh(touched)
        self._read()

    def _wait(self) -> None:
        if not self._quiet and self.lock.value():
            self._keep(lock_after=self.lock.value())
            window: Any = self.window()
            window.lock_after_changed.emit()

    def _size(self) -> None:
        if not self._quiet and self.letters.value():
            self._keep(letters=self.letters.value())

    def _calm(self) -> None:
        if not self._quiet:
            theme().use(is_still=self.still.value() is True)
            self._keep(is_still=theme().is_still)

    def _coach(self) -> None:
        window: Any = self.window()
        if not self._quiet and self.coach.value() is not self.office.coach:
            window.first_hour.switch_coach()

    def _take(self, *, look: Look | None = None, density: Density | None = None) -> None:
        if self._quiet:
            return
        theme().use(look, density)
        self._keep(look=theme().look, density=theme().density)

    def _speak(self) -> None:
        chosen = self.language.value()
        if not self._quiet and chosen:
            self.office.use_language(chosen)
            self._keep(language=chosen)

    def _keep(self, **chosen: Any) -> None:
        """Keep it where the window keeps it, so that its next switch doesn't write the old choice back."""
        window: Any = self.window()
        machine = getattr(window, "machine", None)
        if isinstance(machine, Machine):
            window.machine = machine.with_(**chosen)

    def focus_first(self) -> None:
        self.look.setFocus()
