"""The branch moves to a new PC by the parcels' road: sealed to that PC's key, proven there, confirmed here.

The new PC makes its keys and shows a code; the old one packs a backup, the keys of this PC's keyring, the evidence and
the packs, and lies still from that moment. What arrives is proven as a backup is before it takes its place; its
receipt, signed by the new PC, ends the old one for good. Until then two people can call the move off.
"""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.stations.stations import Card, read_card, write_card
from collectdesk.desk.vault.restoring import Consent, offers, prepare, restore
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import register, workstation
from collectdesk.store.keys.header import fsync_file, read_header
from collectdesk.store.keys.sealing import b64, canonical, derived, open_bytes, seal_bytes, stretched, unb64
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.stations import parcel_file, parcels
from collectdesk.store.stations.parcel_file import Pair, code_of, is_signed, same_code
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.store.vault import backup, proving
from collectdesk.store.vault.places import require_local
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.store.work import new_id

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work

KEY_FILE: Final = "moving.key"
"""The new PC's own keys, under a password of its own, until the branch stands there."""
_ARRIVING: Final = "arriving"
_RECEIPT: Final = b"collectdesk.move.receipt.v1\x00"
_COSTS: Final = {"t": 3, "m": 65536, "p": 1}
MOVE: Final = "move"


# ---- on the new PC, before


@dataclass(frozen=True, slots=True)
class Ready:
    """The new PC's card, and the code to compare on the old one."""

    code: str
    card: Path


def make_ready(folder: Path, card: Path, password: str) -> Ready:
    """Make this PC's keys in the folder where the branch is to stand, and the card for the old PC.

    Raises Refused(move.not_empty) and StoreTrouble(network_folder).
    """
    require_local(folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("move.not_empty", field="folder", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    pair, own_id, slot = Pair.new(), new_id(), {"salt": b64(secrets.token_bytes(16)), **_COSTS}
    key = derived(stretched(password, slot), unb64(str(slot["salt"])), "moving")
    said = {
        **slot,
        "id": own_id,
        "public": pair.public,
        "sealed": b64(seal_bytes(key, pair.to_bytes(), own_id.encode())),
    }
    (folder / KEY_FILE).write_text(json.dumps(said), "utf-8")
    fsync_file(folder / KEY_FILE)
    write_card(card, own_id, MOVE, pair)
    return Ready(code_of(pair.public), card)


def _own_keys(folder: Path, password: str) -> Pair:
    try:
        said = json.loads((folder / KEY_FILE).read_text("utf-8"))
        key = derived(stretched(password, said), unb64(said["salt"]), "moving")
        return Pair.from_bytes(open_bytes(key, unb64(said["sealed"]), said["id"].encode(), "wrong_password"))
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("move.not_ready", field="folder", path=str(folder)) from None


# ---- on the old PC


@dataclass(frozen=True, slots=True)
class PackedUp:
    """What went: its digest, and where the trail and the counts stood."""

    path: Path
    sha256: str
    entries: int
    root: str
    counts: Mapping[str, int]
    files: int
    code: str = ""
    """What the new PC compares this parcel by."""


@dataclass(frozen=True, slots=True)
class _Going:
    view: View = field(repr=False)
    card: Card
    own: Pair = field(repr=False)
    head: tuple[int, str]
    counts: Mapping[str, int]
    workstation: Workstation = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackMove(Export[PackedUp, _Going]):
    """Pack the whole branch for the PC whose card this is; from then on this PC's file only shows what it holds."""

    needs: ClassVar = Permission.MOVE_BRANCH
    action: ClassVar = "branch.packed_to_move"
    touches: ClassVar = frozenset(Subject)
    two_persons: ClassVar = True

    card: Path
    compared: str
    target: Path
    second: SecondPerson | None = None

    def gather(self, view: View) -> _Going:
        card = read_card(self.card)
        if not same_code(self.compared, card.public):
            raise Refused("station.code_differs", field="compared")
        post = parcels.post(view)
        if post is not None and post.what == parcels.STATION:
            raise Refused("move.is_station")
        if post is not None and post.moving:
            raise Refused("move.under_way")
        own = parcels.pair(view) if post is not None else Pair.new()
        secret = register.workstation_secret(view)
        return _Going(view, card, own, audit.head(view), proving.counts(view), secret)

    def draw(self, gathered: _Going, partial: Path, progress: Progress) -> None:
        with tempfile.TemporaryDirectory(prefix="move-", ignore_cleanup_errors=True) as place:
            base = Path(place) / "CollectDesk-move"
            made = backup.make_backup(gathered.view, base / "branch", progress.step)
            if made.missing or made.broken_at is not None:
                raise Refused("move.not_whole", missing=len(made.missing), at=made.broken_at or 0)
            packs = gathered.view.folder / "packs"
            files = [*_below(base), *_below(packs, "packs")]
            document = {
                "files": [
                    {"name": name, "size": path.stat().st_size, "sha256": parcel_file.digest_of(path)}
                    for name, path in files
                ],
                "workstation": b64(gathered.workstation.secret),
                "trail": list(gathered.head), "counts": dict(gathered.counts),
            }  # fmt: skip
            header = {
                "kind": MOVE,
                "branch": gathered.view.branch_id,
                "from": gathered.own.public,
                "number": 1,
            }
            parcel_file.write(
                partial, header, document, [_pieces(path) for _name, path in files], own=gathered.own,
                far_public=gathered.card.public,
            )  # fmt: skip
            gathered.facts.update(files=len(files), trail=made.trail)

    def settle(self, work: Work, gathered: _Going, partial: Path) -> PackedUp:
        if audit.head(work) != gathered.head or tuple(gathered.facts["trail"]) != gathered.head:
            raise StaleRecord("branch", work.branch_id)  # somebody worked meanwhile: it isn't in the parcel
        sha256 = parcel_file.digest_of(partial)
        post = parcels.take_post(work, "")
        said = {
            "public": gathered.card.public, "sha256": sha256, "trail": list(gathered.head),
            "own": code_of(gathered.own.public),
        }  # fmt: skip
        parcels.change_post(work, post.id, moving=parcels.LEAVING, moving_to=json.dumps(said))
        work.note(
            sha256=sha256, to=gathered.card.code, entries=gathered.head[0], files=gathered.facts["files"]
        )
        return PackedUp(
            self.target, sha256, gathered.head[0], gathered.head[1][:32], gathered.counts, gathered.facts["files"],
            code_of(gathered.own.public),
        )  # fmt: skip


def _below(folder: Path, under: str = "") -> list[tuple[str, Path]]:
    """Every file of a folder, with its name as the parcel knows it."""
    if not folder.is_dir():
        return []
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return [(str(PurePosixPath(under, *each.relative_to(folder).parts)), each) for each in found]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            yield piece


class _ForTwo:
    """What ends a move that is under way takes two people, and every page shows it."""

    needs: ClassVar = Permission.MOVE_BRANCH
    touches: ClassVar = frozenset(Subject)
    two_persons: ClassVar = True


@dataclass(frozen=True, slots=True)
class CancelMove(_ForTwo, Change[None]):
    """Call a move off: the branch stays on this PC. Only where nobody has opened it on the other one."""

    action: ClassVar = "branch.move_cancelled"

    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        post = _leaving(work)
        if not self.reason.strip():
            raise Refused("move.reason_missing", field="reason")
        parcels.change_post(work, post.id, moving="", moving_to="")
        work.note(sha256=json.loads(post.moving_to)["sha256"])


@dataclass(frozen=True, slots=True)
class EndMove(_ForTwo, Change[None]):
    """The new PC's receipt came back: the branch stands there, and here it can only be looked at."""

    action: ClassVar = "branch.moved"

    path: Path
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        post = _leaving(work)
        sent = json.loads(post.moving_to)
        try:
            said = json.loads(self.path.read_text("utf-8"))
            signature = bytes.fromhex(said.pop("signature"))
            genuine = is_signed(bytes.fromhex(sent["public"])[32:], signature, _RECEIPT + canonical(said))
            fits = genuine and said["sha256"] == sent["sha256"] and said["trail"] == sent["trail"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            fits = False
        if not fits:
            raise Refused("move.receipt_wrong", field="path", file=self.path.name)
        parcels.change_post(work, post.id, moving=parcels.LEFT)
        work.note(sha256=sent["sha256"], entries=sent["trail"][0])


def _leaving(view: View) -> parcels.Post:
    post = parcels.post(view)
    if post is None or post.moving != parcels.LEAVING:
        raise Refused("move.none_under_way")
    return post


@dataclass(frozen=True, slots=True)
class MoveStanding:
    """Whether the branch is on its way or stands elsewhere, and with what it went."""

    state: str = ""
    sha256: str = ""
    entries: int = 0
    to: str = ""
    code: str = ""
    """What the new PC compares the parcel by, as long as it is on its way."""


@dataclass(frozen=True, slots=True)
class ShowMove(Lookup[MoveStanding]):
    """Whether this branch moves, or stands on another PC already."""

    needs: ClassVar = Permission.OWN_PASSWORD
    action: ClassVar = "branch.move_shown"

    def look(self, view: View) -> MoveStanding:
        post = parcels.post(view)
        if post is None or not post.moving:
            return MoveStanding()
        said = json.loads(post.moving_to)
        return MoveStanding(
            post.moving, said["sha256"], said["trail"][0], code_of(said["public"]), said.get("own", "")
        )


# ---- on the new PC, after


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who takes the branch in: the password of the key that was made ready, and two people of the branch."""

    folder: Path
    path: Path
    compared: str
    key_password: str = field(repr=False)
    consent: Consent = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The branch as it stands on the new PC, and the receipt for the old one."""

    folder: Path
    receipt: Path
    entries: int
    counts: Mapping[str, int]


def arrive(
    asked: Arrival, receipt: Path, progress: Progress, clock: Callable[[], datetime] | None = None
) -> Arrived:
    """Prove what came and let it take its place, as a restore does; then write the receipt.

    Raises Refused (move.…, parcel.…, restore.…) and StoreTrouble as restoring does; nothing is half there.
    """
    own = _own_keys(asked.folder, asked.key_password)
    header = parcel_file.read_header(asked.path)
    public = str(header.get("from", ""))
    if header.get("kind") != MOVE or len(public) != 128:
        raise Refused("parcel.not_for_us", field="path", file=asked.path.name)
    if not same_code(asked.compared, public):
        raise Refused("parcel.master_code_differs", field="compared")
    place = asked.folder / _ARRIVING
    shutil.rmtree(place, ignore_errors=True)
    try:
        with asked.path.open("rb") as file:
            opened = parcel_file.open_parcel(file, asked.path.name, own=own, far_public=public)
            _unpack(opened, place)
        document, sha256 = opened.document, opened.sha256
        _take_place(asked, document, place, sha256, progress, clock)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    said = {"sha256": sha256, "trail": document["trail"], "counts": document["counts"]}
    signature = own.sign(_RECEIPT + canonical(said)).hex()
    receipt.write_text(json.dumps({**said, "signature": signature}, indent=1) + "\n", "utf-8")
    fsync_file(receipt)
    (asked.folder / KEY_FILE).unlink(missing_ok=True)
    return Arrived(asked.folder, receipt, int(document["trail"][0]), document["counts"])


def _unpack(opened: parcel_file.Opened, place: Path) -> None:
    """Every file under its own name, digest by digest."""
    for said in opened.document["files"]:
        name = PurePosixPath(str(said["name"]))
        if name.is_absolute() or ".." in name.parts:
            raise Refused("parcel.altered", field="path", file=str(name))
        target = place.joinpath(*name.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for piece in opened.file(int(said["size"])):
                file.write(piece)
        if parcel_file.digest_of(target) != said["sha256"]:
            raise Refused("parcel.altered", field="path", file=target.name)


def _take_place(
    asked: Arrival, document: Mapping[str, Any], place: Path, sha256: str, progress: Progress,
    clock: Callable[[], datetime] | None,
) -> None:  # fmt: skip
    """The keyring first, then what a restore does; the counts and the trail must be what the old PC said."""
    offer = offers(place / "branch")[0]
    header = read_header(offer.path)
    shelf = shelf_for(header.kind, header.shelf, asked.folder)
    workstation.put(header, shelf, Workstation(unb64(str(document["workstation"]))))
    prospect = prepare(asked.folder, offer, asked.consent, progress)
    try:
        proof = prospect.proof
        differs = (
            list(proof.trail) != list(document["trail"])
            or any(proof.counts.get(name) != count for name, count in document["counts"].items())
            or bool(proof.flaws)
            or proof.broken_at is not None
        )
        if differs:
            raise Refused("move.differs", entries=proof.trail[0], told=document["trail"][0])
        if (place / "packs").is_dir():
            shutil.copytree(place / "packs", asked.folder / "packs", dirs_exist_ok=True)
        restore(prospect, progress, clock)
    finally:
        prospect.abandon()
    _say_so(asked, header.database_id, prospect.keys, sha256, document, clock)


def _say_so(
    asked: Arrival, branch_id: str, keys: Any, sha256: str, document: Mapping[str, Any],
    clock: Callable[[], datetime] | None,
) -> None:  # fmt: skip
    """The first line of the trail on the new PC."""
    from collectdesk.desk.vault.access import clock_of
    from collectdesk.domain.ids import BranchId
    from collectdesk.store.branch import open_store
    from collectdesk.store.trail import anchors

    store = open_store(asked.folder, BranchId(branch_id), keys)
    try:
        actor = store.actor(asked.consent.login.strip())
        if actor is None:
            raise StoreTrouble("wrong_password", who=asked.consent.login)
        with store.write(actor, (clock or clock_of(store))()) as work:
            audit.append(work, "branch.arrived", {"sha256": sha256, "entries": int(document["trail"][0])})
        anchors.move_on(store)
    finally:
        store.close()
