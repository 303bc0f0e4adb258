"""The day kit: three pages a stop, readable codes, and nothing at the door that a neighbour may read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.money import Money
from collectdesk.domain.paper import records
from collectdesk.reports.drawing.choices import standard_choices
from collectdesk.reports.visits.visit_kit import draw_visit_kit
from collectdesk.reports.visits.visit_kit_parts import KitOffer
from collectdesk.reports.visits.visit_kit_route import Way
from helpers.pdf_lint import lint_pdf
from reports.samples import CREW, HOSTILE, RARE_NAME, kit, stop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.reports.visits.visit_kit_parts import KitStop
    from collectdesk.words import Words

BEGINS = datetime(2026, 3, 18, 0, 45, tzinfo=UTC)
FORBIDDEN = (
    "催",
    "逾期",
    "欠",
    "债",
    "贷",
    "还款",
    "信用卡",
    "征信",
    "余额",
    "违约",
    "owes",
    "owing",
    "银行",
    "debt",
    "overdue",
    "collect",
    "loan",
    "arrears",
    "repay",
    "balance",
    "borrow",
    "credit",
    "bank",
    "¥",
)


def test_cover_route_and_every_page_for_a_door_are_free_of_words_about_debt(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_visit_kit(target, kit(printing=replace(kit().printing, branch="城东支行")), words)
    pages = read_pages(target)
    for page in (*pages[:2], *pages[2::3], *pages[4::3]):
        assert [word for word in FORBIDDEN if word in page.lower()] == []


def test_the_cover_shows_nothing_and_the_route_who_goes_where_and_when_to_call_in(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    content = kit(stop(1, drive=12), stop(2, enclosed=("AJ-2026-00003",)))
    drawn = draw_visit_kit(target, replace(content, way=Way(BEGINS, BEGINS, "孙师傅")), words)
    cover, route = read_pages(target)[:2]
    assert drawn.pages == 8
    for told in ("陈建国", "V-2026-00001", "河滨", "赵"):
        assert told not in cover
    for told in ("陈建国", "V-2026-00001", "09:30", "AJ-2026-00003", "孙师傅", "12"):
        assert told in route


def test_the_customer_keeps_who_came_how_to_verify_and_to_complain_and_offers_stay_confidential(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    offer = KitOffer("稳妥", 24, Money(70_000), date(2026, 4, 10), Money(1_680_000))
    content = kit(stop(1, offers=(offer,)), complain_to="0571-0000 0100")
    draw_visit_kit(target, content, words)
    slips, offers = read_pages(target)[4:]
    for told in ("陈建国", "S0231", "V-2026-00001", "0571-00000100", "12378"):
        assert told in slips
    assert RARE_NAME not in slips
    assert "700.00" in offers
    assert len(read_pages(target)) == 6


def test_a_long_route_goes_on_over_as_many_pages_as_it_says(words: Words, target: Path) -> None:
    content = kit(*[stop(number) for number in range(1, 40)])
    assert draw_visit_kit(target, content, words).pages == 1 + 3 + 39 * 3


def test_the_customer_s_full_name_stays_off_the_door_page(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_visit_kit(target, kit(stop()), words)
    _cover, _route, door, inside, slips = read_pages(target)
    assert RARE_NAME not in slips
    assert RARE_NAME not in door
    assert "C-2026-000001" not in door
    assert "赵女士" in door
    assert RARE_NAME in inside


def test_every_page_carries_its_own_code_that_reads_back(
    words: Words, target: Path, read_codes: Callable[[Path], list[list[str]]]
) -> None:
    content = kit(stop(1), stop(2))
    drawn = draw_visit_kit(target, content, words)
    expected = [content.cover_payload, *content.route_payloads]
    for one in content.stops:
        expected += [one.door_payload, one.inside_payload, one.slip_payload]
    assert read_codes(target) == [[payload] for payload in expected]
    assert drawn.pages == 8


def test_the_kit_is_an_archive_copy(words: Words, target: Path) -> None:
    draw_visit_kit(target, kit(), words)
    assert lint_pdf(target) == []


def test_the_inside_page_tells_the_visitors_what_they_need(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_visit_kit(target, kit(stop()), words)
    inside = read_pages(target)[3]
    for expected in (
        "16,866.53",
        "67",
        "M3",
        "店铺二月起停业装修",
        "八十岁老人",
        "08:00–22:00",
        "2026-01-30",
    ):
        assert expected in inside


def crowded_stop() -> KitStop:
    sample = stop()
    long = "核实经营状况与家庭支出，先听对方讲完，再逐项核对，不催促、不评价。" * 4
    return replace(
        sample,
        customer="阿卜杜热合曼·买买提依明·努尔艾力·托合提江·艾尔肯 (ABDURAHMAN MAMATIMIN NURALI)" * 2,
        address="示例省示例市示例县示例镇示例村民委员会第十二村民小组河滨路东侧沿街商铺二层北门" * 4,
        products=sample.products * 6,
        talking_points=(long,) * 12,
        cautions=(long,) * 4,
        may_say=(long,) * 5,
        contacts=sample.contacts * 5,
    )


def test_a_stop_is_three_pages_however_much_is_known_and_says_what_was_left_out(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    drawn = draw_visit_kit(target, kit(crowded_stop()), words)
    assert drawn.pages == 5
    inside = read_pages(target)[3]
    assert ("其余见案件档案" if words.is_chinese else "Moreinthecasefile") in inside
    assert ("合规时段" if words.is_chinese else "Lawfulhours") in inside


def test_a_bare_stop_prints(words: Words, target: Path) -> None:
    bare = replace(
        stop(),
        products=(),
        owed=Money(0),
        bucket="",
        risk="",
        notified="",
        approach="",
        talking_points=(),
        cautions=(),
        contacts=(),
    )
    assert draw_visit_kit(target, kit(bare, cover_payload="", call_back=""), words).pages == 5


def test_hostile_text_is_printed_as_text(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    hostile = replace(stop(), ask_for=HOSTILE, address=HOSTILE, customer=HOSTILE, talking_points=(HOSTILE,))
    drawn = draw_visit_kit(target, kit(hostile), words)
    assert drawn.missing_glyphs == ("\ue863", "👍")
    door = read_pages(target)[2]
    assert "<imgsrc='/etc/passwd'/>&<b>张三</para>" in door
    assert "〔U+E863〕" in door
    assert lint_pdf(target) == []


def test_an_endless_address_leaves_room_to_write_and_sign(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    assert (
        draw_visit_kit(target, kit(replace(stop(), address="河滨路东侧沿街商铺二层北门" * 200)), words).pages
        == 5
    )
    assert ("受访人" if words.is_chinese else "Personvisited") in read_pages(target)[2]


def test_three_visitors_all_have_room_to_sign(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    crew = (*CREW, replace(CREW[0], name="第三人", staff_no="S0999"))
    drawn = draw_visit_kit(target, kit(stop(), crew=crew), words)
    assert drawn.pages == 5
    assert read_pages(target)[2].count("第三人") == 2


def test_kits_drawn_at_the_same_time_are_the_same_as_alone(chinese: Words, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        paths = [tmp_path / f"{turn}.pdf" for turn in range(4)]
        list(pool.map(lambda path: draw_visit_kit(path, kit(), chinese), paths))
    draw_visit_kit(tmp_path / "alone.pdf", kit(), chinese)
    assert {path.read_bytes() for path in paths} == {(tmp_path / "alone.pdf").read_bytes()}


def test_progress_is_told_after_every_stop_and_can_stop_the_print(chinese: Words, target: Path) -> None:
    told: list[tuple[int, int]] = []
    draw_visit_kit(target, kit(), chinese, step=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    target.unlink()

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_visit_kit(target, kit(), chinese, step=cancel)
    assert not target.exists()


def test_every_code_of_the_record_has_its_box_in_the_record_s_order(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    choices = standard_choices(words)
    offered = {
        records.Met: choices.met,
        records.Identity: choices.identity,
        records.Entry: choices.entry,
        records.Recording: choices.recording,
        records.VisitOutcome: choices.outcomes,
        records.OverdueReason: choices.reasons,
        records.IncomeSource: choices.incomes,
        records.FamilySituation: choices.family,
        records.Attitude: choices.attitudes,
    }
    draw_visit_kit(target, kit(stop()), words)
    sheet = "".join(read_pages(target)[1:])
    for codes, boxes in offered.items():
        assert [box.code for box in boxes] == list(codes)
        assert len({box.text for box in boxes}) == len(boxes)
        assert all("".join(box.text.split()) in sheet for box in boxes)
