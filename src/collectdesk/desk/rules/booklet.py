"""Printing the rule booklet: the branch's rules in force on a day, as a PDF with its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.pipeline import Export
from collectdesk.desk.rules.legal_terms import terms_by
from collectdesk.desk.rules.rulebook import rules_of
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.book import BoundPack, RuleBook
from collectdesk.reports.vault.rule_booklet import BookletFacts, print_booklet
from collectdesk.store.people.people import account_names
from collectdesk.store.rules import DEFAULT_JURISDICTION

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class BookletPrinted:
    """A finished booklet; ``digest`` is that of the rules in it, ``sha256`` that of the file."""

    path: Path
    day: date
    rules: int
    digest: str
    sha256: str


def booklet_facts(
    packs: tuple[BoundPack, ...], day: date, jurisdiction: str, printing: Printing, names: dict[str, str]
) -> BookletFacts:
    """What the booklet shows of these packs."""
    terms = tuple(terms_by(packs).terms.values()) if jurisdiction == DEFAULT_JURISDICTION else ()
    return BookletFacts(day, jurisdiction, packs, RuleBook(packs).digest, printing, names, terms)


def booklet_printed(facts: BookletFacts, target: Path, file: Path) -> BookletPrinted:
    """What came of it; ``file`` is where it lies now."""
    count = sum(rule.is_in_force(facts.day) for one in facts.packs for rule in one.pack.rules)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return BookletPrinted(target, facts.day, count, facts.digest, sha256)


@dataclass(frozen=True, slots=True)
class PrintBooklet(Export[BookletPrinted, BookletFacts]):
    """Print the rules in force on a day (default today)."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "rules.booklet_printed"

    target: Path
    language: str
    day: date | None = None

    def gather(self, view: View) -> BookletFacts:
        found, day = rules_of(view), self.day or view.today
        names = {str(one): name for one, name in account_names(view).items()}
        return booklet_facts(found.in_force(day), day, found.jurisdiction, printing_of(view), names)

    def draw(self, gathered: BookletFacts, partial: Path, progress: Progress) -> None:
        print_booklet(partial, gathered, self.language, step=progress.step)

    def settle(self, work: Work, gathered: BookletFacts, partial: Path) -> BookletPrinted:
        printed = booklet_printed(gathered, self.target, partial)
        work.note(digest=printed.digest, rules=printed.rules, sha256=printed.sha256)
        return printed
