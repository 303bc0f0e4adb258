"""Another PC in the window: it joins at its door, takes work along, brings it back; the branch moves to a new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.customers.keeping import ChangePoint, CheckPoint
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.vault.practising import PASSWORD
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.people.people import Permission
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.ui import ask
from collectdesk.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from whole.conftest import Workplace

    Make = Callable[..., Workplace]

KEEPER, OWN, MOVE = "keeper of the pc 2", "another password 1", "one for the move 4"
LONG = 90_000
"""Milliseconds: a whole branch is packed, proven and put in its place."""
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


def run(at: Workplace, deed: Any) -> Any:
    """A deed of whoever is signed in, for what other tests press."""
    office = at.shell.office
    assert office is not None
    return office.desk.run(deed, office.actor).result


def look(at: Workplace, question: Any) -> Any:
    office = at.shell.office
    assert office is not None
    with office.desk.store.read(office.actor, at.clock.at) as view:
        return question(view)


def section(at: Workplace) -> None:
    at.window.go("settings", "pcs")
    at.rest()


def open_folder(at: Workplace, folder: Path) -> None:
    with ask.answered(folder):
        at.press("Open another folder…")
    at.rest()


def fill(at: Workplace, **said: str) -> None:
    for name, text in said.items():
        at.fill(_FIELDS[name], text)


_FIELDS = {
    "folder": "Folder", "name": "Name of this PC", "keeper_name": "Who keeps this PC", "keeper": "Signs in as",
    "password": "Password", "again": "Password again", "card": "Its card", "code": "Code on its screen",
    "second": "Their password", "master": "Code of the master PC", "start": "Start code", "new": "New password",
    "key": "Password of the move", "path": "Parcel of the old PC", "compared": "Code on the old PC's screen",
    "login": "Administrator", "other": "Second person", "receipt": "Receipt of the new PC",
}  # fmt: skip


def joined(at: Workplace, pc: Path, card: Path) -> str:
    """At the door of another PC: it is made ready, and shows its code."""
    at.press("Another PC…")
    fill(
        at,
        folder=str(pc),
        name="二楼电脑",
        keeper_name="马力",
        keeper="keeper",
        password=KEEPER,
        again="other",
    )
    at.choose("Works for", "The practice branch")
    at.press("Make this PC ready")
    assert at.sees(at.say("Both passwords must be the same.")) or not card.exists()
    fill(at, again=KEEPER)
    with ask.answered(card):
        at.keys("Return")
        at.wait(lambda: at.has_button("Go to the door"), "the code of this PC")
    shown = CODE.search(at.text())
    assert shown is not None
    assert str(card) in at.text()
    at.keys("Return")
    at.wait(lambda: at.has_button("Sign in"), "the door of the new PC")
    return shown.group()


def accepted(at: Workplace, card: Path, code: str) -> str:
    """On the master: two people accept it, with the code as it stood there."""
    at.sign_in("Administrator")
    section(at)
    assert at.sees(at.say("This branch has one PC"))
    fill(at, card=str(card), code="0000-0000-0000-0000", second=PASSWORD)
    at.pick_first("Second person")
    at.keys("F2")
    assert "code doesn't fit this card" in at.text()
    fill(at, code=code)
    at.keys("F2")
    assert at.row("Other PCs", "二楼电脑"), at.banner
    own = at.say("The code of this PC: {code}", code="").strip()
    shown = next(line for line in at.text().splitlines() if line.startswith(own))
    at.sign_out()
    return shown.rpartition(" ")[2]


def packed(at: Workplace, out: Path) -> tuple[str, str, str, str]:
    """A supervisor sees what goes, and packs it: the customer, their case, and the start code of the clerk."""
    at.sign_in("Supervisor")
    one = run(at, ListCustomers())[0]
    kept = look(at, lambda v: cases.open_case_of(v, one.customer_id))
    run(at, AssignCase(kept.id, "clerk"))
    section(at)
    at.press_segment("Work out and back")
    assert at.sees(at.say("No case is out"))
    at.pick("Whose cases", look(at, lambda v: next(n for n in _clerks(v))))
    assert at.row("What goes along", one.name)
    with ask.answered(out):
        at.keys("F2")
        at.wait(out.exists)
    shown = next(line for line in at.text().splitlines() if line.startswith("Start code of clerk"))
    start = CODE.search(shown)
    assert start is not None
    assert "2026-03-18" in at.row("Cases out", one.name)
    at.choose_customer(one.name)
    assert "Out with 二楼电脑 since 2026-03-18" in at.text()
    at.sign_out()
    return one.customer_id, one.name, kept.id, start.group()


def sat_down(at: Workplace, out: Path, master_code: str, start: str) -> None:
    """On the other PC the keeper takes the parcel in with the master's code, the clerk sits down and signs in."""
    at.sign_in("keeper", KEEPER)
    section(at)
    at.press("Take work in…")
    assert at.sees(at.say("This is needed."))
    fill(at, master=master_code)
    with ask.answered(out):
        at.press("Take work in…")
        at.wait(lambda: at.has_button("Sit down"), "somebody to sit down")
    fill(at, start=start, new=OWN, again=OWN)
    at.press("Sit down")
    at.wait(lambda: not at.has_button("Sit down"))
    at.sign_out()
    at.sign_in("Clerk", OWN)


def worked(at: Workplace, customer: str, case: str, back: Path) -> Any:
    """The clerk works there, what isn't done there isn't offered, and F2 brings it back; gives the number checked."""
    assert "This PC works for" in at.text()
    assert not at.has_button("Import"), "what isn't done here is offered"
    office = at.shell.office
    assert office is not None
    assert office.may(Permission.WORK_CASES)
    assert not office.may(Permission.ASSESS)
    point = look(at, lambda v: customers.points(v, customer)[0])
    run(at, CheckPoint(customer, point.id, False, "visit"))
    run(at, LogContact(case, Channel.PHONE, at.clock.at, Reached.DEBTOR, point_id=_phone(at, customer),
                       outcome=ContactOutcome.REFUSED, note="现在没有钱"))  # fmt: skip
    section(at)
    with ask.answered(back):
        at.keys("F2")
    at.sign(OWN)
    at.wait(back.exists)
    assert "2 deeds" in at.banner
    at.sign_out()
    return point


def test_a_day_with_another_pc_by_keys_from_the_card_to_the_decision(workplace: Make, tmp_path: Path) -> None:
    at = workplace(ENGLISH)
    master, pc = at.folder, tmp_path / "pc"
    card, out, back = tmp_path / "pc.cdstation", tmp_path / "1.cdparcel", tmp_path / "2.cdparcel"
    code = joined(at, pc, card)
    open_folder(at, master)
    master_code = accepted(at, card, code)
    customer, name, case, start = packed(at, out)
    open_folder(at, pc)
    sat_down(at, out, master_code, start)
    point = worked(at, customer, case, back)
    # at home both sides are put beside each other, and one key decides
    open_folder(at, master)
    at.sign_in("Supervisor")
    run(
        at,
        ChangePoint(customer, point.id, point.label, point.source, point.valid_from, access_note="楼道无灯"),
    )
    section(at)
    at.press_segment("Work out and back")
    with ask.answered(back):
        at.press("Take results in…")
        at.wait(lambda: at.sees("1 deeds taken, 1 to decide"), "the results")
    assert "taken" in at.row("What came", "Logged a contact")
    at.press_segment("To decide")
    at.choose_row("To decide", name)
    assert at.sees("楼道无灯")
    assert at.sees(at.say("On the other PC"))
    at.keys("2")
    at.wait(lambda: at.sees(at.say("Nothing waits for a decision")), "the decision")
    decided = look(at, lambda v: next(p for p in customers.points(v, customer) if p.id == point.id))
    assert decided.standing == "invalid"
    at.press_segment("Work out and back")
    with ask.answered(back):
        at.press("Take results in…")
        at.wait(lambda: "nothing was changed" in at.banner)
    at.choose_row("Cases out", name)
    at.press("Take the chosen back")
    at.wait(lambda: not at.row("Cases out", name))


def _clerks(view: Any) -> list[str]:
    from collectdesk.store.people import people

    return [known.name for known in people.known_accounts(view).values() if known.login == "clerk"]


def _phone(at: Workplace, customer: str) -> str:
    found = look(at, lambda v: customers.points(v, customer))
    return str(next(point.id for point in found if point.kind == "phone" and not point.party))


def packed_up(at: Workplace, card: Path, code: str, parcel: Path) -> str:
    """On the old PC the administrator packs the branch for the new one; gives the code to compare there."""
    at.sign_in("Administrator")
    section(at)
    at.press_segment("A new PC for the branch")
    fill(at, card=str(card), code=code, second=PASSWORD)
    at.pick_first("Second person")
    with ask.answered(parcel):
        at.keys("F2")
        at.qtbot.waitUntil(lambda: at.has_button("Call the move off"), timeout=LONG)
    own = _code_in(at, but=code)
    at.sign_out()
    return own


def taken_over(at: Workplace, new: Path, parcel: Path, receipt: Path, codes: tuple[str, str]) -> None:
    """On the new PC the wrong code opens nothing, the right one puts the branch in its place."""
    at.press("Another PC…")
    at.choose("What this PC is for", "The branch moves to this PC: take it in")
    fill(at, folder=str(new), path=str(parcel), compared=codes[0], key=MOVE, login="administrator", password=PASSWORD,
         other="supervisor", second=PASSWORD)  # fmt: skip
    with ask.answered(receipt):
        at.press("Check it and take it in")
        at.qtbot.waitUntil(lambda: not at.shell.tasks._running, timeout=LONG)
    assert not receipt.exists(), "the wrong code opened it"
    fill(at, compared=codes[1])
    go = at.button("Check it and take it in")
    with ask.answered(receipt):
        go.click()
        at.qtbot.waitUntil(receipt.exists, timeout=LONG)
    at.qtbot.waitUntil(lambda: str(receipt) in at.text(), timeout=LONG)
    at.rest()


def test_a_branch_moves_to_a_new_pc_checked_on_both_sides(workplace: Make, tmp_path: Path) -> None:
    at = workplace(CHINESE)
    old, new = at.folder, tmp_path / "new"
    card, parcel, receipt = tmp_path / "new.cdstation", tmp_path / "m.cdparcel", tmp_path / "receipt.json"
    at.press("Another PC…")
    at.choose("What this PC is for", "The branch moves to this PC: make it ready")
    fill(at, folder=str(new), key=MOVE, again=MOVE)
    with ask.answered(card):
        at.keys("Return")
        at.wait(lambda: at.has_button("Go to the door"))
    code = _code_in(at)
    at.keys("Return")
    at.wait(lambda: at.has_button("Sign in"))
    taken_over(at, new, parcel, receipt, (code, packed_up(at, card, code, parcel)))
    at.sign_in("Clerk")
    assert at.window.page_id == "today"
    at.sign_out()
    open_folder(at, old)
    at.sign_in("Administrator")
    section(at)
    at.press_segment("A new PC for the branch")
    view: Any = at.window.page.section.views["move"]  # type: ignore[union-attr]  # two forms, fields of one name
    view.ending.put({"path": str(receipt), "second": "supervisor", "second_password": PASSWORD})
    at.keys("F2")
    at.wait(lambda: not at.has_button("Call the move off"), "the move to end")
    assert at.sees("支行已在另一台电脑上")


def _code_in(at: Workplace, but: str = "") -> str:
    found = [each for each in CODE.findall(at.text()) if each != but]
    assert found, at.text()
    return str(found[0])
