"""On a station: work taken in from the master, and what was done packed for the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.people.signing import Signer
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.stations.parcels_in import PACKER_DOMAIN
from collectdesk.desk.stations.parcels_out import Packed
from collectdesk.desk.stations.stations import Taken, require_station
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import register
from collectdesk.store.keys.sealing import canonical
from collectdesk.store.people import people
from collectdesk.store.stations import parcel_cases, parcel_file, parcels
from collectdesk.store.stations.parcel_file import Pair, code_of, same_code
from collectdesk.store.stations.parcels import AwayDeed
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.store.stations.parcels import Post
    from collectdesk.store.work import View, Work

__all__ = ["AwayDeed", "PackBack", "ShowStanding", "Standing", "TakeWorkIn", "TakenIn"]


@dataclass(frozen=True, slots=True)
class TakenIn(Taken):
    """What came with a parcel: cases held now, cases that went back, deeds acknowledged, those that weren't taken."""

    cases: int = 0
    withdrawn: int = 0
    acknowledged: int = 0
    newcomers: tuple[str, ...] = ()
    fates: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TakeWorkIn(Change[TakenIn]):
    """Take the master's parcel in. The first time ``master_code`` is typed from the master's own screen.

    Raises Refused (parcel.not_for_us, altered, expired, older, master_code, …).
    """

    needs: ClassVar = Permission.CARRY_PARCELS
    action: ClassVar = "parcel.work_taken"
    touches: ClassVar = frozenset(Subject)

    path: Path
    master_code: str = ""

    def carry_out(self, work: Work) -> TakenIn:
        post = require_station(work)
        header = parcel_file.read_header(self.path)
        if header.get("station") != post.id or header.get("kind") != parcels.OUT:
            raise Refused("parcel.not_for_us", field="path", file=self.path.name)
        public = self._master(post, header)
        with self.path.open("rb") as file:
            opened = parcel_file.open_parcel(file, self.path.name, own=parcels.pair(work), far_public=public)
        return _take(work, post, opened, public)

    def _master(self, post: Post, header: Mapping[str, Any]) -> str:
        """The master's public keys: those that a person compared once."""
        if post.far_public:
            return post.far_public
        public = str(header.get("from", ""))
        if len(public) != 128 or not all(each in "0123456789abcdef" for each in public):
            raise Refused("parcel.unreadable", field="path", file=self.path.name)
        if not self.master_code.strip():
            raise Refused("parcel.master_code_missing", field="master_code")
        if not same_code(self.master_code, public):
            raise Refused("parcel.master_code_differs", field="master_code")
        return public


def _take(work: Work, post: Post, opened: parcel_file.Opened, public: str) -> TakenIn:
    header, document = opened.header, opened.document
    number, master = int(header["number"]), str(document["master"]["name"])
    newest = parcels.newest_no(work, parcels.OUT)
    if number == newest:
        work.note(parcel=number, sha256=opened.sha256, again=True)
        return TakenIn(master, number, opened.sha256, taken_before=True)
    if number < newest:
        raise Refused("parcel.older", field="path", number=number, newest=newest)
    expires = datetime.fromisoformat(str(header["expires_at"]))
    if work.now > expires:
        raise Refused("parcel.expired", field="path", expires=expires)
    parcels.change_post(
        work,
        post.id,
        far_public=public,
        far_name=master,
        far_id=str(document["master"]["id"]),
        trail_seq=int(document["taken"]["trail"]),
    )
    acknowledged = _acknowledge(work, post, document["taken"])
    newcomers = _people(work, post, document)
    coming = {str(case): str(account) for case, account in document["cases"]}
    waiting = {
        each.case_id for each in parcels.deeds(work, post.id, states=(parcels.WAITING,)) if each.case_id
    }
    _accounts_first(document, work)
    parcel_cases.take_rows(
        work, {**document["rows"], **document["branch_rows"]}, frozenset(waiting & set(coming))
    )
    withdrawn = _hold(work, post, coming, waiting, number)
    parcels.add_parcel(
        work, station_id=post.id, direction=parcels.OUT, number=number, sha256=opened.sha256,
        made_at=datetime.fromisoformat(str(header["made_at"])), expires_at=expires, cases=len(coming), deeds=0,
        last_seq=int(document["taken"]["seq"]),
    )  # fmt: skip
    work.note(
        parcel=number, sha256=opened.sha256, cases=len(coming), withdrawn=withdrawn, acknowledged=acknowledged
    )
    fates = tuple((int(seq), str(state), str(why)) for seq, state, why in document["taken"]["fates"])
    return TakenIn(
        master, number, opened.sha256, False, len(coming), withdrawn, acknowledged, newcomers, fates
    )


def _accounts_first(document: Mapping[str, Any], work: Work) -> None:
    """A login is one person's: the keeper of this PC may have one that the master gave to somebody else."""
    coming = {str(row["login"]): str(row["id"]) for row in document["accounts"]}
    for each, known in people.known_accounts(work).items():
        if coming.get(known.login, each) != each:
            raise Refused("station.login_taken", field="path", login=known.login)
    parcel_cases.take_accounts(work, document["accounts"])


def _acknowledge(work: Work, post: Post, taken: Mapping[str, Any]) -> int:
    """What the master has, and what became of it there."""
    fates = {int(seq): (str(state), str(why)) for seq, state, why in taken["fates"]}
    count = 0
    for each in parcels.deeds(work, post.id):
        if each.seq > int(taken["seq"]):
            break
        state, why = fates.get(each.seq, (parcels.MERGED, ""))
        count += each.state == parcels.WAITING
        if (each.state, each.why) != (state, why):
            parcels.change_deed(work, each.id, state=state, why=why)
    return count


def _people(work: Work, post: Post, document: Mapping[str, Any]) -> tuple[str, ...]:
    """Who may sit down here: they begin with their start code."""
    known = parcels.persons(work, post.id)
    logins = {str(row["id"]): str(row["login"]) for row in document["accounts"]}
    for account, verifier in document["starts"].items():
        if account in known:
            parcels.change_person(work, post.id, account, vouch=str(verifier), signing="")
        else:
            parcels.add_person(work, post.id, account, str(verifier))
    parcel_cases.retire_accounts(work, [each for each in known if each not in logins])
    return tuple(logins.get(each, each) for each in document["starts"])


def _hold(work: Work, post: Post, coming: Mapping[str, str], waiting: set[str], number: int) -> int:
    """What is held from now on. What was taken back is forgotten once the master has all that was done in it."""
    held = {each.case_id: each for each in parcels.cases_out(work, post.id)}
    for case, account in coming.items():
        if case not in held:
            parcels.send_out(work, post.id, case, account, number)
    going = [each for case, each in held.items() if case not in coming]
    gone = [each.case_id for each in going if each.case_id not in waiting]
    for each in going:
        if each.case_id in gone:
            parcels.end_out(work, each.id, "taken_back")
    parcels.forget_deeds(work, gone)
    for name in parcel_cases.forget_cases(work, gone):
        # not undone with the transaction: a file whose row stays would be named by the check of evidence
        work.settled.append(lambda name=name: (work.evidence_folder / name).unlink(missing_ok=True))  # type: ignore[misc]
    return len(going)


# ---- the way back


@dataclass(frozen=True, slots=True)
class _Results:
    post: Post
    number: int
    deeds: tuple[AwayDeed, ...]
    document: Mapping[str, Any] = field(repr=False)
    files: tuple[Iterable[bytes], ...] = field(repr=False)
    header: Mapping[str, Any]
    own: Pair = field(repr=False)
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PackBack(Export[Packed, _Results]):
    """Pack everything the master hasn't acknowledged, signed by whoever packs it and sealed to the master.

    ``since`` packs from that number on again, for a master that was restored from an older backup.
    """

    needs: ClassVar = Permission.CARRY_PARCELS
    action: ClassVar = "parcel.results_packed"

    target: Path
    signer: Signer | None = field(default=None, repr=False)
    since: int = 0

    def gather(self, view: View) -> _Results:
        post = require_station(view)
        if not post.far_public:
            raise Refused("parcel.master_unknown")
        if self.signer is None or self.signer.id != view.actor.id:
            raise Refused("signature.missing", field="password")
        _vouch, proof = parcels.persons(view, post.id).get(view.actor.id, ("", ""))
        if not proof:
            raise Refused("parcel.packer_not_welcomed", login=view.actor.login)
        every = parcels.deeds(view, post.id)
        first = self.since or next((d.seq for d in every if d.state == parcels.WAITING), 0)
        going = tuple(each for each in every if first and each.seq >= first)
        number = parcels.newest_no(view, parcels.BACK) + 1
        header = {
            "kind": parcels.BACK, "branch": post.far_id, "station": post.id, "number": number,
            "made_at": view.now.isoformat(),
        }  # fmt: skip
        document: dict[str, Any] = {
            "deeds": [_told(each) for each in going],
            "files": [said for each in going for said in each.files],
            "trail": _trail(view, 0 if self.since else post.trail_seq),
        }
        signature = self.signer.sign_bytes(PACKER_DOMAIN + canonical(document))
        document["packer"] = {
            "account": view.actor.id, "public": self.signer.public.hex(), "signature": signature.hex(),
            "vouched": proof,
        }  # fmt: skip
        files = tuple(_content(view, said["id"]) for said in document["files"])
        return _Results(post, number, going, document, files, header, parcels.pair(view), view.now)

    def draw(self, gathered: _Results, partial: Path, progress: Progress) -> None:
        del progress
        parcel_file.write(
            partial, gathered.header, gathered.document, gathered.files, own=gathered.own,
            far_public=gathered.post.far_public,
        )  # fmt: skip

    def settle(self, work: Work, gathered: _Results, partial: Path) -> Packed:
        post = require_station(work)
        if parcels.newest_no(work, parcels.BACK) + 1 != gathered.number:
            raise StaleRecord("parcel", post.id)
        sha256 = parcel_file.digest_of(partial)
        parcels.add_parcel(
            work, station_id=post.id, direction=parcels.BACK, number=gathered.number, sha256=sha256,
            made_at=gathered.made_at, expires_at=None, cases=0, deeds=len(gathered.deeds),
            last_seq=max([each.seq for each in gathered.deeds], default=0),
        )  # fmt: skip
        work.note(parcel=gathered.number, sha256=sha256, deeds=len(gathered.deeds))
        return Packed(self.target, gathered.number, sha256, 0, len(gathered.deeds))


def _told(each: AwayDeed) -> dict[str, Any]:
    return {
        "seq": each.seq, "account": each.account_id, "action": each.action, "done_at": each.done_at.isoformat(),
        "case": each.case_id, "deed": each.deed, "issued": each.issued, "seen": each.seen, "after": each.after,
        "files": each.files,
    }  # fmt: skip


def _content(view: View, evidence_id: str) -> Iterator[bytes]:
    kept = evidence.one(view, evidence_id)
    opened = evidence.opener(view, view.evidence_folder, kept)

    def pieces() -> Iterator[bytes]:
        with opened() as file:
            while piece := file.read(1 << 18):
                yield piece

    return pieces()


def _trail(view: View, since: int) -> dict[str, Any]:
    """The trail of this PC with the keys that chain it: the master checks every link, and that no deed was left out."""
    return {
        "keys": [[first, key.hex()] for first, key in register.keys_in_order(view, "audit")],
        "entries": [
            [e.seq, e.branch_id, e.at, e.account_id, e.action, e.about, e.previous, e.link]
            for e in audit.entries(view)
            if e.seq >= since
        ],
    }


# ---- the card on the station


@dataclass(frozen=True, slots=True)
class Standing:
    """What a station has: cases, deeds that wait to be brought back, and those the master didn't take."""

    code: str
    master: str
    master_code: str
    cases: int
    waiting: int
    not_taken: tuple[AwayDeed, ...]
    newest_in: int
    newest_back: int
    due_back: datetime | None = None
    """Until when the parcel that is here counts; what is done later waits for the next one."""
    newcomers: tuple[tuple[str, str], ...] = ()
    """Login and name of those who haven't sat down here yet."""
    is_welcome: bool = False
    """Whether whoever asks can sign a parcel for the way back."""
    holders: tuple[str, ...] = ()
    """Whose cases are here."""


@dataclass(frozen=True, slots=True)
class ShowStanding(Lookup["Standing | None"]):
    """How this station stands with its master; None where this PC is no station."""

    needs: ClassVar = Permission.CARRY_PARCELS
    action: ClassVar = "station.standing_shown"

    def look(self, view: View) -> Standing | None:
        post = parcels.post(view)
        if post is None or post.what != parcels.STATION:
            return None
        done: Sequence[AwayDeed] = parcels.deeds(view, post.id)
        logins = people.known_accounts(view)
        kept, held = parcels.persons(view, post.id), parcels.cases_out(view)
        newest = parcels.newest_no(view, parcels.OUT)
        here = parcels.known_parcel(view, post.id, parcels.OUT, newest)
        waits = [logins[each] for each, (_vouch, proof) in kept.items() if not proof and each in logins]
        return Standing(
            code_of(post.public), post.far_name, code_of(post.far_public) if post.far_public else "",
            len(held), sum(each.state == parcels.WAITING for each in done),
            tuple(each for each in done if each.state not in (parcels.WAITING, parcels.MERGED)),
            newest, parcels.newest_no(view, parcels.BACK), here.expires_at if here and held else None,
            tuple((each.login, each.name) for each in waits), bool(kept.get(view.actor.id, ("", ""))[1]),
            tuple(sorted({logins[each.account_id].name for each in held if each.account_id in logins})),
        )  # fmt: skip
