"""Charts: what is long is large, what is zero is nothing, and every figure can be pressed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.charts import (
    Bar,
    Cell,
    Chart,
    Ink,
    Part,
    Rect,
    Span,
    Stack,
    Text,
    draw_bars,
    draw_matrix,
    draw_spans,
    draw_stacks,
    rough_width,
)

WIDTH = 320.0


def bars(*values: int) -> list[Bar]:
    return [Bar(f"k{at}", f"第{at}档", value, str(value)) for at, value in enumerate(values)]


def rects(chart: Chart) -> dict[str, Rect]:
    return {shape.key: shape for shape in chart.shapes if isinstance(shape, Rect)}


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert draw_bars(WIDTH, ()).areas == ()
    assert draw_matrix(WIDTH, (), (), ()).areas == ()


def test_a_zero_has_its_number_but_no_bar() -> None:
    chart = draw_bars(WIDTH, bars(0, 5))
    assert set(rects(chart)) == {"k1"}
    assert "0" in [shape.text for shape in chart.shapes if isinstance(shape, Text)]


def test_one_fen_beside_a_million_is_still_seen() -> None:
    assert rects(draw_bars(WIDTH, bars(1, 10**9)))["k0"].width >= 2


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=12))
def test_bars_keep_the_order_of_their_values_and_stay_inside(values: list[int]) -> None:
    chart = draw_bars(WIDTH, bars(*values))
    drawn = rects(chart)
    for key, rect in drawn.items():
        assert rect.x + rect.width <= WIDTH
        for other, beside in drawn.items():
            if values[int(key[1:])] > values[int(other[1:])]:
                assert rect.width >= beside.width
    for shape in chart.shapes:
        if isinstance(shape, Text):
            assert 0 <= shape.y <= chart.height


def test_the_whole_row_answers_to_the_mouse_so_that_a_short_bar_can_be_pressed() -> None:
    chart = draw_bars(WIDTH, bars(1, 10**6))
    assert chart.key_at(WIDTH - 1, 1) == "k0"
    assert chart.key_at(WIDTH - 1, chart.height - 1) == "k1"
    assert chart.key_at(WIDTH + 1, 1) == ""
    assert chart.key_at(1, chart.height) == ""


def test_a_fuller_cell_is_deeper_and_muted_ones_bleach_nothing() -> None:
    cells = [[Cell("a", 1, "1"), Cell("b", 9, "9"), Cell("c", 10_000, "10,000", Ink.MUTE), Cell("d", 0, "")]]
    drawn = rects(draw_matrix(WIDTH, ("x",), ("1", "2", "3", "4"), cells))
    assert drawn["a"].depth < drawn["b"].depth == 1
    assert drawn["c"].depth < drawn["a"].depth
    assert drawn["d"].ink is Ink.QUIET


def test_every_cell_of_a_matrix_names_its_figure() -> None:
    cells = [[Cell(f"{row}{at}", at, str(at)) for at in range(3)] for row in "xy"]
    chart = draw_matrix(WIDTH, ("x", "y"), ("1", "2", "3"), cells)
    assert [area.key for area in chart.areas] == ["x0", "x1", "x2", "y0", "y1", "y2"]


def test_chinese_letters_are_wider_than_latin_ones() -> None:
    assert rough_width("逾期", 12) == 24
    assert rough_width("ab", 12) < 24


def test_a_promise_outside_the_range_of_what_came_is_painted_as_broken() -> None:
    kept = Span("k", "kept", 300, 320, 250, 390, "32 %")
    broken = Span("b", "broken", 700, 320, 250, 390, "32 %")
    found = rects(draw_spans(WIDTH, (kept, broken)))
    assert (found["k"].ink, found["b"].ink) == (Ink.BAR, Ink.BAD)
    assert abs(found["k"].width - found["b"].width) < 1  # one scale: rows are compared by eye


def test_a_column_is_as_tall_as_its_parts_and_each_part_answers_for_itself() -> None:
    parts = (Part("a", 30, Ink.BAR), Part("b", 70, Ink.BAD), Part("c", 0, Ink.BAR))
    chart = draw_stacks(300, (Stack("一月", "100", parts), Stack("二月", "50", (Part("d", 50, Ink.BAR),))))
    found = {shape.key: shape for shape in chart.shapes if isinstance(shape, Rect)}
    assert set(found) == {"a", "b", "d"}
    assert found["a"].y + found["a"].height > found["b"].y + found["b"].height
    areas = {area.key: area for area in chart.areas}
    assert areas["a"].height + areas["b"].height == pytest.approx(2 * areas["d"].height)
    assert chart.key_at(areas["b"].x + 2, areas["b"].y + 1) == "b"


def test_no_column_at_all_draws_an_empty_ground() -> None:
    assert draw_stacks(300, ()).areas == ()
