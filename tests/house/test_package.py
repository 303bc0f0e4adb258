"""What a stranger gets: the two commands, a wheel with every resource, notices for every dependency."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

import notices
from helpers.tree import ROOT, project_files, python_files

if TYPE_CHECKING:
    from pathlib import Path


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24]
    for command in ("make run", "make test", r"py -3 tools\setup.py run", "python3 tools/setup.py run"):
        assert any(command in line for line in opening), command


def test_ci_runs_what_a_person_runs() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder: Path = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_every_resource_and_the_compiled_catalogues(wheel: zipfile.ZipFile) -> None:
    shipped = {
        path.relative_to(ROOT).as_posix() for path in project_files() if ROOT / "resources" in path.parents
    }
    shipped |= {name.removesuffix("po") + "mo" for name in shipped if name.endswith(".po")}
    assert shipped
    assert not {f"collectdesk/{name}" for name in shipped} - set(wheel.namelist())


def test_the_wheel_carries_every_module_and_the_licences(wheel: zipfile.ZipFile) -> None:
    modules = {
        path.relative_to(ROOT / "src").as_posix() for path in project_files() if ROOT / "src" in path.parents
    }
    names = set(wheel.namelist())
    assert not modules - names
    assert {"LICENSE", "THIRD-PARTY-NOTICES.md"} <= {name.rsplit("/", 1)[-1] for name in names}


def test_notices_name_every_pinned_dependency_and_its_version() -> None:
    text = (ROOT / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8")
    absent = [
        f"{name} {version}" for name, version in notices.pinned() if f"| {name} | {version} |" not in text
    ]
    assert not absent, "run tools/notices.py"


def test_the_glossary_names_code_that_exists() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    named = {name for line in lines if line.startswith("|") for name in re.findall(r"`(\w+)`", line)}
    source = "\n".join(path.read_text(encoding="utf-8") for path in python_files("src"))
    assert named
    assert not {name for name in named if not re.search(rf"(class|def) {name}\b", source)}


def test_the_version_has_a_changelog_entry() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
