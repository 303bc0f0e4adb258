"""The branch scored and its own scorecard on the command line: nothing is written, a bad file is named by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.rules.own_texts import OwnKind, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Terminal

CARD, _ = shipped(OwnKind.SCORECARD)


def test_the_branch_is_scored_and_an_own_card_is_tried_or_named_by_file_line_and_field(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.take_the_morning()
    scored = terminal.json("score")
    assert len(scored["cases"]) > 5
    assert scored["card"] == "cn-expert-1"
    own = tmp_path / "own.toml"
    own.write_text(CARD.replace('id = "cn-expert-1"', 'id = "yunling"', 1), "utf-8")
    tried = terminal.json("own-card", "try", "--file", own)
    assert (tried["id"], tried["changed"]) == ("yunling", 0)
    own.write_text(CARD.replace("points = 40,", "points = 400,", 1), "utf-8")
    said = terminal("own-card", "try", "--file", own)
    line = next(at for at, said in enumerate(CARD.splitlines(), 1) if "points = 40," in said)
    assert said.code != 0
    for part in ("own.toml", str(line), "points"):
        assert part in said.err
    shown = terminal("own-card", "show")
    assert "cn-expert-1" in shown.out
