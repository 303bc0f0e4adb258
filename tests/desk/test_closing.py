"""The evening page: its root is the trail's, on paper, as a code and in the keyring; tampering shows against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from collectdesk.desk.people.signature_register import VerifySignatures
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.closing import CloseDay, ListClosings
from collectdesk.desk.vault.trail import VerifyTrail, anchor_typed
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.trail import ROOT_DIGITS, Break, Source
from collectdesk.store.trail import anchors, audit, signatures

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def text_of(path: Path) -> str:
    page = pypdfium2.PdfDocument(path)[0]
    return str(page.get_textpage().get_text_range())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_page_carries_the_root_in_fours_and_the_code_a_person_can_type(
    branch: Branch, tmp_path: Path, language: str
) -> None:
    branch.call()
    seq, link = branch.ask(audit.head)
    closed = branch.supervisor(CloseDay(tmp_path / "evening.pdf", language))
    assert (closed.root.seq, closed.root.digits) == (seq, link[:ROOT_DIGITS])
    text = text_of(tmp_path / "evening.pdf")
    assert closed.root.grouped in " ".join(text.split())
    assert "".join(text.split()).count(closed.root.payload) == 1
    assert ("晚间页" if language == "zh_CN" else "Evening page") in text
    typed = anchor_typed(closed.root.payload)
    assert branch.run("auditor", VerifyTrail((typed,))).intact


def test_the_next_page_counts_from_the_last_and_names_its_root(branch: Branch, tmp_path: Path) -> None:
    first = branch.supervisor(CloseDay(tmp_path / "one.pdf", "en"))
    branch.advance(days=1)
    branch.call()
    second = branch.supervisor(CloseDay(tmp_path / "two.pdf", "en"))
    assert first.root.grouped in " ".join(text_of(tmp_path / "two.pdf").split())
    newest, older = branch.run("auditor", ListClosings())
    assert (newest.seq, newest.entries) == (second.root.seq, second.root.seq - first.root.seq)
    assert older.seq == first.root.seq


def test_closing_the_day_lets_the_keyring_remember_past_the_page(branch: Branch, tmp_path: Path) -> None:
    closed = branch.supervisor(CloseDay(tmp_path / "evening.pdf"))
    kept = anchors.of_keyring(branch.folder)
    assert kept is not None
    assert kept.seq == closed.root.seq + 1  # the closing itself


def test_a_root_mistyped_by_one_digit_is_red_and_says_that_the_paper_differs(
    branch: Branch, tmp_path: Path
) -> None:
    root = branch.supervisor(CloseDay(tmp_path / "evening.pdf")).root
    other = ("0" if root.digits[5] != "0" else "1").join((root.digits[:5], root.digits[6:]))
    verdict = branch.run("auditor", VerifyTrail((anchor_typed(f"{root.seq}: {other}"),)))
    assert (verdict.intact, verdict.reason, verdict.broken_at) == (False, Break.ANCHOR_DIFFERS, root.seq)
    assert verdict.anchor is not None
    assert verdict.anchor.source is Source.PAPER


@pytest.mark.parametrize("text", ["", "12", "12:abc", "12:" + "g" * 32, "x:" + "a" * 32, "12:" + "a" * 31])
def test_what_isnt_a_root_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match=r"option\.anchor"):
        anchor_typed(text)


@pytest.mark.parametrize("login", ["clerk", "administrator", "auditor"])
def test_only_a_supervisor_closes_the_day(branch: Branch, tmp_path: Path, login: str) -> None:
    with pytest.raises(NotPermitted):
        branch.run(login, CloseDay(tmp_path / "evening.pdf"))
    assert not (tmp_path / "evening.pdf").exists()


def test_the_day_is_closed_by_a_personal_signature_that_names_its_root(
    branch: Branch, tmp_path: Path
) -> None:
    page, actor = tmp_path / "evening.pdf", branch.actors["supervisor"]
    for signer in (None, branch.signer("clerk"), branch.signer("supervisor", frozenset({"f" * 32}))):
        with pytest.raises(Refused, match=r"signature\."):
            branch.desk.run(CloseDay(page), actor, signer=signer)
    assert not page.exists()
    closed = branch.supervisor(CloseDay(page))
    (kept,) = branch.ask(signatures.signatures)
    assert (kept.name, kept.action) == ("周敏", "day.closed")
    assert json.loads(kept.statement)["about"]["root"] == closed.root.digits
    assert branch.run("auditor", VerifySignatures()).intact


def test_a_page_that_cant_be_written_closes_nothing(branch: Branch, tmp_path: Path) -> None:
    (tmp_path / "evening.pdf").mkdir()  # a folder stands where the file should go
    lines = len(branch.actions())
    with pytest.raises(Exception):  # noqa: B017, PT011 - the system's own
        branch.supervisor(CloseDay(tmp_path / "evening.pdf"))
    assert branch.run("auditor", ListClosings()) == ()
    assert len(branch.actions()) == lines
