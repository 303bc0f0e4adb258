"""The officer's key stays shut without the passphrase, and a seal says exactly one thing."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from archive.samples import KEY, MOMENT, OTHER_KEY
from collectdesk.archive.seal import SealKey, is_signed, plain_fingerprint, read_seal, write_seal
from collectdesk.archive.trouble import ArchiveTrouble

PASSPHRASE = "正确的 长口令 with words"


@pytest.fixture(scope="module")
def pem() -> bytes:
    return KEY.to_encrypted(PASSPHRASE)


def opening(pem: bytes, passphrase: str) -> str:
    with pytest.raises(ArchiveTrouble) as trouble:
        SealKey.from_encrypted(pem, passphrase)
    return trouble.value.code


def test_a_wrong_passphrase_opens_nothing(pem: bytes) -> None:
    assert opening(pem, PASSPHRASE + " ") == "key.passphrase_wrong"


def test_a_damaged_or_foreign_key_file_is_named_so(pem: bytes) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1())
    foreign = elliptic.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSPHRASE.encode()),
    )
    bare = elliptic.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for content in (b"", pem[: len(pem) // 2], b"hello", foreign, bare):
        assert opening(content, PASSPHRASE) == "key.damaged"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(ArchiveTrouble) as trouble:
        KEY.to_encrypted("elevenchars")
    assert (trouble.value.code, trouble.value.facts) == ("key.passphrase_short", {"shortest": 12})


def test_the_key_comes_back_with_its_passphrase(pem: bytes) -> None:
    opened = SealKey.from_encrypted(pem, PASSPHRASE)
    assert opened.fingerprint == KEY.fingerprint
    assert opened.sign(b"text") == KEY.sign(b"text")


def test_the_key_file_is_stretched_as_far_as_it_says(pem: bytes) -> None:
    from base64 import b64decode

    content = b64decode(b"".join(pem.split(b"\n")[1:-2]))
    assert b"\x02\x03" + (600_000).to_bytes(3, "big") in content


def test_the_private_key_shows_in_no_text(pem: bytes) -> None:
    secret = KEY._private.private_bytes_raw()
    assert repr(KEY) == f"SealKey({KEY.fingerprint})"
    assert secret not in pem


def test_two_generated_keys_differ() -> None:
    assert SealKey.generate().public != SealKey.generate().public


def test_a_signature_for_another_purpose_is_no_seal() -> None:
    assert is_signed(KEY.public, b"text", KEY.sign(b"text"))
    assert not is_signed(KEY.public, b"text", KEY._private.sign(b"text"))
    assert not is_signed(OTHER_KEY.public, b"text", KEY.sign(b"text"))
    assert not is_signed(b"short", b"text", KEY.sign(b"text"))
    assert not is_signed(KEY.public, b"text", b"short")
    assert not is_signed(b"\xff" * 32, b"text", KEY.sign(b"text"))  # y is not below the field's prime


def test_a_fingerprint_is_read_as_people_type_it() -> None:
    digits = KEY.fingerprint.replace(" ", "")
    assert len(digits) == 32
    for typed in (
        KEY.fingerprint,
        digits.upper(),
        KEY.fingerprint.replace(" ", "-"),
        f" {KEY.fingerprint}\n",
    ):
        assert plain_fingerprint(typed) == digits
    for typed in ("", digits[:-1], digits + "0", "g" + digits[1:]):
        assert plain_fingerprint(typed) is None


@given(
    st.binary(min_size=32, max_size=32) | st.none(), st.from_regex(r"[A-Za-z0-9案卷-]{1,40}", fullmatch=True)
)
def test_a_seal_reads_back_and_no_changed_byte_does(previous: bytes | None, number: str) -> None:
    text = write_seal(KEY, number=number, root_digest="ab" * 32, previous_seal=previous, sealed_at=MOMENT)
    seal = read_seal(text)
    assert seal is not None
    assert seal.is_authentic
    assert (seal.number, seal.previous_seal) == (number, previous.hex() if previous else None)
    assert (seal.sealed_at, seal.root_digest, seal.fingerprint) == (MOMENT, "ab" * 32, KEY.fingerprint)
    assert read_seal(text + b"\n") is None
    assert read_seal(text.replace(b"\n", b"\r\n")) is None
