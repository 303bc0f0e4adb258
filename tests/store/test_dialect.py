"""What one session compiled serves the next, and never with the other's values."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import CacheStats
from sqlcipher3 import dbapi2

from collectdesk.store.vault.opening import engine_over

_LINES = sa.table("line", sa.column("told_by"), sa.column("words"))


def _said_by(engine: sa.Engine, whom: str) -> tuple[list[str], CacheStats]:
    with engine.connect() as connection:
        found = connection.execute(sa.select(_LINES.c.words).where(_LINES.c.told_by == whom))
        return list(found.scalars()), found.context.cache_hit


def test_a_statement_is_compiled_once_for_every_session_and_keeps_nobodys_values() -> None:
    engines = []
    for words in ("first branch", "second branch"):
        raw = dbapi2.connect(":memory:", isolation_level=None)
        raw.execute("CREATE TABLE line (told_by TEXT, words TEXT)")
        raw.execute("INSERT INTO line VALUES ('lin', ?), ('zhou', 'somebody else')", (words,))
        engines.append(engine_over(raw))
    first, second = engines
    assert _said_by(first, "lin") == (["first branch"], CacheStats.CACHE_MISS)
    assert _said_by(second, "lin") == (["second branch"], CacheStats.CACHE_HIT)
    assert _said_by(second, "zhou") == (["somebody else"], CacheStats.CACHE_HIT)
    assert _said_by(first, "nobody") == ([], CacheStats.CACHE_HIT)
