#!/bin/sh
# Pins every dependency with hashes, for all systems and Python 3.11 to 3.13 at once. Needs uv on the path
# (pip install uv). No index or mirror address gets into the files. Raise Qt and the database driver one at a time.
set -eu
cd "$(dirname "$0")/.."
# the solver plots with matplotlib only where somebody asks it to: nobody here does (70 MB less)
overrides=$(mktemp)
trap 'rm -f "$overrides"' EXIT
echo 'matplotlib ; python_version < "3"' >"$overrides"
lock() {
    out=$1
    shift
    uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --overrides "$overrides" "$@" --output-file "$out"
}
lock requirements/run.txt pyproject.toml --group build
lock requirements/develop.txt pyproject.toml --group build --group dev
lock requirements/from-source.txt --group from-source
lock requirements/bundle.txt --group bundle
lock requirements/bench.txt --group bench
