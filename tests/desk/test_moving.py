"""A branch moves to a new PC by the parcels' road: checked on both sides, and the old file only shows what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from collectdesk.desk.progress import silent
from collectdesk.desk.stations.moving import (
    Arrival,
    CancelMove,
    EndMove,
    PackMove,
    ShowMove,
    arrive,
    make_ready,
)
from collectdesk.desk.vault.access import leave, sign_in
from collectdesk.desk.vault.restoring import Consent
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.keys.header import read_header
from collectdesk.store.trail import audit
from collectdesk.store.vault import evidence
from helpers.branches import LI, PASSWORD, small_branch

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

KEY = "one for the move 4"
PACK = b"a pack at rest" * 99


def branch_with_everything(folder: Path) -> Branch:
    """A branch with a visit, its photo and a pack at rest."""
    old = small_branch(folder / "old")
    photo = folder / "门.jpg"
    Image.new("RGB", (60, 40), (9, 90, 9)).save(photo)
    old.recorded_visit(photo=photo)
    packs = old.folder / "packs"
    packs.mkdir(exist_ok=True)
    (packs / "AJ.zip").write_bytes(PACK)
    return old


def stands_whole(folder: Path, old: Branch) -> None:
    """Everybody's own password opens it, no envelope; trail, cases and evidence are there."""
    session = sign_in(folder, "clerk", PASSWORD, old.clock)
    try:
        with session.desk.store.read(session.actor, old.now) as view:
            assert audit.verify(view).intact
            assert [line.action for line in audit.lines(view)][1:3] == ["branch.arrived", "branch.restored"]
            assert cases.case(view, old.case_id()).id == old.case_id()
            kept = evidence.everything(view)[0]
            assert evidence.read(view, view.evidence_folder, kept)
    finally:
        leave(session)


def test_the_branch_stands_whole_on_the_new_pc_and_the_old_one_lies_still(tmp_path: Path) -> None:
    old = branch_with_everything(tmp_path)
    ready = make_ready(tmp_path / "new", tmp_path / "new.cdstation", KEY)
    stick, receipt = tmp_path / "move.cdparcel", tmp_path / "receipt.json"
    with pytest.raises(Refused, match=r"station\.code_differs"):
        old.administrator(PackMove(ready.card, "0000-0000-0000-0000", stick, old.second("supervisor")))
    with pytest.raises(Refused, match=r"second\.missing"):
        old.administrator(PackMove(ready.card, ready.code, stick))
    packed = old.administrator(PackMove(ready.card, ready.code, stick, old.second("supervisor")))
    assert LI.encode() not in stick.read_bytes()
    with pytest.raises(Refused, match=r"branch\.is_moving"):
        old.call()  # what were done now would be lost
    assert old.clerk(ShowMove()).entries == packed.entries

    def arrival(**changed: str) -> Arrival:
        said = {"key": KEY, "code": packed.code, **changed}
        consent = Consent("administrator", PASSWORD, "supervisor", PASSWORD)
        return Arrival(tmp_path / "new", stick, said["code"], said["key"], consent)

    for wrong in ({"key": "another word here"}, {"code": ready.code}):
        with pytest.raises(Exception, match=r"wrong_password|master_code_differs"):
            arrive(arrival(**wrong), receipt, silent(), old.clock)
    whole = stick.read_bytes()
    stick.write_bytes(whole[:-9] + b"x" + whole[-8:])
    with pytest.raises(Refused, match=r"parcel\.altered"):
        arrive(arrival(), receipt, silent(), old.clock)
    assert not (tmp_path / "new" / "branch.db").exists()
    stick.write_bytes(whole)
    arrived = arrive(arrival(), receipt, silent(), old.clock)
    assert arrived.entries == packed.entries
    assert not (tmp_path / "new" / "moving.key").exists()
    stands_whole(tmp_path / "new", old)
    assert (tmp_path / "new" / "packs" / "AJ.zip").read_bytes() == PACK
    assert read_header(tmp_path / "new").database_id == read_header(old.folder).database_id
    forged = tmp_path / "forged.json"
    forged.write_text(receipt.read_text("utf-8").replace(packed.sha256, "0" * 64), "utf-8")
    with pytest.raises(Refused, match=r"move\.receipt_wrong"):
        old.administrator(EndMove(forged, old.second("supervisor")))
    old.administrator(EndMove(receipt, old.second("supervisor")))
    with pytest.raises(Refused, match=r"branch\.has_moved"):
        old.call()
    with pytest.raises(Refused, match=r"move\.none_under_way"):
        old.administrator(CancelMove("改变主意", old.second("supervisor")))
    assert old.ask(lambda v: cases.contacts(v, old.case_id()))  # it still shows what it holds
    old.close()


def test_a_move_is_called_off_by_two_people_and_work_goes_on(tmp_path: Path) -> None:
    old = small_branch(tmp_path / "old")
    ready = make_ready(tmp_path / "new", tmp_path / "new.cdstation", KEY)
    old.administrator(PackMove(ready.card, ready.code, tmp_path / "m.cdparcel", old.second("supervisor")))
    with pytest.raises(Refused, match=r"move\.under_way"):
        old.administrator(PackMove(ready.card, ready.code, tmp_path / "n.cdparcel", old.second("supervisor")))
    old.administrator(CancelMove("新电脑没有送到", old.second("supervisor")))
    assert old.call()
    old.close()
