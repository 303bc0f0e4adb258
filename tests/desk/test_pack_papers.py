"""The slip of a pack: what stands on it is what the pack is checked with, and nobody makes one up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.archive.verdict import Outcome
from collectdesk.desk.archive.filing import VerifyPack
from collectdesk.desk.archive.pack_papers import PrintPackSlip
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.refusals import Refused
from desk.papers import built_and_out, codes, pages
from helpers.branches import LI
from helpers.pdf_lint import lint_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def test_a_slip_carries_what_the_pack_is_checked_with(branch: Branch, tmp_path: Path) -> None:
    slip, pack = tmp_path / "slip.pdf", tmp_path / "pack.zip"
    with pytest.raises(Refused) as refused:
        branch.supervisor(PrintPackSlip(slip, "GD-2026-00001"))
    assert refused.value.code == "pack.unknown"
    branch.sign(branch.recorded_visit())
    built = built_and_out(branch, pack)
    with pytest.raises(NotPermitted):
        branch.clerk(PrintPackSlip(slip, built.number))
    assert not slip.exists()
    for language in ("zh_CN", "en"):
        branch.supervisor(PrintPackSlip(slip, built.number, language))
        assert lint_pdf(slip) == []
        ((told,),) = codes(slip)
        kind, number, root, fingerprint = told.split(":")
        assert (kind, number, root.lower()) == ("CDP1", built.number, built.root_digest[:32])
        text = "".join(pages(slip))
        assert built.root_digest in text
        assert built.seal_digest in text
        assert LI not in text
        assert branch.auditor(VerifyPack(pack, fingerprint)).outcome is Outcome.GREEN
