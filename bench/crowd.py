"""A branch with as many customers as asked for, made-up and random but the same each time; kept to be used again.

Each has a name as frequent as in life, an identity number, a mobile number, an address below the county, a
product with its standing; one in twenty is overdue and has a case. Rows go in past the deeds, lists and search
by the same triggers and the same upkeep as everywhere.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests")]

import sqlalchemy as sa  # noqa: E402

from collectdesk.desk.pipeline import Desk  # noqa: E402
from collectdesk.domain.intake.imports import LedgerKind  # noqa: E402
from collectdesk.store.branch import open_store  # noqa: E402
from collectdesk.store.customers import upkeep  # noqa: E402
from collectdesk.store.rows.customers import ImportBatchRow  # noqa: E402
from collectdesk.store.schema import HEAD  # noqa: E402
from collectdesk.store.work import new_id  # noqa: E402
from helpers.branches import Branch, Clock, small_branch  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = Path(tempfile.gettempdir()) / "collectdesk-bench"
SURNAMES = (
    "王" * 72
    + "李" * 71
    + "张" * 68
    + "刘" * 54
    + "陈" * 45
    + "杨" * 31
    + "赵" * 23
    + "黄" * 22
    + "周" * 21
    + "吴" * 20
    + "徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    + "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    + "单曾仇解查区朴翟盖覃"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉梅红建国志文斌海燕波辉春生林飞鹏宇浩然子轩梓涵雨欣怡佳慧婷雪莹"
    "倩琳颖晨曦阳光远东升龙虎凤凰山河江湖安宁康乐福禄寿喜庆祥瑞吉利顺达兴旺发荣贵富成功业新民立德仁义礼智信忠孝廉耻诚"
)
TOWNS = (
    "城东街道",
    "城西街道",
    "青石镇",
    "白马镇",
    "柳河乡",
    "双桥乡",
    "龙泉镇",
    "永安街道",
    "石门镇",
    "清水乡",
)
WAYS = (
    "河滨路",
    "人民路",
    "建设街",
    "解放路",
    "文化巷",
    "朝阳路",
    "学府街",
    "工业大道",
    "和平里",
    "幸福村",
    "新华路",
    "光明街",
)
DAY = date(2026, 3, 18)
AT = datetime(2026, 3, 18, 1, tzinfo=UTC).isoformat(timespec="microseconds")
CHUNK = 20_000
LATE = 0.05
"""One in twenty is overdue and has a case."""
LATE_THEN = 0.02
"""The share of those in order now who were overdue on an earlier list."""


def crowd(customers: int, folder: Path = KEPT, late: float = LATE, lists: int = 1) -> Branch:
    """Open the branch of so many customers, made now unless it was before; ``late`` is the share that is overdue,
    ``lists`` how many months' ends before the day have a list of everybody, the day's own with them.
    """
    import shutil

    kept = folder / (f"{HEAD}-{customers}" if late == LATE else f"{HEAD}-{customers}-{late:g}")
    kept = kept if lists == 1 else kept.with_name(f"{kept.name}-lists{lists}")
    made = not (kept / "done").exists()
    if made:
        shutil.rmtree(kept, ignore_errors=True)
        branch = small_branch(kept)
        start = time.perf_counter()
        _fill(branch, customers, late, lists)
        print(f"{customers:,} customers made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        (kept / "done").write_text(branch.desk.store.branch_id)
        (kept / "key").write_bytes(branch.desk.store.keys._root)
        branch.close()
    return _opened(kept)


def _opened(kept: Path) -> Branch:
    from collectdesk.domain.ids import BranchId
    from collectdesk.store.keys.root import RootKey

    store = open_store(kept, BranchId((kept / "done").read_text()), RootKey((kept / "key").read_bytes()))
    actors = {login: actor for login in ("clerk", "supervisor", "auditor") if (actor := store.actor(login))}
    clock = Clock()
    return Branch(kept, Desk(store, clock), clock, actors)


def _fill(branch: Branch, customers: int, late: float, lists: int) -> None:
    chance, drift = random.Random(20260318), random.Random(318)
    for start in range(0, customers, CHUNK):
        people = [_person(chance, start + at, late) for at in range(min(CHUNK, customers - start))]
        with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
            stamp = {
                "branch": branch.desk.store.branch_id,
                "at": AT,
                "by": branch.actors["clerk"].id,
                **_batch(work),
            }
            _insert(work.connection, [{**stamp, **person} for person in people])
            for month in range(1, lists):
                _insert_list(work.connection, [{**stamp, **_before(drift, each, month)} for each in people])
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        work.connection.exec_driver_sql(upkeep._TIDY.file)
        work.connection.exec_driver_sql("ANALYZE")


def _person(chance: random.Random, at: int, late_share: float) -> dict[str, Any]:
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))
    late = chance.random() < late_share
    return {
        "id": new_id(), "customer_no": f"CU{at:08d}", "name": name, "officer": chance.choice(("吴静", "何平", "")),
        "id_no": f"530999{chance.randint(1955, 2005)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
                 f"{chance.randint(0, 9999):04d}",
        "phone": f"1{chance.randint(30, 99)}{chance.randint(0, 99_999_999):08d}", "phone_id": new_id(),
        "address": f"云岭县{chance.choice(TOWNS)}{chance.choice(WAYS)} {chance.randint(1, 999)} 号 "
                   f"{chance.randint(1, 9)} 单元 {chance.randint(101, 1899)} 室", "address_id": new_id(),
        "account": f"62284{chance.randint(0, 10**14 - 1):014d}", "product_id": new_id(), "state_id": new_id(),
        "kind": chance.choice(("loan", "card", "card", "lease")),
        "dpd": chance.choice((5, 12, 33, 47, 65, 95, 130, 400)) if late else 0, "balance": chance.randint(1000, 10**8),
        "overdue": chance.randint(1000, 10**7) if late else 0, "case_id": new_id() if late else None,
        "case_no": f"AJ-2025-{at:07d}", "due": (DAY + timedelta(days=chance.randint(-5, 30))).isoformat(),
        "step_id": new_id(), "day": DAY.isoformat(),
    }  # fmt: skip


def _insert(connection: Any, people: list[dict[str, Any]]) -> None:
    def into(table: str, columns: str, who: list[dict[str, Any]]) -> None:
        names = [pair.split("=")[0].strip() for pair in columns.split(",")]
        values = [pair.split("=")[1].strip() for pair in columns.split(",")]
        stamp = ("branch_id", "version", "recorded_at", "recorded_by")
        columns_said, values_said = (
            ", ".join((*names, *stamp)),
            ", ".join((*values, ":branch", "1", ":at", ":by")),
        )
        statement = f"INSERT INTO {table} ({columns_said}) VALUES ({values_said})"
        connection.exec_driver_sql(statement, who)

    into(
        "customer",
        "id=:id, customer_no=:customer_no, name=:name, id_no=:id_no, account_officer=:officer",
        people,
    )
    point = "customer_id=:id, source='contract', standing='valid', valid_from=:day, access_note=''"
    into("contact_point", f"id=:phone_id, kind='phone', label='mobile', value=:phone, {point}", people)
    into("contact_point", f"id=:address_id, kind='address', label='home', value=:address, {point}", people)
    into("product", "id=:product_id, customer_id=:id, kind=:kind, account_no=:account, contract_no='',"
         " granted_fen=:balance", people)  # fmt: skip
    into("product_state", "id=:state_id, product_id=:product_id, as_of=:day, batch_id=:batch, balance_fen=:balance,"
         " overdue_fen=:overdue, dpd=:dpd, five_class=''", people)  # fmt: skip
    late = [person for person in people if person["case_id"]]
    into(
        "customer_case", "id=:case_id, case_no=:case_no, customer_id=:id, opened_on=:day, sealed_key=''", late
    )
    into(
        "next_step",
        "id=:step_id, case_id=:case_id, kind='call', due_on=:due, why='case.opened', outcome=''",
        late,
    )


def _batch(work: Any) -> dict[str, str]:
    """The one import that all lists came with."""
    found = work.scalar(sa.select(ImportBatchRow.id).where(ImportBatchRow.file_name == "crowd.csv"))
    return {
        "batch": found
        or work.add(
            ImportBatchRow, kind=LedgerKind.OVERDUE.value, file_name="crowd.csv", sha256="0" * 64, encoding="utf-8",
            data_date=DAY, state="committed", good=0, bad=0, counts={}, layout={}, is_whole=False,
            undone_at=None, undone_by=None,
        )
    }  # fmt: skip


def _before(drift: random.Random, person: dict[str, Any], month: int) -> dict[str, Any]:
    """How somebody stood some months before: one in fifty of those in order was late then, half of the late weren't."""
    was_late = drift.random() < (0.5 if person["dpd"] else LATE_THEN)
    dpd = drift.choice((8, 20, 40, 61, 100)) if was_late else 0
    day = DAY.replace(day=1)
    for _ in range(month):
        day = day.replace(day=1) - timedelta(days=1)
    return {**person, "state_id": new_id(), "day": day.isoformat(), "dpd": dpd,
            "overdue": drift.randint(1000, 10**6) if was_late else 0}  # fmt: skip


def _insert_list(connection: Any, people: list[dict[str, Any]]) -> None:
    connection.exec_driver_sql(
        "INSERT INTO product_state (id, product_id, as_of, balance_fen, overdue_fen, dpd, five_class, branch_id,"
        " batch_id, version, recorded_at, recorded_by)"
        " VALUES (:state_id, :product_id, :day, :balance, :overdue, :dpd, '', :branch, :batch, 1, :at, :by)",
        people,
    )


def rows_of(branch: Branch, statement: str, *values: Any) -> list[Any]:
    """What a bare statement gives by the driver's own cursor: a floor."""
    with branch.desk.store.reading() as connection:
        raw: Any = connection.connection.driver_connection
        return list(raw.execute(statement, values).fetchall())


def quantiles(spent: list[float]) -> tuple[float, float, float]:
    """Median, p95 and p99 of seconds, in milliseconds."""
    ordered = sorted(spent)
    return tuple(
        round(ordered[min(len(ordered) - 1, int(len(ordered) * q))] * 1000, 2) for q in (0.5, 0.95, 0.99)
    )  # type: ignore[return-value]


def samples(branch: Branch, count: int) -> Iterator[Any]:
    """Customers spread over the whole branch: what somebody may be looking for."""
    chance = random.Random(7)
    with branch.desk.store.reading() as connection:
        last = connection.exec_driver_sql("SELECT max(number) FROM customer_line").scalar() or 0
        for _ in range(count):
            yield connection.exec_driver_sql(
                "SELECT c.*, l.reading, p.account_no, h.value AS phone, a.value AS address FROM customer_line l"
                " JOIN customer c ON c.id = l.customer_id JOIN product p ON p.customer_id = c.id"
                " JOIN contact_point h ON h.customer_id = c.id AND h.kind = 'phone'"
                " JOIN contact_point a ON a.customer_id = c.id AND a.kind = 'address' WHERE l.number = ?",
                (chance.randint(4, last),),
            ).first()
