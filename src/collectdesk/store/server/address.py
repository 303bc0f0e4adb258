"""Where a branch's server is, and who signs in to it: a file beside the keys file, and a password in the keyring."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from collectdesk.store.keys.header import fsync_file, fsync_folder
from collectdesk.store.trouble import StoreTrouble

ADDRESS_FILE: Final = "branch.server.json"
"""Names the server. It holds no secret: the password lies in the keyring of each workstation."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server; ``host`` may be a folder, where a socket of this PC lies. ``holds`` says whether the
    branch is there, or whether it was only connected so far and still lies in its file.
    """

    host: str
    port: int = 5432
    database: str = "collectdesk"
    user: str = "collectdesk"
    root_certificate: str = ""
    holds: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether what is said to it never leaves this PC."""
        if self.host.startswith("/") or self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def sslmode(self) -> str:
        """Beyond this PC only with a certificate that names the host, vouched for by somebody named."""
        return "prefer" if self.is_loopback else "verify-full"

    @property
    def keyring_name(self) -> str:
        """Under which the password lies in the keyring."""
        return f"postgresql:{self.user}@{self.host}:{self.port}/{self.database}"


@dataclass(frozen=True, slots=True)
class Login:
    """Who the program is to the server."""

    user: str
    password: str = field(default="", repr=False)


def read_address(folder: Path) -> Address | None:
    """The server of a branch's folder, or None: then it is a file like any other. Raises StoreTrouble(server_file)."""
    path = folder / ADDRESS_FILE
    try:
        said = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreTrouble("server_file", path=str(path)) from error
    try:
        return Address(**said)
    except TypeError as error:
        raise StoreTrouble("server_file", path=str(path)) from error


def write_address(folder: Path, address: Address) -> None:
    """Keep where the server is; the file before stands until this one is whole."""
    path = folder / ADDRESS_FILE
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(address), indent=2, sort_keys=True), "utf-8", newline="\n")
    fsync_file(partial)
    partial.replace(path)
    fsync_folder(folder)


def holding(folder: Path) -> Address | None:
    """The server that holds the branch of a folder, or None where its file does."""
    found = read_address(folder)
    return found if found is not None and found.holds else None


def require_file(folder: Path) -> None:
    """Raises StoreTrouble(server_file_only) where a server holds the branch: for what only a file has."""
    if holding(folder) is not None:
        raise StoreTrouble("server_file_only")


def require_safe(address: Address) -> None:
    """Raises StoreTrouble(server_needs_tls) where a certificate is needed to tell the server from somebody else."""
    if address.is_loopback:
        return
    if not address.root_certificate:
        raise StoreTrouble("server_needs_tls", host=address.host)
    if address.root_certificate != "system" and not Path(address.root_certificate).is_file():
        raise StoreTrouble("server_needs_tls", host=address.host)
