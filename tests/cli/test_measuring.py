"""The figures of one officer's visits, asked for by name on the command line."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

import pytest

from collectdesk.cli.measuring import show_effect
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.results.measures import ShowMeasures
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import ALL, Span
from collectdesk.words import ENGLISH, Words
from helpers.branches import small_branch

if TYPE_CHECKING:
    from pathlib import Path


def test_an_officer_is_chosen_by_name_and_one_that_nobody_has_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = small_branch(tmp_path / "branch")
    branch.sign(branch.recorded_visit())
    session = Session(branch.desk, branch.actors["supervisor"], signer=branch.signer("supervisor"))
    saying = Saying(Words(ENGLISH), as_json=True)

    def asked(team: str) -> Namespace:
        return Namespace(
            span="month", as_of=None, product="", area="", reason="", team=team, xlsx=None, pdf=None
        )

    with pytest.raises(Refused) as error:
        show_effect(session, asked("nobody of that name"), saying)
    assert error.value.code == "option.which_one"
    capsys.readouterr()
    told = []
    for _staff, name in branch.supervisor(ShowMeasures(Span.MONTH, None, ALL)).choices.teams:
        assert show_effect(session, asked(name), saying) == DONE
        told.append(capsys.readouterr().out)
    assert len(set(told)) > 1, "whose visits they are makes a difference"
    branch.close()
