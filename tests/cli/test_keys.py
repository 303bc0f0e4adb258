"""The branch's keys at the command line: no secret as an argument, none printed but on the sheet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from collectdesk.store.keys.header import read_header

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Said, Terminal


def lines(*said: str) -> str:
    """A file descriptor to read secrets from."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in said).encode())
    os.close(writing)
    return str(reading)


def by(terminal: Terminal, *words: str, password: str = "practice") -> Said:
    return terminal(
        *words, "--second", "supervisor", "--second-password-fd", lines(password), login="administrator"
    )


def codes_on(sheet: Path) -> list[str]:
    """The codes as a person reads them off the paper: two lines under the envelope's name."""
    document = pypdfium2.PdfDocument(sheet)
    try:
        texts = [page.get_textpage().get_text_bounded().splitlines() for page in document]
    finally:
        document.close()
    return ["".join(text[2:4]).replace(" ", "") for text in (_from_title(t) for t in texts)]


def _from_title(text: list[str]) -> list[str]:
    at = next(number for number, line in enumerate(text) if line.startswith("Envelope "))
    return text[at - 1 :]


def test_envelopes_are_made_printed_and_typed_back_and_open_a_branch_whose_keyring_is_gone(
    terminal: Terminal, tmp_path: Path
) -> None:
    assert terminal("keys", "show", login="administrator").code == 3  # never typed back yet
    sheets = tmp_path / "sheets.pdf"
    made = by(terminal, "keys", "envelopes", "--out", str(sheets))
    assert made.code == 0, made.err
    codes = codes_on(sheets)
    assert [len(code.replace("-", "")) for code in codes] == [34, 34]
    assert not any(code in made.out for code in codes)
    assert terminal("keys", "type-back", "--code-fd", lines(codes[0]), login="administrator").code == 1
    typed = terminal("keys", "type-back", "--code-fd", lines(*codes), login="administrator")
    assert typed.code == 0, typed.err
    (terminal.branch / "practice.workstation").unlink()
    assert terminal("today").code == 1
    fresh = tmp_path / "fresh.pdf"
    opened = by(
        terminal,
        "recover",
        "--code-fd",
        lines(codes[1]),
        "--password-fd",
        lines("practice"),
        "--out",
        str(fresh),
    )
    assert opened.code == 0, opened.err
    assert terminal("today").code == 0
    assert terminal("audit", "verify", login="auditor").code == 0
    assert read_header(terminal.branch).newest.number == 2
    assert (
        terminal("keys", "type-back", "--code-fd", lines(*codes_on(fresh)), login="administrator").code == 0
    )


def test_new_keys_take_a_second_person_with_a_password(terminal: Terminal) -> None:
    for said in (
        terminal("keys", "renew", login="administrator"),
        by(terminal, "keys", "renew", password="wrong"),
        terminal(
            "keys",
            "renew",
            "--second",
            "administrator",
            "--second-password-fd",
            lines("practice"),
            login="supervisor",
        ),
    ):
        assert said.code == 1
        assert said.err
    assert read_header(terminal.branch).newest.number == 1
    done = by(terminal, "keys", "renew", "--reason", "leaver")
    assert done.code == 0, done.err
    assert read_header(terminal.branch).newest.number == 2
    shown = terminal("keys", "show", login="administrator")
    assert "somebody left" in shown.out


@pytest.mark.parametrize("code", ["", "ABC", "0" * 34])
def test_a_mistyped_code_says_so_and_changes_nothing(terminal: Terminal, tmp_path: Path, code: str) -> None:
    before = terminal.look()
    said = by(
        terminal,
        "recover",
        "--code-fd",
        lines(code),
        "--password-fd",
        lines("practice"),
        "--out",
        str(tmp_path / "x"),
    )
    assert said.code == 1
    assert said.err
    assert terminal.look() == before


def test_the_evidence_is_checked_and_swept(terminal: Terminal) -> None:
    assert terminal("audit", "evidence", login="auditor").code == 0
    loose = terminal.branch / "evidence" / "left.cde.partial"
    loose.parent.mkdir(exist_ok=True)
    loose.write_bytes(b"left by a crash")
    said = terminal("audit", "evidence", login="auditor")
    assert said.code == 2
    assert "left.cde.partial" in said.out
    assert terminal("audit", "evidence", "--sweep", login="auditor").code == 1
    assert terminal("audit", "evidence", "--sweep", login="supervisor").code == 0
    assert not loose.exists()


def test_an_open_cases_evidence_isnt_disposed_of(terminal: Terminal) -> None:
    terminal.take_the_morning()
    listed = terminal.json("today")
    case_no = next(word for word in str(listed).split("'") if word.startswith("AJ-"))
    said = terminal(
        "dispose", case_no, "--reason", "over", "--second", "administrator", "--second-password-fd",
        lines("practice"), login="supervisor",
    )  # fmt: skip
    assert said.code == 1
    assert "Only a closed case" in said.err
    assert terminal("disposals", login="auditor").code == 0
    assert terminal("disposals", "--out", "page.pdf", login="auditor").code == 2
    assert terminal("disposals", "--case", case_no, "--out", "page.pdf", login="auditor").code == 1


def test_the_drill_is_noted_with_a_second_person_and_listed(terminal: Terminal) -> None:
    assert by(terminal, "keys", "drill").code == 1  # which envelope?
    assert by(terminal, "keys", "drill", "--envelope", "A", "--failed").code == 0
    noted = by(terminal, "keys", "drill", "--envelope", "B")
    assert noted.code == 0, noted.err
    listed = terminal("keys", "drills", login="auditor")
    assert ("didn't open the copy" in listed.out, "opened the copy" in listed.out) == (True, True)
