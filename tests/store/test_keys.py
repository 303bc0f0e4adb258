"""The keys file: what doesn't open, what was edited, and what a hostile one may ask of the machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk.store.keys import recovery_code, slots, workstation
from collectdesk.store.keys.header import KEYS_FILE, Epoch, KeysHeader, read_header, write_header
from collectdesk.store.keys.root import LABELS, RootKey, new_root
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes
from collectdesk.store.keys.slots import Holder
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STATION = Workstation(b"\x07" * 32)
OTHER_STATION = Workstation(b"\x08" * 32)
ID = "0" * 32


class Shelf:
    """A keyring that holds some secrets of one branch, or none."""

    name = "test"

    def __init__(self, *held: Workstation) -> None:
        self.kept = {station.id: station.secret for station in held or (STATION,)}

    def fetch(self, database_id: str, name: str) -> bytes | None:
        return self.kept.get(name)

    def put(self, database_id: str, name: str, secret: bytes) -> None:
        self.kept[name] = secret

    def recall(self, database_id: str) -> str | None:
        return None

    def remember(self, database_id: str, anchor: str) -> None:
        raise AssertionError("opening a slot moves no anchor")


class Empty(Shelf):
    def __init__(self) -> None:
        self.kept = {}


def header(kind: str = "practice") -> KeysHeader:
    return KeysHeader(
        ID, kind, "支行", "practice" if kind == "practice" else "system", (Epoch(1, STATION.id),)
    )


@dataclass(frozen=True)
class Kept:
    header: KeysHeader
    root: RootKey
    code: str
    clerk: Holder
    supervisor: Holder
    envelope: Holder


@pytest.fixture(scope="module")
def kept() -> Kept:
    root = new_root()
    made, clerk = slots.add_person(header(), root, "clerk", "correct horse", STATION)
    made, supervisor = slots.add_person(made, root, "supervisor", "battery staple", STATION)
    made, envelope, code = slots.add_code(made, root, "A")
    return Kept(made, root, code, clerk, supervisor, envelope)


def with_slot(made: KeysHeader, who: str, **changes: Any) -> KeysHeader:
    """The header with a slot edited by hand, in its place."""
    edited = tuple({**slot, **changes} if slot["who"] == who else slot for slot in made.slots)
    return replace(made, slots=edited)


def code_of(error: pytest.ExceptionInfo[StoreTrouble]) -> str:
    return error.value.code


def test_a_wrong_password_an_unknown_person_and_a_colleagues_password_open_nothing(kept: Kept) -> None:
    for who, password in (
        ("clerk", "wrong horse"),
        ("nobody", "correct horse"),
        ("clerk", "battery staple"),
        ("A", kept.code),
    ):
        with pytest.raises(StoreTrouble) as error:
            slots.open_person(kept.header, who, password, Shelf())
        assert code_of(error) == "store.wrong_password"


def test_an_empty_keyring_and_one_with_anothers_secret_are_told_apart_from_a_wrong_password(
    kept: Kept,
) -> None:
    swapped = Shelf()
    swapped.kept[STATION.id] = OTHER_STATION.secret
    for shelf in (Empty(), Shelf(OTHER_STATION), swapped):
        with pytest.raises(StoreTrouble) as error:
            slots.open_person(kept.header, "clerk", "correct horse", shelf)
        assert code_of(error) == "store.keyring_empty"


def test_password_and_recovery_code_open_the_same_keys(kept: Kept) -> None:
    by_person = slots.open_person(kept.header, "clerk", "correct horse", Shelf())
    by_code = slots.open_code(kept.header, kept.code.lower().replace("-", " ")).roots[0]
    assert by_person.same_as(kept.root)
    assert by_code.same_as(kept.root)
    assert "RootKey(…)" in repr(kept.root)


def test_no_two_purposes_and_no_two_epochs_share_a_key(kept: Kept) -> None:
    later = RootKey(kept.root._root, 2)
    keys = {root.labelled(label) for root in (kept.root, later) for label in LABELS}
    assert len(keys) == 2 * len(LABELS)
    with pytest.raises(KeyError):
        kept.root.labelled("something new")
    assert not kept.root.same_as(kept.root.successor())


def test_a_password_typed_in_another_unicode_form_still_opens() -> None:
    made, _ = slots.add_person(header(), new_root(), "clerk", "ｐａｓｓ１２３", STATION)
    slots.open_person(made, "clerk", "pass123", Shelf())


def test_a_persons_signature_is_checked_by_the_public_key_and_a_new_password_keeps_it(kept: Kept) -> None:
    signature = slots.open_signer(kept.header, "clerk", "correct horse", Shelf()).sign(b"approved")
    Ed25519PublicKey.from_public_bytes(kept.clerk.signing).verify(signature, b"approved")
    own = slots.open_slot(kept.header, "clerk", "correct horse", Shelf()).keys
    changed, holder = slots.add_person(kept.header, kept.root, "clerk", "new words", STATION, own)
    assert holder == kept.clerk
    assert slots.open_signer(changed, "clerk", "new words", Shelf()).sign(b"approved") == signature
    assert kept.supervisor.signing != kept.clerk.signing


@pytest.mark.parametrize("changes", [{"kind": "real"}, {"shelf": "system"}, {"database_id": "1" * 32}])
def test_a_keys_file_edited_into_another_kind_opens_for_nobody(kept: Kept, changes: dict[str, str]) -> None:
    edited = replace(kept.header, **changes)  # type: ignore[arg-type]
    with pytest.raises(StoreTrouble) as error:
        slots.open_person(edited, "clerk", "correct horse", Shelf())
    assert code_of(error) == "store.wrong_password"
    with pytest.raises(StoreTrouble) as error:
        slots.open_code(edited, kept.code)
    assert code_of(error) == "store.wrong_code"


@pytest.mark.parametrize("costs", [{"t": 1}, {"m": 8192}, {"p": 2}])
def test_cheaper_costs_written_into_a_slot_open_nothing(kept: Kept, costs: dict[str, int]) -> None:
    with pytest.raises(StoreTrouble) as error:
        slots.open_person(with_slot(kept.header, "clerk", **costs), "clerk", "correct horse", Shelf())
    assert code_of(error) == "store.wrong_password"


@pytest.mark.parametrize(
    "costs",
    [
        {"t": 10**9},
        {"m": 2**31},
        {"p": 255},
        {"t": 0},
        {"m": 8},
        {"t": "2"},
        {"m": None},
        {"t": True},
        {"m": 2.0},
    ],
)
def test_a_hostile_file_sets_no_costs_and_ends_in_words(kept: Kept, costs: dict[str, Any]) -> None:
    with pytest.raises(StoreTrouble) as error:
        slots.open_person(with_slot(kept.header, "clerk", **costs), "clerk", "correct horse", Shelf())
    assert code_of(error) == "store.keys_damaged"


def test_swapped_slots_open_for_neither(kept: Kept) -> None:
    clerk, supervisor = (kept.header.slot("person", who) for who in ("clerk", "supervisor"))
    assert clerk
    assert supervisor
    swapped = replace(kept.header, slots=({**clerk, "who": "supervisor"}, {**supervisor, "who": "clerk"}))
    for who, password in (
        ("clerk", "correct horse"),
        ("clerk", "battery staple"),
        ("supervisor", "correct horse"),
    ):
        with pytest.raises(StoreTrouble) as error:
            slots.open_person(swapped, who, password, Shelf())
        assert code_of(error) == "store.wrong_password"


def test_a_root_put_in_by_somebody_without_any_key_isnt_taken(kept: Kept) -> None:
    """Else a made-up database with a made-up root would collect what the branch types from then on."""
    stranger = replace(kept.clerk, vouch=secrets.token_bytes(32))
    forged = slots.sealed_root(kept.header, stranger, new_root())
    for roots in ([forged], [{**forged, "epoch": 9}]):
        edited = with_slot(kept.header, "clerk", roots=roots)
        with pytest.raises(StoreTrouble) as error:
            slots.open_person(edited, "clerk", "correct horse", Shelf())
        assert code_of(error) in {"store.keys_edited", "store.keys_damaged"}
    clerk, supervisor = (kept.header.slot("person", who) for who in ("clerk", "supervisor"))
    assert clerk
    assert supervisor
    with pytest.raises(StoreTrouble) as error:
        slots.open_person(
            with_slot(kept.header, "clerk", roots=supervisor["roots"]), "clerk", "correct horse", Shelf()
        )
    assert code_of(error) == "store.keys_edited"


def test_a_root_goes_to_the_next_epoch_without_anybodys_password(kept: Kept) -> None:
    later = kept.root.successor()
    both = replace(kept.header, epochs=(*kept.header.epochs, Epoch(2, STATION.id)))
    both = slots.seal_for_all(both, (kept.clerk, kept.supervisor, kept.envelope), later)
    for opened in (
        slots.open_slot(both, "supervisor", "battery staple", Shelf()),
        slots.open_code(both, kept.code),
    ):
        assert [root.epoch for root in opened.roots] == [2, 1]
        assert opened.roots[0].same_as(later)
        assert opened.roots[1].same_as(kept.root)
    after = both.only(2)
    assert slots.open_person(after, "clerk", "correct horse", Shelf()).same_as(later)
    back = both.only(1)
    assert back == kept.header


def test_a_person_who_isnt_sealed_to_is_gone_when_the_epoch_has_changed(kept: Kept) -> None:
    later = kept.root.successor()
    both = replace(kept.header, epochs=(*kept.header.epochs, Epoch(2, STATION.id)))
    after = slots.seal_for_all(both, (kept.supervisor,), later).only(2)
    assert after.logins == ("supervisor",)
    for opened in (
        lambda: slots.open_person(after, "clerk", "correct horse", Shelf()),
        lambda: slots.open_code(after, kept.code),
    ):
        with pytest.raises(StoreTrouble):
            opened()
    old = slots.open_person(kept.header, "clerk", "correct horse", Shelf())
    assert old.labelled("database") != later.labelled("database")


@pytest.mark.parametrize("field", ["exchange", "signing"])
def test_a_strangers_public_key_smuggled_into_the_file_stops_the_rotation(kept: Kept, field: str) -> None:
    own = slots.new_keys().holder("person", "clerk")
    edited = with_slot(kept.header, "clerk", **{field: b64(getattr(own, field))})
    with pytest.raises(StoreTrouble) as error:
        slots.seal_for_all(edited, (kept.clerk, kept.supervisor), kept.root.successor())
    assert code_of(error) == "store.keys_edited"
    assert error.value.facts["who"] == "clerk"


def test_a_strangers_whole_slot_gets_no_root(kept: Kept) -> None:
    edited, _ = slots.add_person(kept.header, new_root(), "mallory", "mine", STATION)
    both = slots.seal_for_all(edited, (kept.clerk, kept.supervisor), kept.root.successor())
    assert [root["epoch"] for root in both.slots[-1]["roots"]] == [1]


def test_a_slot_made_under_an_earlier_workstation_secret_opens_by_the_newer_one(kept: Kept) -> None:
    newer = workstation.new_workstation()
    epoch = workstation.succeeded(kept.header, 1, newer, (STATION,))
    moved = replace(kept.header, epochs=(epoch,))
    slots.open_person(moved, "clerk", "correct horse", Shelf(newer))
    assert STATION.secret.hex() not in json.dumps(epoch.earlier)
    with pytest.raises(StoreTrouble) as error:
        slots.open_person(moved, "clerk", "correct horse", Shelf(OTHER_STATION))
    assert code_of(error) == "store.keyring_empty"
    assert [each.id for each in workstation.known(moved, newer)] == [newer.id, STATION.id]
    for who, password in (("clerk", "correct horse"), ("supervisor", "battery staple")):
        own = slots.open_slot(moved, who, password, Shelf(newer)).keys
        moved, _ = slots.add_person(moved, kept.root, who, password, newer, own)
    assert workstation.without_unneeded(moved).newest.earlier == ()


@pytest.mark.parametrize("field", ["salt", "exchange", "sealed", "roots"])
@pytest.mark.parametrize("value", ["%%%", "", None, 7])
def test_a_damaged_slot_is_told_as_damage(kept: Kept, field: str, value: object) -> None:
    damage = [{"epoch": 1, "sealed": value, "vouched": value}] if field == "roots" else value
    broken = replace(kept.header, slots=tuple({**slot, field: damage} for slot in kept.header.slots))
    ways: tuple[Callable[[], object], ...] = (
        lambda: slots.open_person(broken, "clerk", "correct horse", Shelf()),
        lambda: slots.open_code(broken, kept.code),
    )
    for opened in ways:
        with pytest.raises(StoreTrouble) as error:
            opened()
        assert code_of(error) in {
            "store.keys_damaged",
            "store.keys_edited",
            "store.wrong_password",
            "store.wrong_code",
        }


def test_every_single_wrong_letter_of_a_recovery_code_is_a_typing_error_not_a_wrong_code(kept: Kept) -> None:
    code = kept.code
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    caught = tried = 0
    for place, letter in enumerate(code):
        for other in letters.replace(letter, "") if letter != "-" else "":
            tried += 1
            try:
                recovery_code.parse_recovery_code(code[:place] + other + code[place + 1 :])
            except StoreTrouble as error:
                caught += error.code == "store.code_mistyped"
    assert caught / tried > 0.99  # ten bits of checksum: one slip in a thousand reads as another code


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 33, "0" * 35, "验证码"])
def test_a_code_of_the_wrong_length_is_mistyped(typed: str) -> None:
    with pytest.raises(StoreTrouble) as error:
        recovery_code.parse_recovery_code(typed)
    assert code_of(error) == "store.code_mistyped"


def test_a_well_typed_code_of_another_branch_is_wrong(kept: Kept) -> None:
    with pytest.raises(StoreTrouble) as error:
        slots.open_code(kept.header, recovery_code.new_recovery_code())
    assert code_of(error) == "store.wrong_code"


def test_letters_that_look_alike_are_forgiven() -> None:
    code = next(c for c in iter(recovery_code.new_recovery_code, None) if "0" in c and "1" in c)
    alike = code.replace("0", "o").replace("1", "l")
    assert recovery_code.parse_recovery_code(alike) == recovery_code.parse_recovery_code(code)


def test_a_new_recovery_code_stops_the_old_one_and_a_new_password_the_old_password(kept: Kept) -> None:
    made, _, fresh = slots.add_code(kept.header, kept.root, "A")
    made, _, other = slots.add_code(made, kept.root, "B")
    made, _ = slots.add_person(made, kept.root, "clerk", "new words", STATION)
    assert made.logins == ("supervisor", "clerk")
    assert (slots.open_code(made, fresh).name, slots.open_code(made, other).name) == ("A", "B")
    slots.open_person(made, "clerk", "new words", Shelf())
    with pytest.raises(StoreTrouble):
        slots.open_code(made, kept.code)
    with pytest.raises(StoreTrouble):
        slots.open_person(made, "clerk", "correct horse", Shelf())


def test_the_keys_file_holds_no_secret_in_clear(kept: Kept, tmp_path: Path) -> None:
    write_header(tmp_path, kept.header)
    text = (tmp_path / KEYS_FILE).read_text("utf-8")
    own = slots.open_slot(kept.header, "clerk", "correct horse", Shelf()).keys
    raw = (own.exchange, own.signing, own.vouch, STATION.secret, kept.root.labelled("database"))
    for secret in ("correct horse", kept.code, *(each.hex() for each in raw), *(b64(each) for each in raw)):
        assert secret not in text
    assert [path.name for path in tmp_path.iterdir()] == [KEYS_FILE]
    assert read_header(tmp_path) == kept.header


def test_a_missing_keys_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as error:
        read_header(tmp_path)
    assert code_of(error) == "store.keys_missing"


@pytest.mark.parametrize("found", [1, 3, 99])
def test_a_keys_file_of_another_version_is_refused_with_both_versions(
    kept: Kept, tmp_path: Path, found: int
) -> None:
    write_header(tmp_path, kept.header)
    path = tmp_path / KEYS_FILE
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": found}), "utf-8")
    with pytest.raises(StoreTrouble) as error:
        read_header(tmp_path)
    assert code_of(error) == ("store.keys_too_new" if found > 2 else "store.keys_too_old")
    assert dict(error.value.facts) == {"found": found, "known": 2}


GOOD: dict[str, Any] = {
    "format": 2, "database": "x", "kind": "real", "branch": "b", "shelf": "system",
    "epochs": [{"number": 1, "workstation": "w", "earlier": []}], "slots": [],
}  # fmt: skip


CHANGES: list[dict[str, Any]] = [
    {"kind": "other"}, {"kind": 7}, {"format": True}, {"database": 1}, {"slots": [7]}, {"slots": [{}]},
    {"slots": [{"kind": "person", "who": "x"}]}, {"slots": [{"kind": "person", "who": 7, "roots": []}]},
    {"slots": [{"kind": "person", "who": "x", "roots": [{"epoch": "1", "sealed": "", "vouched": ""}]}]},
    {"epochs": []}, {"epochs": [{}]}, {"epochs": 3 * GOOD["epochs"]}, {"epochs": 2 * GOOD["epochs"]},
    {"epochs": [{"number": 0, "workstation": "w", "earlier": []}]},
    {"epochs": [{"number": 1, "workstation": "w", "earlier": [{"id": "a"}]}]},
    {"padding": "x" * (1 << 20)},
]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"7", b"null", b"\xff\xfe\x00", b'{"format": 2}', b'{"format": "2"}', b"[" * 100_000,
        *(
            json.dumps({**GOOD, **change}).encode()
            for change in CHANGES
        ),
    ],
)  # fmt: skip
def test_a_damaged_keys_file_is_told_as_damage(content: bytes, tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_bytes(content)
    with pytest.raises(StoreTrouble) as error:
        read_header(tmp_path)
    assert code_of(error) == "store.keys_damaged"


def tried(opening: Callable[[], Any]) -> tuple[Any, str]:
    """What came of it, and the code of the trouble if that is what came."""
    try:
        return opening(), ""
    except StoreTrouble as error:
        return None, error.code


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 10_000), place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_cut_or_flipped_keys_file_ends_in_words_and_never_in_another_key(
    kept: Kept, tmp_path_factory: pytest.TempPathFactory, cut: int, place: int, flip: int
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    write_header(folder, kept.header)
    whole = (folder / KEYS_FILE).read_bytes()
    flipped = bytearray(whole)
    flipped[place % len(whole)] ^= flip
    for content in (whole[: cut % len(whole)], bytes(flipped)):
        (folder / KEYS_FILE).write_bytes(content)
        opened, trouble = tried(lambda: slots.open_code(read_header(folder), kept.code).roots[0])
        assert trouble.startswith(("store.keys_", "store.wrong_code")) or opened.same_as(kept.root)


def test_a_crash_while_the_keys_file_is_replaced_leaves_the_old_one(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_header(tmp_path, kept.header)

    def crash(_descriptor: int) -> None:
        raise OSError("power")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="power"):
        write_header(tmp_path, slots.add_code(kept.header, kept.root, "A")[0])
    assert read_header(tmp_path) == kept.header


@settings(max_examples=40, deadline=None)
@given(plain=st.binary(max_size=300), bound=st.binary(max_size=40), place=st.integers(0, 400))
def test_sealed_bytes_open_only_unchanged_and_for_what_they_were_bound_to(
    plain: bytes, bound: bytes, place: int
) -> None:
    key = secrets.token_bytes(32)
    sealed = seal_bytes(key, plain, bound)
    assert open_bytes(key, sealed, bound) == plain
    flipped = bytearray(sealed)
    flipped[place % len(sealed)] ^= 1
    for key_, sealed_, bound_ in (
        (key, bytes(flipped), bound),
        (key, sealed, bound + b"!"),
        (secrets.token_bytes(32), sealed, bound),
        (key, sealed[:-1], bound),
        (key, b"", bound),
    ):
        with pytest.raises(StoreTrouble):
            open_bytes(key_, sealed_, bound_)
