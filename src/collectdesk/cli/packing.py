"""Packs on the command line: built, many in a night, the register, what leaves the branch, the officer's key."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.cli.entering import case_by_no, chosen, run, second_of, secret_from
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.archive.filing import BuildPack, BuiltPack, ListArchive
from collectdesk.desk.archive.pack_papers import PrintPackSlip
from collectdesk.desk.archive.pack_register import (
    DisposePack,
    HandOverPacks,
    HoldPack,
    KeepLonger,
    PrintPackDisposal,
    ReleasePack,
    SweepPacks,
)
from collectdesk.desk.archive.redacted_packs import PackRedacted
from collectdesk.desk.archive.redacting import PrintRedacted
from collectdesk.desk.archive.signed_copies import SignCaseFile
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.archive.transporting import ContainPack, PrintTransportSlip
from collectdesk.desk.vault.access import Session
from collectdesk.desk.vault.archive_keys import (
    ListArchiveKeys,
    MakeArchiveKey,
    OpenArchiveKey,
    RetireArchiveKey,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Purpose, Redaction
from collectdesk.store.results.packs import RESTING
from collectdesk.store.trouble import StoreTrouble
from collectdesk.terms_archive import CERTIFICATE, REDACTED_PACK, SIGNED, standing_words
from collectdesk.terms_trouble import sentence
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.archive.seal import SealKey
    from collectdesk.desk.archive.filing import ArchiveLine


def build_pack(opened: Session, options: Namespace, saying: Saying) -> int:
    """It rests encrypted; with --out a clear zip is taken out as well."""
    case_id, _ = case_by_no(opened, options.case)
    if options.out is not None and options.out.exists():
        raise ArchiveTrouble("pack.exists", target=options.out.name)
    resting = resting_name(opened, options.case)
    deed = BuildPack(
        case_id, resting, saying.words.language, options.as_it_is, seal_of(opened, options, saying)
    )
    made: BuiltPack = run(opened, deed)
    saying.say(mark("Pack {number} is built, read back, and rests encrypted."), number=made.number)
    if options.out is not None:
        run(opened, TakeOutPack(options.out, made.number, chosen(Purpose, options.purpose)))
        saying.say(mark("Pack {number} was written to {path}."), number=made.number, path=options.out)
    saying.say(
        mark("Root digest {digest}, key {fingerprint}."),
        digest=made.root_digest,
        fingerprint=made.fingerprint,
    )
    if options.slip is not None:
        run(opened, PrintPackSlip(options.slip, made.number, saying.words.language))
        saying.say(mark("The slip was written to {path}."), path=options.slip)
    saying.result(made)
    return DONE


def pack_ready(opened: Session, options: Namespace, saying: Saying) -> int:
    """Every ready case without a pack, one after the other. What was built stays built: called again it goes on."""
    waiting = [line for line in run(opened, ListArchive()).cases if not line.missing and not line.packs]
    seal = seal_of(opened, options, saying) if waiting else None
    options.out.mkdir(parents=True, exist_ok=True)
    built: list[str] = []
    failed: list[dict[str, str]] = []
    for number, line in enumerate(waiting, 1):
        try:
            made = _with_slip(opened, options, saying, line, seal)
        except (Refused, ArchiveTrouble, StoreTrouble) as trouble:
            if trouble.code.startswith("signature."):
                raise  # the password has to be given again: what follows would only fail the same way
            told = sentence(saying.words, trouble)
            failed.append({"case": line.case_no, "code": trouble.code, "sentence": told})
            saying.line(f"{number}/{len(waiting)}  {line.case_no}: {told}")
            continue
        built.append(made)
        saying.line(f"{number}/{len(waiting)}  {line.case_no}: {made}")
    saying.say(mark("{built} packs built, {failed} failed."), built=len(built), failed=len(failed))
    if failed:
        report = options.out / "failed.txt"
        report.write_text("".join(f"{one['case']}\t{one['sentence']}\n" for one in failed), "utf-8")
        saying.say(mark("Which failed and why stands in {path}."), path=report)
    saying.result({"built": built, "failed": failed})
    return QUARANTINED if failed else DONE


def _with_slip(
    opened: Session, options: Namespace, saying: Saying, line: ArchiveLine, seal: SealKey | None
) -> str:
    language = saying.words.language
    made: BuiltPack = run(
        opened, BuildPack(line.case_id, resting_name(opened, line.case_no), language, seal=seal)
    )
    run(opened, PrintPackSlip(options.out / f"{line.case_no}.pdf", made.number, language))
    return made.number


def resting_name(opened: Session, case_no: str) -> Path:
    """Where a case's next pack rests."""
    folder, number = opened.desk.store.packs_folder(), 1
    while (path := folder / f"{case_no}-{number}{RESTING}").exists():
        number += 1
    return path


def seal_of(opened: Session, options: Namespace, saying: Saying) -> SealKey | None:
    """The officer's key, opened once for all that follows; None where the branch has no officer's key."""
    lines = run(opened, ListArchiveKeys())
    if all(line.key.retired_at is not None for line in lines):
        return None
    opened_key: SealKey = run(opened, OpenArchiveKey(_passphrase(options, saying)))
    return opened_key


def _passphrase(options: Namespace, saying: Saying) -> str:
    if options.seal_fd is not None:
        return secret_from(options.seal_fd)
    if not sys.stdin.isatty():
        raise SystemExit(
            saying.words.say(mark("No terminal to ask for the passphrase: give it with --seal-fd."))
        )
    return getpass.getpass(saying.words.say(mark("Passphrase of your archive key: ")))


def archive_key(opened: Session, options: Namespace, saying: Saying) -> int:
    """The officers' keys: list them, make one's own, retire one."""
    words = saying.words
    if options.what == "make":
        fingerprint = run(opened, MakeArchiveKey(_passphrase(options, saying)))
        saying.say(
            mark("Your archive key is made. Fingerprint, for the paper register: {fingerprint}"),
            fingerprint=fingerprint,
        )
    elif options.what == "retire":
        ending = options.number
        found = [one.key.id for one in run(opened, ListArchiveKeys()) if one.key.id.endswith(ending)]
        if len(found) != 1 or not ending:
            raise Refused("option.which_one", value=ending)
        run(opened, RetireArchiveKey(found[0], options.reason))
    lines = run(opened, ListArchiveKeys())
    for one in lines:
        state = words.say(mark("retired")) if one.key.retired_at else words.say(mark("in use"))
        saying.line(f"{one.key.id[-6:]}  {one.officer}  {one.key.fingerprint}  {state}")
    saying.result(lines)
    return DONE


def packs(opened: Session, options: Namespace, saying: Saying) -> int:
    """The register: one act on one pack, or the list."""
    if options.what == "list":
        return _list(opened, saying)
    return ACTS[options.what](opened, options, saying)


def _list(opened: Session, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListArchive()).packs
    headings = (
        mark("Item no."),
        mark("Pack no."),
        mark("Case no."),
        mark("Built"),
        mark("Kept until"),
        mark("State"),
    )
    saying.table(
        [words.say(each) for each in headings],
        [
            [str(one.item_no), one.number, one.case_no, words.date(one.built_on), words.date(one.retain_until),
             standing_words(words, one)]
            for one in found
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE


def _out(opened: Session, options: Namespace, saying: Saying) -> int:
    taken = run(opened, TakeOutPack(_path(options), options.number, chosen(Purpose, options.purpose)))
    saying.say(mark("Pack {number} was written to {path}."), number=taken.number, path=taken.path)
    saying.result(taken)
    return DONE


def _container(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.slip is None:
        raise Refused("option.slip_missing")
    made = run(opened, ContainPack(_path(options), options.number, chosen(Purpose, options.purpose)))
    slip = PrintTransportSlip(options.slip, made.number, made.sha256, made.passphrase, saying.words.language)
    run(opened, slip)
    saying.say(
        mark("The container is in {path}, its passphrase on the slip {slip}: let them travel apart."),
        path=made.path, slip=options.slip,
    )  # fmt: skip
    saying.result({"path": made.path, "number": made.number, "sha256": made.sha256})
    return DONE


def _redact(opened: Session, options: Namespace, saying: Saying) -> int:
    """A PDF; where the name ends in .zip, a sealed pack with the records in it."""
    if _path(options).suffix.lower() == ".zip":
        return _redact_pack(opened, options, saying)
    deed = PrintRedacted(
        _path(options), options.number, chosen(Redaction, options.reader), saying.words.language
    )
    made = run(opened, deed)
    saying.say(
        mark("The redacted copy is in {path}. Read it before you hand it on: free text may name people."),
        path=made.path,
    )
    saying.result(made)
    return DONE


def _redact_pack(opened: Session, options: Namespace, saying: Saying) -> int:
    reader, language = chosen(Redaction, options.reader), saying.words.language
    seal = seal_of(opened, options, saying)
    made = run(opened, PackRedacted(_path(options), options.number, reader, language, seal))
    saying.say(REDACTED_PACK, path=made.path)
    saying.result(made)
    return DONE


def _sign(opened: Session, options: Namespace, saying: Saying) -> int:
    made = run(opened, SignCaseFile(_path(options), options.number, chosen(Purpose, options.purpose)))
    saying.say(SIGNED, path=made.path)
    saying.say(CERTIFICATE, fingerprint=made.certificate)
    saying.result(made)
    return DONE


def _hold(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, HoldPack(options.number, options.reason))
    return _list(opened, saying)


def _release(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, ReleasePack(options.number, second_of(opened, options, saying.words)))
    return _list(opened, saying)


def _keep(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.until is None:
        raise Refused("option.until_missing")
    run(opened, KeepLonger(options.number, options.until))
    return _list(opened, saying)


def _transfer(opened: Session, options: Namespace, saying: Saying) -> int:
    year = int(options.number) if options.number.isdigit() else 0
    made = run(opened, HandOverPacks(_path(options), year, saying.words.language))
    saying.say(
        mark("Transfer list {number} with {count} packs is in {path}."),
        number=made.number, count=made.packs, path=made.path,
    )  # fmt: skip
    saying.result(made)
    return DONE


def _dispose(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, DisposePack(options.number, options.reason, second_of(opened, options, saying.words)))
    run(opened, SweepPacks())
    if options.out is not None:
        run(opened, PrintPackDisposal(options.out, options.number, saying.words.language))
        saying.say(mark("The certificate is in {path}."), path=options.out)
    return _list(opened, saying)


def _path(options: Namespace) -> Path:
    if options.out is None:
        raise Refused("option.out_missing")
    path: Path = options.out
    return path


ACTS: Final[dict[str, Callable[[Session, Namespace, Saying], int]]] = {
    "out": _out,
    "container": _container,
    "redact": _redact,
    "sign": _sign,
    "hold": _hold,
    "release": _release,
    "keep": _keep,
    "transfer": _transfer,
    "dispose": _dispose,
}
