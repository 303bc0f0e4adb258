"""Signing in on the command line: secrets come by prompt or file descriptor, never by argument or environment."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from collectdesk.desk.customers.files import FindCase
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Deed
from collectdesk.desk.vault.access import Session, leave, second_person, sign_in
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.visits.preparing import FindVisit
from collectdesk.domain.ids import CaseId
from collectdesk.domain.refusals import Refused
from collectdesk.words import Words, mark

E = TypeVar("E", bound=Enum)


def practice_folder() -> Path:
    """Where the practice branch lives unless another folder is named."""
    from platformdirs import user_data_path

    return user_data_path("CollectDesk", appauthor=False) / "practice"


@contextmanager
def session(folder: Path, login: str, password_fd: int | None, words: Words) -> Iterator[Session]:
    """An open session, closed again whatever happens."""
    opened = enter(folder, login, password_fd, words)
    try:
        yield opened
    finally:
        leave(opened)


def enter(folder: Path, login: str, password_fd: int | None, words: Words) -> Session:
    """An open session that whoever asked for it closes."""
    return sign_in(folder, login, _password(folder, login, password_fd, words), to_sign=True)


def run(opened: Session, deed: Deed[Any]) -> Any:
    """Run a deed and return its result."""
    return opened.desk.run(deed, opened.actor, signer=opened.signer).result


def case_by_no(opened: Session, case_no: str) -> tuple[CaseId, str]:
    """The case and customer of a case number, open or closed; raises Refused(case.unknown)."""
    found = run(opened, FindCase(case_no))
    return found.id, found.customer_id


def visit_by_no(opened: Session, number: str) -> str:
    """The visit of a number as it stands on the sheet; raises Refused(visit.unknown)."""
    return str(run(opened, FindVisit(number)))


def chosen(kind: type[E], text: str) -> E:
    """A code typed by a person; raises Refused naming the codes there are."""
    try:
        return kind(text)
    except ValueError:
        raise Refused("option.unknown", value=text, known=", ".join(str(m.value) for m in kind)) from None


def secret_from(descriptor: int) -> str:
    """The first line of a file descriptor."""
    with os.fdopen(descriptor, encoding="utf-8") as source:
        return source.readline().rstrip("\r\n")


def _password(folder: Path, login: str, password_fd: int | None, words: Words) -> str:
    if password_fd is None and look_at_door(folder).is_practice:
        from collectdesk.desk.vault.door import PRACTICE_PASSWORD

        return PRACTICE_PASSWORD  # published on the sign-in screen: a practice branch holds nobody's secret
    return ask_password(login, password_fd, words)


def second_of(opened: Session, options: Namespace, words: Words) -> SecondPerson:
    """The second person a command names, proven by their own password; raises Refused where none is named."""
    if not options.second:
        raise Refused("second.missing", field="second")
    password = ask_password(options.second, options.second_password_fd, words)
    return second_person(opened, options.second, password)


def ask_password(login: str, password_fd: int | None, words: Words) -> str:
    """A person's password, by file descriptor or at the terminal."""
    if password_fd is not None:
        return secret_from(password_fd)
    if not sys.stdin.isatty():
        raise SystemExit(words.say(mark("No terminal to ask for the password: give it with --password-fd.")))
    return getpass.getpass(words.say(mark("Password of {login}: "), login=login))
