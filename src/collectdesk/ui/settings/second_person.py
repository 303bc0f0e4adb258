"""Owns the two fields in which a second person gives login and password, and the running of a deed for two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.pipeline import Deed
    from collectdesk.desk.progress import Progress
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.form import Form
    from collectdesk.ui.parts.progress_line import ProgressLine


class PasswordEdit(TextEdit):
    """A password: hidden, taken as it was typed, blanks at its ends included."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> Any:
        return self.text() or None


def add_second(form: Form, office: Office) -> PickOne:
    """Add the fields of the second person to a form; gives the one to offer logins in."""
    who = PickOne(office.speech, ())
    hint = mark("One person isn't enough for this: somebody else gives their own password here.")
    form.add("second", mark("Second person"), who, hint=hint)
    form.add("second_password", mark("Their password"), PasswordEdit())
    return who


def run_for_two(
    office: Office,
    values: dict[str, Any],
    deed_with: Callable[[SecondPerson | None], Deed[Any]],
    *,
    owner: QObject,
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None],
    progress: ProgressLine | None = None,
    sentence: str = "",
) -> None:
    """Have the second person prove who they are, then run the deed; without one the desk says that it needs one.

    ``progress`` shows long work under its ``sentence``; whoever gives it ends it.
    """

    def go_on(second: SecondPerson | None) -> None:
        told = progress.step if progress is not None else None
        ticket = office.run(deed_with(second), owner=owner, done=done, failed=failed, progress=told)
        if progress is not None:
            progress.begin(sentence, ticket)

    login, password = values.get("second"), values.get("second_password")
    if not login or not password:
        go_on(None)
        return
    desk, actor = office.desk, office.actor

    def proved(_steps: Progress) -> SecondPerson:
        from collectdesk.desk.vault.access import Session, second_person

        return second_person(Session(desk, actor), login, password)

    office.tasks.start(Lane.WRITE, proved, owner=owner, done=go_on, failed=failed)


def offer_seconds(field: PickOne, office: Office, people: tuple[Any, ...]) -> None:
    """Everybody who can be the second person beside whoever is signed in."""
    field.offer(
        [(who.login, who.name) for who in people if who.may_second and who.login != office.actor.login]
    )
