"""A case file in which people can't be told any more: for training, or for a lawyer who needs the customer only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.archive.case_gathering import case_facts
from collectdesk.desk.pipeline import Export
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.customers import identity
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Redaction
from collectdesk.reports.archive.case_in_words import print_case_file
from collectdesk.reports.archive.redaction_words import pseudonym, remark_of, withheld
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, parties
from collectdesk.store.results import packs
from collectdesk.store.trail import audit

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.archive.case_in_words import CaseFacts
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.results.packs import KeptPack
    from collectdesk.store.work import View, Work

_GONE: Final = frozenset({"address", "reach", "waybill", "login", "account_officer", "reference"})
"""Fields that tell a person, a place or a way to reach somebody, whoever reads."""
_GONE_IN_TRAINING: Final = frozenset(
    {
        "customer_no",
        "contract",
        "account",
        "number",
        "letter_no",
        "case_no",
        "visit_no",
        "identity_no",
        "staff_no",
    }
)
_CODES: Final = frozenset({"code", "sha256", "rule_id", "pack", "act", "outcome", "reason", "kind", "state"})
"""Fields that hold codes and digests: nothing in them is written by hand."""


@dataclass(slots=True)
class Redacted:
    """A redacted case file on its way to paper."""

    facts: CaseFacts
    kept: KeptPack
    hidden: Mapping[str, str]
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintRedacted(Export[Printed, Redacted]):
    """Print the case file of a pack with people made unreadable, as far as the reader needs it.

    Photos, scans and recordings stay out. A name that stands in free text only, and in no field of the file, can't be
    known: the copy is read by a person before it is handed on, and its cover says so.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "pack.redacted"

    target: Path
    number: str
    reader: Redaction
    language: str = "zh_CN"

    def gather(self, view: View) -> Redacted:
        kept = packs.numbered(view, self.number)
        if kept is None:
            raise Refused("pack.unknown", number=self.number)
        return Redacted(
            case_facts(view, kept.case_id, [], audit.head(view)), kept, _people(view, kept, self.reader)
        )

    def draw(self, gathered: Redacted, partial: Path, progress: Progress) -> None:
        hidden = {name: pseudonym(self.language, code) for name, code in gathered.hidden.items()}
        told = redacted(gathered.facts, hidden, self.reader, withheld(self.language))
        told = replace(told, remark=remark_of(self.language, self.reader, gathered.kept.number))
        gathered.drawn = print_case_file(partial, told, self.language, progress.step)

    def settle(self, work: Work, gathered: Redacted, partial: Path) -> Printed:
        drawn = gathered.drawn
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(pack=gathered.kept.id, reader=self.reader.value, sha256=digest)
        return Printed(self.target, drawn.pages, 1, self.number, digest, drawn.missing_glyphs)


def redacted(facts: CaseFacts, hidden: Mapping[str, str], reader: Redaction, instead: str) -> CaseFacts:
    """The same facts without the people of ``hidden`` (name to what stands for it), places, numbers and pictures."""
    gone = _GONE | (_GONE_IN_TRAINING if reader is Redaction.TRAINING else frozenset())
    names = dict(sorted(hidden.items(), key=lambda pair: -len(pair[0])))
    records = tuple(
        replace(each, code="REDACTED", evidence=tuple(_unseen(one) for one in each.evidence))
        for each in facts.records
    )
    bare = replace(
        facts,
        points=tuple(replace(each, value=instead) for each in facts.points),
        records=records,
        originals=tuple(replace(each, name=instead) for each in facts.originals),
        trail=(),
    )
    walked: CaseFacts = _walked(bare, names, gone, instead)
    return replace(walked, printing=facts.printing)


def _unseen(one: Any) -> Any:
    ending = f".{one.name.rpartition('.')[2]}" if "." in one.name else ""
    return replace(one, content=None, picture=None, name=f"*{ending}")


def _walked(value: Any, names: Mapping[str, str], gone: frozenset[str], instead: str) -> Any:
    if isinstance(value, str):
        return _without(value, names)
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(_walked(each, names, gone, instead) for each in value)
    if isinstance(value, Mapping):
        return {key: _walked(each, names, gone, instead) for key, each in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for each in fields(value):
        before = getattr(value, each.name)
        if not each.init or each.name in _CODES or not before:
            continue
        after = (
            instead
            if each.name in gone and isinstance(before, str)
            else _walked(before, names, gone, instead)
        )
        if after is not before:
            changed[each.name] = after
    return replace(value, **changed) if changed else value


def _without(text: str, names: Mapping[str, str]) -> str:
    for name, instead in names.items():
        text = text.replace(name, instead)
    return identity.mask_text(text)


def _people(view: View, kept: KeptPack, reader: Redaction) -> dict[str, str]:
    """Every name that the file knows besides the branch's staff, to the code of what stands for it."""
    case = cases.case(view, kept.case_id)
    who = customers.customer(view, case.customer_id)
    found = {one.name: f"other {at}" for at, one in enumerate(parties.parties(view, who.id), 1)}
    met = {one.party for one in customers.points(view, who.id) if one.party}
    for name in sorted(met - {*found, who.name}):
        found[name] = f"other {len(found) + 1}"
    if reader is Redaction.TRAINING:
        found[who.name] = "customer"
    else:
        found.pop(who.name, None)
    return {name: code for name, code in found.items() if len(name) > 1}
