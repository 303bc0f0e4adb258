"""Any change to a pack is found and named; a foreign file is judged, never trusted and never a crash."""

from __future__ import annotations

import shutil
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.samples import KEY, NUMBER, OTHER_KEY, made
from archive.tampering import PHOTO, TAMPERINGS, Tampering
from collectdesk.archive import bag
from collectdesk.archive.verdict import FINDING_CODES, Outcome, Verdict
from collectdesk.archive.verify import verify_pack

if TYPE_CHECKING:
    from pathlib import Path


def codes(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.code, finding.file) for finding in verdict.findings}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return made(tmp_path).path


@pytest.fixture
def unpacked(pack: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(pack) as zipped:
        zipped.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / NUMBER


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_tampering_is_red_with_the_file_and_the_reason(pack: Path, tampering: Tampering) -> None:
    pack.write_bytes(tampering.act(pack.read_bytes()))
    verdict = verify_pack(pack, fingerprint=KEY.fingerprint)
    assert verdict.outcome is Outcome.RED
    assert codes(verdict) == tampering.found
    assert {finding.code for finding in verdict.findings} <= FINDING_CODES


def test_every_flipped_byte_is_found(pack: Path) -> None:
    whole = pack.read_bytes()
    verifier = whole.index(b"# ruff: noqa")  # long text, sampled more thinly
    after = whole.index(b"sys.exit(main())", verifier)
    places = [at for at in range(len(whole)) if (at % 3 == 0 and not verifier < at < after) or at % 211 == 0]
    for at in places:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << (at % 8)
        pack.write_bytes(flipped)
        assert verify_pack(pack).outcome is Outcome.RED, f"byte {at} of {len(whole)}"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_never_raises(pack: Path, drawn: st.DataObject) -> None:
    whole = bytearray(
        (pack.parent / "good").read_bytes() if (pack.parent / "good").exists() else pack.read_bytes()
    )
    (pack.parent / "good").write_bytes(whole)
    tail = len(whole) - 1400  # the directory and the headers before it, where a parser can stumble
    for at, value in drawn.draw(
        st.lists(st.tuples(st.integers(tail, len(whole) - 1), st.integers(0, 255)), min_size=1)
    ):
        whole[at] = value
    cut = drawn.draw(st.integers(0, 40))
    pack.write_bytes(whole[: len(whole) - cut])
    same = pack.read_bytes() == (pack.parent / "good").read_bytes()
    assert verify_pack(pack).outcome is (Outcome.UNPROVEN if same else Outcome.RED)


def test_random_bytes_are_red(tmp_path: Path) -> None:
    @settings(max_examples=60)
    @given(st.binary(max_size=400))
    def judged(content: bytes) -> None:
        (tmp_path / "x.zip").write_bytes(content)
        assert verify_pack(tmp_path / "x.zip").outcome is Outcome.RED

    judged()


def test_a_missing_file_is_red_not_an_error(tmp_path: Path) -> None:
    assert codes(verify_pack(tmp_path / "none.zip")) == {("container.unreadable", "")}


def test_intact_and_the_right_signer_is_green(pack: Path) -> None:
    for typed in (KEY.fingerprint, KEY.fingerprint.upper(), KEY.fingerprint.replace(" ", "-")):
        verdict = verify_pack(pack, fingerprint=typed)
        assert verdict.outcome is Outcome.GREEN
        assert (verdict.number, verdict.files, verdict.bytes) == (NUMBER, 4, 23 + 256 + 12)


def test_intact_without_a_fingerprint_stays_unproven(pack: Path) -> None:
    verdict = verify_pack(pack)
    assert verdict.outcome is Outcome.UNPROVEN
    assert verdict.seal is not None
    assert verdict.seal.fingerprint == KEY.fingerprint


def test_another_signer_is_red_and_both_fingerprints_are_told(pack: Path) -> None:
    verdict = verify_pack(pack, fingerprint=OTHER_KEY.fingerprint)
    assert codes(verdict) == {("signer.other", bag.SEAL)}
    assert verdict.findings[0].facts == {"expected": OTHER_KEY.fingerprint, "found": KEY.fingerprint}


def test_a_mistyped_fingerprint_is_never_green(pack: Path) -> None:
    verdict = verify_pack(pack, fingerprint=KEY.fingerprint[:-1])
    assert codes(verdict) == {("fingerprint.malformed", "")}


def test_a_forger_who_reseals_with_a_key_of_their_own_is_found_by_the_paper_only(tmp_path: Path) -> None:
    forged = made(tmp_path, seal_with=OTHER_KEY).path
    assert verify_pack(forged).outcome is Outcome.UNPROVEN
    assert verify_pack(forged, fingerprint=KEY.fingerprint).outcome is Outcome.RED


def test_an_unpacked_pack_is_green_whatever_its_folder_is_called(unpacked: Path) -> None:
    renamed = unpacked.rename(unpacked.with_name("copy of the case"))
    assert verify_pack(renamed, fingerprint=KEY.fingerprint).outcome is Outcome.GREEN


def test_tampering_with_an_unpacked_pack_is_found(unpacked: Path) -> None:
    (unpacked / "data" / "new.txt").write_bytes(b"x")
    (unpacked / PHOTO).write_bytes(b"another")
    (unpacked / "media-types.txt").unlink()
    assert codes(verify_pack(unpacked)) == {
        ("file.extra", "data/new.txt"),
        ("file.altered", PHOTO),
        ("file.missing", "media-types.txt"),
        ("bag.description", bag.DESCRIPTION),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_in_an_unpacked_pack_is_never_followed(unpacked: Path, tmp_path: Path) -> None:
    shutil.copy(unpacked / PHOTO, tmp_path / "elsewhere.jpg")
    (unpacked / PHOTO).unlink()
    (unpacked / PHOTO).symlink_to(tmp_path / "elsewhere.jpg")
    assert codes(verify_pack(unpacked)) == {("entry.symlink", PHOTO)}


def test_a_cancel_goes_through(pack: Path) -> None:
    class CancelledError(Exception):
        pass

    def step(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        verify_pack(pack, step=step)
