"""Sign-ins as the branch remembers them: when an account was opened last, what was tried since, kept with the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from collectdesk.store.people.people import known_accounts
from collectdesk.store.rows.rights import SignInRow
from collectdesk.store.trail import audit
from collectdesk.store.vault.door_book import BookRead
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class SignIn:
    """When an account was opened last, and the wrong passwords since then."""

    opened_at: datetime | None = None
    tries: int = 0
    tried_at: datetime | None = None
    mark: str = ""


def sign_ins(view: View) -> Mapping[str, SignIn]:
    """By account id."""
    row = SignInRow
    found = view.rows(sa.select(row.account_id, row.opened_at, row.tries, row.tried_at, row.mark))
    return {r.account_id: SignIn(r.opened_at, r.tries, r.tried_at, r.mark) for r in found}


def take_book(work: Work, read: BookRead) -> None:
    """Take what the book at the door holds into the trail, and say so where it isn't as it was written."""
    known = sign_ins(work)
    latest = max((each.opened_at for each in known.values() if each.opened_at), default=None)
    expected = {each.mark for each in known.values() if each.opened_at == latest}
    if latest is not None and (read.missing or not read.intact or read.mark not in expected):
        how = "missing" if read.missing else "exchanged" if read.intact else "altered"
        audit.append(work, "sign_in.book_altered", {"how": how})
    by_login = {each.login: account_id for account_id, each in known_accounts(work).items()}
    for login in dict.fromkeys(who for who, _at in read.failed):
        tried = [at for who, at in read.failed if who == login]
        account_id = by_login.get(login, "")
        audit.append(
            work,
            "sign_in.failed",
            {"account": account_id, "times": len(tried), "first": tried[0], "last": tried[-1]},
        )
        if account_id:
            before = known.get(account_id, SignIn())
            _keep(
                work, account_id, SignIn(before.opened_at, before.tries + len(tried), tried[-1], before.mark)
            )


def note_opening(work: Work, mark: str) -> SignIn:
    """The actor is in: gives what was there before, and begins counting anew; the book gets the same mark."""
    before = sign_ins(work).get(work.actor.id, SignIn())
    _keep(work, work.actor.id, SignIn(work.now, mark=mark))
    return before


def _keep(work: Work, account_id: str, kept: SignIn) -> None:
    values = {"opened_at": kept.opened_at, "tries": kept.tries, "tried_at": kept.tried_at, "mark": kept.mark}
    done = work.connection.execute(
        sa.update(SignInRow).where(SignInRow.account_id == account_id).values(**values)
    )
    if not done.rowcount:
        work.connection.execute(
            sa.insert(SignInRow).values(account_id=account_id, branch_id=work.branch_id, **values)
        )
