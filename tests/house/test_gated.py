"""Every road to a planned act leads through the gate: what writes one asks the rules in the same deed."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from helpers.tree import SOURCE, python_files, tree_of

PLANS = dict.fromkeys(
    ("add_visit", "move_visit", "replan_visit", "add_arrangement", "add_notice"), "require_lawful"
)
"""What writes a plan, and what has to be asked beside it."""
HAPPENED = {"add_contact": "mark_breaches", "add_record": "mark_breaches"}
"""What writes something that happened: never refused, always looked at."""


def _called(node: ast.AST) -> set[str]:
    return {
        one.func.attr if isinstance(one.func, ast.Attribute) else one.func.id
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, (ast.Attribute, ast.Name))
    }


@cache
def _callers() -> list[tuple[str, set[str]]]:
    """Everything outside the store, and what it calls."""
    return [
        (f"{path.relative_to(SOURCE).as_posix()}:{getattr(node, 'name', '')}", _called(node))
        for path in python_files("src")
        if path.relative_to(SOURCE).parts[0] != "store"
        for node in tree_of(path).body
    ]


def _writers(name: str) -> list[tuple[str, set[str]]]:
    """Everything outside the store that calls a writer: where, and what else it calls."""
    return [(where, called) for where, called in _callers() if name in called]


@pytest.mark.parametrize(("writer", "asked"), [*PLANS.items(), *HAPPENED.items()])
def test_what_is_written_has_passed_the_rules_in_the_same_deed(writer: str, asked: str) -> None:
    found = _writers(writer)
    assert found, f"nobody calls {writer} any more"
    for where, called in found:
        assert where.startswith("desk/"), f"{where} writes past the desk"
        assert asked in called, f"{where} calls {writer} without {asked}"


def test_telling_somebody_of_a_debt_is_judged_when_it_is_planned_and_when_it_is_done() -> None:
    asked = {
        node.name: _called(node)
        for node in tree_of(SOURCE / "desk/contact/disclosing.py").body
        if isinstance(node, ast.ClassDef)
    }
    assert "require_lawful" in asked["PlanDisclosure"]
    assert "require_lawful" in asked["CarryOutDisclosure"]
    assert "mark_breaches" in asked["NoteDisclosure"]


def test_evidence_is_disposed_of_only_where_the_rules_on_keeping_let_it() -> None:
    disposing = tree_of(SOURCE / "desk/paper/disposing.py").body
    (deed,) = (node for node in disposing if isinstance(node, ast.ClassDef) and "dispose" in _called(node))
    assert "require_lawful" in _called(deed)


def test_a_kit_is_judged_again_before_it_is_printed() -> None:
    gathering = tree_of(SOURCE / "desk/visits/kit_gathering.py")
    printing = tree_of(SOURCE / "desk/visits/printing.py")
    assert "judge_act" in _called(gathering)
    assert {"RuleBroken", "ReasonNeeded"} <= _called(gathering) | _called(printing)


def test_the_packs_are_asked_through_the_branchs_own_book_only() -> None:
    """A deed that read the shipped packs alone would miss the branch's stricter rules."""
    shipped = [
        path.name for path in sorted((SOURCE / "desk").rglob("*.py")) if "rulebook" in _called(tree_of(path))
    ]
    assert shipped == ["rulebook.py"]
