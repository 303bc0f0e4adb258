"""A branch across the network is refused on every system; what only looks like one isn't."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectdesk.store import branch as opening
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import places
from collectdesk.store.vault.founding import found_branch

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/share rw,relatime - cifs //server/branch rw
31 22 0:41 / /mnt/nfs\040home rw - nfs4 server:/home rw
32 22 0:42 / /home/a/sshfs rw - fuse.sshfs a@b:/ rw
33 30 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
34 22 8:17 / /media/STICK rw - vfat /dev/sdb1 rw
35 22 0:50 / /mnt/win rw - 9p drvfs rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/share", "cifs"),
        ("/mnt/share/branch", "cifs"),
        ("/mnt/shared", None),
        ("/mnt/nfs home/branch", "nfs4"),
        ("/home/a/sshfs/x/y", "fuse.sshfs"),
        ("/home/a", None),
        ("/mnt/share/local/branch", None),
        ("/media/STICK/branch", None),
        ("/mnt/win", "9p"),
        ("/", None),
    ],
)
def test_the_last_mount_over_a_folder_says_where_it_lies(path: str, kind: str | None) -> None:
    assert places.kind_in(MOUNTS, path) == kind


def test_mounts_that_make_no_sense_name_no_network() -> None:
    for mounts in ("", "garbage", "1 2 3 4\n\n - \n", "22 1 8:1 / / rw - "):
        assert places.kind_in(mounts, "/branch") is None


@pytest.mark.parametrize(
    ("path", "unc"),
    [
        (r"\\server\share\branch", True),
        ("//server/share", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\branch", False),
        (r"C:\branch", False),
        (r"\\.\C:", False),
    ],
)
def test_a_servers_name_is_told_from_a_drive(path: str, unc: bool) -> None:
    assert places.is_unc(path) is unc


def test_nothing_is_founded_or_opened_across_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.domain.ids import BranchId
    from collectdesk.store.keys.root import new_root

    monkeypatch.setattr(places, "network_kind", lambda _folder: "cifs")
    with pytest.raises(StoreTrouble) as error:
        found_branch(
            tmp_path / "b", name="x", kind="practice", shelf_name="practice", people=(), now=datetime.now(UTC)
        )
    assert error.value.code == "store.network_folder"
    assert not (tmp_path / "b").exists()
    (tmp_path / "branch.db").write_bytes(b"anything")
    with pytest.raises(StoreTrouble) as error:
        opening.open_store(tmp_path, BranchId("0" * 32), new_root())
    assert error.value.code == "store.network_folder"
    assert [path.name for path in tmp_path.iterdir()] == ["branch.db"]
