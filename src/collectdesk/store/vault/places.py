"""Where a folder lies: on a disk of this PC or across the network, where the branch file mustn't be.

SQLite's write-ahead log needs all its programs on one PC (https://www.sqlite.org/wal.html, "Overview"), and
network file systems lose or fake the locks it relies on (https://www.sqlite.org/useovernet.html).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

from collectdesk.store.trouble import StoreTrouble

_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "lustre",
     "davfs", "fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.ceph",
     "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.smbnetfs", "fuse.curlftpfs"}
)  # fmt: skip
_REMOTE_DRIVE: Final = 4  # DRIVE_REMOTE of GetDriveTypeW
_MNT_LOCAL: Final = 0x1000  # of macOS's statfs


def require_local(folder: Path) -> None:
    """Raise StoreTrouble(network_folder) when the branch would lie across the network."""
    kind = network_kind(folder)
    if kind is not None:
        raise StoreTrouble("network_folder", path=str(folder), kind=kind)


def network_kind(folder: Path) -> str | None:
    """The network file system a folder lies on, or None on a disk of this PC or where it can't be told."""
    if sys.platform == "win32":
        return _windows_kind(str(folder.absolute()))
    if sys.platform == "darwin":
        return _macos_kind(folder)
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    return kind_in(mounts, os.path.realpath(folder))


def kind_in(mounts: str, path: str) -> str | None:
    """The network file system below a path, by the text of /proc/self/mountinfo; the last mount over it counts."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) < 5 or not kinds[0]:
            continue
        point = _unescape(fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            found, longest = kinds[0], len(point)
    return found if found in _NETWORK else None


def _unescape(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)


def is_unc(path: str) -> bool:
    """Whether a Windows path names a server: two leading strokes, but not the local device's prefixes."""
    folded = path.replace("/", "\\")
    if folded.upper().startswith("\\\\?\\UNC\\"):
        return True
    return folded.startswith("\\\\") and not folded.startswith(("\\\\?\\", "\\\\.\\"))


def _windows_kind(path: str) -> str | None:
    if is_unc(path):
        return "smb"
    import ctypes

    drive = os.path.splitdrive(path.removeprefix("\\\\?\\"))[0]
    windll = ctypes.windll  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    return "smb" if windll.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE else None


def _macos_kind(folder: Path) -> str | None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    answer = ctypes.create_string_buffer(4096)
    existing = next((each for each in (folder, *folder.absolute().parents) if each.exists()), Path("/"))
    asked = getattr(library, "statfs$INODE64", None) or library.statfs
    if asked(os.fsencode(existing), answer) != 0:
        return None
    flags = int.from_bytes(answer.raw[64:68], sys.byteorder)  # struct statfs: f_flags
    name = answer.raw[72:88].split(b"\0")[0].decode("ascii", "replace")  # f_fstypename
    return None if flags & _MNT_LOCAL else name or "network"
