"""Every way out of the archive onto a stick that is full, or pulled: no half file, a sentence, no line in the trail."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk.archive.pack_register import HandOverPacks
from collectdesk.desk.archive.redacted_packs import PackRedacted
from collectdesk.desk.archive.redacting import PrintRedacted
from collectdesk.desk.archive.signed_copies import SignCaseFile
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.archive.transporting import ContainPack, PrintTransportSlip
from collectdesk.desk.results.month_end import FillTemplate, FreezeMonth
from collectdesk.desk.vault.trail import ExportTrail
from collectdesk.domain.results.archiving import Purpose, Redaction
from collectdesk.store.trouble import StoreTrouble
from collectdesk.terms_trouble import sentence
from collectdesk.words import for_language
from desk.papers import built_and_out
from desk.test_month_end import template
from helpers.branches import small_branch

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Export
    from helpers.branches import Branch


def ways_out(branch: Branch, stick: Path, tmp_path: Path) -> list[Export[Any, Any]]:
    built = built_and_out(branch, tmp_path / "out.zip")
    branch.advance(days=20)
    branch.supervisor(FreezeMonth("2026-03"))
    blank = template(tmp_path / "hq.xlsx", "{{branch.name}}")
    branch.supervisor(ExportTrail(tmp_path / "first.jsonl"))
    number = built.number
    return [
        TakeOutPack(stick / "a.zip", number, Purpose.COURT),
        ContainPack(stick / "b.zip", number, Purpose.COURT),
        PrintTransportSlip(stick / "c.pdf", number, "0" * 64, "grey heron over the weir", "en"),
        PrintRedacted(stick / "d.pdf", number, Redaction.LAWYER, "en"),
        PackRedacted(stick / "i.zip", number, Redaction.LAWYER, "en"),
        SignCaseFile(stick / "e.pdf", number, Purpose.COURT),
        HandOverPacks(stick / "f.xlsx", 2026, "en"),
        ExportTrail(stick / "g.jsonl"),
        FillTemplate(stick / "h.xlsx", blank, "2026-03"),
    ]


def test_a_stick_that_fails_gets_no_half_file_and_the_trail_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, stick = small_branch(tmp_path / "branch"), tmp_path / "stick"
    stick.mkdir()
    branch.sign(branch.recorded_visit())
    real = os.fsync
    codes = {errno.ENOSPC: ("store.full", "pack.disk_full"), errno.EIO: ("store.disk", "pack.not_written")}
    for deed in ways_out(branch, stick, tmp_path):
        before = branch.actions()
        for code, told in codes.items():

            def failing(descriptor: int, code: int = code) -> None:
                link = Path(f"/proc/self/fd/{descriptor}")
                if not link.exists() or str(link.readlink()).startswith(str(stick)):
                    raise OSError(code, os.strerror(code))
                real(descriptor)

            with monkeypatch.context() as patched:
                patched.setattr(os, "fsync", failing)
                with pytest.raises((StoreTrouble, ArchiveTrouble)) as error:
                    branch.supervisor(deed)
            assert isinstance(error.value, (StoreTrouble, ArchiveTrouble))
            assert error.value.code in told, deed
            for language in ("en", "zh_CN"):
                assert deed.target.name in sentence(for_language(language), error.value), "it says which file"
            assert list(stick.iterdir()) == [], f"{deed} left half a file"
        assert branch.actions() == before, f"{deed} left a line"
        branch.supervisor(deed)
        assert deed.target.is_file(), "with room again it goes"
        deed.target.unlink()
    branch.close()
