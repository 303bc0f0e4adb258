"""What is said of backups in the window and on the command line: how the branch stands, what restoring would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Protocol

    from collectdesk.domain.vault.backups import Standing

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
        def evidence(self) -> int: ...
        @property
        def broken_at(self) -> int | None: ...


COUNTED: Final[dict[str, str]] = {
    "customers": mark("customers: {count}"),
    "cases": mark("cases: {count}"),
    "contacts": mark("contacts: {count}"),
    "visits": mark("visits: {count}"),
    "records": mark("visit records: {count}"),
    "evidence": mark("files of evidence: {count}"),
    "promises": mark("promises: {count}"),
    "plans": mark("repayment plans: {count}"),
    "holds": mark("holds: {count}"),
    "imports": mark("imports: {count}"),
    "payments": mark("payments: {count}"),
    "packs": mark("archive packs: {count}"),
}
"""What is counted in a backup, with its number."""


def standing_words(words: Words, standing: Standing) -> str:
    """The foot's line: when the last verified backup was made."""
    if standing.last_on is None:
        return words.say(mark("No verified backup"))
    if not standing.is_late:
        return words.say(mark("Last verified backup {day}"), day=words.date(standing.last_on))
    return words.say(mark("Backup late: the last verified one is of {day}"), day=words.date(standing.last_on))


def proof_line(words: Words, proof: Proven, at: datetime) -> str:
    """What was found out of a backup, in a sentence."""
    if proof.flaws:
        partly = mark(
            "The backup of {at} opens and its trail holds; of its evidence and packs not all is whole."
        )
        return words.say(partly, at=words.instant(at))
    return words.plural(
        "The backup of {at} opens, its trail holds, and its {count} file of evidence or pack is whole.",
        "The backup of {at} opens, its trail holds, and its {count} files of evidence and packs are whole.",
        proof.evidence,
        at=words.instant(at),
    )


def flaws_line(words: Words, count: int) -> str:
    """How much evidence a backup can't give back as it was filed."""
    return words.plural(
        "{count} file of evidence or pack in this backup isn't what was filed.",
        "{count} files of evidence or packs in this backup aren't what was filed.",
        count,
    )


def lacks_line(words: Words, count: int) -> str:
    """How much evidence the branch itself had lost when the backup was made."""
    return words.plural(
        "The branch itself lacks {count} file of evidence or pack.",
        "The branch itself lacks {count} files of evidence or packs.",
        count,
    )


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
            words.plural(
                "{count} entry of the trail came after it, on {at}.",
                "{count} entries of the trail came after it, the last on {at}.",
                loss.entries,
                at=words.instant(loss.present_at),
            )
        )
        gone = [words.say(COUNTED[name], count=words.number(n)) for name, n in loss.lost().items()]
        if gone:
            listed = ("、" if words.is_chinese else ", ").join(gone)
            said.append(words.say(mark("Lost here would be: {listed}."), listed=listed))
        else:
            said.append(words.say(mark("No customer's facts would be lost.")))
    if loss.is_known and not loss.is_ancestor:
        said.append(
            words.say(mark("The backup isn't an earlier moment of this branch: their histories differ."))
        )
    if proof.flaws:
        said.append(flaws_line(words, len(proof.flaws)))
    if proof.broken_at is not None:
        said.append(
            words.say(
                mark("The audit trail was broken at entry {at} already when the backup was made."),
                at=words.number(proof.broken_at),
            )
        )
    return said
