"""The keys: a random root key in slots of a keys file beside the database; labelled keys are derived from it.

A person's slot opens with the password *and* the workstation's secret from the operating system's keyring,
so neither the stolen disk nor the password alone is enough; the recovery code opens its slot by itself.
See docs/security.md for what that protects and what it doesn't.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from collectdesk.store.shelf import KeyShelf
from collectdesk.store.trouble import StoreTrouble

KEYS_FILE: Final = "branch.keys.json"
FORMAT: Final = 1
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_COSTS: Final = {"real": (3, 65536), "practice": (2, 19456)}  # Argon2id passes, KiB
_MOST: Final = (10, 2**19, 4)  # passes, KiB, lanes: two seconds or so, whatever a keys file says


@dataclass(frozen=True, slots=True)
class KeysHeader:
    """What the keys file says in clear and every slot authenticates: it can't be edited into another kind."""

    database_id: str
    kind: str  # real | practice
    branch_name: str
    shelf: str  # system | practice
    slots: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def logins(self) -> tuple[str, ...]:
        return tuple(str(slot["who"]) for slot in self.slots if slot["kind"] == "person")

    def bound(self) -> bytes:
        return _canonical(
            {"format": FORMAT, "database": self.database_id, "kind": self.kind, "shelf": self.shelf}
        )


class RootKey:
    """The branch's root key; labelled keys come from it by HKDF-SHA256 (RFC 5869)."""

    __slots__ = ("_derived", "_root")

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._derived: dict[str, bytes] = {}  # every deed asks for the audit key

    def __repr__(self) -> str:
        return "RootKey(…)"

    def labelled(self, label: str) -> bytes:
        """32 bytes for one purpose: database, audit, evidence, code."""
        found = self._derived.get(label)
        if found is None:
            found = self._derived[label] = _hkdf(self._root, b"", f"collectdesk {label} v1".encode())
        return found

    def wrap(self, key_encryption_key: bytes, bound: bytes) -> dict[str, str]:
        return _seal(key_encryption_key, self._root, bound)


def new_root() -> RootKey:
    return RootKey(secrets.token_bytes(32))


def read_header(folder: Path) -> KeysHeader:
    """Read the keys file beside a branch; raises StoreTrouble(keys_missing | keys_damaged | keys_too_new)."""
    path = folder / KEYS_FILE
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["format"] > FORMAT:
            raise StoreTrouble("keys_too_new", found=content["format"], known=FORMAT)
        return _header(content)
    except FileNotFoundError:
        raise StoreTrouble("keys_missing", path=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreTrouble("keys_damaged", path=str(path)) from error


def _header(content: dict[str, Any]) -> KeysHeader:
    """The header of a parsed keys file; any mistake in it is a ValueError, KeyError, TypeError or AttributeError."""
    database_id, kind, branch_name, shelf = (
        content[name] for name in ("database", "kind", "branch", "shelf")
    )
    slots = tuple(dict(slot) for slot in content["slots"])
    texts = (database_id, kind, branch_name, shelf)
    if not all(isinstance(text, str) for text in texts) or kind not in _COSTS:
        raise ValueError("not a keys file of this program")
    if not all(slot["kind"] == "recovery" or isinstance(slot["who"], str) for slot in slots):
        raise ValueError("a slot names nobody")
    return KeysHeader(database_id, kind, branch_name, shelf, slots)


def write_header(folder: Path, header: KeysHeader) -> None:
    """Replace the keys file whole: a crash leaves the old one or the new one."""
    path = folder / KEYS_FILE
    content = {
        "format": FORMAT,
        "database": header.database_id,
        "kind": header.kind,
        "branch": header.branch_name,
        "shelf": header.shelf,
        "slots": list(header.slots),
    }
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    fsync_folder(folder)


def fsync_file(path: Path) -> None:
    """Make a finished file's content outlive a power cut, before it gets its name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut; Windows keeps its directory entries by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def add_person(header: KeysHeader, root: RootKey, who: str, password: str, workstation: bytes) -> KeysHeader:
    """A slot for one person; replaces the person's earlier slot."""
    passes, memory = _COSTS[header.kind]
    parameters = {
        "kind": "person",
        "who": who,
        "salt": _b64(secrets.token_bytes(16)),
        "t": passes,
        "m": memory,
        "p": 1,
    }
    slot = {
        **parameters,
        **root.wrap(_person_key(parameters, password, workstation), _aad(header, parameters)),
    }
    others = tuple(s for s in header.slots if not (s["kind"] == "person" and s["who"] == who))
    return replace(header, slots=(*others, slot))


def add_recovery(header: KeysHeader, root: RootKey) -> tuple[KeysHeader, str]:
    """A slot for a new recovery code, returned once to be printed; earlier codes stop working."""
    code = new_recovery_code()
    parameters = {"kind": "recovery", "salt": _b64(secrets.token_bytes(16))}
    key = _hkdf(parse_recovery_code(code), _unb64(parameters["salt"]), b"collectdesk recovery v1")
    slot = {**parameters, **root.wrap(key, _aad(header, parameters))}
    return replace(header, slots=(*(s for s in header.slots if s["kind"] != "recovery"), slot)), code


def open_person(header: KeysHeader, who: str, password: str, shelf: KeyShelf) -> RootKey:
    """Open the person's slot; raises StoreTrouble(wrong_password | keyring_empty | keys_damaged)."""
    from argon2.exceptions import HashingError

    slot = next((s for s in header.slots if s["kind"] == "person" and s["who"] == who), None)
    if slot is None:
        raise StoreTrouble("wrong_password", who=who)
    workstation = shelf.fetch(header.database_id)
    if workstation is None:
        raise StoreTrouble("keyring_empty", shelf=shelf.name)
    try:
        key = _person_key(slot, password, workstation)
    except (HashingError, ValueError, KeyError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error
    return _open(key, slot, _aad(header, _parameters(slot)), "wrong_password", who)


def open_recovery(header: KeysHeader, code: str) -> RootKey:
    """Open with the recovery code; raises StoreTrouble(code_mistyped | wrong_code | keys_damaged)."""
    slot = next((s for s in header.slots if s["kind"] == "recovery"), None)
    if slot is None:
        raise StoreTrouble("wrong_code")
    typed = parse_recovery_code(code)
    try:
        key = _hkdf(typed, _unb64(slot["salt"]), b"collectdesk recovery v1")
    except (ValueError, KeyError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error
    return _open(key, slot, _aad(header, _parameters(slot)), "wrong_code", "")


def new_recovery_code() -> str:
    """160 random bits and 10 bits of checksum in Crockford's base 32, in groups of five."""
    raw = secrets.token_bytes(20)
    number = int.from_bytes(raw, "big")
    letters = [_ALPHABET[number >> 5 * i & 31] for i in range(31, -1, -1)]
    check = _checksum(raw)
    text = "".join([*letters, _ALPHABET[check >> 5], _ALPHABET[check & 31]])
    return "-".join(text[i : i + 5] for i in range(0, len(text), 5))


def parse_recovery_code(code: str) -> bytes:
    """The 20 bytes of a typed code; forgiving of case, spaces, O/0 and I/L/1. Raises StoreTrouble(code_mistyped)."""
    folded = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    letters = [c for c in folded if c in _ALPHABET]
    if len(letters) != 34:
        raise StoreTrouble("code_mistyped", letters=len(letters))
    number = 0
    for letter in letters[:32]:
        number = number << 5 | _ALPHABET.index(letter)
    raw = number.to_bytes(20, "big")
    if _ALPHABET.index(letters[32]) << 5 | _ALPHABET.index(letters[33]) != _checksum(raw):
        raise StoreTrouble("code_mistyped", letters=34)
    return raw


def seal_bytes(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front; ``bound`` is authenticated and not stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def open_bytes(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Undo ``seal_bytes``; raises StoreTrouble(evidence_altered) when anything differs."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound)
    except (InvalidTag, ValueError) as error:
        raise StoreTrouble("evidence_altered") from error


def _checksum(raw: bytes) -> int:
    return int.from_bytes(hashlib.sha256(raw).digest()[:2], "big") >> 6


def _person_key(slot: dict[str, Any], password: str, workstation: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    costs = [slot.get(name) for name in ("t", "m", "p")]
    bounded = all(type(cost) is int and 1 <= cost <= most for cost, most in zip(costs, _MOST, strict=True))
    if not bounded or slot["m"] < 8192:
        raise StoreTrouble("keys_damaged")  # a hostile file must not set the cost
    typed = unicodedata.normalize("NFKC", password).encode()
    stretched = hash_secret_raw(typed, _unb64(slot["salt"]), slot["t"], slot["m"], slot["p"], 32, Type.ID)
    return _hkdf(stretched + workstation, _unb64(slot["salt"]), b"collectdesk person v1")


def _open(key: bytes, slot: dict[str, Any], bound: bytes, trouble: str, who: str) -> RootKey:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return RootKey(AESGCM(key).decrypt(_unb64(slot["nonce"]), _unb64(slot["sealed"]), bound))
    except InvalidTag:
        raise StoreTrouble(trouble, who=who) from None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreTrouble("keys_damaged") from error


def _parameters(slot: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in slot.items() if k not in ("nonce", "sealed")}


def _aad(header: KeysHeader, parameters: dict[str, Any]) -> bytes:
    return header.bound() + _canonical(parameters)


def _seal(key: bytes, plain: bytes, bound: bytes) -> dict[str, str]:
    sealed = seal_bytes(key, plain, bound)
    return {"nonce": _b64(sealed[:12]), "sealed": _b64(sealed[12:])}


def _hkdf(secret: bytes, salt: bytes, label: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, label).derive(secret)


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
