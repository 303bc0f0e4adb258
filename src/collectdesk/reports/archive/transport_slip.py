"""The slip of a transport container: its passphrase, and how the receiver opens and checks what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.archive.pack_slip import grouped
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

_HOW: Final = (
    mark("Send this page another way than the container, never in the same envelope, mail or stick."),
    mark("The receiver compares the container's digest, opens it with any archiver that knows AES (7-Zip, WinRAR, "
         "WinZip, Bandizip) and types the passphrase with its hyphens."),
    mark("Inside lies the pack: python verify.py PACK.zip --fingerprint checks it with the fingerprint of this page."),
    mark("The passphrase is kept nowhere else. Whoever loses this page asks for another container."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TransportFacts:
    """One container. ``sha256`` is the container's digest, ``fingerprint`` that of the pack's key."""

    number: str
    sha256: str
    passphrase: str
    fingerprint: str
    printing: Printing


def print_transport_slip(path: Path, facts: TransportFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the slip in a language (zh_CN, en)."""
    words = for_language(language)
    say = words.say
    title = say(mark("Passphrase of a transport container"))
    marks = Marks(facts.printing.branch, title, facts.number, say(mark("Confidential")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    flow.title(title, facts.number)
    flow.facts((
        Fact(say(mark("Pack no.")), facts.number, strong=True),
        Fact(say(mark("Made")), words.instant(facts.printing.printed_at)),
    ))  # fmt: skip
    flow.space(6)
    for heading, value in (
        (mark("Passphrase"), facts.passphrase),
        (mark("Digest of the container (SHA-256)"), grouped(facts.sha256)),
        (mark("Key fingerprint"), facts.fingerprint),
    ):
        flow.callout(value, heading=say(heading))
        flow.space(3)
    flow.points([say(sentence) for sentence in _HOW])
    flow.space(8)
    signers = (
        Signer(say(mark("Handed over by")), facts.printing.printed_by),
        Signer(say(mark("Taken over by"))),
    )
    signature_row(flow, signers, height=24 * MM)
    return paper.finish(path, step=step, done=0, total=1)
