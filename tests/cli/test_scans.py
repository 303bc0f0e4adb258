"""The scan tray on the command line: what came in, what waits and why, filed by the list's guess or put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.cli import scanning
from helpers.scans import as_pdf, blank

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from helpers.terminals import Terminal


def test_the_tray_tells_what_waits_and_takes_a_persons_word(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BETWEEN_LOOKS", 0.0)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    as_pdf(inbox / "evening.pdf", [blank("receipt")])
    (tmp_path / "letter.txt").write_text("no scan")
    assert terminal("scans", "take", "--folder", tmp_path / "nowhere").code == 1

    said = terminal("scans", "take", tmp_path / "letter.txt", "--folder", inbox)
    assert said.code == 3
    assert "letter.txt: This is no PDF, TIFF, JPEG, PNG or HEIC file" in said.out
    assert "evening.pdf: 0 pages filed, 1 in the tray." in said.out
    assert [path.name for path in inbox.rglob("*.pdf")] == ["evening.pdf"]
    assert not (inbox / "evening.pdf").exists()

    waiting = terminal.json("scans", "list")["pages"]
    assert {page["state"] for page in waiting} == {"waiting", "unreadable"}
    number = str(1 + next(place for place, page in enumerate(waiting) if page["state"] == "waiting"))
    assert terminal("scans", "file", number, "--visit", "WF-2026-09999").code == 1
    assert terminal("scans", "aside", number).code == 1
    assert terminal("scans", "aside", "9", "--reason", "空白页").code == 1
    terminal.json("scans", "aside", number, "--reason", "空白页")
    assert [page["state"] for page in terminal.json("scans", "list")["pages"]] == ["unreadable"]
    assert terminal("scans", "missing").out == "No page is missing.\n"
    again = terminal("scans", "take", tmp_path / "letter.txt")
    assert again.code == 3
