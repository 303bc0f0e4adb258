"""The sentence for every finding of a verification, every break of the chain, and every pack that wasn't made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from collectdesk.domain.people.people import Role
from collectdesk.domain.results.archiving import OWED_BY, Purpose, Redaction
from collectdesk.terms import term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collectdesk.domain.results.archiving import Missing

PURPOSES: Final = {
    Purpose.COURT: mark("For a court"),
    Purpose.REGULATOR: mark("For the regulator"),
    Purpose.AUDIT: mark("For an audit"),
    Purpose.LAWYER: mark("For the branch's lawyer"),
    Purpose.ARCHIVE: mark("For the archive of the office above"),
    Purpose.CUSTOMER: mark("For the customer"),
    Purpose.OWN_COPY: mark("A copy kept elsewhere"),
}
READERS: Final = {
    Redaction.TRAINING: mark("For training"),
    Redaction.LAWYER: mark("For the branch's lawyer"),
}


class Registered(Protocol):
    """A line of the register of packs."""

    @property
    def disposed_at(self) -> datetime | None: ...
    @property
    def held_on(self) -> date | None: ...
    @property
    def superseded_by(self) -> str: ...
    @property
    def transferred_on(self) -> date | None: ...
    @property
    def transfer_no(self) -> str: ...


def standing_words(words: Words, kept: Registered) -> str:
    """What the register says of a pack: disposed of, held, superseded, handed over, or kept."""
    if kept.disposed_at is not None:
        return words.say(mark("disposed of"))
    if kept.held_on is not None:
        return words.say(mark("legal hold"))
    if kept.superseded_by:
        return words.say(mark("superseded by {number}"), number=kept.superseded_by)
    if kept.transferred_on is not None:
        return words.say(mark("handed over, list {number}"), number=kept.transfer_no)
    return words.say(mark("kept"))


PATHS: Final[dict[str, str]] = {
    "path.empty": mark("The name of a file is empty."),
    "path.absolute": mark("The name {file} points outside the pack."),
    "path.dots": mark("The name {file} climbs out of the pack."),
    "path.too_long": mark("The name {file} is too long for some computers."),
    "path.character": mark("The name {file} holds a character that some computers don't know."),
    "path.ending": mark("The name {file} ends in a dot or a blank."),
    "path.reserved": mark("The name {file} is reserved on Windows."),
    "path.not_nfc": mark("The name {file} is spelt in a way that some computers read differently."),
    "path.duplicate": mark("The name {file} is there twice."),
    "path.two_spellings": mark("The name {file} differs from another one only in its spelling."),
    "path.file_and_folder": mark("The name {file} is a file and a folder at once."),
}
FINDINGS: Final[dict[str, str]] = {
    **PATHS,
    "container.unreadable": mark(
        "The pack can't be read: it is missing, locked, or its disk has a fault ({reason})."
    ),
    "container.altered": mark(
        "{file} isn't what was put there when the pack was built, or belongs to another branch."
    ),
    "zip.unreadable": mark("This isn't a pack, or its table of contents is damaged."),
    "zip.trailing": mark("Something was added before or after the pack."),
    "zip.structure": mark("The pack's inner order was changed."),
    "zip.too_many": mark("The pack claims more files than any pack holds."),
    "zip.order": mark("The files don't stand in the order in which they were packed."),
    "zip.date": mark("The files bear another date than the seal."),
    "zip.top_folder": mark("The files don't lie in the one folder that bears the pack's number."),
    "entry.name": mark("The name {file} is written in two ways inside the pack."),
    "entry.encrypted": mark("{file} is encrypted, which no file of a pack is."),
    "entry.bomb": mark("{file} would swell beyond all measure; it wasn't opened."),
    "entry.compressed": mark("{file} is packed in another way than CollectDesk packs."),
    "entry.symlink": mark("{file} is a link to another place, not a file."),
    "entry.special": mark("{file} isn't an ordinary file."),
    "entry.folder": mark("{file} is a folder of its own, which no pack holds."),
    "entry.header": mark("What the pack says of {file} in two places doesn't agree."),
    "entry.crc": mark("{file} is damaged: its bytes don't add up."),
    "bag.too_many": mark("The folder holds more files than any pack does."),
    "bag.too_large": mark("The folder holds more than any pack does."),
    "bag.fetch": mark("{file} asks for files from elsewhere; a pack holds everything itself."),
    "bag.version": mark("{file} doesn't say that this is a pack of the known kind."),
    "bag.description": mark("{file} doesn't describe the pack as it should."),
    "file.missing": mark("{file} is missing."),
    "file.extra": mark("{file} was added after the pack was sealed."),
    "file.altered": mark("{file} was changed after the pack was sealed."),
    "manifest.malformed": mark("The list {file} can't be read at line {line}."),
    "seal.malformed": mark("The seal can't be read."),
    "seal.root": mark("The seal belongs to other contents."),
    "seal.number": mark("The seal belongs to a pack of another number."),
    "seal.signature": mark("The signature is false."),
    "signer.other": mark("The pack is whole, but another key sealed it than the one named."),
    "fingerprint.malformed": mark("The fingerprint is mistyped. Compare it with the paper."),
}
CHAIN: Final[dict[str, str]] = {
    "chain.red": mark("Pack {file} is itself damaged or altered."),
    "chain.broken": mark("Pack {file} doesn't follow the pack before it: one is missing or was exchanged."),
    "chain.backwards": mark("Pack {file} was sealed before the pack that precedes it."),
    "chain.number_twice": mark("The number {file} was given twice."),
}
TROUBLES: Final[dict[str, str]] = {
    **PATHS,
    "pack.number": mark("{number} can't be the number of a pack."),
    "pack.field": mark("The pack's description can't hold this in {label}."),
    "pack.media_type": mark("The kind of {file} isn't known ({media_type})."),
    "pack.exists": mark("{target} is there already and wasn't touched. Choose another name."),
    "pack.too_many": mark("{count} files are too many for one pack; it holds {most} at most."),
    "pack.too_large": mark("The pack would become too large."),
    "pack.source_unreadable": mark(
        "{file} can't be read ({reason}), so no pack was made. Restore it from a backup."
    ),
    "pack.photo_unreadable": mark(
        "The photo {file} can't be decoded, so no pack was made. File a readable copy, or pack it as it is."
    ),
    "pack.disk_full": mark("The disk is full, so no pack was made. Free some space, or choose another disk."),
    "pack.not_written": mark("The pack can't be written there. Check the folder, or choose another disk."),
    "pack.not_verified": mark(
        "The pack read back isn't what was written, so it was removed. Choose another disk."
    ),
    "pdf.not_signed": mark("The signature of this PDF doesn't hold, so nothing was written. Try again."),
    "key.passphrase_short": mark("The passphrase is too short."),
    "key.passphrase_wrong": mark("The passphrase doesn't open the archive key."),
    "key.damaged": mark("The archive key is damaged. Restore the branch's latest backup."),
}
ON_ITS_WAY: Final[dict[str, str]] = {
    "store.full.file": mark(
        "There is no room left for {file}, so it wasn't made and nothing was noted. Free some space, or choose another "
        "disk."
    ),
    "store.disk.file": mark(
        "The disk didn't answer while {file} was made: no part of it is left and nothing was noted. Check the disk or "
        "the stick, then try again."
    ),
    "store.read_only.file": mark(
        "{file} may not be written there. Check the folder's rights, or choose another."
    ),
    "pack.disk_full.file": mark(
        "There is no room left for {file}, so no pack was made. Free some space, or choose another disk."
    ),
    "pack.not_written.file": mark("{file} can't be written there. Check the folder, or choose another disk."),
}
"""What is said instead where the file that was being made is known by name."""
SIGNED: Final = mark(
    "The signed case file is in {path}. A PDF viewer shows whether a byte was changed since."
)
REDACTED_PACK: Final = mark(
    "The redacted pack is in {path}: case file and records, sealed, no originals. Read it before you hand it on: free "
    "text may name people."
)
CERTIFICATE: Final = mark(
    "Certificate SHA-256 {fingerprint}: whose signature it is, only this number on paper tells the reader."
)
OUTCOMES: Final[dict[str, str]] = {
    "green": mark("Intact, and sealed by the branch whose key was named."),
    "unproven": mark("Intact, but whose key sealed it is open: compare the fingerprint with the paper."),
    "red": mark("Don't rely on this pack: it is damaged or was altered."),
}


def owed_by(words: Words, missing: Missing, owner: str) -> str:
    """Whose turn it is to bring what a case lacks: the person by name where the case is somebody's, else the role."""
    role = OWED_BY[missing]
    return owner if owner and role is Role.CLERK else term(words, role)


def finding_words(words: Words, code: str, file: str, facts: Mapping[str, object]) -> str:
    """One finding of a verification or of the chain, as a sentence; raises KeyError for a code without one."""
    sentence = FINDINGS.get(code) or CHAIN[code]
    asked = {"reason": "", "line": "", **facts, "file": file or "—"}
    return words.say(sentence, **asked)


def outcome_words(words: Words, outcome: str) -> str:
    """What a verdict (green, unproven, red) means for whoever relies on the pack."""
    return words.say(OUTCOMES[outcome])
