"""The signed extract: green by public key on a bare Python; any byte changed, cut or added is red."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk import resources
from collectdesk.archive.extract import line_of, write_extract
from collectdesk.archive.seal import SealKey
from collectdesk.desk.vault.trail import ExportTrail
from collectdesk.store.trail import audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.vault.trail import ExportedTrail
    from helpers.branches import Branch

GREEN, UNPROVEN, RED = 0, 3, 2


def verified(path: Path, *options: str) -> tuple[int, str]:
    verifier = str(resources.path("templates", "verify_trail.py"))
    run = subprocess.run(
        [sys.executable, "-I", verifier, str(path), *options], capture_output=True, check=False
    )
    assert not run.stderr, run.stderr.decode()
    return run.returncode, run.stdout.decode()


@pytest.fixture
def exported(branch: Branch, tmp_path: Path) -> ExportedTrail:
    branch.recorded_visit()
    branch.supervisor(ExportTrail(tmp_path / "first.jsonl"))  # the seal is made with it
    return branch.auditor(ExportTrail(tmp_path / "trail.jsonl"))


def test_an_extract_is_green_by_the_fingerprint_and_the_root_on_paper(
    branch: Branch, exported: ExportedTrail
) -> None:
    assert exported.entries == exported.root.seq == branch.ask(audit.head)[0] - 1
    paper = ("--fingerprint", exported.fingerprint, "--root", exported.root.payload)
    assert verified(exported.path, *paper)[0] == GREEN
    assert verified(exported.path)[0] == UNPROVEN


def test_it_names_nobody_but_logins(exported: ExportedTrail) -> None:
    text = exported.path.read_text("utf-8")
    assert "supervisor" in text
    for secret in ("李明", "\\\\u674e", "19900000001", "530999", "装修"):
        assert secret not in text


def test_the_same_key_seals_packs_and_extracts(
    branch: Branch, exported: ExportedTrail, tmp_path: Path
) -> None:
    again = branch.supervisor(ExportTrail(tmp_path / "again.jsonl"))
    assert again.fingerprint == exported.fingerprint


def test_another_key_or_root_than_on_paper_is_red(exported: ExportedTrail) -> None:
    assert verified(exported.path, "--fingerprint", "0" * 32)[0] == RED
    assert verified(exported.path, "--root", f"{exported.root.seq}:{'0' * 32}")[0] == RED
    assert verified(exported.path, "--root", f"{exported.root.seq + 1}:{exported.root.digits}")[0] == RED
    assert verified(exported.path, "--root", "yesterday")[0] == RED


def test_every_line_changed_dropped_doubled_or_swapped_is_red(
    exported: ExportedTrail, tmp_path: Path
) -> None:
    check = _check()
    lines = exported.path.read_bytes().splitlines(keepends=True)
    tampered: list[list[bytes]] = []
    for at in range(len(lines)):
        tampered.append(lines[:at] + lines[at + 1 :])
        tampered.append([*lines[: at + 1], *lines[at:]])
        if at:
            tampered.append([*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]])
        for place in range(0, len(lines[at]), 7):
            changed = bytearray(lines[at])
            changed[place] ^= 1
            tampered.append([*lines[:at], bytes(changed), *lines[at + 1 :]])
    target = tmp_path / "tampered.jsonl"
    for number, content in enumerate(tampered):
        target.write_bytes(b"".join(content))
        assert check(target), number
    target.write_bytes(b"".join(lines))
    assert not check(target)


def _check() -> Callable[[Path], bool]:
    """The verifier's own judgement without a process for each file: True where something is wrong."""
    found: dict[str, Any] = {"__name__": "verify_trail"}
    exec(
        compile(resources.path("templates", "verify_trail.py").read_text("utf-8"), "verify_trail", "exec"),
        found,
    )

    def wrong(path: Path) -> bool:
        check = found["Check"]("")
        try:
            check.read(str(path))
        except (ValueError, KeyError, TypeError):
            return True
        return bool(check.found)

    return wrong


def test_a_forger_with_a_key_of_his_own_passes_for_nobody(tmp_path: Path, exported: ExportedTrail) -> None:
    lines = exported.path.read_bytes().splitlines(keepends=True)[1:-1]
    forged = tmp_path / "forged.jsonl"
    write_extract(
        forged, {"branch": "b", "at": "", "people": {}, "through": len(lines)}, lines, SealKey.generate()
    )
    assert verified(forged)[0] == UNPROVEN
    assert verified(forged, "--fingerprint", exported.fingerprint)[0] == RED


def test_a_seal_of_a_pack_is_no_signature_under_an_extract() -> None:
    key = SealKey.generate()
    assert key.sign(b"x" * 32) != key.sign_trail(b"x" * 32)
    assert line_of({"b": 1, "a": "陈"}) == b'{"a":"\\u9648","b":1}\n'
