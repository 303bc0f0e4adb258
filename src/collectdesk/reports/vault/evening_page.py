"""The evening page: what was done since the last one, and the trail's root as digits and code, to be signed and kept.

It is the anchor that no computer can reach: whoever rewrites the trail would have to rewrite the binder too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.vault.trail import Root
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms_audit import HONEST, action_words
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

EVENING_PAGE_VERSION: Final = 1
_HOW: Final = (
    mark("Sign, and keep this page in the binder, out of reach of whoever keeps the computer."),
    mark(
        "To check later: Settings, Audit trail, “Against paper”; type the entry number and the 32 digits, or scan "
        "the code."
    ),
    mark(
        "Green: everything up to that entry stands as it stood this evening. Red: the program says where it breaks."
    ),
)


@dataclass(frozen=True, slots=True)
class EveningFacts:
    """One closed day. ``counts`` is audit code → how often since ``before``, the page before this one."""

    day: date
    root: Root
    entries: int
    counts: Mapping[str, int]
    before: Root | None
    before_on: date | None
    printing: Printing


def print_evening_page(path: Path, facts: EveningFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the page in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Evening page"))
    marks = Marks(facts.printing.branch, title, words.date(facts.day), words.say(mark("Internal")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    lowest = draw_code(paper, facts.root.payload, RIGHT, TOP)
    flow.title(title, words.long_date(facts.day), room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 4
    _lay_root(flow, facts)
    _lay_counts(flow, facts)
    flow.space(8)
    signers = (
        Signer(words.say(mark("Closed by")), facts.printing.printed_by),
        Signer(words.say(mark("Witness")), ""),
    )
    signature_row(flow, signers, height=24 * MM)
    return paper.finish(path, step=step, done=0, total=1)


def _lay_root(flow: Flow, facts: EveningFacts) -> None:
    words = flow.paper.words
    flow.heading(words.say(mark("Root of the audit trail")))
    flow.glance((
        Fact(words.say(mark("Entry")), words.number(facts.root.seq)),
        Fact(words.say(mark("Since the page before")), words.number(facts.entries)),
    ))  # fmt: skip
    flow.space(6)
    flow.callout(facts.root.grouped, heading=words.say(mark("Root: 32 digits")))
    flow.space(4)
    if facts.before is not None and facts.before_on is not None:
        said = words.say(
            mark("Follows the page of {day}: entry {seq}, root {root}."),
            day=words.date(facts.before_on), seq=words.number(facts.before.seq), root=facts.before.grouped,
        )  # fmt: skip
        flow.paragraph(said)
    else:
        flow.paragraph(words.say(mark("This is the branch's first evening page.")))
    flow.space(4)
    flow.points([words.say(sentence) for sentence in _HOW])
    flow.space(4)
    flow.paragraph(words.say(HONEST))


def _lay_counts(flow: Flow, facts: EveningFacts) -> None:
    words = flow.paper.words
    flow.heading(words.say(mark("What the trail holds since the page before")))
    told = sorted(facts.counts.items(), key=lambda one: (-one[1], one[0]))
    columns = (Column(words.say(mark("What")), 6), Column(words.say(mark("Times")), 1, "right"))
    flow.table(columns, [(action_words(words, action), words.number(count)) for action, count in told])
