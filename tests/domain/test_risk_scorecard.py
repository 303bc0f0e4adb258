"""A scorecard that is wrong anywhere isn't loaded, and the mistake is named with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields

import pytest

from collectdesk import resources
from collectdesk.domain.risk.risk_facts import FEATURES, BorrowerFacts
from collectdesk.domain.risk.risk_scorecard import BadScorecard, RowKind, Scorecard, load_scorecard

TEXT = resources.path("scorecards", "cn-expert-1.toml").read_text(encoding="utf-8")


def line_of(part: str, nth: int = 1) -> int:
    """The line of the shipped card on which a part stands for the nth time."""
    return [number for number, line in enumerate(TEXT.splitlines(), 1) if part in line][nth - 1]


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ('field = "trend"', 'field = "sex"', "scorecard.unknown_field", "[[willingness]]|3"),
        ('field = "trend"', 'field = "stage_now"', "scorecard.not_whole", 'is = "better"'),
        ('points = 22, label = "one"', 'points = 2.5, label = "one"', "scorecard.not_whole", "points = 22"),
        (
            'points = 22, label = "one"',
            'points = 101, label = "one"',
            "scorecard.out_of_range",
            "points = 22",
        ),
        ('points = 22, label = "one"', 'points = true, label = "one"', "scorecard.not_whole", "points = 22"),
        (
            "from = 1, below = 2, points = 22",
            "from = 0, below = 2, points = 22",
            "scorecard.bands_overlap",
            "points = 22",
        ),
        (
            "from = 1, below = 2, points = 22",
            "from = 2, below = 2, points = 22",
            "scorecard.bands_gap",
            "points = 22",
        ),
        (
            "from = 1, below = 2, points = 22",
            "from = 1, below = 1, points = 22",
            "scorecard.bands_overlap",
            "points = 22",
        ),
        ("from = 1, below = 2, points = 22", "from = 1, points = 22", "scorecard.not_whole", "points = 22"),
        (
            "from = 3, points = 0, ",
            "from = 3, below = 9, points = 0, ",
            "scorecard.bands_gap",
            "from = 3, points = 0,",
        ),
        ('is = "flat"', 'is = "sideways"', "scorecard.unknown_choice", 'is = "flat"'),
        ('is = "flat"', 'is = "worse"', "scorecard.bands_overlap", 'is = "worse"'),
        ("points = -12", "points = -51", "scorecard.out_of_range", "points = -12"),
        ('reason = "trend.flat"', 'reason = " "', "scorecard.text_missing", 'reason = "trend.flat"'),
        ('label = "flat"', 'colour = "red", label = "flat"', "scorecard.unknown_key", 'label = "flat"'),
        ('kind = "signed"\n', 'kind = "guessed"\n', "scorecard.unknown_kind", ""),
        ("points = 40", "points = 41", "scorecard.best_not_100", ""),
        ("unknown = { points = 20,", "unknown = { points = 99,", "scorecard.out_of_range", ""),
        ("unknown = { points = 0,", "unknown = { points = 1,", "scorecard.unknown_not_zero", ""),
        ("will_from = 42", "will_from = 0", "scorecard.out_of_range", "[thresholds]"),
        ("low_from = 55", "low_from = 35", "scorecard.levels_crossed", "[thresholds]"),
        ("low_from = 55", "", "scorecard.not_whole", "[thresholds]"),
        ("version = 1", "version = 0", "scorecard.out_of_range", ""),
        ("version = 1", "version = 1\nauthor = 2", "scorecard.unknown_key", ""),
        ("effective_from = 2026-01-01", 'effective_from = "soon"', "scorecard.not_a_date", ""),
        ('id = "cn-expert-1"', 'id = "cn-expert-1', "scorecard.not_toml", 'id = "cn-expert-1"'),
        ("[thresholds]", "[limits]", "scorecard.unknown_key", ""),
    ],
)
def test_a_wrong_card_is_refused_with_file_line_and_field(old: str, new: str, code: str, at: str) -> None:
    with pytest.raises(BadScorecard) as bad:
        load_scorecard(TEXT.replace(old, new, 1), "mine.toml")
    assert (bad.value.code, bad.value.file) == (code, "mine.toml")
    part, _, nth = at.partition("|")
    if part:
        assert bad.value.line == line_of(part, int(nth or 1))
        assert bad.value.field or code in {"scorecard.not_toml", "scorecard.not_whole"}


@pytest.mark.parametrize("table", ["willingness", "ability"])
def test_a_card_without_one_of_its_tables_is_refused(table: str) -> None:
    with pytest.raises(BadScorecard) as bad:
        load_scorecard(TEXT.replace(f"[[{table}]]", "[[other]]"), "mine.toml")
    assert bad.value.code == "scorecard.unknown_key"
    rows = [part for part in TEXT.split("\n[[") if not part.startswith(table)]
    with pytest.raises(BadScorecard) as bad:
        load_scorecard("\n[[".join(rows), "mine.toml")
    assert bad.value.code == "scorecard.table_missing"


@pytest.mark.parametrize("line", ["bins = 3", "bins = []", "bins = [1]"])
def test_a_row_without_bins_is_refused(line: str) -> None:
    with pytest.raises(BadScorecard) as bad:
        load_scorecard(re.sub(r"bins = \[.*?\n\]", line, TEXT, count=1, flags=re.DOTALL), "mine.toml")
    assert bad.value.code == "scorecard.bins_missing"


def test_a_row_that_doesnt_score_the_unknown_is_refused() -> None:
    with pytest.raises(BadScorecard) as bad:
        load_scorecard(re.sub(r"unknown = .*", "", TEXT, count=1), "mine.toml")
    assert bad.value.code == "scorecard.unknown_missing"


def test_the_same_field_twice_in_a_table_is_refused() -> None:
    row = TEXT[TEXT.index("[[ability]]") : TEXT.index("[[ability]]", TEXT.index("[[ability]]") + 1)]
    with pytest.raises(BadScorecard) as bad:
        load_scorecard(TEXT + row, "mine.toml")
    assert bad.value.code == "scorecard.field_twice"


FORBIDDEN = re.compile(
    r"sex|gender|\bage\b|birth|marri|marital|spouse|wife|husband|child|dependa|region|origin|province|hukou"
    r"|native|ethnic|nation|religio|politic|education|degree|postcode|post_code|id_no|surname|language"
    r"|性别|年龄|婚|配偶|籍贯|户籍|民族|宗教|学历"
)


def test_forbidden_attributes_and_their_proxies_are_nowhere_in_the_card() -> None:
    content = tomllib.loads(TEXT)
    words = [row[key] for table in ("willingness", "ability") for row in content[table] for key in row]
    assert not FORBIDDEN.search(str(words).lower().replace("_", " "))
    assert not [name for name in FEATURES if FORBIDDEN.search(name.replace("_", " "))]
    assert not [field.name for field in fields(BorrowerFacts) if FORBIDDEN.search(field.name)]


def card() -> Scorecard:
    return load_scorecard(TEXT, "cn-expert-1.toml")


def test_only_facts_on_the_allow_list_can_be_scored() -> None:
    assert set(FEATURES) <= {field.name for field in fields(BorrowerFacts)}
    assert {row.field for row in (*card().willingness, *card().ability)} <= set(FEATURES)


def test_every_row_is_justified_and_the_scored_ones_share_a_hundred_points() -> None:
    for table in (card().willingness, card().ability):
        assert sum(row.best for row in table if row.kind is RowKind.SCORED) == 100
        assert all(len(row.justification) > 20 for row in table)


def test_a_change_of_a_single_point_changes_the_digest() -> None:
    assert card().sha256 != load_scorecard(TEXT.replace("points = 14", "points = 13"), "x").sha256
