"""Column types that SQLite and PostgreSQL share, and the columns every record carries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


@lru_cache(maxsize=256)
def instant_text(value: datetime) -> str:
    """An aware instant as it is stored; a deed writes the same one into every row, and into the trail."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class UtcInstant(sa.TypeDecorator[datetime]):
    """An instant, kept as ISO text with microseconds, always UTC; on a server too, since the trail's links are over
    these very bytes and a branch goes from its file to a server and back.
    """

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:  # noqa: ARG002 - the hook
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its zone")
        return instant_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - the hook
        return None if value is None else datetime.fromisoformat(value)


class Rows(DeclarativeBase):
    """All tables."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Key = Annotated[str, mapped_column(sa.String(32))]
Text = Annotated[str, mapped_column(sa.Text)]
Fen = Annotated[int, mapped_column(sa.BigInteger)]
Instant = Annotated[datetime, mapped_column(UtcInstant)]
Day = Annotated[date, mapped_column(sa.Date)]
Json = Annotated[Any, mapped_column(sa.JSON)]


class Record:
    """What every record carries: a globally unique id, its branch, a version, when and by whom it was recorded."""

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    branch_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)
    recorded_at: Mapped[Instant]
    recorded_by: Mapped[Key]


class Frequent(Record):
    """A record that every deed writes, or one deed by the thousand: a branch's file holds one branch, so that an index
    on it would find nothing and cost a page to encrypt at every commit.
    """

    branch_id: Mapped[str] = mapped_column(sa.String(32))


class Imported(Frequent):
    """A fact that may have come with a file: which import brought it."""

    batch_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
