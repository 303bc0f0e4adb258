"""Several PCs of one branch: what each is, the stations, the parcels, the cases that are out, the deeds done away."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Json, Key, Record, Rows, Text


class PostRow(Record, Rows):
    """What this PC is to the branch: its master, a station that works for one, or neither; and whether it moves away.

    ``sealed_key`` holds the PC's own private halves; the far end's public ones are known once a person compared them.
    """

    __tablename__ = "branch_post"

    what: Mapped[str] = mapped_column(sa.String(16))
    public: Mapped[str] = mapped_column(sa.String(128))
    sealed_key: Mapped[Text]
    far_id: Mapped[Text] = mapped_column(default="")
    """On a station the master's branch."""
    far_name: Mapped[Text] = mapped_column(default="")
    far_public: Mapped[Text] = mapped_column(default="")
    trail_seq: Mapped[int] = mapped_column(sa.Integer, default=0)
    """On a station up to which entry the master has its trail."""
    moving: Mapped[str] = mapped_column(sa.String(16), default="")
    """Whether the branch is on its way to another PC, or stands there."""
    moving_to: Mapped[Text] = mapped_column(default="")
    """The other PC's public keys; the digest of what went; where the trail stood."""


class StationRow(Record, Rows):
    """A PC that works for this branch, as it was accepted; ``merged_seq`` is the last deed taken from it."""

    __tablename__ = "station"

    name: Mapped[Text]
    public: Mapped[str] = mapped_column(sa.String(128))
    state: Mapped[str] = mapped_column(sa.String(16))
    second_id: Mapped[Key]
    out_no: Mapped[int] = mapped_column(sa.Integer, default=0)
    back_no: Mapped[int] = mapped_column(sa.Integer, default=0)
    merged_seq: Mapped[int] = mapped_column(sa.Integer, default=0)
    trail_seq: Mapped[int] = mapped_column(sa.Integer, default=0)
    trail_link: Mapped[Text] = mapped_column(default="")
    trail_key: Mapped[Text] = mapped_column(default="")
    """A digest of the key that chains the station's trail: another one is another station."""
    revoked_at: Mapped[Instant | None]
    revoked_why: Mapped[Text] = mapped_column(default="")


class StationPersonRow(Record, Rows):
    """Who may work at a station. ``vouch`` is made from their start code: it proves which signing key is theirs."""

    __tablename__ = "station_person"
    __table_args__ = (sa.UniqueConstraint("station_id", "account_id"),)

    station_id: Mapped[Key]
    account_id: Mapped[Key]
    vouch: Mapped[Text]
    signing: Mapped[Text] = mapped_column(default="")


class ParcelRow(Record, Rows):
    """One parcel that was packed or taken in, with the digest of its file; both halves keep one."""

    __tablename__ = "parcel"
    __table_args__ = (sa.UniqueConstraint("station_id", "direction", "number"),)

    station_id: Mapped[Key]
    direction: Mapped[str] = mapped_column(sa.String(8))
    number: Mapped[int] = mapped_column(sa.Integer)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    cases: Mapped[int] = mapped_column(sa.Integer)
    deeds: Mapped[int] = mapped_column(sa.Integer)
    last_seq: Mapped[int] = mapped_column(sa.Integer)


class CaseOutRow(Record, Rows):
    """A case that is out with a station, until it was taken back; on the station, one it holds."""

    __tablename__ = "case_out"

    station_id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    account_id: Mapped[Key]
    parcel_no: Mapped[int] = mapped_column(sa.Integer)
    out_on: Mapped[Day]
    ended_at: Mapped[Instant | None]
    ended_why: Mapped[Text] = mapped_column(default="")


class AwayDeedRow(Record, Rows):
    """A deed done at a station: there it waits to be acknowledged, on the master it was merged, refused or waits.

    ``deed`` are its words, blanked once they are merged; ``seen`` is what it rested on, ``after`` what it made of it.
    """

    __tablename__ = "away_deed"
    __table_args__ = (sa.UniqueConstraint("station_id", "seq"),)

    station_id: Mapped[Key]
    seq: Mapped[int] = mapped_column(sa.Integer)
    account_id: Mapped[Key]
    action: Mapped[Text]
    done_at: Mapped[Instant]
    case_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    deed: Mapped[Json]
    issued: Mapped[Json]
    seen: Mapped[Json]
    after: Mapped[Json]
    files: Mapped[Json]
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    parcel_no: Mapped[int] = mapped_column(sa.Integer, default=0)
    why: Mapped[Text] = mapped_column(default="")
    here: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
