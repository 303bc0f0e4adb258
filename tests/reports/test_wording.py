"""Every sentence of this room has its Chinese, with the same placeholders."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import collectdesk.reports

ROOM = Path(collectdesk.reports.__file__).parent


def sentences() -> set[str]:
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in {"say", "mark", "plural"} and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def test_every_sentence_is_in_the_catalogue(catalogue: Any) -> None:
    translated = {
        message.id[0] if message.pluralizable else message.id for message in catalogue if message.string
    }
    assert sentences() - translated == set()


def test_placeholders_are_the_same_in_both_languages(catalogue: Any) -> None:
    for message in catalogue:
        if not message.id:
            continue
        english = message.id[1] if message.pluralizable else message.id
        chinese = message.string[0] if message.pluralizable else message.string
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese)), english
