"""The tabs of disclosures and originals: judged while it is typed, refused beside the form; a paper's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.contact.disclosing import ListDisclosures
from collectdesk.desk.paper.originals import ListOriginals
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import DisclosureState, Recipient
from collectdesk.domain.paper.originals import MoveKind, OriginalKind, OriginalState
from helpers.branches import PRACTICE_DATE, small_branch
from ui.test_casefile import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_a_relative_isnt_told_a_guarantor_is_and_an_original_goes_out_against_a_signature(
    qtbot: QtBot, tmp_path: Path
) -> None:
    branch = small_branch(tmp_path / "branch")
    case_id = branch.case_id()
    with file_of(qtbot, branch, "clerk", tmp_path, tab="told") as page:
        tab = page.tabs["told"]
        tab.new_button.click()
        form = tab.tell
        form.form.put({"recipient": "李父", "purpose": "请转告", "what": "欠款情况",
                       "identity": IdentityProof.KNOWN, "planned_on": PRACTICE_DATE})  # fmt: skip
        form.form.field("to").put(Recipient.RELATIVE)
        qtbot.waitUntil(lambda: any("consent" in text for text in form.rules.texts))
        form.submit()
        qtbot.waitUntil(lambda: not form.trouble.isHidden())
        assert branch.clerk(ListDisclosures(case_id)) == ()
        form.form.put({"recipient": "赵强"})
        form.form.field("to").put(Recipient.GUARANTOR)
        assert not form.form.field("agreement").isVisible()
        form.submit()
        qtbot.waitUntil(lambda: tab.list.values.rowCount() == 1)
        tab.list.choose_next()
        qtbot.waitUntil(tab.done.isVisible)
        tab.done.click()
        qtbot.waitUntil(lambda: branch.clerk(ListDisclosures(case_id))[0].state is DisclosureState.DONE)
        qtbot.waitUntil(lambda: not tab.done.isVisible())

        page.show_tab("originals")
        kept = page.tabs["originals"]
        kept.take_in.submit()
        assert kept.take_in.form.wrong("box") == "This is needed."
        kept.take_in.form.put(
            {"kind": OriginalKind.CONTRACT, "title": "借款合同", "box": "盒3", "place": "保险柜"}
        )
        kept.take_in.submit()
        qtbot.waitUntil(lambda: kept.list.values.rowCount() == 1)
        kept.list.choose_next()
        qtbot.waitUntil(kept.handle.isVisible)
        kept.handle.kinds.put(MoveKind.LENT)
        kept.handle.form.put({"who": "王律师", "due_back_on": PRACTICE_DATE})
        kept.handle.submit()
        qtbot.waitUntil(lambda: kept.handle.form.wrong("scan") != "")
        scan = tmp_path / "signed.pdf"
        scan.write_bytes(b"%PDF signed")
        kept.handle.form.put({"scan": str(scan)})
        kept.handle.submit()
        qtbot.waitUntil(lambda: branch.clerk(ListOriginals(case_id)).originals[0].state is OriginalState.LENT)
        qtbot.waitUntil(lambda: "王律师" in kept.story.text())
    branch.close()
