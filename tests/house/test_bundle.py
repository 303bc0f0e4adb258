"""What is installed: a built program starts its own children; the package says what it needs and leaves the data."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import debian_package
from collectdesk import resources
from collectdesk.sandbox.child import CHILD_ARGUMENT
from collectdesk.ui.pictures import CAMERA_ARGUMENT

ROOT = Path(__file__).resolve().parents[2]
needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb isn't there")


@pytest.mark.parametrize("door", ["window", "command_line"])
def test_either_program_of_a_build_can_be_the_reader_of_foreign_files(door: str) -> None:
    argv = ["collectdesk", CHILD_ARGUMENT]
    begins = f"import sys; sys.argv = {argv}; from collectdesk.main import {door}; {door}()"
    done = subprocess.run([sys.executable, "-c", begins], input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b""), "a reader that is asked nothing leaves in silence"


def test_the_camera_is_called_by_the_name_it_answers_to() -> None:
    main = (ROOT / "src/collectdesk/main.py").read_text("utf-8")
    assert f'"{CAMERA_ARGUMENT}"' in main


@needs_dpkg
def test_the_package_holds_program_menu_entry_and_licences_and_leaves_data(tmp_path: Path) -> None:
    built, package = tmp_path / "built", tmp_path / "c.deb"
    built.mkdir()
    for name in ("collectdesk", "collectdesk-window"):
        (built / name).write_text("program", encoding="utf-8")
    assert debian_package.main([str(built), str(package)]) == 0
    control = _asked("--field", str(package))
    assert re.search(r"^Version: \d+\.\d+", control, re.MULTILINE)
    assert "libxcb-cursor0" in control, "a window under X needs it"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tmp_path / "out")], check=True)
    out = tmp_path / "out"
    assert (out / "usr/bin/collectdesk-window").stat().st_mode & 0o111
    entry = (out / "usr/share/applications/collectdesk.desktop").read_text("utf-8")
    assert "Exec=collectdesk-window %f" in entry
    kinds = ET.parse(out / "usr/share/mime/packages/collectdesk.xml")
    assert [each.get("pattern") for each in kinds.iter() if each.tag.endswith("glob")] == ["*.cdpack"]
    assert all(
        f"MimeType={each.get('type')};" in entry for each in kinds.iter() if each.tag.endswith("mime-type")
    )
    assert "Name[zh_CN]=" in entry
    assert (out / "usr/share/icons/hicolor/scalable/apps/collectdesk.svg").is_file()
    assert "MIT" in (out / "usr/share/doc/collectdesk/copyright").read_text("utf-8")
    said = subprocess.run(
        [str(out / "DEBIAN/postrm"), "remove"], capture_output=True, text=True, check=True
    ).stdout
    assert ".local/share/CollectDesk" in said, "who removes it isn't told where the branch lies"
    assert "rm " not in (out / "DEBIAN/postrm").read_text("utf-8")


@needs_dpkg
def test_without_a_build_there_is_no_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert debian_package.main([str(tmp_path), str(tmp_path / "c.deb")]) == 1
    assert "tools/bundle.py" in capsys.readouterr().err
    assert not (tmp_path / "c.deb").exists()


def _asked(*arguments: str) -> str:
    return subprocess.run(["dpkg-deb", *arguments], capture_output=True, text=True, check=True).stdout


def test_the_program_has_a_face_of_its_own() -> None:
    assert "<svg" in resources.path("icons", "collectdesk.svg").read_text("utf-8")
