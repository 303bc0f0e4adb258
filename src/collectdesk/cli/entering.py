"""Signing in on the command line: secrets come by prompt or file descriptor, never by argument or environment."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from collectdesk.desk.access import Session, leave, look_at_door, sign_in
from collectdesk.desk.pipeline import Deed
from collectdesk.domain.ids import CaseId
from collectdesk.words import Words, mark


def practice_folder() -> Path:
    """Where the practice branch lives unless another folder is named."""
    from platformdirs import user_data_path

    return user_data_path("CollectDesk", appauthor=False) / "practice"


@contextmanager
def session(folder: Path, login: str, password_fd: int | None, words: Words) -> Iterator[Session]:
    """An open session, closed again whatever happens."""
    opened = sign_in(folder, login, _password(folder, login, password_fd, words))
    try:
        yield opened
    finally:
        leave(opened)


def run(opened: Session, deed: Deed[Any]) -> Any:
    """Run a deed and return its result."""
    return opened.desk.run(deed, opened.actor).result


def case_by_no(opened: Session, case_no: str) -> tuple[CaseId, str]:
    """The case and customer of a case number; raises Refused(case.unknown)."""
    from collectdesk.desk.files import ListCustomers
    from collectdesk.domain.refusals import Refused

    for line in run(opened, ListCustomers(only_overdue=True)):
        if line.case_no == case_no and line.case_id is not None:
            return line.case_id, line.customer_id
    raise Refused("case.unknown", case_no=case_no)


def _password(folder: Path, login: str, password_fd: int | None, words: Words) -> str:
    if password_fd is not None:
        with os.fdopen(password_fd, encoding="utf-8") as source:
            return source.readline().rstrip("\r\n")
    if look_at_door(folder).is_practice:
        from collectdesk.desk.practising import PASSWORD

        return PASSWORD  # published on the sign-in screen: a practice branch holds nobody's secret
    if not sys.stdin.isatty():
        raise SystemExit(words.say(mark("No terminal to ask for the password: give it with --password-fd.")))
    return getpass.getpass(words.say(mark("Password of {login}: "), login=login))
