"""Finds the system libraries Qt lacks on Linux, and installs them on Debian and Ubuntu when it can."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
"""What Qt loads even without a display: shared object -> Debian package."""

WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What a window under X needs besides; the rest of xcb comes as their dependencies."""

WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""What a window under Wayland needs besides, where no X server stands in."""


class LibrariesMissing(Exception):
    """Qt's libraries are missing and could not be installed; the text says what to type."""


def wanted() -> dict[str, str]:
    """What this machine's display calls for; where there is Xvfb, tests open real windows."""
    libraries = dict(OFFSCREEN)
    if os.environ.get("DISPLAY") or shutil.which("Xvfb"):
        libraries.update(WINDOW)
    if os.environ.get("WAYLAND_DISPLAY"):
        libraries.update(WAYLAND)
    return libraries


def missing() -> dict[str, str]:
    """Those the dynamic loader can't find, asked the way Qt will ask."""
    return {library: package for library, package in wanted().items() if not _loads(library)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_libraries() -> str | None:
    """Install what is missing and return a line about it, None when nothing was; raises LibrariesMissing."""
    if not sys.platform.startswith("linux"):
        return None
    lacking = missing()
    if not lacking:
        return None
    packages = " ".join(sorted(set(lacking.values())))
    if shutil.which("apt-get") is None:
        raise LibrariesMissing(
            f"Qt needs {', '.join(sorted(lacking))}: install them with this system's package tool."
        )
    root = _root_prefix()
    if root is None:
        raise LibrariesMissing(
            f"Qt needs libraries this machine lacks. Type: sudo apt-get install {packages}"
        )
    print(f"Installing by apt-get: {packages}", flush=True)
    trouble = _apt_install(root, packages.split())
    if trouble:
        raise LibrariesMissing(
            f"apt-get could not install what Qt needs ({trouble}). Type: sudo apt-get install {packages}"
        )
    return f"Qt's system libraries installed: {packages}"


def _root_prefix() -> list[str] | None:
    """How to become root without being asked for a password, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def _apt_install(root: list[str], packages: list[str]) -> str:
    """Install, renewing stale lists once; the empty text when it worked, else the last complaint."""
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if _run(install).returncode == 0:
        return ""
    _run([*apt, "update"])
    second = _run(install)
    if second.returncode == 0 and not missing():
        return ""
    complaints = [line for line in second.stderr.splitlines() if line.strip()]
    return complaints[-1] if complaints else "the libraries still don't load"


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
