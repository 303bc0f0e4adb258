"""Walks one odd customer through every flow, as the program would: ``canary_walk.py ROOT closed|killed``.

``ROOT/in`` holds what is read and ``ROOT/out`` what is made on purpose; everything else below ROOT must not
know the customer.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from collectdesk.desk.archive.filing import BuildPack, CloseCase, VerifyPack  # noqa: E402
from collectdesk.desk.archive.taking_out import TakeOutPack  # noqa: E402
from collectdesk.desk.contact.contacting import LogContact  # noqa: E402
from collectdesk.desk.customers.files import OpenFile  # noqa: E402
from collectdesk.desk.customers.revealing import RevealIdentity  # noqa: E402
from collectdesk.desk.customers.today import ShowInbox, ShowToday  # noqa: E402
from collectdesk.desk.intake.imports import CommitImport, ExportQuarantine, ReadFile  # noqa: E402
from collectdesk.desk.solutions.solving import MakePromise  # noqa: E402
from collectdesk.desk.vault.closing import CloseDay  # noqa: E402
from collectdesk.desk.vault.trail import ExportTrail, VerifyTrail  # noqa: E402
from collectdesk.desk.visits.printing import PrintAgreement, PrintKit, PrintRecord  # noqa: E402
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached  # noqa: E402
from collectdesk.domain.money import Money  # noqa: E402
from collectdesk.domain.refusals import Refused  # noqa: E402
from collectdesk.domain.results.archiving import Purpose  # noqa: E402
from collectdesk.store.vault.hideaway import leave_no_memory_behind, take_cover  # noqa: E402
from helpers.branches import PRACTICE_DATE, Branch, overdue_row, small_branch  # noqa: E402
from helpers.leaks import in_clear  # noqa: E402
from ledgers.files import id_number, table_of, write_csv  # noqa: E402
from whole import canary_later  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.pipeline import Deed

NAME = "獙魋龘"
PHONE = "19987650123"
IDENTITY = id_number(739, date(1961, 9, 17))
ADDRESS = "蠹鱼胡同柒拾叁号"
NOTE = "蘡薁垂饰靛青"
ACCOUNT = "6228487391739173917"
CANARIES = (NAME, PHONE, IDENTITY, ADDRESS, NOTE, ACCOUNT)


def take_in(branch: Branch, folder: Path) -> None:
    """Import from a file, one row of it bad."""
    from collectdesk.domain.customers.products import ProductKind

    row = overdue_row(739, NAME, ACCOUNT, ProductKind.LOAN, 1_234_56, 98_765_43, 64, id_no=IDENTITY, phone=PHONE,
                      home_address=ADDRESS, guarantor_name=f"{NAME}父", guarantor_phone=PHONE)  # fmt: skip
    table = table_of([row, row])
    table[2][5] = NOTE  # no date, no amount: it goes into the quarantine
    table[2] = [NOTE if cell == table[1][-5] else cell for cell in table[2]]
    path = write_csv(folder / "in" / f"{NAME}.csv", table)
    read = branch.clerk(ReadFile(path, data_date=PRACTICE_DATE))
    branch.clerk(CommitImport(read))
    branch.clerk(ExportQuarantine(read, folder / "out" / "quarantine.csv", "zh_CN"))


def visit(branch: Branch, folder: Path) -> str:
    out, photo = folder / "out", folder / "in" / f"{NAME}.jpg"
    photo.write_bytes(NOTE.encode() * 3000)
    visit_id = branch.planned_visit(NAME)
    branch.supervisor(PrintKit(out / "kit.pdf", (visit_id,)))
    branch.advance(hours=2)
    branch.attach(visit_id, photo)
    branch.record(visit_id, arrived_at=branch.today_at(10, 2), left_at=branch.today_at(10, 40), narrative=NOTE,
                  feedback=NOTE, family_note=NOTE, income_note=NOTE, met_name=NAME)  # fmt: skip
    branch.sign(visit_id)
    branch.supervisor(PrintRecord(out / "record.pdf", visit_id))
    return visit_id


def work(branch: Branch, folder: Path) -> None:
    """The day of a clerk and a supervisor."""
    out, customer_id = folder / "out", branch.customer_id(NAME)
    branch.clerk(OpenFile(customer_id))
    branch.clerk(RevealIdentity(customer_id, NOTE))
    branch.clerk(ShowToday())
    deed = LogContact(
        branch.case_id(NAME), Channel.PHONE, branch.now, Reached.DEBTOR, ContactOutcome.REFUSED, note=NOTE
    )
    branch.clerk(deed)
    branch.desk.keep_draft(branch.actors["clerk"], "contact", branch.case_id(NAME), NOTE)
    visit(branch, folder)
    canary_later.keep(branch, folder, NAME, PHONE, ADDRESS, NOTE)
    canary_later.lend(branch, folder, NAME, NOTE)
    branch.clerk(MakePromise(branch.case_id(NAME), Money(50_000), date(2026, 3, 25), NAME))
    plan = branch.offer(NAME)
    branch.clerk(PrintAgreement(out / "agreement.pdf", plan))
    branch.agree(plan)
    branch.hold("dispute", NAME)
    branch.supervisor(ShowInbox())
    canary_later.back_up(branch, folder)
    _refused(branch, customer_id)
    branch.supervisor(CloseDay(out / "evening.pdf"))
    branch.supervisor(ExportTrail(out / "trail.jsonl"))
    branch.auditor(VerifyTrail())
    _pack(branch, out)


def _refused(branch: Branch, customer_id: str) -> None:
    """Refusals carry facts; logs must not."""
    deeds: tuple[Deed[Any], ...] = (RevealIdentity(customer_id, " "), CloseCase(branch.case_id(NAME)))
    for deed in deeds:
        try:
            branch.run("supervisor", deed)
        except Refused as error:
            logging.getLogger("collectdesk.walk").warning("refused: %s", error)


def _pack(branch: Branch, out: Path) -> None:
    try:
        resting = branch.folder / "packs" / "pack.cdpack"
        built = branch.supervisor(BuildPack(branch.case_id(NAME), resting, as_it_is=True))
        branch.auditor(VerifyPack(resting, number=built.number))
        branch.supervisor(TakeOutPack(out / "pack.zip", built.number, Purpose.COURT))
        branch.auditor(VerifyPack(out / "pack.zip"))
    except Refused as error:
        logging.getLogger("collectdesk.walk").warning("refused: %s", error)


def look(branch: Branch, folder: Path) -> None:
    """The window on the file, a half-typed note, a paper looked at, and a crash that names the customer."""
    from collectdesk.ui.app import open_application
    from collectdesk.ui.crash import Crashes
    from collectdesk.ui.machine import Machine
    from collectdesk.ui.office import Office
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from collectdesk.ui.window import Window
    from collectdesk.words import CHINESE, Words

    machine = Machine(folder / "config")
    application: Any = open_application(["collectdesk"], machine)
    speech, tasks = Speech(Words(CHINESE)), Tasks()
    crashes = Crashes(speech, folder / "log" / "window.log")
    crashes.install()
    crashes.keep_log()
    window = Window(Office(branch.desk, branch.actors["supervisor"], tasks, speech), machine)
    window.show()
    for page, target in (
        ("casefile", branch.customer_id(NAME)),
        ("today", None),
        ("customers", None),
        ("archive", None),
    ):
        window.go(page, target)
        _spin(application, 0.6)
    try:
        int(f"{NAME} {PHONE} {NOTE}")
    except ValueError as error:
        crashes.met(type(error), error, error.__traceback__)
    _spin(application, 0.3)
    assert crashes.window is not None
    (folder / "log" / "crash-window.txt").write_text(crashes.window.details, "utf-8")
    tasks.close()


def _spin(application: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)


def main(folder: Path, end: str) -> None:
    leave_no_memory_behind()
    take_cover(folder / "temporary")
    logging.basicConfig(filename=folder / "log" / "all.log", level=logging.DEBUG, force=True)
    logging.getLogger("sqlalchemy.engine").setLevel(
        logging.DEBUG
    )  # statements, and parameters if they weren't hidden
    branch = small_branch(folder / "branch")
    take_in(branch, folder)
    work(branch, folder)
    canary_later.give_new_keys(branch)
    look(branch, folder)
    for name in ("environ", "cmdline"):
        process = Path("/proc/self") / name
        if process.exists():
            (folder / "log" / f"proc-{name}").write_bytes(process.read_bytes())
    (folder / "log" / "walked").write_text("to the end", "ascii")
    if end == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    branch.close()
    os._exit(0) if end == "hard" else sys.exit(0)


def tellings(canaries: Sequence[str] = CANARIES) -> dict[bytes, str]:
    """Every way a customer could stand in a file: encodings, JSON's and a URL's escapes."""
    from urllib.parse import quote

    found: dict[bytes, str] = {}
    for canary in canaries:
        for encoding, content in in_clear(canary):
            found[content] = f"{encoding} of {canary[:2]}…"
        escaped = canary.encode("ascii", "backslashreplace")
        found |= {
            escaped: "escaped",
            escaped.replace(b"\\u", b"\\\\u"): "escaped twice",
            quote(canary).encode(): "quoted",
        }
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
