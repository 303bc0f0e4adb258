"""The trail: every edit, gap, swap and insertion is found and placed; a cut tail against an anchor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store import audit, opening
from collectdesk.store.branch import DATABASE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectdesk.store.audit import TrailVerdict
    from helpers.branches import Branch

FIELDS = ("branch_id", "at", "account_id", "action", "about", "previous", "link")


@pytest.fixture
def raw(branch: Branch) -> Iterator[Any]:
    """A connection of somebody who holds the database key, with the triggers dropped."""
    for number in range(6):
        branch.hold("dispute" if number % 2 else "complaint")
    connection = opening.connect(
        branch.folder / DATABASE_FILE, branch.desk.store.keys.labelled("database"), timeout=5
    )
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def verdict(branch: Branch, anchor: tuple[int, str] | None = None) -> TrailVerdict:
    return branch.ask(lambda view: audit.verify(view, anchor=anchor))


def test_an_untouched_trail_is_green_and_names_its_head(branch: Branch) -> None:
    branch.hold("dispute")
    found = verdict(branch)
    assert found.intact
    assert (found.entries, found.head) == branch.ask(audit.head)


def test_every_flipped_character_of_every_field_is_found_where_it_is(branch: Branch, raw: Any) -> None:
    seq = 4
    for field in FIELDS:
        (text,) = raw.execute(f"SELECT {field} FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
        for place in range(len(text)):
            flipped = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
            raw.execute(f"UPDATE audit_entry SET {field} = ? WHERE seq = ?", (flipped, seq))
            found = verdict(branch)
            assert (found.intact, found.broken_at) == (False, seq), (field, place)
        raw.execute(f"UPDATE audit_entry SET {field} = ? WHERE seq = ?", (text, seq))
    assert verdict(branch).intact


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2026-03-18 01:00:00.000000+00:00"),
        ("at", "2026-03-18T09:00:00.000000+08:00"),
        ("at", "2026-03-18T01:00:00+00:00"),
        ("at", "yesterday"),
        ("at", ""),
        ("about", "not json"),
        ("about", b"\xff\xfe"),
        ("action", b"\xff"),
        ("link", b"\xff\xff"),
        ("account_id", 7),
    ],
)
def test_another_spelling_or_unreadable_bytes_are_found_and_the_rest_still_read(
    branch: Branch, raw: Any, field: str, value: object
) -> None:
    raw.execute(f"UPDATE audit_entry SET {field} = ? WHERE seq = 4", (value,))
    found = verdict(branch)
    assert (found.intact, found.broken_at) == (False, 4)
    if not isinstance(value, bytes):
        assert branch.ask(lambda view: len(audit.lines(view))) == found.entries


@pytest.mark.parametrize(
    ("tampering", "place", "reason"),
    [
        ("DELETE FROM audit_entry WHERE seq = 4", 4, "gap"),
        ("DELETE FROM audit_entry WHERE seq = 1", 1, "gap"),
        ("UPDATE audit_entry SET seq = 100 + seq WHERE seq = 4", 4, "gap"),
        ("INSERT INTO audit_entry SELECT 0, branch_id, at, account_id, action, about, previous, link "
         "FROM audit_entry WHERE seq = 1", 1, "gap"),
        ("UPDATE audit_head SET seq = seq + 1", None, "head_differs"),
        ("DELETE FROM audit_head", None, "head_differs"),
        ("DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)", None, "head_differs"),
        ("DELETE FROM audit_entry", 1, "head_differs"),
    ],
)  # fmt: skip
def test_what_was_deleted_moved_or_inserted_is_found(
    branch: Branch, raw: Any, tampering: str, place: int | None, reason: str
) -> None:
    raw.execute(tampering)
    found = verdict(branch)
    assert (found.intact, found.reason) == (False, reason)
    assert place in (None, found.broken_at)


def test_two_swapped_entries_are_found(branch: Branch, raw: Any) -> None:
    for sql in (
        "UPDATE audit_entry SET seq = -1 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 4",
        "UPDATE audit_entry SET seq = 4 WHERE seq = -1",
    ):
        raw.execute(sql)
    found = verdict(branch)
    assert (found.intact, found.broken_at) == (False, 3)


def test_a_forged_entry_without_the_audit_key_is_found(branch: Branch, raw: Any) -> None:
    seq, link = branch.ask(audit.head)
    forged = (seq + 1, "b", "2026-03-18T01:00:00.000000+00:00", "a", "visit.decided", "{}", link, "0" * 64)
    raw.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", forged)
    raw.execute("UPDATE audit_head SET seq = ?, link = ?", (seq + 1, "0" * 64))
    found = verdict(branch)
    assert (found.intact, found.broken_at, found.reason) == (False, seq + 1, "entry_altered")


def test_a_cut_tail_shows_only_against_an_anchor_kept_outside(branch: Branch, raw: Any) -> None:
    anchor = branch.ask(audit.head)
    seq = anchor[0] - 2
    (link,) = raw.execute("SELECT link FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
    raw.execute("DELETE FROM audit_entry WHERE seq > ?", (seq,))
    raw.execute("UPDATE audit_head SET seq = ?, link = ?", (seq, link))
    assert verdict(branch).intact  # honest: without an anchor nobody can know
    found = verdict(branch, anchor)
    assert (found.intact, found.reason, found.broken_at) == (False, "tail_cut", seq + 1)


def test_a_trail_rewritten_with_the_key_differs_from_the_anchor(branch: Branch, raw: Any) -> None:
    anchor = branch.ask(audit.head)
    found = verdict(branch, (anchor[0], "f" * 64))
    assert (found.intact, found.reason, found.broken_at) == (False, "anchor_differs", anchor[0])
    assert verdict(branch, anchor).intact


@pytest.mark.parametrize(
    "slip",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry WHERE seq = 1",
        "DELETE FROM audit_head",
        "INSERT INTO audit_entry SELECT seq + 50, branch_id, at, account_id, action, about, previous, link "
        "FROM audit_entry WHERE seq = 2",
        "INSERT OR REPLACE INTO audit_entry SELECT seq, branch_id, at, account_id, 'x', about, previous, link "
        "FROM audit_entry WHERE seq = 2",
        "UPDATE product_state SET dpd = 0",
    ],
)
def test_the_database_itself_refuses_slips(branch: Branch, slip: str) -> None:
    with (
        pytest.raises(sa.exc.DBAPIError),
        branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
    ):
        work.connection.exec_driver_sql(slip)
    assert verdict(branch).intact


def test_an_instant_in_another_zone_is_chained_as_it_is_stored(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["clerk"], branch.now.astimezone(CHINA_TIME)) as work:
        audit.append(work, "hold.placed", {})
    assert verdict(branch).intact


def test_the_trail_names_ids_only(branch: Branch) -> None:
    branch.recorded_visit()
    for line in branch.ask(lambda view: audit.lines(view, limit=1000)):
        text = json.dumps(dict(line.about), ensure_ascii=False)
        for secret in ("李明", "王秀兰", "19900000001", "河滨路", "装修", "128453", "客户来电"):
            assert secret not in text, line.action
