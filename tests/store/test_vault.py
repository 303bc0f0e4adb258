"""The keys file: what doesn't open, what was edited, and what a hostile one may ask of the machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk.store import vault
from collectdesk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORKSTATION = b"\x07" * 32
ID = "0" * 32


class Shelf:
    """A keyring that holds one secret, or none."""

    name = "test"

    def __init__(self, secret: bytes | None = WORKSTATION) -> None:
        self.secret = secret

    def fetch(self, database_id: str) -> bytes | None:
        return self.secret if database_id == ID else None

    def put(self, database_id: str, secret: bytes) -> None:
        self.secret = secret


def header(kind: str = "practice") -> vault.KeysHeader:
    return vault.KeysHeader(ID, kind, "支行", "practice" if kind == "practice" else "system")


@pytest.fixture(scope="module")
def kept() -> tuple[vault.KeysHeader, vault.RootKey, str]:
    root = vault.new_root()
    made = vault.add_person(header(), root, "clerk", "correct horse", WORKSTATION)
    made, code = vault.add_recovery(made, root)
    return made, root, code


Kept = tuple[vault.KeysHeader, vault.RootKey, str]


def code_of(error: pytest.ExceptionInfo[StoreTrouble]) -> str:
    return error.value.code


def test_a_wrong_password_an_unknown_person_and_a_wrong_keyring_secret_open_nothing(kept: Kept) -> None:
    made, _, _ = kept
    for who, password, shelf in (
        ("clerk", "wrong horse", Shelf()),
        ("nobody", "correct horse", Shelf()),
        ("clerk", "correct horse", Shelf(b"\x08" * 32)),
    ):
        with pytest.raises(StoreTrouble) as error:
            vault.open_person(made, who, password, shelf)
        assert code_of(error) == "store.wrong_password"


def test_an_empty_keyring_is_told_apart_from_a_wrong_password(kept: Kept) -> None:
    with pytest.raises(StoreTrouble) as error:
        vault.open_person(kept[0], "clerk", "correct horse", Shelf(None))
    assert code_of(error) == "store.keyring_empty"


def test_password_and_recovery_code_open_the_same_keys(kept: Kept) -> None:
    made, root, code = kept
    by_person = vault.open_person(made, "clerk", "correct horse", Shelf())
    by_code = vault.open_recovery(made, code.lower().replace("-", " "))
    assert by_person.labelled("database") == by_code.labelled("database") == root.labelled("database")
    assert root.labelled("audit") != root.labelled("database")
    assert "RootKey(…)" in repr(root)


def test_a_password_typed_in_another_unicode_form_still_opens() -> None:
    made = vault.add_person(header(), vault.new_root(), "clerk", "ｐａｓｓ１２３", WORKSTATION)
    vault.open_person(made, "clerk", "pass123", Shelf())


@pytest.mark.parametrize("changes", [{"kind": "real"}, {"shelf": "system"}, {"database_id": "1" * 32}])
def test_a_keys_file_edited_into_another_kind_opens_for_nobody(kept: Kept, changes: dict[str, str]) -> None:
    made, _, code = kept
    edited = replace(made, **changes)  # type: ignore[arg-type]

    class Everything(Shelf):
        def fetch(self, database_id: str) -> bytes | None:
            return WORKSTATION

    with pytest.raises(StoreTrouble) as error:
        vault.open_person(edited, "clerk", "correct horse", Everything())
    assert code_of(error) == "store.wrong_password"
    with pytest.raises(StoreTrouble) as error:
        vault.open_recovery(edited, code)
    assert code_of(error) == "store.wrong_code"


@pytest.mark.parametrize("costs", [{"t": 1}, {"m": 8192}, {"p": 2}])
def test_cheaper_costs_written_into_a_slot_open_nothing(kept: Kept, costs: dict[str, int]) -> None:
    made, _, _ = kept
    slots = ({**made.slots[0], **costs}, *made.slots[1:])
    with pytest.raises(StoreTrouble) as error:
        vault.open_person(replace(made, slots=slots), "clerk", "correct horse", Shelf())
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
    made, _, _ = kept
    slots = ({**made.slots[0], **costs}, *made.slots[1:])
    with pytest.raises(StoreTrouble) as error:
        vault.open_person(replace(made, slots=slots), "clerk", "correct horse", Shelf())
    assert code_of(error) == "store.keys_damaged"


@pytest.mark.parametrize("field", ["salt", "nonce", "sealed"])
@pytest.mark.parametrize("value", ["%%%", "", None, 7])
def test_a_damaged_slot_is_told_as_damage(kept: Kept, field: str, value: object) -> None:
    made, _, code = kept
    broken = replace(made, slots=tuple({**slot, field: value} for slot in made.slots))
    ways: tuple[Callable[[], object], ...] = (
        lambda: vault.open_person(broken, "clerk", "correct horse", Shelf()),
        lambda: vault.open_recovery(broken, code),
    )
    for opened in ways:
        with pytest.raises(StoreTrouble) as error:
            opened()
        assert code_of(error) in {"store.keys_damaged", "store.wrong_password", "store.wrong_code"}


def test_every_single_wrong_letter_of_a_recovery_code_is_a_typing_error_not_a_wrong_code(kept: Kept) -> None:
    _, _, code = kept
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    caught = tried = 0
    for place, letter in enumerate(code):
        for other in letters.replace(letter, "") if letter != "-" else "":
            tried += 1
            try:
                vault.parse_recovery_code(code[:place] + other + code[place + 1 :])
            except StoreTrouble as error:
                caught += error.code == "store.code_mistyped"
    assert caught / tried > 0.99  # ten bits of checksum: one slip in a thousand reads as another code


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 33, "0" * 35, "验证码"])
def test_a_code_of_the_wrong_length_is_mistyped(typed: str) -> None:
    with pytest.raises(StoreTrouble) as error:
        vault.parse_recovery_code(typed)
    assert code_of(error) == "store.code_mistyped"


def test_a_well_typed_code_of_another_branch_is_wrong(kept: Kept) -> None:
    with pytest.raises(StoreTrouble) as error:
        vault.open_recovery(kept[0], vault.new_recovery_code())
    assert code_of(error) == "store.wrong_code"


def test_letters_that_look_alike_are_forgiven() -> None:
    code = next(c for c in iter(vault.new_recovery_code, None) if "0" in c and "1" in c)
    alike = code.replace("0", "o").replace("1", "l")
    assert vault.parse_recovery_code(alike) == vault.parse_recovery_code(code)


def test_a_new_recovery_code_stops_the_old_one_and_a_new_password_the_old_password(kept: Kept) -> None:
    made, root, code = kept
    made, fresh = vault.add_recovery(made, root)
    made = vault.add_person(made, root, "clerk", "battery staple", WORKSTATION)
    assert made.logins == ("clerk",)
    vault.open_recovery(made, fresh)
    vault.open_person(made, "clerk", "battery staple", Shelf())
    with pytest.raises(StoreTrouble):
        vault.open_recovery(made, code)
    with pytest.raises(StoreTrouble):
        vault.open_person(made, "clerk", "correct horse", Shelf())


def test_the_keys_file_holds_no_secret_in_clear(kept: Kept, tmp_path: Path) -> None:
    made, root, code = kept
    vault.write_header(tmp_path, made)
    text = (tmp_path / vault.KEYS_FILE).read_text("utf-8")
    for secret in ("correct horse", WORKSTATION.hex(), root.labelled("database").hex(), code):
        assert secret not in text
    assert [path.name for path in tmp_path.iterdir()] == [vault.KEYS_FILE]
    assert vault.read_header(tmp_path) == made


def test_a_missing_keys_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as error:
        vault.read_header(tmp_path)
    assert code_of(error) == "store.keys_missing"


def test_a_newer_keys_file_is_refused_with_both_formats(kept: Kept, tmp_path: Path) -> None:
    vault.write_header(tmp_path, kept[0])
    path = tmp_path / vault.KEYS_FILE
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 2}), "utf-8")
    with pytest.raises(StoreTrouble) as error:
        vault.read_header(tmp_path)
    assert code_of(error) == "store.keys_too_new"
    assert dict(error.value.facts) == {"found": 2, "known": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"7", b"null", b"\xff\xfe\x00", b'{"format": 1}', b'{"format": "1"}', b"[" * 100_000,
        b'{"format":1,"database":"x","kind":"other","branch":"b","shelf":"s","slots":[]}',
        b'{"format":1,"database":"x","kind":"real","branch":"b","shelf":"s","slots":[7]}',
        b'{"format":1,"database":"x","kind":"real","branch":"b","shelf":"s","slots":[{}]}',
        b'{"format":1,"database":1,"kind":"real","branch":"b","shelf":"s","slots":[]}',
    ],
)  # fmt: skip
def test_a_damaged_keys_file_is_told_as_damage(content: bytes, tmp_path: Path) -> None:
    (tmp_path / vault.KEYS_FILE).write_bytes(content)
    with pytest.raises(StoreTrouble) as error:
        vault.read_header(tmp_path)
    assert code_of(error) == "store.keys_damaged"


def test_a_crash_while_the_keys_file_is_replaced_leaves_the_old_one(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, root, _ = kept
    vault.write_header(tmp_path, made)

    def crash(_descriptor: int) -> None:
        raise OSError("power")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="power"):
        vault.write_header(tmp_path, vault.add_recovery(made, root)[0])
    assert vault.read_header(tmp_path) == made


@settings(max_examples=40, deadline=None)
@given(plain=st.binary(max_size=300), bound=st.binary(max_size=40), place=st.integers(0, 400))
def test_sealed_bytes_open_only_unchanged_and_for_what_they_were_bound_to(
    plain: bytes, bound: bytes, place: int
) -> None:
    key = secrets.token_bytes(32)
    sealed = vault.seal_bytes(key, plain, bound)
    assert vault.open_bytes(key, sealed, bound) == plain
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
            vault.open_bytes(key_, sealed_, bound_)
