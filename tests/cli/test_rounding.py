"""A team's day on the command line: each step in its turn, and who isn't there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.test_visit import CUSTOMER, TEAM

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Said, Terminal

DAY = "2026-03-18"


def refuses(said: Said, word: str) -> bool:
    """Whether the command was refused with a sentence that names this."""
    return said.code != 0 and word in said.err


def test_a_teams_day_goes_from_the_recheck_to_the_account_step_by_step(
    terminal: Terminal, tmp_path: Path
) -> None:
    (line,) = terminal.json("customers", CUSTOMER)
    case_no = str(line["case_no"])
    terminal.json("contact", case_no, "--reached", "debtor", "--outcome", "refused")
    terminal.json("assess", case_no)
    terminal.json("request", case_no)
    terminal.json("decide", case_no, "approve", login="supervisor")
    away = terminal("leave", "C01", "--since", DAY, "--kind", "sick", login="supervisor")
    assert away.code == 0
    stopped = terminal("plan", case_no, "--at", f"{DAY}T15:00", *TEAM)
    assert refuses(stopped, "away until")
    assert terminal("leave", "C01", "--back", login="supervisor").code == 0
    visit_no = str(terminal.json("plan", case_no, "--at", f"{DAY}T15:00", *TEAM)["number"])
    assert visit_no in "".join(terminal.json("notify", visit_no, "--text")["lines"])
    assert terminal.json("notify", visit_no)["became"] == "stays"
    (today, *_rest) = terminal.json("diary", "--since", DAY, "--days", "7")
    assert [entry["number"] for entry in today["entries"]] == [visit_no]
    own = ("--band", "5:1400:20", "--band", "500:1200:50", "--source", "measured")
    assert terminal("roads", *own).code != 0
    assert terminal.json("roads", *own, login="supervisor")["bands"][0]["km_per_hour"] == 20
    assert terminal.json("certificate", "C01") == []
    of = ("--officer", "C01")
    assert refuses(terminal("round", DAY, "recheck", "--officer", "C99"), "C99")
    assert "Nothing fell away" in terminal("round", DAY, "recheck", *of).out
    unprinted = terminal("round", DAY, "release", *of, login="supervisor")
    assert refuses(unprinted, visit_no)
    terminal.json("kit", visit_no, "--out", tmp_path / "kit.pdf", login="supervisor")
    early = terminal("round", DAY, "out", *of)
    assert refuses(early, "released")
    assert terminal.json("round", DAY, "release", *of, login="supervisor")["stage"] == "released"
    assert terminal.json("round", DAY, "out", *of)["stage"] == "out"
    assert refuses(terminal("round", DAY, "close", *of), "still out")
    assert visit_no in terminal("round", DAY, "called", *of, "--visit", visit_no).out
    assert terminal.json("round", DAY, "back", *of)["stage"] == "back"
    lost = terminal("round", DAY, "pages", *of, "--page", f"{visit_no}=lost:雨中丢失")
    assert refuses(lost, "supervisor")
    told = ("--page", f"{visit_no}=unused", "--page", "cover=returned")
    assert {page["fate"] for page in terminal.json("round", DAY, "pages", *of, *told)["pages"]} == {
        "unused", "returned"
    }  # fmt: skip
    closed = terminal.json("round", DAY, "close", *of, "--km", "12.5")
    assert (closed["stage"], closed["metres"]) == ("closed", 12_500)
    assert [team["stage"] for team in terminal.json("round", DAY)] == ["closed"]
