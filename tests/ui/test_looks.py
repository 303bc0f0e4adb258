"""The looks: every text can be read, no key means two things, icons exist, settings survive damage."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence

from collectdesk import resources
from collectdesk.ui.actions import ACTIONS, Act, action_of
from collectdesk.ui.machine import Machine
from collectdesk.ui.pages import PAGES
from collectdesk.ui.theme import Density, Look, glyph, theme
from collectdesk.ui.tokens import DARK, LIGHT, SHAPE_ON, TEXT_ON, Tokens, Tone, contrast
from helpers.tree import called, python_files, tree_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TEXT_AA, SHAPE_AA = 4.5, 3.0
ICON_CALLS = {
    "button": "icon",
    "set_glyph": "",
    "glyph": "",
    "Action": "icon",
    "Event": "icon",
    "Hit": "icon",
}


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the known near miss


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_ON, ids="-on-".join)
def test_every_text_can_be_read_on_its_background(colours: Tokens, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= TEXT_AA


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", SHAPE_ON, ids="-on-".join)
def test_every_shape_with_a_meaning_can_be_seen(colours: Tokens, pair: tuple[str, str]) -> None:
    assert contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) >= SHAPE_AA


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_its_colours(tone: Tone) -> None:
    assert LIGHT.of(tone).startswith("#")
    assert DARK.wash(tone).startswith("#")


def test_no_key_means_two_things() -> None:
    keys = [QKeySequence(action.shortcut).toString() for action in ACTIONS if action.shortcut]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_actions_are_known_by_one_id_and_every_shell_act_has_a_line() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert [action_of(act.value).id for act in Act] == [act.value for act in Act]
    with pytest.raises(KeyError):
        action_of("page.nowhere")


def test_the_pages_stand_on_alt_and_a_key_of_the_figures_row() -> None:
    keys = [page.shortcut for page in PAGES if page.id != "imports"]  # files are brought in by Ctrl+I
    row = ["Alt+-", *(f"Alt+{number}" for number in range(10))]
    assert sorted(keys) == row, "every page has a key of its own, the eleventh beside the nought"


def test_every_icon_named_in_the_window_is_shipped() -> None:
    named = {page.icon for page in PAGES} | {action.icon for action in ACTIONS if action.icon}
    for path in python_files("src/collectdesk/ui"):
        named |= {
            name for call in ast.walk(tree_of(path)) if isinstance(call, ast.Call) for name in _icons(call)
        }
    lacking = sorted(name for name in named if not (resources.folder() / "icons" / f"{name}.svg").is_file())
    assert not lacking


def _icons(call: ast.Call) -> list[str]:
    keyword = ICON_CALLS.get(called(call))
    if keyword is None:
        return []
    found = [each.value for each in call.keywords if each.arg == keyword and keyword]
    if called(call) == "set_glyph":
        found += call.args[1:2]
    if called(call) == "glyph":
        found += call.args[:1]
    return [str(each.value) for each in found if isinstance(each, ast.Constant) and each.value]


def test_a_lacking_icon_leaves_a_gap_and_no_crash(qtbot: QtBot) -> None:
    assert glyph("no-such-icon", "#000000").width() > 0


def test_unknown_system_colours_mean_light_and_a_switch_is_told(qtbot: QtBot) -> None:
    told: list[bool] = []

    def hear() -> None:
        told.append(theme().tokens.dark)

    theme().changed.connect(hear)
    theme().use(Look.SYSTEM)
    theme().use(Look.DARK)
    theme().use(density=Density.DENSE)
    theme().changed.disconnect(hear)
    assert told == [False, True, True]
    assert theme().row_height == 26


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "look = ",
        "language = 5\nlook = 'pink'\ndensity = 'airy'\nletters = 400\nis_still = 'so'",
        "\x00\x01",
    ],
)
def test_damaged_settings_fall_to_the_defaults(tmp_path: Path, damage: str) -> None:
    (tmp_path / "window.toml").write_text(damage, encoding="utf-8")
    assert Machine.load(tmp_path) == Machine(tmp_path)


def test_settings_come_back_as_they_were_left(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there yet"
    left = Machine(folder).with_(
        language="en",
        look=Look.DARK,
        density=Density.DENSE,
        letters=115,
        is_still=True,
        last_branch='D:\\支行 "7"',
    )
    assert Machine.load(folder) == left


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    Machine(in_the_way / "settings").save()
