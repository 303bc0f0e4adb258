"""A branch on a shared PostgreSQL: several desks at once, fenced from other branches, and what breaks on the way."""

from __future__ import annotations

import select
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import psycopg
import pytest
import sqlalchemy as sa

from collectdesk.desk.contact.holding import EndHold, PlaceHold
from collectdesk.desk.customers.finding import FindCustomers, SeekCustomers
from collectdesk.desk.pipeline import Change, Desk
from collectdesk.desk.vault.access import second_person, sign_in
from collectdesk.desk.vault.relocating import connect_branch, relocate
from collectdesk.domain.people.people import Permission
from collectdesk.store.branch import open_store
from collectdesk.store.customers import search
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.customers.lists import Wanted
from collectdesk.store.rows.cases import CaseRow, HoldRow
from collectdesk.store.rows.customers import ProductRow, ProductStateRow
from collectdesk.store.rows.every import METADATA
from collectdesk.store.server import driver, moving, tenancy, upgrading
from collectdesk.store.server.address import Address, Login, read_address, require_safe, write_address
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.store.vault import opening
from collectdesk.terms_trouble import sentence
from collectdesk.words import CHINESE, for_language
from helpers import postgres
from helpers.branches import LI, WANG, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectdesk.store.branch import Store
    from collectdesk.store.server.moving import Moved
    from collectdesk.store.work import Work
    from helpers.postgres import Server


@pytest.fixture(scope="module")
def there() -> Server:
    try:
        return postgres.server()
    except postgres.NoServer as why:
        if postgres.WISH == "on":
            raise
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture(scope="module")
def branch(there: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    """A branch with a visit behind it that was founded in a file and brought to the server."""
    opened = small_branch(tmp_path_factory.mktemp("server") / "branch")
    if not postgres.ON_SERVER:
        opened.planned_visit()
        opened.close()
        connect_branch(opened.folder, there.address(there.database(), holds=False), "")
        brought(opened, there=True)
        opened.desk = Desk(another_desk(opened), opened.clock)
    yield opened
    opened.close()


def brought(branch: Branch, *, there: bool) -> Moved:
    session = sign_in(branch.folder, "administrator", "practice", branch.clock)
    return relocate(session, there=there, second=second_person(session, "supervisor", "practice"))


def another_desk(branch: Branch) -> Store:
    """The same branch, opened once more, as by another workstation."""
    return open_store(branch.folder, branch.desk.store.branch_id, _keys(branch))


def _keys(branch: Branch) -> Any:
    from helpers.branches import _founded

    return _founded().keys


def raw_of(store: Store) -> Any:
    session = store._session
    assert session is not None
    return session.raw


def trail_length(branch: Branch) -> int:
    return branch.ask(audit.head)[0]


def kill_backends(branch: Branch, there: Server) -> None:
    address = read_address(branch.folder)
    assert address is not None
    there.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address.database}'")


@dataclass(frozen=True)
class Break(Change[str]):
    """Writes, then meets what a test gives it."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "hold.placed"
    touches: ClassVar = frozenset()

    case_id: str
    meets: Any

    def carry_out(self, work: Work) -> str:
        work.change(CaseRow, self.case_id, version=None)
        self.meets(work)
        return str(work.scalar(sa.select(CaseRow.version).where(CaseRow.id == self.case_id)))


def test_a_deed_at_one_desk_is_seen_at_the_other_and_ones_own_isnt_news(branch: Branch) -> None:
    with closing(another_desk(branch)) as other:
        assert not other.changed_elsewhere()  # begins to listen
        branch.desk.store.changed_elsewhere()
        assert not branch.desk.store.changed_elsewhere()
        branch.call(WANG)
        select.select([other._way._ear.fileno()], [], [], 10)  # type: ignore[attr-defined]  # news are on their way
        assert other.changed_elsewhere()
        assert not other.changed_elsewhere()
        assert not branch.desk.store.changed_elsewhere()


def test_who_saves_last_what_both_had_open_is_told_whose_deed_came_between_and_what_it_was(
    branch: Branch,
) -> None:
    case_id, now, clerk = branch.case_id(WANG), branch.now, branch.actors["clerk"]
    ended = EndHold(case_id, branch.clerk(PlaceHold(case_id, "complaint", None, "客户来电")))
    with closing(another_desk(branch)) as other:
        Desk(other, branch.clock).run(ended, branch.actors["supervisor"])
    branch.enrol("deputy", "supervisor", "李代")
    with pytest.raises(StaleRecord) as stale:
        branch.run("deputy", ended)
    chinese, english = for_language(CHINESE), for_language("en")
    for words, what in ((chinese, "解除"), (english, "Ended a hold")):
        said = sentence(words, stale.value)
        assert "周敏" in said, said
        assert what in said, said
        assert words.instant(now) in said, said
    with pytest.raises(StaleRecord) as own:
        branch.supervisor(ended)
    assert "本人" in sentence(chinese, own.value)
    with pytest.raises(StaleRecord) as unknown, branch.desk.store.write(clerk, now) as work:
        work.change(CaseRow, case_id, 99)  # past the desk: nobody is named
    assert "别人" in sentence(chinese, unknown.value) or "他人" in sentence(chinese, unknown.value)


def test_customers_are_found_by_the_same_tokens_through_the_index(branch: Branch) -> None:
    for typed in (LI, LI[0], "lm", "liming", "KH000001"):
        found = branch.clerk(FindCustomers(Wanted(text=typed)))
        assert LI in {line.name for line in found.lines}, typed
    for typed in ("6228480000000000471", "19900000001", "0471"):
        sought = branch.clerk(SeekCustomers(Wanted(text=typed)))
        assert LI in {line.name for line in sought.lines}, typed
    raw = raw_of(branch.desk.store)
    raw.execute("SET enable_seqscan = off")
    plan = raw.execute("EXPLAIN SELECT number FROM found_by WHERE tok @> ARRAY['x']").fetchall()
    raw.execute("RESET enable_seqscan")
    assert any("tok" in line for (line,) in plan)


def test_below_the_fences_nobodys_file_and_no_list_reads_a_whole_table(branch: Branch) -> None:
    """A comparison that could tell of hidden rows is never looked up by a key: such a one must not be asked."""
    raw = raw_of(branch.desk.store)
    product = sa.select(ProductRow.id, ProductStateRow.dpd).outerjoin(
        ProductStateRow, ProductStateRow.id == newest_state(None)
    )
    dialect = branch.desk.store._writer.dialect
    one = product.where(ProductRow.customer_id == "x").compile(
        dialect=dialect, compile_kwargs={"literal_binds": True}
    )
    asked = [str(one), search._WORST_FIRST.server.replace("?", "'[1, 2]'", 1).replace("?", "0")]
    raw.execute("SET enable_seqscan = off")
    try:
        plans = ["\n".join(line for (line,) in raw.execute(f"EXPLAIN {one}").fetchall()) for one in asked]
    finally:
        raw.execute("RESET enable_seqscan")
    assert "LATERAL" in asked[0]
    for plan in plans:
        assert "Seq Scan on product_state" not in plan, plan
        assert "Seq Scan on customer_line" not in plan, plan


def test_the_trail_and_what_was_signed_are_refused_every_change_by_the_server(branch: Branch) -> None:
    for statement in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry WHERE seq = 1",
                      "DELETE FROM audit_head", "UPDATE product_state SET dpd = 0"):  # fmt: skip
        with (
            pytest.raises(sa.exc.DBAPIError),
            branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
        ):
            work.connection.exec_driver_sql(statement)
    assert branch.ask(audit.verify).intact


def test_every_trigger_of_a_file_has_its_like_on_the_server(branch: Branch) -> None:
    with branch.desk.store.reading() as connection:
        found = {
            row[0]
            for row in connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        }
    marks = {f"line_due_{name}" for name, _, _ in tenancy._MARKS}
    frozen = {f"{name}_no_change" for name in tenancy.FROZEN}
    assert (
        marks | frozen | {"audit_entry_chained", "line_goes_with_customer", "product_state_no_update"}
        <= found
    )


def test_an_auditors_session_changes_nothing_on_the_server_either(branch: Branch) -> None:
    with (
        pytest.raises(StoreTrouble) as trouble,
        branch.desk.store.write(branch.actors["auditor"], branch.now) as work,
    ):
        work.connection.exec_driver_sql("DELETE FROM hold")
    assert trouble.value.code == "store.auditor_reads"


def test_another_branch_in_the_same_database_and_a_role_without_a_seat_see_nothing(
    branch: Branch, there: Server, tmp_path: Path
) -> None:
    address = read_address(branch.folder)
    assert address is not None
    with closing(small_branch_beside(tmp_path / "second", address)) as second:
        assert second.desk.store.branch_id != branch.desk.store.branch_id
        own = branch.ask(lambda view: view.scalar(sa.select(sa.func.count()).select_from(CaseRow)))
        assert own > 0
        assert second.ask(lambda view: view.scalar(sa.select(sa.func.count()).select_from(CaseRow))) == 0
        assert second.ask(audit.verify).intact  # a trail of its own, beginning at one
    for user in ("others", postgres.CLERKS):
        branch_id = branch.desk.store.branch_id if user == "others" else "f" * 32
        with driver.connect(address, Login(user), branch_id) as raw:
            for table in (*(table.name for table in METADATA.sorted_tables), "found_by"):
                if user == "others" or table != "found_by":  # its owner goes past that one's policy
                    assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), (user, table)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute("INSERT INTO counter (branch_id, kind, year, last) VALUES ('x', 'case', 2026, 1)")


def small_branch_beside(folder: Path, address: Address) -> Branch:
    """Another branch founded in the same database, without customers."""
    from collectdesk.store.vault.founding import found_branch
    from helpers.branches import PEOPLE, PRACTICE_DATE, Clock, _actors

    clock = Clock()
    place = (address, Login(postgres.CLERKS))
    store = found_branch(folder, name="another", kind="practice", shelf_name="practice", people=PEOPLE,
                         now=clock(), practice_date=PRACTICE_DATE, server=place).store  # fmt: skip
    return Branch(folder, Desk(store, clock), clock, _actors(store))


def test_a_line_that_broke_between_two_deeds_is_made_anew_unnoticed(branch: Branch, there: Server) -> None:
    before = trail_length(branch)
    kill_backends(branch, there)
    branch.call(WANG)
    assert trail_length(branch) == before + 1


def test_a_line_that_breaks_in_mid_deed_leaves_nothing_and_the_next_deed_goes_through(
    branch: Branch, there: Server
) -> None:
    case_id, before = branch.case_id(), trail_length(branch)
    version = branch.ask(lambda view: view.scalar(sa.select(CaseRow.version).where(CaseRow.id == case_id)))
    with pytest.raises(StoreTrouble) as trouble:
        branch.clerk(Break(case_id, lambda _work: kill_backends(branch, there)))
    assert trouble.value.code == "store.server_gone"
    assert "服务器" in sentence(for_language(CHINESE), trouble.value)
    assert trail_length(branch) == before
    assert version == branch.ask(lambda v: v.scalar(sa.select(CaseRow.version).where(CaseRow.id == case_id)))
    assert branch.clerk(Break(case_id, lambda _work: None)) == str(version + 1)
    assert branch.ask(audit.verify).intact


def test_a_deed_whose_last_word_was_lost_is_looked_up_and_neither_repeated_nor_lost(
    branch: Branch, there: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, before = branch.case_id(), trail_length(branch)
    committed = driver.ServerConnection.commit

    def lost_after(raw: driver.ServerConnection) -> None:
        committed(raw)
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(driver.ServerConnection, "commit", lost_after)
    branch.clerk(Break(case_id, lambda _work: None))
    monkeypatch.undo()
    assert trail_length(branch) == before + 1

    def lost_before(raw: driver.ServerConnection) -> None:
        raw.rollback()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(driver.ServerConnection, "commit", lost_before)
    with pytest.raises(StoreTrouble) as trouble:
        branch.clerk(Break(case_id, lambda _work: None))
    monkeypatch.undo()
    assert trouble.value.code == "store.server_gone"
    assert trail_length(branch) == before + 1


def test_deeds_that_crossed_are_done_anew_by_the_program(branch: Branch) -> None:
    case_id, before, tries = branch.case_id(), trail_length(branch), []

    def crosses_twice(work: Work) -> None:
        tries.append(1)
        if len(tries) <= 2:
            opening.driver_of(work.connection).execute(
                "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"
            )

    branch.clerk(Break(case_id, crosses_twice))
    assert len(tries) == 3
    assert trail_length(branch) == before + 1


def test_a_server_that_stops_is_told_and_everything_goes_on_when_it_is_back(
    tmp_path: Path, there: Server
) -> None:
    own = postgres.fresh_server(("synchronous_commit=on", "full_page_writes=on"))
    opened = small_branch(tmp_path / "branch")
    opened.close()
    address = read_address(opened.folder)
    if address is None or not address.holds:
        connect_branch(opened.folder, own.address(own.database(), holds=False), "")
        brought(opened, there=True)
    else:
        pytest.skip("asked in the pass over files")
    opened.desk = Desk(another_desk(opened), opened.clock)
    case_id = opened.case_id(WANG)
    own.stop()
    for _ in range(2):
        with pytest.raises(StoreTrouble) as trouble:
            opened.call(WANG)
        assert trouble.value.code == "store.server_gone"
    with pytest.raises(StoreTrouble):
        opened.desk.store.changed_elsewhere()
    own.start()
    opened.clerk(PlaceHold(case_id, "complaint", None, "客户来电"))
    assert opened.ask(lambda view: view.scalar(sa.select(sa.func.count()).select_from(HoldRow))) == 1
    assert opened.ask(audit.verify).intact
    opened.close()
    own.stop()


def test_a_branch_goes_there_and_back_twice_with_every_row_and_its_trail(
    there: Server, tmp_path: Path
) -> None:
    opened = small_branch(tmp_path / "branch")
    opened.planned_visit()
    opened.close()
    if not postgres.ON_SERVER:
        connect_branch(opened.folder, there.address(there.database(), holds=False), "")
    lengths = []
    for to_server in (False, True, False) if postgres.ON_SERVER else (True, False, True, False):
        went = brought(opened, there=to_server)
        opened.desk = Desk(another_desk(opened), opened.clock)
        found = opened.ask(audit.verify)
        assert found.intact
        assert (found.entries, found.head) == (went.seq, went.link)
        assert opened.clerk(FindCustomers(Wanted(text=LI))).lines[0].name == LI
        lengths.append(went.rows)
        opened.call(WANG)
        opened.close()
    assert lengths == sorted(lengths)
    assert not (opened.folder / moving.MOVED).exists()


def test_a_move_that_arrives_otherwise_is_thrown_away(
    there: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if postgres.ON_SERVER:
        pytest.skip("asked in the pass over files")
    opened = small_branch(tmp_path / "branch")
    opened.close()
    database = there.database()
    connect_branch(opened.folder, there.address(database, holds=False), "")
    real = moving._counts
    monkeypatch.setattr(
        moving, "_counts", lambda c: {**real(c), "hold": 7 if c.dialect.name == "postgresql" else 0}
    )
    with pytest.raises(StoreTrouble) as trouble:
        brought(opened, there=True)
    assert trouble.value.code == "store.move_differs"
    monkeypatch.undo()
    with driver.connect(there.address(database), Login(postgres.CLERKS), opened.desk.store.branch_id) as raw:
        assert raw.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    opened.desk = Desk(another_desk(opened), opened.clock)  # the file, as it was
    opened.call(WANG)
    opened.close()


def test_beyond_this_pc_only_a_proven_server_is_taken(tmp_path: Path) -> None:
    for host in ("db.branch.example", "10.1.2.3", "192.168.0.9", "::2"):
        with pytest.raises(StoreTrouble) as trouble:
            require_safe(Address(host))
        assert trouble.value.code == "store.server_needs_tls"
        assert Address(host).sslmode == "verify-full"
    certificate = tmp_path / "ca.pem"
    certificate.touch()
    require_safe(Address("db.branch.example", root_certificate=str(certificate)))
    for host in ("localhost", "127.0.0.1", "::1", "/run/postgresql"):
        require_safe(Address(host))


def test_a_database_or_role_that_wont_do_is_refused_before_anything_is_kept(
    there: Server, tmp_path: Path
) -> None:
    opened = small_branch(tmp_path / "branch")
    opened.close()
    (opened.folder / "branch.server.json").unlink(missing_ok=True)
    database = there.database()
    for address, code in (
        (there.address(database, user=postgres.ADMIN), "store.server_role"),
        (there.address("nowhere"), "store.server_no_database"),
        (replace(there.address(database), port=5999), "store.server_gone"),
    ):
        with pytest.raises(StoreTrouble) as trouble:
            connect_branch(opened.folder, address, "")
        assert trouble.value.code == code
    assert read_address(opened.folder) is None
    there.sql(f"CREATE SCHEMA collectdesk AUTHORIZATION {postgres.CLERKS}", database=database)
    there.sql("CREATE TABLE collectdesk.alembic_version AS SELECT '9999'::varchar AS version_num",
              f"ALTER TABLE collectdesk.alembic_version OWNER TO {postgres.CLERKS}", database=database)  # fmt: skip
    with pytest.raises(StoreTrouble) as trouble:
        connect_branch(opened.folder, there.address(database), "")
    assert trouble.value.code == "store.too_new"


def test_the_steps_and_fences_may_be_laid_again(branch: Branch) -> None:
    address = read_address(branch.folder)
    assert address is not None
    write_address(branch.folder, address)
    made = driver.engine_of(
        address, Login(postgres.CLERKS), branch.desk.store.branch_id, query_only=False, pool=1
    )
    try:
        upgrading.bring_up(made)
    finally:
        made.dispose()
    assert branch.ask(audit.verify).intact
