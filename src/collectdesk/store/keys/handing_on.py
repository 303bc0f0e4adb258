"""Owns how the workstation's secret reaches another PC of a shared branch: sealed to a key that was made there.

The PC that asks keeps the private half in its own keyring and puts the public one into the branch's folder. Whoever
writes to that folder can neither read the answer nor make one that is taken: the keys file says by its name which
secret is the right one.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from collectdesk.store.keys import sealing, workstation
from collectdesk.store.keys.header import KeysHeader, fsync_file, read_header
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.stations.parcel_file import code_of, same_code
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import KeyShelf

FORMAT: Final = "collectdesk workstation 1"
FOLDER: Final = "admissions"
_ASKING: Final = "asking"
_LARGEST: Final = 4096
_KEY: Final = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """A PC that asks to be let in: its public key, and what it calls itself."""

    public: str
    name: str

    @property
    def code(self) -> str:
        """What people read from its screen and type at the other."""
        return code_of(self.public)


def ask(folder: Path, shelf: KeyShelf, name: str) -> Asked:
    """Make this PC's key and put the public half into the branch's folder. Raises StoreTrouble (no_keyring, full …)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    header, private = read_header(folder), secrets.token_bytes(_KEY)
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()
    shelf.put(header.database_id, _ASKING, private)
    asked = Asked(public, name.strip()[:80])
    said = {"format": FORMAT, "branch": header.database_id, "public": public, "name": asked.name}
    _write(_request(folder, public), said)
    return asked


def asking(folder: Path, code: str) -> Asked | None:
    """The PC whose code was typed, if it has asked in this folder."""
    header = read_header(folder)
    for path in sorted((folder / FOLDER).glob("*.request.json")):
        said = _read(path)
        public = said.get("public", "")
        fits = said.get("format") == FORMAT and said.get("branch") == header.database_id
        if fits and len(public) == 2 * _KEY and same_code(code, public):
            return Asked(public, str(said.get("name", ""))[:80])
    return None


def answer(folder: Path, asked: Asked, station: Workstation) -> Path:
    """Seal the workstation's secret to the PC that asked; gives the file, which only that PC can open."""
    bound = _bound(read_header(folder), asked.public, station.id)
    sealed = sealing.seal_to(bytes.fromhex(asked.public), station.secret, bound)
    path = _answer(folder, asked.public)
    _write(path, {"format": FORMAT, "workstation": station.id, "sealed": sealing.b64(sealed)})
    return path


def take(folder: Path, shelf: KeyShelf) -> str:
    """Put the secret that was sealed to this PC into its keyring; gives the secret's name.

    Raises StoreTrouble (workstation_not_asked, workstation_not_answered, workstation_other, no_keyring …).
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    header = read_header(folder)
    private = shelf.fetch(header.database_id, _ASKING)
    if private is None or len(private) != _KEY:
        raise StoreTrouble("workstation_not_asked")
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()
    path = _answer(folder, public)
    if not path.exists():
        raise StoreTrouble("workstation_not_answered", compared=code_of(public))
    said, wanted = _read(path), header.newest.workstation
    try:
        sealed = sealing.unb64(str(said.get("sealed", "")))
        found = Workstation(sealing.open_sealed(private, sealed, _bound(header, public, wanted)))
    except (InvalidTag, ValueError) as error:
        raise StoreTrouble("workstation_other") from error
    if found.id != wanted:  # a secret that somebody else made up, or one of before new keys
        raise StoreTrouble("workstation_other")
    workstation.put(header, shelf, found)
    shelf.put(
        header.database_id, _ASKING, secrets.token_bytes(_KEY - 1)
    )  # a keyring forgets nothing: it is used up
    path.unlink(missing_ok=True)
    _request(folder, public).unlink(missing_ok=True)
    return found.id


def _bound(header: KeysHeader, public: str, name: str) -> bytes:
    return sealing.canonical([header.bound(), {"admits": public, "workstation": name}])


def _request(folder: Path, public: str) -> Path:
    return folder / FOLDER / f"{public[:16]}.request.json"


def _answer(folder: Path, public: str) -> Path:
    return folder / FOLDER / f"{public[:16]}.answer.json"


def _write(path: Path, said: dict[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(
        json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n"
    )
    fsync_file(partial)
    partial.replace(path)


def _read(path: Path) -> dict[str, Any]:
    """What a file says; nothing where it isn't one of ours."""
    try:
        said = json.loads(path.read_text("utf-8")) if path.stat().st_size <= _LARGEST else {}
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) and all(isinstance(each, str) for each in said.values()) else {}
