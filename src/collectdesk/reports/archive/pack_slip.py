"""The slip of an archive pack: number, root digest and key fingerprint with a code, for paper file and register.

A digest can't stand inside what it digests: this page is what a pack is held against years later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_HOW: Final = (
    mark("Keep one copy in the paper file of this case and one in the register, apart from the computer."),
    mark(
        "To check the pack years later: python verify.py PACK.zip --fingerprint, with the fingerprint typed from "
        "this page. Any BagIt validator checks the files as well."
    ),
    mark(
        "verify.py lies in the pack, so a forger could have replaced it too: compare the root digest it shows with "
        "this page, or take the program from another, trusted pack."
    ),
)


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """One pack of the register. Digests are hex; ``fingerprint`` is in groups of four."""

    number: str
    case_no: str
    built_on: date
    built_by: str
    files: int
    size: int
    root_digest: str
    seal_digest: str
    fingerprint: str
    printing: Printing
    certificate: str = ""
    """Of signed PDFs; empty while the branch has none."""


def payload_of(facts: SlipFacts) -> str:
    """What the code holds: the pack's number, the first 32 digits of the root, the fingerprint."""
    return f"CDP1:{facts.number}:{facts.root_digest[:32]}:{facts.fingerprint.replace(' ', '')[:32]}".upper()


def print_slip(path: Path, facts: SlipFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the slip in a language (zh_CN, en)."""
    words = for_language(language)
    say = words.say
    title = say(mark("Slip of an archive pack"))
    paper = Paper(
        words, facts.printing, Marks(facts.printing.branch, title, facts.number, say(mark("Internal")))
    )
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    lowest = draw_code(paper, payload_of(facts), RIGHT, TOP)
    flow.title(title, f"{facts.number}   {facts.case_no}", room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 4
    flow.facts((
        Fact(say(mark("Pack no.")), facts.number, strong=True),
        Fact(say(mark("Case")), facts.case_no, strong=True),
        Fact(say(mark("Built")), words.date(facts.built_on)),
        Fact(say(mark("Built by")), facts.built_by),
        Fact(say(mark("Files")), words.number(facts.files)),
        Fact(say(mark("Size")), f"{words.number(-(-facts.size // 1000))} kB"),
    ))  # fmt: skip
    flow.space(6)
    for heading, digest in (
        (mark("Root digest (SHA-256)"), grouped(facts.root_digest)),
        (mark("Key fingerprint"), facts.fingerprint),
        (mark("Digest of the seal (SHA-256), which the next pack carries"), grouped(facts.seal_digest)),
    ):
        flow.callout(digest, heading=say(heading))
        flow.space(3)
    if facts.certificate:
        flow.callout(
            facts.certificate, heading=say(mark("Certificate of the branch's signed PDFs (SHA-256)"))
        )
        flow.space(3)
    flow.points([say(sentence) for sentence in _HOW])
    flow.space(8)
    signature_row(
        flow,
        (Signer(say(mark("Archive officer")), facts.built_by), Signer(say(mark("Checked by")))),
        height=24 * MM,
    )
    return paper.finish(path, step=step, done=0, total=1)


def grouped(digest: str) -> str:
    """Eight digits a group, so that a person can compare and type them."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
