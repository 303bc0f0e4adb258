"""One Chinese word for each thing, in the window, on paper, in the rules and on the command line: the glossary's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from helpers.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BANNED: Final[dict[str, str]] = {
    "外访(?!申请|材料包)": "上门、上门核实（只有“外访申请”“外访材料包”是固定名称）",
    "任务包|外访材料(?!包)|外访资料": "外访材料包",
    "上门申请": "外访申请",
    "走访|家访|拜访|登门": "上门核实",
    "排期": "排程",
    "分期计划": "分期方案",
    "暂停催收|冻结催收": "停催",
    "催收信|催告函": "催收函",
    "归档文件包|档案包": "归档包",
}
"""A variant that crept in once, or that the law's texts and other banks use, and the word that stands for it here."""

ROOMS: Final = ("resources/locale/zh_CN/*.po", "resources/rules/**/*.toml")


def variants(text: str) -> list[str]:
    """Which banned variants stand in a text."""
    return [found[0] for banned in BANNED for found in re.finditer(banned, text)]


def spoken(path: Path) -> list[tuple[int, str]]:
    """The lines that people read in Chinese: translations, and the rules' own sentences."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(at, line) for at, line in enumerate(lines, 1) if not line.startswith(("#", "msgid"))]


@pytest.mark.parametrize("text", ["外访人员", "外访任务包", "打印外访材料", "提交上门申请", "可以排期了"])
def test_a_variant_is_noticed(text: str) -> None:
    assert variants(text)


@pytest.mark.parametrize("text", ["外访申请", "外访材料包", "上门核实记录", "停催", "已排程"])
def test_the_glossarys_word_is_let_through(text: str) -> None:
    assert not variants(text)


def test_every_thing_has_one_chinese_word() -> None:
    paths = [path for room in ROOMS for path in sorted(ROOT.glob(room))]
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{at} {word}"
        for path in paths
        for at, line in spoken(path)
        for word in variants(line)
    ]
    assert not found, "\n".join(found)
