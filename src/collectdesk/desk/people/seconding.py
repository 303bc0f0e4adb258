"""Owns the second person: proof that somebody else stood at the desk and gave their own password for a deed.

``Desk`` seals what ``desk/access.second_person`` found out with a secret of its own, drawn when the branch was
opened. A ``SecondPerson`` made by hand, kept from another sitting or grown old is refused by the pipeline.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor
from collectdesk.domain.refusals import Refused

GOOD_FOR: Final = timedelta(minutes=10)
"""How long a second person's password counts: a wizard's length, not an afternoon's."""


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who confirmed beside the actor, and when; only ``Desk`` can seal one."""

    id: AccountId
    login: str
    name: str
    confirmed_at: datetime
    seal: bytes = field(default=b"", repr=False)

    def _bound(self) -> bytes:
        return f"{self.id}|{self.login}|{self.confirmed_at.isoformat()}".encode()


@dataclass(frozen=True, slots=True)
class Sealer:
    """The secret of one sitting; it never leaves the process and isn't the branch's."""

    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def seal(self, who: Actor, at: datetime) -> SecondPerson:
        """A second person who has just proved who they are."""
        made = SecondPerson(who.id, who.login, who.name, at)
        return replace(made, seal=self._mac(made))

    def require_fresh(self, second: SecondPerson, now: datetime) -> None:
        """Raise Refused unless this sitting sealed it a short while ago."""
        if not hmac.compare_digest(self._mac(second), second.seal):
            raise Refused("second.not_confirmed", field="second")
        if not timedelta() <= now - second.confirmed_at <= GOOD_FOR:
            raise Refused("second.too_old", field="second")

    def _mac(self, second: SecondPerson) -> bytes:
        return hmac.digest(self._secret, second._bound(), "sha256")
