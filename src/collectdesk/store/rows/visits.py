"""Visits from the request to the signed record, the evidence, the kits printed, and the archive packs."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Frequent, Instant, Json, Key, Record, Rows, Text


class VisitRequestRow(Record, Rows):
    __tablename__ = "visit_request"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    point_id: Mapped[str] = mapped_column(sa.ForeignKey("contact_point.id"))
    reason: Mapped[Text]
    note: Mapped[Text]
    preferred: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
    decision_reason: Mapped[Text] = mapped_column(default="")
    kind: Mapped[Text]
    why_here: Mapped[Text]
    suits_days: Mapped[Text]
    """The weekdays that suit, as digits from 1 for Monday; empty: any."""
    suits_from: Mapped[int] = mapped_column(sa.Integer)
    suits_until: Mapped[int] = mapped_column(sa.Integer)
    approach: Mapped[Text]
    talking: Mapped[Text]
    caution: Mapped[Text]
    expires_on: Mapped[Day | None]


class VisitRow(Record, Rows):
    __tablename__ = "visit"

    visit_no: Mapped[str] = mapped_column(sa.String(32), unique=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    request_id: Mapped[str] = mapped_column(sa.ForeignKey("visit_request.id"))
    point_id: Mapped[str] = mapped_column(sa.ForeignKey("contact_point.id"))
    planned_at: Mapped[Instant] = mapped_column(index=True)
    minutes: Mapped[int] = mapped_column(sa.Integer)
    officer_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"))
    safety_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"))
    approach: Mapped[Text]
    caution: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    back_at: Mapped[Instant | None]
    pinned: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    told_for: Mapped[Instant | None]
    """The time of which the customer was told; another than ``planned_at`` once the visit was moved."""


class TeamRoundRow(Record, Rows):
    """One team's day on the road: released, out, back, accounted for; metres driven and expenses in fen."""

    __tablename__ = "team_round"
    __table_args__ = (sa.UniqueConstraint("branch_id", "day", "officer_id", "safety_id"),)

    day: Mapped[Day] = mapped_column(index=True)
    officer_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"))
    safety_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"))
    released_at: Mapped[Instant | None]
    released_by: Mapped[str | None] = mapped_column(sa.String(32))
    out_at: Mapped[Instant | None]
    back_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(32))
    metres: Mapped[int | None] = mapped_column(sa.Integer)
    expenses: Mapped[int] = mapped_column(sa.BigInteger)
    note: Mapped[Text]
    driver_id: Mapped[str | None] = mapped_column(sa.ForeignKey("staff.id"))
    """Who drives and waits outside, where a third person goes along."""
    code_word: Mapped[Text] = mapped_column(default="", server_default="")
    """What said on the phone means that help is needed; given at the release, on no paper."""
    vehicle_id: Mapped[str | None] = mapped_column(sa.ForeignKey("vehicle.id"))
    """What the team drives, where the branch keeps a register of vehicles."""


class VehicleRow(Record, Rows):
    """A vehicle of the branch or a hired one: its plate, its seats, how long its inspection holds, whether it runs."""

    __tablename__ = "vehicle"
    __table_args__ = (sa.UniqueConstraint("branch_id", "plate"),)

    plate: Mapped[Text]
    seats: Mapped[int] = mapped_column(sa.Integer)
    inspected_until: Mapped[Day]
    is_hired: Mapped[bool] = mapped_column(sa.Boolean)
    in_service: Mapped[bool] = mapped_column(sa.Boolean)
    note: Mapped[Text]


class SheetRow(Record, Rows):
    """A printed page of a team's day and what became of it; without a visit it is a cover."""

    __tablename__ = "kit_sheet"

    round_id: Mapped[str] = mapped_column(sa.ForeignKey("team_round.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(sa.ForeignKey("visit.id"))
    number: Mapped[Text]
    copy: Mapped[int] = mapped_column(sa.Integer)
    page: Mapped[int] = mapped_column(sa.Integer)
    fate: Mapped[Text]
    reason: Mapped[Text]
    settled_by: Mapped[str | None] = mapped_column(sa.String(32))
    settled_at: Mapped[Instant | None]
    boxes: Mapped[Json] = mapped_column(default=list, server_default="[]")
    """The boxes to tick on this very page: code, x and y in points."""
    notice_id: Mapped[str | None] = mapped_column(sa.ForeignKey("notice.id"))
    """The letter that the page is of."""
    part: Mapped[Text] = mapped_column(default="", server_default="")
    """What of a letter the page is (SheetPart); empty for the kit's own pages."""


class GroundRow(Record, Rows):
    """Where the branch's teams begin and end, how far its area reaches, and the shift in minutes of the day."""

    __tablename__ = "branch_ground"
    __table_args__ = (sa.UniqueConstraint("branch_id"),)

    lat_e6: Mapped[int] = mapped_column(sa.Integer)
    lon_e6: Mapped[int] = mapped_column(sa.Integer)
    datum: Mapped[Text]
    reach_km: Mapped[int] = mapped_column(sa.Integer)
    begins: Mapped[int] = mapped_column(sa.Integer)
    ends: Mapped[int] = mapped_column(sa.Integer)
    hard_most: Mapped[int] = mapped_column(sa.Integer)


class BranchTravelRow(Record, Rows):
    """The branch's own figures for roads; the newest holds."""

    __tablename__ = "branch_travel"

    parking_minutes: Mapped[int] = mapped_column(sa.Integer)
    bands: Mapped[Json]
    """From the nearest to the farthest: up to how many km, detour in per mille, km per hour."""
    source: Mapped[Text]


class TravelAreaRow(Record, Rows):
    """A part of the branch's area with roads of its own: a centre, how far it reaches, its detour and its speed."""

    __tablename__ = "travel_area"
    __table_args__ = (sa.UniqueConstraint("branch_id", "name"),)

    name: Mapped[Text]
    lat_e6: Mapped[int] = mapped_column(sa.Integer)
    lon_e6: Mapped[int] = mapped_column(sa.Integer)
    datum: Mapped[Text]
    reach_metres: Mapped[int] = mapped_column(sa.Integer)
    detour_per_mille: Mapped[int] = mapped_column(sa.Integer)
    km_per_hour: Mapped[int] = mapped_column(sa.Integer)
    source: Mapped[Text]
    is_used: Mapped[bool] = mapped_column(sa.Boolean)


class PrintRow(Record, Rows):
    """One printed document: number, copy, who and when; for kits the codes on its pages."""

    __tablename__ = "print_log"

    document: Mapped[Text]
    subject_id: Mapped[Key] = mapped_column(index=True)
    number: Mapped[Text]
    copy: Mapped[int] = mapped_column(sa.Integer)
    pages: Mapped[int] = mapped_column(sa.Integer)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    template_version: Mapped[int] = mapped_column(sa.Integer)
    missing_glyphs: Mapped[Text] = mapped_column(default="")


class VisitRecordRow(Record, Rows):
    __tablename__ = "visit_record"

    visit_id: Mapped[str] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    state: Mapped[Text] = mapped_column(index=True)
    arrived_at: Mapped[Instant]
    left_at: Mapped[Instant]
    met: Mapped[Text]
    met_name: Mapped[Text]
    identity_confirmed: Mapped[Text]
    identification_shown: Mapped[bool] = mapped_column(sa.Boolean)
    purpose_stated: Mapped[bool] = mapped_column(sa.Boolean)
    entry: Mapped[Text]
    recording: Mapped[Text]
    overdue_reasons: Mapped[Json]
    income: Mapped[Json]
    income_note: Mapped[Text]
    family: Mapped[Json]
    family_note: Mapped[Text]
    attitude: Mapped[Text]
    outcome: Mapped[Text]
    narrative: Mapped[Text]
    feedback: Mapped[Text]
    crew_seen: Mapped[Json]
    signed_by: Mapped[str | None] = mapped_column(sa.String(32))
    signed_at: Mapped[Instant | None]
    sent_back_because: Mapped[Text] = mapped_column(default="")
    further: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    """What the newer sheet asks beside: ``domain/paper/further.py``, only what was answered."""


class RecordEntryRow(Record, Rows):
    """What was added to a record: the second visitor's word, what stood before it was typed again, an addendum.

    Rows are only ever added.
    """

    __tablename__ = "record_entry"

    record_id: Mapped[str] = mapped_column(sa.ForeignKey("visit_record.id"), index=True)
    kind: Mapped[Text]
    typed_at: Mapped[Instant]
    """When the record was typed of which this speaks: typed again, it is another."""
    staff_id: Mapped[str | None] = mapped_column(sa.String(32))
    way: Mapped[Text]
    note: Mapped[Text]
    said: Mapped[Json]
    """The second visitor's differences, field by field; or the whole record as it stood before."""


class VisitCostRow(Record, Rows):
    """What one visit cost: minutes with the way, metres, fares in fen, and whether the debtor owes them by contract."""

    __tablename__ = "visit_cost"

    visit_id: Mapped[str] = mapped_column(sa.ForeignKey("visit.id"), unique=True)
    minutes: Mapped[int | None] = mapped_column(sa.Integer)
    metres: Mapped[int | None] = mapped_column(sa.Integer)
    fares: Mapped[int] = mapped_column(sa.BigInteger)
    recoverable: Mapped[bool] = mapped_column(sa.Boolean)
    note: Mapped[Text]


NOT_VOID = VisitRecordRow.state != "void"
"""Leaves out what was typed for the wrong customer: it says nothing of this one."""


class EvidenceRow(Frequent, Rows):
    """A file of evidence; its bytes lie encrypted beside the database under a random name."""

    __tablename__ = "evidence"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    contact_id: Mapped[str | None] = mapped_column(sa.String(32))
    kind: Mapped[Text]
    original_name: Mapped[Text]
    media_type: Mapped[Text]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    stored_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed_key: Mapped[Text] = mapped_column(default="", server_default="")
    """The file's own key, wrapped by the case's."""
    copy_of: Mapped[Text] = mapped_column(default="", server_default="")
    """The evidence that this one was made from: an upright, re-encoded picture for the record."""
    taken_at: Mapped[Text] = mapped_column(default="", server_default="")
    """When a photo says it was taken, by the camera's own clock, as ISO text without a zone."""
    device: Mapped[Text] = mapped_column(default="", server_default="")
    fingerprint: Mapped[str] = mapped_column(sa.String(16), default="", server_default="", index=True)
    """What a picture looks like in 64 bits, so that one used before is noticed."""
    label: Mapped[Text] = mapped_column(default="", server_default="")
    """The number on the recorder or its file, as it was told."""
    seconds: Mapped[int | None] = mapped_column(sa.Integer)
    came_sha256: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    """The digest of the file as it came, where its place was taken out of it; empty: as it is kept."""
    location: Mapped[Text] = mapped_column(default="", server_default="")
    """Where a photo was taken, as "latitude,longitude"; only with a basis."""
    location_basis: Mapped[Text] = mapped_column(default="", server_default="")


class DisposalRow(Record, Rows):
    """A case's evidence disposed of: its key is gone from this file. Never deleted; a restore does it again."""

    __tablename__ = "disposal"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), unique=True)
    reason: Mapped[Text]
    files: Mapped[int] = mapped_column(sa.Integer)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    backups: Mapped[Json]
    """The backups in which the key still lay on that day."""
    second_id: Mapped[str] = mapped_column(sa.String(32), default="")


class PackRow(Record, Rows):
    __tablename__ = "archive_pack"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    file_name: Mapped[Text]
    root_digest: Mapped[str] = mapped_column(sa.String(64))
    seal_digest: Mapped[str] = mapped_column(sa.String(64))
    fingerprint: Mapped[Text]
    audit_head: Mapped[Text]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    files: Mapped[int] = mapped_column(sa.Integer)
    built_on: Mapped[Day]
    verdict: Mapped[Text]
    verified_at: Mapped[Instant | None]
    sealed_key: Mapped[Text] = mapped_column(default="", server_default="")
    """What opens the resting file, wrapped; empty in packs that rest in the clear and in those disposed of."""
    key_id: Mapped[str | None] = mapped_column(sa.String(32))
    """The officer's key that sealed it; None for the branch's own."""
    supersedes: Mapped[str | None] = mapped_column(sa.String(32))
    retain_until: Mapped[Day | None]
    held_on: Mapped[Day | None]
    held_by: Mapped[str | None] = mapped_column(sa.String(32))
    held_why: Mapped[Text] = mapped_column(default="", server_default="")
    transferred_on: Mapped[Day | None]
    transfer_no: Mapped[Text] = mapped_column(default="", server_default="")
    disposed_at: Mapped[Instant | None]
    disposed_by: Mapped[str | None] = mapped_column(sa.String(32))
    disposed_second: Mapped[str | None] = mapped_column(sa.String(32))
    disposed_why: Mapped[Text] = mapped_column(default="", server_default="")
