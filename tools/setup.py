"""Sets CollectDesk up in .venv, only where something changed, then runs it or its checks and tests.

Usage: setup.py prepare | run | check | test. Needs nothing but the standard library, and keeps to a grammar
that older Pythons read, so that they can say what is wanted instead of failing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
ROOM_NEEDED_MB = 1200
WINDOWS = sys.platform == "win32"


class SetupTrouble(Exception):
    """Setting up can't go on; the text says what happened and what to do."""


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "run"
    try:
        _fitting_python(arguments)
        if verb == "run":
            prepare("run")
            return _venv_run("-m", "collectdesk", "demo", *arguments[1:])
        if verb in ("check", "test", "postgres", "prepare"):
            prepare("develop" if verb != "prepare" or "develop" in arguments else "run")
            return 0 if verb == "prepare" else _venv_run("tools/checks.py", verb, *arguments[1:])
    except SetupTrouble as trouble:
        print(f"CollectDesk could not be set up. {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; run the same command again to go on.", file=sys.stderr)
        return 130
    print(__doc__, file=sys.stderr)
    return 2


def _fitting_python(arguments: list[str]) -> None:
    """Hand over to a Python of the right version when this one is too old, too new or 32 bit."""
    if OLDEST <= sys.version_info[:2] <= NEWEST and sys.maxsize > 2**32:
        return
    for minor in (13, 12, 11):
        command = ["py", f"-3.{minor}"] if WINDOWS else [f"python3.{minor}"]
        if shutil.which(command[0]) and _ask(*command, "-c", "import venv").returncode == 0:
            sys.exit(subprocess.run([*command, __file__, *arguments], check=False).returncode)
    have = ".".join(str(part) for part in sys.version_info[:2])
    raise SetupTrouble(
        f"It needs a 64-bit Python 3.11, 3.12 or 3.13, and this is {have}: install 3.13 from python.org."
    )


def prepare(purpose: str) -> None:
    """Everything that must stand before the program or the tests start; quick when it stands already."""
    if _is_borrowed():
        _say(".venv is a link, so it is used as it is and nothing is installed into it")
    else:
        _ensure_venv()
        _ensure_packages(purpose)
        _ensure_project()
    if _venv_run("tools/catalogues.py", "compile") != 0:
        raise SetupTrouble("The Chinese catalogues did not compile; the line above says where.")
    _ensure_libraries()


def _is_borrowed() -> bool:
    """Whether .venv is a link to another checkout's environment, which is not ours to change."""
    return VENV.is_symlink() and _venv_python().exists()


def _ensure_venv() -> None:
    python = _venv_python()
    if python.exists() and _version_of(python) is not None:
        return
    if VENV.is_symlink():
        VENV.unlink()  # it leads nowhere
    elif VENV.is_dir():
        shutil.rmtree(VENV)
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < ROOM_NEEDED_MB:
        raise SetupTrouble(f"It needs {ROOM_NEEDED_MB} MB of disk space in {ROOT}, and {free} MB are free.")
    _say(f"Making .venv with Python {sys.version.split()[0]}")
    made = _ask(sys.executable, "-m", "venv", str(VENV))
    if made.returncode != 0:
        raise SetupTrouble(
            f"Python could not make a virtual environment: {_last_line(made.stdout + made.stderr)}"
        )


def _version_of(python: Path) -> tuple[int, ...] | None:
    """The version inside .venv when it works and fits; an upgraded base Python leaves a broken one."""
    code = "import sys, pip; print(*sys.version_info[:2])"
    asked = _ask(str(python), "-c", code)
    if asked.returncode != 0:
        return None
    version = tuple(int(part) for part in asked.stdout.split())
    return version if OLDEST <= version <= NEWEST else None


def _ensure_packages(purpose: str) -> None:
    """Install the pinned packages when their list changed; develop holds everything that run does."""
    wanted = ROOT / "requirements" / f"{purpose}.txt"
    if _is_stamped(purpose, wanted) or (
        purpose == "run" and _is_stamped("develop", wanted.with_name("develop.txt"))
    ):
        return
    count = sum(
        1 for line in wanted.read_text(encoding="utf-8").splitlines() if "==" in line and line[:1] != " "
    )
    _say(f"Installing {count} pinned packages into .venv (once; a few minutes on a slow line)")
    began = time.monotonic()
    # the file names everything: what it leaves out (the solver's plotting) is left out on purpose
    _pip("install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(wanted))
    if purpose == "develop":
        source = str(wanted.with_name("from-source.txt"))
        _pip("install", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", source)
    _stamp(purpose, wanted)
    _say(f"Packages installed in {time.monotonic() - began:.0f} s")


def _ensure_project() -> None:
    """Install the project itself, as a link to this folder, when its own description changed."""
    description = ROOT / "pyproject.toml"
    if _is_stamped("project", description):
        return
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    _stamp("project", description)


def _ensure_libraries() -> None:
    import qt_libraries

    try:
        line = qt_libraries.ensure_libraries()
    except qt_libraries.LibrariesMissing as lacking:
        raise SetupTrouble(str(lacking)) from lacking
    if line:
        _say(line)


def _pip(*arguments: str) -> None:
    """Run pip with the person's own proxy, index and certificate settings, which are never written down."""
    ran = _ask(
        str(_venv_python()), "-m", "pip", "-q", "--no-input", "--disable-pip-version-check", *arguments
    )
    if ran.returncode != 0:
        raise SetupTrouble(explain_pip(ran.stdout + ran.stderr))


PIP_SAYS = {
    (
        "do not match the hashes",
        "hashes are required",
    ): "A downloaded package differs from its pinned hash: nothing"
    " was installed. Don't go on; try another network.",
    (
        "no space left",
        "disk quota",
    ): "The disk is full: make room for about 1 GB and run the same command again.",
    (
        "certificate",
    ): "The network's certificate isn't trusted here: set PIP_CERT to your company's certificate file.",
    (
        "failed to establish",
        "name resolution",
        "timed out",
        "proxy",
        "unreachable",
        "connection",
    ): "The packages"
    " could not be fetched: check the network and the proxy settings, then run the same command again.",
}
"""What pip writes when something outside is wrong -> what that means and what to do."""


def explain_pip(output: str) -> str:
    """One sentence for what pip said in many lines."""
    text = output.lower()
    for marks, sentence in PIP_SAYS.items():
        if any(mark in text for mark in marks):
            return sentence
    if "no matching distribution" in text:
        return (
            "A package could not be fetched: either the network or the proxy is off, or there is no build of it for"
            f" this system. {_last_line(output)}"
        )
    return f"pip stopped: {_last_line(output)}"


def _stamp_file(name: str) -> Path:
    return VENV / f".collectdesk-{name}"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes() + str(ROOT).encode()).hexdigest()


def _is_stamped(name: str, file: Path) -> bool:
    stamp = _stamp_file(name)
    return stamp.exists() and stamp.read_text(encoding="ascii") == _digest(file)


def _stamp(name: str, file: Path) -> None:
    _stamp_file(name).write_text(_digest(file), encoding="ascii")


def _venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def _venv_run(*arguments: str) -> int:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if _is_borrowed():
        environment["PYTHONPATH"] = str(ROOT / "src")
    command = [str(_venv_python()), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _ask(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command quietly and keep what it said."""
    return subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, check=False)


def _last_line(output: str) -> str:
    """The line that names the trouble: the last one that says error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and "[notice]" not in line]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no reason given"])[-1]


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
