"""Owns the one question before a password is taken: is it hard enough to guess for this person?"""

from __future__ import annotations

from functools import lru_cache

from collectdesk import resources
from collectdesk.domain.people import passwords


@lru_cache(maxsize=1)
def often_used() -> frozenset[str]:
    """The shipped list, folded as passwords are when they are compared."""
    lines = resources.path("passwords", "often_used.txt").read_text("utf-8").splitlines()
    return frozenset(passwords.folded(line) for line in lines if line.strip() and not line.startswith("#"))


def require_good_password(password: str, *about: str, field: str = "password") -> None:
    """Raise Refused (password.…) for one too short or too common; ``about`` are login, name, the branch's name."""
    passwords.require_good(password, often_used=often_used(), about=(*about, "collectdesk"), field=field)
