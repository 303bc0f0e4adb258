"""The contact log of a case as judgements read it: newest first, only as far back as they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.store.cases import cases
from collectdesk.store.contact import contacts
from collectdesk.store.work import Work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from collectdesk.domain.contact.contacts import Channel, Reached
    from collectdesk.store.cases.cases import Contact
    from collectdesk.store.work import View

_FIRST: Final = 8
"""How many are read at first; four times as many each time that whoever looks wants to see more."""


def contacts_of(view: View, case_id: str) -> list[Contact]:
    """The contacts of a case, read once for a whole judgement."""
    return view.once(("contacts", case_id), lambda: cases.contacts(view, case_id))


def newest(
    view: View,
    case_id: str,
    before: datetime | None,
    *,
    since: datetime | None = None,
    channels: Collection[Channel] = (),
    reached: Collection[Reached] = (),
) -> Iterator[Contact]:
    """The contacts before an instant (None: all), newest first; by channel and by who was reached, where named.

    A snapshot that is asked many times reads a case's whole log once. A deed reads only what it looks at: what it
    costs doesn't grow with the years of a case.
    """
    if not isinstance(view, Work):
        for one in contacts_of(view, case_id):
            if since is not None and one.happened_at < since:
                return
            if (before is None or one.happened_at < before) and _is_meant(one, channels, reached):
                yield one
        return
    seen, count = 0, _FIRST
    while True:
        found = contacts.newest_contacts(
            view, case_id, before, since=since, channels=channels, reached=reached, skip=seen, count=count
        )
        yield from found
        if len(found) < count:
            return
        seen, count = seen + count, count * 4


def _is_meant(one: Contact, channels: Collection[Channel], reached: Collection[Reached]) -> bool:
    return (not channels or one.channel in channels) and (not reached or one.reached in reached)
