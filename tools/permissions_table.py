"""Writes docs/permissions.md: every deed and who may do it, from the deeds' own declarations.

Usage: permissions_table.py write | check. The tests hold the committed table against what the desk does.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import collectdesk.desk  # noqa: E402
from collectdesk.desk.pipeline import Change, Deed, Export, Lookup  # noqa: E402
from collectdesk.domain.people.people import ALLOWED, DEPUTABLE, Permission, Role  # noqa: E402
from collectdesk.terms_audit import ACTIONS  # noqa: E402

TABLE: Final = ROOT / "docs" / "permissions.md"
HEAD: Final = """# Who may do what
Made by `tools/permissions_table.py write` from the deeds themselves; a test tries every deed as every role and
holds this page to it.

- ✓ by the role · D also as a named deputy, on the days of the deputyship · 2 only beside a second person, who
  gives their own password
- Four eyes: refused for one's own work, also through a deputy of one's own
- Signed: asks for the password again and is kept with a personal signature

| Deed | Does | Permission | Clerk | Supervisor | Administrator | Auditor | Unattended | Four eyes | Signed |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def deeds() -> list[type[Deed[Any]]]:
    """Every deed of the desk, by module and name."""
    for module in pkgutil.walk_packages(collectdesk.desk.__path__, "collectdesk.desk."):
        importlib.import_module(module.name)
    found, waiting = set[type[Deed[Any]]](), list[type[Deed[Any]]](Deed.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        here = getattr(sys.modules[kind.__module__], kind.__name__, None) is kind
        if here and kind not in (Change, Lookup, Export) and kind.__module__.startswith("collectdesk."):
            found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def mark_of(kind: type[Deed[Any]], role: Role) -> str:
    """What stands in a role's column."""
    by_role = kind.needs in ALLOWED[role]
    named = kind.needs in DEPUTABLE or kind.needs is Permission.READ_INBOX
    as_deputy = named and role is Role.CLERK
    asks_for_two = kind.two_persons or (kind.needs is Permission.NAME_DEPUTY and is_named(kind, "second"))
    for_two = asks_for_two and (kind.two_persons or role is not Role.SUPERVISOR)
    return ("✓" if by_role else "D" if as_deputy else "") + ("2" if by_role and for_two else "")


def is_named(kind: type[Deed[Any]], field: str) -> bool:
    """Whether a deed has a field."""
    return dataclasses.is_dataclass(kind) and any(each.name == field for each in dataclasses.fields(kind))


def is_signed(kind: type[Deed[Any]]) -> bool:
    """Whether the deed is signed, always or for one of its verdicts."""
    return kind.signed_subject is not Deed.signed_subject


def table() -> str:
    """The whole page."""
    lines = []
    for kind in deeds():
        room = kind.__module__.rsplit(".", 1)[-1]
        marks = " | ".join(mark_of(kind, role) for role in Role)
        eyes, signed = "✓" if kind.four_eyes else "", "✓" if is_signed(kind) else ""
        lines.append(
            f"| `{room}.{kind.__name__}` | {ACTIONS[kind.action]} | {kind.needs.value} | {marks} | {eyes} | {signed} |"
        )
    return HEAD + "\n".join(lines) + "\n"


def main(what: str) -> int:
    if what == "write":
        TABLE.write_text(table(), "utf-8")
        return 0
    return 0 if TABLE.read_text("utf-8") == table() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
