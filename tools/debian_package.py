"""Wraps a built folder (tools/bundle.py) into a Debian package: dist/collectdesk_<version>_<architecture>.deb.

Usage: debian_package.py [FOLDER [OUT]]. Needs dpkg-deb. The package brings its own Python and Qt and takes
from the system the libraries that Qt itself asks for. Removing it leaves every branch where it lies, and says so.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

import qt_libraries

ROOT: Final = Path(__file__).resolve().parents[1]
HOME: Final = "opt/collectdesk"
ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
RENAMED: Final = {"libglib2.0-0": "libglib2.0-0t64 | libglib2.0-0"}
"""Packages that Debian 13 and Ubuntu 24.04 know by another name."""
CONTROL: Final = """\
Package: collectdesk
Version: {version}
Architecture: {architecture}
Maintainer: CollectDesk <collectdesk@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: gnome-keyring | kwalletmanager
Section: office
Priority: optional
Description: desk of a small bank's branch for its overdue borrowers
 Prepares lawful visits, prints the papers, records what was found, follows up
 what was agreed, and files it all so that an auditor can check it. One PC, no
 server, no internet; data in an encrypted file.
"""
LAUNCHER: Final = '#!/bin/sh\nexec /opt/collectdesk/{program} "$@"\n'
ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=CollectDesk
Name[zh_CN]=逾期客户工作台
Comment=Overdue borrowers, lawfully
Comment[zh_CN]=依法处理逾期客户
Exec=collectdesk-window %f
MimeType=application/x-collectdesk-pack;
Icon=collectdesk
Categories=Office;Finance;
StartupWMClass=collectdesk
Terminal=false
"""
MIME: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-collectdesk-pack">
    <comment>CollectDesk archive pack</comment>
    <comment xml:lang="zh_CN">逾期客户工作台档案包</comment>
    <icon name="collectdesk"/>
    <glob pattern="*.cdpack"/>
  </mime-type>
</mime-info>
"""
REMOVED: Final = """\
#!/bin/sh
set -e
if [ "$1" = remove ]; then
    echo "CollectDesk is gone from this PC. Branches and their backups stay where they lie: the practice branch and"
    echo "settings in each person's ~/.local/share/CollectDesk and ~/.config/CollectDesk, a branch in the folder that"
    echo "was chosen for it. Delete them only when nobody needs them."
fi
"""


def main(arguments: list[str]) -> int:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    machine = platform.machine()
    built = Path(arguments[0]) if arguments else ROOT / "dist" / f"CollectDesk-{version}-Linux-{machine}"
    architecture = ARCHITECTURES.get(machine, machine)
    out = (
        Path(arguments[1])
        if len(arguments) > 1
        else ROOT / "dist" / f"collectdesk_{version}_{architecture}.deb"
    )
    if not (built / "collectdesk-window").is_file():
        print(f"{built} holds no built program: run tools/bundle.py first.", file=sys.stderr)
        return 1
    if shutil.which("dpkg-deb") is None:
        print("dpkg-deb is missing: install the package dpkg.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="collectdesk-deb-") as made:
        tree = Path(made) / "tree"
        _lay_out(tree, built, version, architecture)
        out.parent.mkdir(parents=True, exist_ok=True)
        command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z6", "--build", str(tree), str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{out}: {out.stat().st_size / 2**20:.0f} MB")
    return 0


def _lay_out(tree: Path, built: Path, version: str, architecture: str) -> None:
    shutil.copytree(built, tree / HOME, symlinks=True)
    for program in ("collectdesk", "collectdesk-window"):
        _write(tree / "usr/bin" / program, LAUNCHER.format(program=program), 0o755)
    _write(tree / "usr/share/applications/collectdesk.desktop", ENTRY)
    _write(tree / "usr/share/mime/packages/collectdesk.xml", MIME)
    icon = (ROOT / "resources/icons/collectdesk.svg").read_text("utf-8")
    _write(tree / "usr/share/icons/hicolor/scalable/apps/collectdesk.svg", icon)
    notices = (
        (ROOT / "LICENSE").read_text("utf-8") + "\n\n" + (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    )
    _write(tree / "usr/share/doc/collectdesk/copyright", notices)
    kilobytes = sum(each.stat().st_size for each in tree.rglob("*") if each.is_file()) // 1024
    libraries = {**qt_libraries.OFFSCREEN, **qt_libraries.WINDOW}
    depends = ["libc6 (>= 2.34)", *sorted({RENAMED.get(each, each) for each in libraries.values()})]
    control = CONTROL.format(
        version=version, architecture=architecture, kilobytes=kilobytes, depends=", ".join(depends)
    )
    _write(tree / "DEBIAN/control", control)
    _write(tree / "DEBIAN/postrm", REMOVED, 0o755)
    for folder in [tree, *(each for each in tree.rglob("*") if each.is_dir())]:
        folder.chmod(0o755)


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
