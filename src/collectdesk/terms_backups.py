"""What is said of backups in the window and on the command line: how the branch stands, what restoring would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Protocol

    from collectdesk.domain.backups import Standing

    class Losing(Protocol):
        """What the present holds and a backup doesn't."""

        @property
        def is_known(self) -> bool: ...
        @property
        def is_ancestor(self) -> bool: ...
        @property
        def entries(self) -> int: ...
        @property
        def present_at(self) -> datetime | None: ...
        def lost(self) -> Mapping[str, int]: ...

    class Proven(Protocol):
        """What was found out of a backup."""

        @property
        def flaws(self) -> tuple[str, ...]: ...
        @property
        def broken_at(self) -> int | None: ...


COUNTED: Final[dict[str, str]] = {
    "customers": mark("customers"),
    "cases": mark("cases"),
    "contacts": mark("contacts"),
    "visits": mark("visits"),
    "records": mark("visit records"),
    "evidence": mark("files of evidence"),
    "promises": mark("promises"),
    "plans": mark("repayment plans"),
    "holds": mark("holds"),
    "imports": mark("imports"),
    "payments": mark("payments"),
    "packs": mark("archive packs"),
}
"""What is counted in a backup, as it is called after a number."""


def standing_words(words: Words, standing: Standing) -> str:
    """The foot's line: when the last verified backup was made."""
    if standing.last_on is None:
        return words.say(mark("No verified backup"))
    if not standing.is_late:
        return words.say(mark("Last verified backup {day}"), day=words.date(standing.last_on))
    return words.say(mark("Backup late: the last verified one is of {day}"), day=words.date(standing.last_on))


def loss_lines(words: Words, loss: Losing, proof: Proven) -> list[str]:
    """What restoring would cost, a line for each thing a person must know before."""
    said = []
    if not loss.is_known:
        said.append(
            words.say(
                mark("The present branch can't be read here, so what came after the backup can't be counted.")
            )
        )
    elif not loss.entries:
        said.append(words.say(mark("Nothing was recorded since: nothing would be lost.")))
    else:
        said.append(
            words.say(
                mark(
                    "{count} entries of the trail came after it, the last on {at}. They would be lost here:"
                ),
                count=words.number(loss.entries),
                at=words.instant(loss.present_at),
            )
        )
        said += [f"{words.number(count)} {words.say(COUNTED[name])}" for name, count in loss.lost().items()]
    if loss.is_known and not loss.is_ancestor:
        said.append(
            words.say(mark("The backup isn't an earlier moment of this branch: their histories differ."))
        )
    if proof.flaws:
        said.append(
            words.say(
                mark("{count} files of evidence in this backup aren't what was filed."),
                count=len(proof.flaws),
            )
        )
    if proof.broken_at is not None:
        said.append(
            words.say(
                mark("The audit trail was broken at entry {at} already when the backup was made."),
                at=words.number(proof.broken_at),
            )
        )
    return said
