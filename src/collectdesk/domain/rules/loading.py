"""Reads the text of a rule pack and says which file, rule and field is wrong where it can't be loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeVar

from collectdesk.domain.rules.facts import REGISTRY, BadFact, FactValue, nearest, read_fact
from collectdesk.domain.rules.packs import (
    Act,
    Bound,
    Certainty,
    Citation,
    Force,
    Outcome,
    OwnTerm,
    Rule,
    RulePack,
    Wording,
)
from collectdesk.domain.rules.parsing import BadCondition, parse_condition
from collectdesk.domain.rules.remedies import REMEDIES, Param, Remedy

FORMAT: Final = 1
LONGEST_PACK: Final = 2_000_000
_RULE_ID: Final = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")
_PACK_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_PACK_FIELDS: Final = frozenset(
    {"id", "jurisdiction", "version", "effective_from", "effective_to", "title", "adds_to"}
)
_RULE_FIELDS: Final = frozenset({
    "id", "acts", "binds", "condition", "force", "outcome", "citation", "certainty", "sentence", "remedy",
    "note", "effective_from", "effective_to",
})  # fmt: skip
_TERM_FIELDS: Final = frozenset({"code", "years", "months", "days", "alarms", "citation"})
_Code = TypeVar("_Code", bound=Enum)
_Read = TypeVar("_Read")
Table = Mapping[str, object]


class BadPack(Exception):
    """A pack that can't be loaded: file, rule ("" above the rules), field, a stable code and its facts.

    ``others`` holds the further faults of the same file, so that an author sees them all at once.
    """

    def __init__(self, file: str, rule: str, field: str, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(f"{file}: {rule or '-'}: {field}: {code}")
        self.file = file
        self.rule = rule
        self.field = field
        self.code = code
        self.facts = facts
        self.others: tuple[BadPack, ...] = ()


class _Fault(Exception):
    """A fault inside one table, before the file and the rule are known."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.facts = facts


def _only(table: Table, allowed: frozenset[str], inside: str = "") -> None:
    for name in table:
        if name not in allowed:
            raise _Fault(inside + name, "rules.unknown_field", known=", ".join(sorted(allowed)))


def _table(value: object, field: str) -> Table:
    if value is None:
        raise _Fault(field, "rules.missing_field")
    if not isinstance(value, dict):
        raise _Fault(field, "rules.wrong_shape", wanted="table", found=type(value).__name__)
    return value


def _text(value: object, field: str, most: int = 2_000) -> str:
    if value is None:
        raise _Fault(field, "rules.missing_field")
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise _Fault(field, "rules.wrong_shape", wanted="text", found=repr(value)[:60])
    return value.strip()


def _day(value: object, field: str) -> date | None:
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Fault(field, "rules.wrong_shape", wanted="day", found=repr(value)[:60])
    return value


def _wording(value: object, field: str) -> Wording:
    table = _table(value, field)
    _only(table, frozenset({"zh", "en"}), f"{field}.")
    return Wording(_text(table.get("zh"), f"{field}.zh"), _text(table.get("en"), f"{field}.en"))


def _code(kind: type[_Code], value: object, field: str) -> _Code:
    text = _text(value, field)
    try:
        return kind(text)
    except ValueError as error:
        known = ", ".join(str(one.value) for one in kind)
        raise _Fault(field, "rules.unknown_value", value=text, known=known) from error


def _codes(kind: type[_Code], value: object, field: str) -> frozenset[_Code]:
    if value is None:
        raise _Fault(field, "rules.missing_field")
    if not isinstance(value, list) or not value:
        raise _Fault(field, "rules.wrong_shape", wanted="list", found=repr(value)[:60])
    return frozenset(_code(kind, one, field) for one in value)


def _citation(value: object, instruments: Mapping[str, tuple[Wording, date | None]]) -> Citation:
    table = _table(value, "citation")
    _only(table, frozenset({"instrument", "clause", "date"}), "citation.")
    key = _text(table.get("instrument"), "citation.instrument")
    if key not in instruments:
        raise _Fault("citation.instrument", "rules.unknown_value", value=key, known=", ".join(instruments))
    name, dated_on = instruments[key]
    clause = _wording(table.get("clause"), "citation.clause")
    return Citation(name, clause, _day(table.get("date"), "citation.date") or dated_on)


def _remedy(value: object) -> Remedy:
    table = _table(value, "remedy")
    code = _text(table.get("code"), "remedy.code")
    wanted = REMEDIES.get(code)
    if wanted is None:
        raise _Fault("remedy.code", "rules.unknown_value", value=code, known=", ".join(REMEDIES))
    _only(table, wanted | {"code", "makes"}, "remedy.")
    params: list[tuple[str, Param]] = []
    for name in sorted(wanted):
        found = table.get(name)
        if found is None:
            raise _Fault(f"remedy.{name}", "rules.missing_field")
        if not isinstance(found, str | int) or isinstance(found, bool):
            raise _Fault(f"remedy.{name}", "rules.wrong_shape", wanted="text", found=repr(found)[:60])
        params.append((name, found))
    return Remedy(code, tuple(params), _makes(_table(table.get("makes", {}), "remedy.makes")))


def _makes(table: Table) -> tuple[tuple[str, FactValue], ...]:
    made: list[tuple[str, FactValue]] = []
    for name, value in sorted(table.items()):
        field = f"remedy.makes.{name}"
        if name not in REGISTRY:
            raise _Fault(field, "rules.unknown_fact", name=name, nearest=nearest(name))
        try:
            made.append((name, read_fact(REGISTRY[name], value)))
        except BadFact as error:
            raise _Fault(field, error.code, **error.facts) from error
    return tuple(made)


def _rule(table: Table, instruments: Mapping[str, tuple[Wording, date | None]]) -> Rule:
    _only(table, _RULE_FIELDS)
    identity = _text(table.get("id"), "id", 40)
    if not _RULE_ID.fullmatch(identity):
        raise _Fault("id", "rules.wrong_shape", wanted="CN-TIME-02", found=identity)
    text = _text(table.get("condition"), "condition", 100_000)
    try:
        condition = parse_condition(text)
    except BadCondition as error:
        raise _Fault("condition", error.code, **error.facts) from error
    force, outcome = (
        _code(Force, table.get("force"), "force"),
        _code(Outcome, table.get("outcome"), "outcome"),
    )
    if outcome is Outcome.ALLOWED:
        raise _Fault("outcome", "rules.unknown_value", value="allowed", known="refused, needs_reason, hint")
    if force is Force.PRACTICE and outcome is not Outcome.HINT:
        raise _Fault("outcome", "rules.practice_only_hints")
    citation = _citation(table.get("citation"), instruments)
    first, last = _range(table)
    return Rule(
        id=identity,
        acts=_codes(Act, table.get("acts"), "acts"),
        binds=_codes(Bound, table.get("binds"), "binds"),
        condition=condition,
        force=force,
        outcome=outcome,
        certainty=_code(Certainty, table.get("certainty"), "certainty"),
        citation=citation,
        sentence=_wording(table.get("sentence"), "sentence"),
        remedy=_remedy(table.get("remedy")),
        note=_text(table["note"], "note") if "note" in table else "",
        effective_from=first or citation.dated_on,
        effective_to=last,
    )


def _range(table: Table) -> tuple[date | None, date | None]:
    first = _day(table.get("effective_from"), "effective_from")
    last = _day(table.get("effective_to"), "effective_to")
    if first is not None and last is not None and last < first:
        raise _Fault("effective_to", "rules.ends_before_start")
    return first, last


class _Faults:
    """Gathers the faults of one file instead of stopping at the first."""

    def __init__(self, file_name: str) -> None:
        self._file = file_name
        self.found: list[BadPack] = []

    def add(self, rule: str, field: str, code: str, facts: Mapping[str, object]) -> None:
        self.found.append(BadPack(self._file, rule, field, code, facts))

    def guard(self, rule: str, read: Callable[[], _Read]) -> _Read | None:
        try:
            return read()
        except _Fault as fault:
            self.add(rule, fault.field, fault.code, fault.facts)
            return None

    def raise_any(self) -> None:
        if self.found:
            first, *rest = self.found
            first.others = tuple(rest)
            raise first


def _document(text: str, faults: _Faults) -> Table:
    if len(text) > LONGEST_PACK:
        faults.add("", "pack", "rules.too_long", {"length": len(text), "most": LONGEST_PACK})
        faults.raise_any()
    try:
        # an editor on Windows may begin the file with a byte order mark
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.add("", "pack", "rules.not_toml", {"reason": str(error)})
        faults.raise_any()
        raise AssertionError from error  # pragma: no cover - raise_any has raised


def _instruments(document: Table, faults: _Faults) -> dict[str, tuple[Wording, date | None]]:
    def one(key: str, value: object) -> tuple[Wording, date | None]:
        field = f"instruments.{key}"
        table = _table(value, field)
        _only(table, frozenset({"name", "date"}), f"{field}.")
        return _wording(table.get("name"), f"{field}.name"), _day(table.get("date"), f"{field}.date")

    tables = faults.guard("", lambda: _table(document.get("instruments", {}), "instruments")) or {}
    found: dict[str, tuple[Wording, date | None]] = {}
    for key, value in tables.items():
        read = faults.guard("", lambda key=key, value=value: one(key, value))  # type: ignore[misc]
        if read is not None:
            found[key] = read
    return found


def _rules(
    document: Table, instruments: Mapping[str, tuple[Wording, date | None]], faults: _Faults
) -> tuple[Rule, ...]:
    tables = document.get("rule")
    if tables is None and document.get("term"):
        return ()  # a branch may have terms of its own and no rule
    if not isinstance(tables, list) or not tables:
        faults.add("", "rule", "rules.missing_field", {})
        return ()
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables, start=1):
        if not isinstance(table, dict):
            faults.add(
                f"#{number}", "rule", "rules.wrong_shape", {"wanted": "table", "found": type(table).__name__}
            )
            continue
        name = table["id"] if isinstance(table.get("id"), str) else f"#{number}"
        rule = faults.guard(name, lambda table=table: _rule(table, instruments))  # type: ignore[misc]
        if rule is not None and rule.id in rules:
            faults.add(rule.id, "id", "rules.duplicate_id", {"name": rule.id})
        elif rule is not None:
            rules[rule.id] = rule
    return tuple(rules.values())


def _terms(
    document: Table, instruments: Mapping[str, tuple[Wording, date | None]], faults: _Faults
) -> tuple[OwnTerm, ...]:
    """Legal terms of the branch's own; whether they are stricter is asked where the law's are known."""
    tables = document.get("term", [])
    if not isinstance(tables, list):
        faults.add("", "term", "rules.wrong_shape", {"wanted": "list", "found": type(tables).__name__})
        return ()
    terms: dict[str, OwnTerm] = {}
    for number, each in enumerate(tables, start=1):
        name = str(each.get("code", f"#{number}")) if isinstance(each, dict) else f"#{number}"
        term = faults.guard(name, lambda each=each: _term(_table(each, "term"), instruments))  # type: ignore[misc]
        if term is not None and term.code in terms:
            faults.add(name, "code", "rules.duplicate_id", {"name": name})
        elif term is not None:
            terms[term.code] = term
    return tuple(terms.values())


def _term(table: Table, instruments: Mapping[str, tuple[Wording, date | None]]) -> OwnTerm:
    _only(table, _TERM_FIELDS)
    lengths = {name: _count(table[name], name) for name in ("years", "months", "days") if name in table}
    alarms = table.get("alarms", [])
    if not isinstance(alarms, list):
        raise _Fault("alarms", "rules.wrong_shape", wanted="list", found=repr(alarms)[:60])
    counted = tuple(_count(one, "alarms") for one in alarms)
    if list(counted) != sorted(set(counted), reverse=True) or not (lengths or counted):
        raise _Fault("alarms", "rules.wrong_shape", wanted="[30, 7, 1]", found=repr(alarms)[:60])
    return OwnTerm(
        _text(table.get("code"), "code", 40),
        12 * lengths.get("years", 0) + lengths.get("months", 0) if lengths else None,
        lengths.get("days", 0) if lengths else None,
        counted,
        _citation(table.get("citation"), instruments),
    )


def _count(value: object, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:
        raise _Fault(field, "rules.wrong_shape", wanted="number", found=repr(value)[:60])
    return value


def _head(document: Table) -> RulePack:
    _only(document, frozenset({"format", "pack", "instruments", "rule", "term"}))
    if document.get("format") != FORMAT:
        raise _Fault("format", "rules.unknown_value", value=repr(document.get("format")), known=str(FORMAT))
    table = _table(document.get("pack"), "pack")
    _only(table, _PACK_FIELDS, "pack.")
    identity = _text(table.get("id"), "pack.id")
    if not _PACK_ID.fullmatch(identity):
        raise _Fault("pack.id", "rules.wrong_shape", wanted="cn", found=identity)
    first, last = _range(table)
    if first is None:
        raise _Fault("pack.effective_from", "rules.missing_field")
    return RulePack(
        id=identity,
        jurisdiction=_text(table.get("jurisdiction"), "pack.jurisdiction", 20),
        version=_text(table.get("version"), "pack.version", 40),
        effective_from=first,
        effective_to=last,
        title=_wording(table.get("title"), "pack.title"),
        rules=(),
        adds_to=_text(table["adds_to"], "pack.adds_to", 40) if "adds_to" in table else "",
    )


def load_pack(text: str, file_name: str) -> RulePack:
    """Read a pack from the text of its TOML file. Raises BadPack, which carries all other faults."""
    faults = _Faults(file_name)
    document = _document(text, faults)
    head = faults.guard("", lambda: _head(document))
    instruments = _instruments(document, faults)
    rules, terms = _rules(document, instruments, faults), _terms(document, instruments, faults)
    if terms and head is not None and not head.adds_to:
        faults.add("", "term", "rules.terms_of_a_branch", {})
    faults.raise_any()
    assert head is not None
    return RulePack(
        id=head.id,
        jurisdiction=head.jurisdiction,
        version=head.version,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        title=head.title,
        rules=rules,
        adds_to=head.adds_to,
        terms=terms,
    )
