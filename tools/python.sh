#!/bin/sh
# Runs a Python file with a Python this project can use (3.11 to 3.13, able to make virtual environments):
#   sh tools/python.sh tools/setup.py run
# PYTHON=/path/to/python overrides the search. On Debian and Ubuntu a missing Python is installed when that needs no
# password; elsewhere one line says what to type.
set -eu

usable() { # an interpreter that merely exists may be a version manager's shim for nothing, so it is run
    "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 \
        /usr/bin/python3 /opt/homebrew/bin/python3.13 /usr/local/bin/python3.13; do
        if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

debian_package() { # the newest Python of this Debian or Ubuntu that fits
    for version in 3.13 3.12 3.11; do
        if apt-cache show "python$version-venv" >/dev/null 2>&1; then
            echo "python$version-venv"
            return 0
        fi
    done
    return 1
}

install_python() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1 || return 1
    as_root apt-get update -qq >/dev/null 2>&1 || true
    package=$(debian_package) || return 1
    echo "Installing $package by apt-get" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "$package" ca-certificates >/dev/null 2>&1
}

what_to_type() {
    if command -v apt-get >/dev/null 2>&1; then
        package=$(debian_package) || package=python3.12-venv
        echo "sudo apt-get install $package"
    elif command -v dnf >/dev/null 2>&1; then
        echo "sudo dnf install python3.12"
    elif command -v zypper >/dev/null 2>&1; then
        echo "sudo zypper install python312"
    elif command -v pacman >/dev/null 2>&1; then
        echo "sudo pacman -S python"
    elif command -v brew >/dev/null 2>&1; then
        echo "brew install python@3.13"
    else
        echo "install Python 3.13 from python.org"
    fi
}

if ! python=$(find_python) && ! { install_python && python=$(find_python); }; then
    echo "CollectDesk needs Python 3.11, 3.12 or 3.13 with venv, and none was found. Type: $(what_to_type)" >&2
    exit 1
fi
exec "$python" "$@"
