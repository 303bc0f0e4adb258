"""The verifier shipped in every pack gives the program's verdict, with no CollectDesk in reach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.samples import KEY, NUMBER, OTHER_KEY, made
from archive.tampering import TAMPERINGS, Tampering
from collectdesk import resources
from collectdesk.archive import paths
from collectdesk.archive.seal import DOMAIN
from collectdesk.archive.verdict import FINDING_CODES, Outcome
from collectdesk.archive.verify import verify_pack

if TYPE_CHECKING:
    from pathlib import Path

EXITS = {Outcome.GREEN: 0, Outcome.UNPROVEN: 3, Outcome.RED: 2}


def run(verifier: Path, *asked: str) -> tuple[int, str]:
    """Exit code and what was printed; isolated, so that nothing of this project can be imported."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(verifier), *asked],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("alone") / "verify.py"
    shutil.copy(resources.path("templates", "verify.py"), copied)
    return copied


@pytest.fixture(scope="module")
def alone(verifier: Path) -> Any:
    spec = spec_from_file_location("standalone_verifier", verifier)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_it_agrees_on_every_tampering(verifier: Path, tmp_path: Path, tampering: Tampering) -> None:
    pack = made(tmp_path).path
    pack.write_bytes(tampering.act(pack.read_bytes()))
    verdict = verify_pack(pack, fingerprint=KEY.fingerprint)
    code, printed = run(verifier, str(pack), "--fingerprint", KEY.fingerprint)
    assert code == EXITS[verdict.outcome] == 2
    assert set(re.findall(r"\[([a-z_]+\.[a-z_]+)\]", printed)) == {
        finding.code for finding in verdict.findings
    }


def test_it_is_green_unproven_or_red_as_the_fingerprint_says(verifier: Path, tmp_path: Path) -> None:
    pack = str(made(tmp_path).path)
    assert run(verifier, pack, "--fingerprint", *KEY.fingerprint.split())[0] == 0
    code, printed = run(verifier, pack)
    assert code == 3
    assert KEY.fingerprint in printed
    code, printed = run(verifier, pack, "--fingerprint", OTHER_KEY.fingerprint)
    assert code == 2
    assert "signer.other" in printed
    assert run(verifier, pack, "--fingerprint", "1234")[0] == 2
    assert run(verifier, str(tmp_path / "none.zip"))[0] == 2


def test_it_works_from_inside_the_unpacked_pack(tmp_path: Path) -> None:
    with zipfile.ZipFile(made(tmp_path).path) as zipped:
        zipped.extractall(tmp_path)
    inside = tmp_path / NUMBER / "verify.py"
    assert run(inside, "--fingerprint", KEY.fingerprint)[0] == 0
    (tmp_path / NUMBER / "data" / "empty.txt").write_bytes(b"no longer")
    code, printed = run(inside, "--fingerprint", KEY.fingerprint)
    assert code == 2
    assert "[file.altered] data/empty.txt" in printed


def test_it_warns_in_both_languages_that_it_could_be_forged_too(verifier: Path, tmp_path: Path) -> None:
    _, printed = run(verifier, str(made(tmp_path).path))
    assert "forger could replace this file" in printed
    assert "伪造者" in printed


def test_it_has_a_sentence_in_both_languages_for_every_code(alone: Any) -> None:
    for code in FINDING_CODES:
        english, chinese = alone.SENTENCES.get(code) or alone.SENTENCES[code.partition(".")[0]]
        assert english
        assert re.search(r"[\u4e00-\u9fff]", chinese)


def test_it_never_prints_what_could_repaint_the_screen(alone: Any) -> None:
    assert alone.shown("a\x1b[2J\u202eb") == "a\\u001b[2J\\u202eb"


# RFC 8032 section 7.1, tests 1 to 3 and SHA(abc): public key, message, signature
VECTORS = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_its_signature_check_passes_the_standards_own_vectors(
    alone: Any, public: str, message: str, signature: str
) -> None:
    key, text, sealed = (bytes.fromhex(value) for value in (public, message, signature))
    assert alone.is_signed(key, text, sealed)
    assert not alone.is_signed(key, text + b"x", sealed)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 64 * 8 - 1), st.integers(0, 32 * 8 - 1))
def test_its_signature_check_accepts_only_the_right_bits(
    alone: Any, text: bytes, bit: int, key_bit: int
) -> None:
    signature = KEY.sign(text)
    assert alone.is_signed(KEY.public, DOMAIN + text, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not alone.is_signed(KEY.public, DOMAIN + text, bytes(flipped))
    other = bytearray(KEY.public)
    other[key_bit // 8] ^= 1 << key_bit % 8
    assert not alone.is_signed(bytes(other), DOMAIN + text, signature)


def test_a_signature_with_the_group_order_added_is_refused(alone: Any) -> None:
    signature = KEY.sign(b"text")
    scalar = int.from_bytes(signature[32:], "little") + alone.Q
    assert not alone.is_signed(KEY.public, DOMAIN + b"text", signature[:32] + scalar.to_bytes(32, "little"))


@given(st.text(alphabet=st.sampled_from("aA./\\:~ nul%é\u0301案\x00\u202e"), max_size=12))
def test_its_rules_for_names_are_the_programs(alone: Any, path: str) -> None:
    assert alone.path_fault(path) == paths.path_fault(path)


@given(st.lists(st.text(alphabet=st.sampled_from("aAb/ßé"), min_size=1, max_size=5), max_size=6))
def test_its_rules_for_clashing_names_are_the_programs(alone: Any, names: list[str]) -> None:
    assert sorted(alone.clashes(names)) == sorted(paths.clashes(names))
