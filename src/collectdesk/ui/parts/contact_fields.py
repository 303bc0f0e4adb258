"""Owns the inputs that only the contact log has: how it went out, and outcomes that follow who was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from collectdesk.domain.contact.contacts import OUTCOMES, Channel, ContactOutcome, Direction, Reached
from collectdesk.ui.parts.choices import Choices
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.speech import Speech

ELSEWHERE: Final = frozenset({
    ContactOutcome.VISIT_AGREED, ContactOutcome.OTHER_TIME, ContactOutcome.VISIT_DECLINED,
})  # fmt: skip
"""Answers to a visit's announcement: they are noted where the visit is announced."""
WAYS: Final[tuple[tuple[tuple[Channel, Direction], str], ...]] = (
    ((Channel.PHONE, Direction.OUTGOING), mark("Phone")),
    ((Channel.PHONE, Direction.INCOMING), mark("They called")),
    ((Channel.SMS, Direction.OUTGOING), mark("SMS")),
    ((Channel.WECOM, Direction.OUTGOING), mark("WeCom")),
    ((Channel.WECHAT, Direction.OUTGOING), mark("WeChat")),
    ((Channel.EMAIL, Direction.OUTGOING), mark("E-mail")),
    ((Channel.SMS, Direction.INCOMING), mark("Their SMS")),
    ((Channel.WECOM, Direction.INCOMING), mark("Their WeCom")),
    ((Channel.WECHAT, Direction.INCOMING), mark("Their WeChat")),
    ((Channel.EMAIL, Direction.INCOMING), mark("Their e-mail")),
    ((Channel.LETTER, Direction.INCOMING), mark("Their letter")),
    ((Channel.VISIT, Direction.INCOMING), mark("They came in")),
)
"""How a contact is made at this desk; letters and visits of the branch have screens of their own."""
KIND_OF: Final[dict[Channel, str]] = {Channel.EMAIL: "email", Channel.LETTER: "address", Channel.VISIT: ""}
"""The kind of number or address a way goes to, where it isn't a telephone."""
REACHED: Final[tuple[tuple[Reached, str], ...]] = (
    (Reached.NOBODY, mark("No one")),
    (Reached.DEBTOR, mark("Borrower")),
    (Reached.GUARANTOR, mark("Guarantor")),
    (Reached.FAMILY, mark("Relative")),
    (Reached.THIRD_PARTY, mark("Third party")),
    (Reached.WRONG_PERSON, mark("Wrong person")),
)
OUTCOME_WORDS: Final[dict[ContactOutcome, str]] = {
    ContactOutcome.NO_ANSWER: mark("No answer"),
    ContactOutcome.BUSY: mark("Busy"),
    ContactOutcome.SWITCHED_OFF: mark("Switched off"),
    ContactOutcome.EMPTY_NUMBER: mark("No such number"),
    ContactOutcome.MESSAGE_SENT: mark("Message sent"),
    ContactOutcome.PROMISED: mark("Will pay"),
    ContactOutcome.REFUSED: mark("Refuses"),
    ContactOutcome.HARDSHIP: mark("In hardship"),
    ContactOutcome.DISPUTED: mark("Disputes"),
    ContactOutcome.CLAIMS_PAID: mark("Says paid"),
    ContactOutcome.CALL_BACK: mark("Call back"),
    ContactOutcome.ASKS_TO_STOP: mark("Asks to stop"),
    ContactOutcome.WILL_PASS_ON: mark("Will pass it on"),
    ContactOutcome.WONT_PASS_ON: mark("Won't pass it on"),
    ContactOutcome.WRONG_NUMBER: mark("Wrong number"),
    ContactOutcome.NOTED: mark("Other"),
}
"""Short enough to stand side by side; the full words are the glossary's."""


def outcomes_of(reached: Reached) -> tuple[tuple[ContactOutcome, str], ...]:
    """What can come of it, as the chips offer it."""
    return tuple(
        (outcome, OUTCOME_WORDS[outcome]) for outcome in OUTCOMES[reached] if outcome not in ELSEWHERE
    )


class Beside(QWidget):
    """Two fields in one row of a form; the value is the pair of theirs."""

    edited = Signal()

    def __init__(self, one: Any, other: Any, names: tuple[str, str], speech: Speech) -> None:
        super().__init__()
        self._parts = (one, other)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part, name in zip(self._parts, names, strict=True):
            layout.addWidget(part)
            speech.bind(part, part.setAccessibleName, name)
            part.edited.connect(self.edited)
        self.setFocusProxy(one)

    def value(self) -> Any:
        return tuple(part.value() for part in self._parts)

    def put(self, value: Any) -> None:
        for part, each in zip(self._parts, value or (None, None), strict=True):
            part.put(each)

    def problem(self) -> str:
        return next((said for part in self._parts if (said := part.problem())), "")

    def widget(self) -> QWidget:
        return self


class Outcomes(QWidget):
    """A field of chips that changes with who was reached; an outcome that is left alone is chosen at once."""

    edited = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._reached: Reached | None = None
        self._chips: Choices | None = None
        self._name = ""
        self._held = QVBoxLayout(self)
        self._held.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def offer(self, reached: Reached | None) -> None:
        """Offer what can come of a contact with somebody; what was chosen stays if it still can be."""
        if reached is self._reached:
            return
        before, self._reached = self.value(), reached
        self._drop()
        if reached is None:
            self.edited.emit()
            return
        offered = outcomes_of(reached)
        self._chips = Choices(self._speech, offered)
        self._chips.name_chips(self._name)
        self._held.addWidget(self._chips)
        self.setFocusProxy(self._chips)
        self._chips.put(self._first(offered, before))
        self._chips.edited.connect(self.edited)
        self.edited.emit()

    @staticmethod
    def _first(offered: Sequence[tuple[ContactOutcome, str]], before: Any) -> ContactOutcome | None:
        if before in {value for value, _ in offered}:
            kept: ContactOutcome = before
            return kept
        # an unanswered call is three keys; what a person said is never filled in for them
        sure = offered[0][0] in (ContactOutcome.NO_ANSWER, ContactOutcome.WRONG_NUMBER)
        return offered[0][0] if sure else None

    def _drop(self) -> None:
        if self._chips is not None:
            self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; its stub forgot
            self._held.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
            self._chips = None

    def value(self) -> Any:
        return self._chips.value() if self._chips is not None else None

    def put(self, value: Any) -> None:
        if self._chips is not None:
            self._chips.put(value)

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self

    def name_chips(self, question: str) -> None:
        """Tell a screen reader which question each chip answers."""
        self._name = question
        if self._chips is not None:
            self._chips.name_chips(question)
