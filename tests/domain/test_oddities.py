"""What a record makes one ask about: times that can't both be right, a talk of a minute, a story told twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from collectdesk.domain.paper.oddities import Odd, OtherRecord, Photo, likeness, oddities, photo_oddities
from collectdesk.domain.paper.records import (
    Attitude,
    Entry,
    Findings,
    Identity,
    Met,
    OverdueReason,
    Recording,
    VisitOutcome,
)

TEN = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
STORY = "店铺二月起停业装修，三月已复业，每月可还一千五百元，愿意分期。"


def minutes(number: int) -> datetime:
    return TEN + timedelta(minutes=number)


def found(**changes: Any) -> Findings:
    said: dict[str, Any] = {
        "arrived_at": TEN, "left_at": minutes(30), "met": Met.BORROWER, "met_name": "",
        "identity": Identity.DOCUMENT_SEEN, "identification_shown": True, "purpose_stated": True,
        "entry": Entry.CONSENTED, "recording": Recording.ON, "overdue_reasons": (OverdueReason.ILLNESS,),
        "income": (), "income_note": "", "family": (), "family_note": "", "attitude": Attitude.COOPERATIVE,
        "outcome": VisitOutcome.WANTS_PLAN, "narrative": STORY,
    }  # fmt: skip
    return Findings(**{**said, **changes})


def other(**changes: Any) -> OtherRecord:
    said: dict[str, Any] = {
        "visit_no": "WF-2", "same_team": True, "same_typist": True, "arrived_at": minutes(60), "left_at": minutes(90),
        "narrative": "见到本人，称失业在家，母亲代为还款，约定周五到网点商谈。", "recorded_at": minutes(200),
    }  # fmt: skip
    return OtherRecord(**{**said, **changes})


@pytest.mark.parametrize(
    ("changes", "beside", "asked"),
    [
        ({}, {}, []),
        ({}, {"arrived_at": minutes(20)}, [Odd.OVERLAPS]),
        ({}, {"arrived_at": minutes(30)}, []),
        ({}, {"arrived_at": TEN, "left_at": minutes(30)}, [Odd.SAME_TIMES]),
        ({}, {"arrived_at": TEN, "left_at": minutes(30), "same_team": False}, []),
        ({}, {"recorded_at": minutes(299)}, [Odd.TYPED_FAST]),
        ({}, {"recorded_at": minutes(299), "same_typist": False}, []),
        ({"left_at": minutes(2)}, {}, [Odd.SHORT_TALK]),
        ({"left_at": minutes(2), "met": Met.NOBODY}, {}, []),
        ({}, {"narrative": STORY.replace("一千五百", "一千六百")}, [Odd.SAME_NARRATIVE]),
        ({"narrative": "无人在家"}, {"narrative": "无人在家"}, []),
    ],
)
def test_facts_that_hardly_go_together_are_asked_about(
    changes: dict[str, Any], beside: dict[str, Any], asked: list[Odd]
) -> None:
    assert [one.kind for one in oddities(found(**changes), [other(**beside)], minutes(300))] == asked


def test_a_photo_of_another_visit_or_day_is_asked_about_and_one_without_a_time_is_not() -> None:
    fresh = Photo("a.jpg", "", "00ff00ff00ff00ff", TEN)
    sent = Photo("wechat.jpg", "", "ffff0000ffff0000")
    late = Photo("b.jpg", "", "", TEN - timedelta(days=1))
    assert photo_oddities([fresh, sent], [], date(2026, 3, 18)) == ()
    [asked] = photo_oddities([late], [], date(2026, 3, 18))
    assert (asked.kind, asked.day) == (Odd.PHOTO_OTHER_DAY, date(2026, 3, 17))
    twin = Photo("door.jpg", "WF-9", "00ff00ff00ff01ff")
    [asked] = photo_oddities([fresh, sent], [twin, Photo("x", "WF-8", "0123456789abcdef")], date(2026, 3, 18))
    assert (asked.kind, asked.visit_no, asked.file) == (Odd.PHOTO_REUSED, "WF-9", "a.jpg")


def test_likeness_is_one_for_the_same_story_and_low_for_another() -> None:
    assert likeness(STORY, STORY) == 1
    assert likeness(STORY, other().narrative) < 0.2
    assert likeness("", STORY) == 0
