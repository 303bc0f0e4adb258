"""The certificate of disposal: what can't be read any more, by whose decision, and where the key still lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.zones import local_day
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collectdesk.words import Words

TITLE: Final = mark("Certificate of disposal")
_DONE: Final = mark(
    "The key of this case was deleted: its photos, scans and recordings can't be read any more from the branch's file, "
    "by anybody. Visits, records and the audit trail stay."
)
_PACK_DONE: Final = mark(
    "The key of this pack was deleted and its resting file removed: nobody can read it from the branch any more. Its "
    "line in the register stays. A pack taken out in the clear before, and papers, aren't touched by this."
)
_LIVES: Final = mark(
    "The key still lies in these backups. The evidence is gone for good when the last of them is gone; whoever "
    "restores one of them with this program has the disposal done again."
)
_NOWHERE: Final = mark("No registered backup that exists holds the key any more.")
_BESIDE: Final = mark(
    "Whole copies beside the branch may hold it too: {copies}. Delete those of before the disposal by hand."
)
_PACKS: Final = mark(
    "Archive packs of this case hold the evidence itself and aren't touched by this: {packs}. Papers printed before "
    "aren't either."
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One disposal as it stands on the day of the print; ``living`` are backups as folder/name and their instant."""

    case_no: str
    reason: str
    files: int
    size: int
    disposed_at: datetime
    by: str
    second: str
    living: tuple[tuple[str, datetime], ...]
    beside: tuple[str, ...]
    packs: tuple[str, ...]
    printing: Printing
    pack: str = ""
    """The number of the pack that was disposed of; "" where it was a case's evidence."""
    root_digest: str = ""


def draw_certificate(
    path: Path, facts: CertificateFacts, language: str, *, step: Step | None = None
) -> Drawn:
    """Draw the page in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(TITLE)
    marks = Marks(facts.printing.branch, title, facts.case_no, words.say(mark("Internal")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    flow.title(title, facts.case_no)
    flow.facts(_particulars(words, facts))
    flow.space(6)
    flow.paragraph(words.say(_PACK_DONE if facts.pack else _DONE))
    flow.space(6)
    if not facts.pack:
        _lay_copies(flow, facts)
    flow.space(14)
    signers = (
        Signer(words.say(mark("Disposed of by")), facts.by),
        Signer(words.say(mark("Second person")), facts.second),
    )
    signature_row(flow, signers, height=24 * MM)
    return paper.finish(path, step=step, done=0, total=1)


def _particulars(words: Words, facts: CertificateFacts) -> list[Fact]:
    of_pack = [
        Fact(words.say(mark("Pack no.")), facts.pack, strong=True),
        Fact(words.say(mark("Root digest")), facts.root_digest, wide=True),
    ]
    return [
        *(of_pack if facts.pack else ()),
        Fact(words.say(mark("Case")), facts.case_no, strong=True),
        Fact(words.say(mark("Disposed of on")), words.instant(facts.disposed_at)),
        Fact(words.say(mark("Files")), words.number(facts.files)),
        Fact(words.say(mark("Size")), f"{words.number(-(-facts.size // 1000))} kB"),
        Fact(words.say(mark("Disposed of by")), facts.by),
        Fact(words.say(mark("Second person")), facts.second),
        Fact(words.say(mark("Reason")), facts.reason, wide=True),
    ]


def _lay_copies(flow: Flow, facts: CertificateFacts) -> None:
    words = flow.paper.words
    today = words.date(local_day(facts.printing.printed_at))
    flow.heading(words.say(mark("Where the key still lives on {day}"), day=today))
    if facts.living:
        flow.paragraph(words.say(_LIVES))
        flow.space(3)
        columns = (Column(words.say(mark("Made")), 2), Column(words.say(mark("Backup")), 6))
        flow.table(columns, [(words.instant(made_at), where) for where, made_at in facts.living])
    else:
        flow.paragraph(words.say(_NOWHERE))
    for sentence, named in ((_BESIDE, facts.beside), (_PACKS, facts.packs)):
        if named:
            flow.space(5)
            listed = ("、" if words.is_chinese else ", ").join(named)
            flow.paragraph(words.say(sentence, copies=listed, packs=listed))
