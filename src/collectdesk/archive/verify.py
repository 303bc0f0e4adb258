"""Owns the judgement on a pack, zipped or unpacked, own or foreign: green, unproven or red, and why."""

from __future__ import annotations

import errno
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from collectdesk.archive import bag
from collectdesk.archive.container import ZipContents, stamp_of
from collectdesk.archive.folder import FolderContents
from collectdesk.archive.seal import Seal, fingerprint_of, plain_fingerprint, read_seal
from collectdesk.archive.verdict import Finding, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Contents(Protocol):
    """Files by name, from a zip or a folder; a folder has no top folder and no date of its own."""

    @property
    def sizes(self) -> dict[str, int]: ...
    @property
    def top_folder(self) -> str | None: ...
    @property
    def stamp(self) -> tuple[int, int] | None: ...
    def chunks(self, name: str) -> Iterator[memoryview]: ...


def no_step(_done: int, _total: int) -> None:
    """Nobody watches."""


def verify_pack(
    path: Path,
    *,
    fingerprint: str | tuple[str, ...] | None = None,
    step: Callable[[int, int], None] = no_step,
) -> Verdict:
    """Judge a pack (zip file) or an unpacked bag (folder), reading every byte; foreign or damaged is red.

    ``fingerprint``: the one on paper, as typed, or those of which any will do; without it, intact is UNPROVEN.
    ``step(done, total)`` in bytes; what it raises (a cancel) goes through, anything
    wrong with the pack comes back as findings.
    """
    findings: list[Finding] = []
    try:
        if path.is_dir():
            return _Judgement(FolderContents(path, findings), findings, step).verdict(fingerprint)
        with path.open("rb", buffering=0) as file:
            return _Judgement(ZipContents(file, findings), findings, step).verdict(fingerprint)
    except OSError as refused:
        reason = errno.errorcode.get(refused.errno or 0, "EIO")
        return Verdict(Outcome.RED, (*findings, Finding("container.unreadable", "", {"reason": reason})))


class _Judgement:
    """One verification: shape first, then every file's digest, then the manifests, last the seal."""

    def __init__(self, contents: Contents, findings: list[Finding], step: Callable[[int, int], None]) -> None:
        self._contents = contents
        self._findings = findings
        self._sizes = contents.sizes
        self._step = step
        self._digests: dict[str, str] = {}
        self._seal: Seal | None = None

    def verdict(self, fingerprint: str | tuple[str, ...] | None) -> Verdict:
        if not self._findings:
            self._judge_shape()
            self._digest_all()
            self._judge_manifests()
            self._judge_seal()
            self._judge_signer(fingerprint)
        outcome = Outcome.RED if self._findings else Outcome.GREEN if fingerprint else Outcome.UNPROVEN
        payload = [size for name, size in self._sizes.items() if name.startswith(bag.PAYLOAD)]
        return Verdict(
            outcome=outcome,
            findings=tuple(dict.fromkeys(self._findings)),  # small files are read twice
            number=self._seal.number if self._seal else None,
            root_digest=self._digests.get(bag.TAG_MANIFEST),
            seal=self._seal,
            files=len(payload),
            bytes=sum(payload),
        )

    def _find(self, code: str, file: str = "", **facts: str | int) -> None:
        self._findings.append(Finding(code, file, facts))

    def _small(self, name: str, most: int) -> bytes:
        """A tag file's content; a missing or oversized one reads as empty and is found out by that."""
        if self._sizes.get(name, most + 1) > most:
            return b""
        return b"".join(bytes(chunk) for chunk in self._contents.chunks(name))

    def _judge_shape(self) -> None:
        for name in bag.REQUIRED:
            if name not in self._sizes:
                self._find("file.missing", name)
        for name in self._sizes:
            if name.lower() == "fetch.txt":  # asks a reader to download parts: a pack holds everything itself
                self._find("bag.fetch", name)
        if self._small(bag.DECLARATION, 1024) != bag.DECLARATION_TEXT:
            self._find("bag.version", bag.DECLARATION)

    def _digest_all(self) -> None:
        done, total = 0, sum(self._sizes.values())
        for name in self._sizes:
            digest = sha256()
            for chunk in self._contents.chunks(name):
                digest.update(chunk)
                done += len(chunk)
                self._step(min(done, total), total)
            self._digests[name] = digest.hexdigest()

    def _judge_manifests(self) -> None:
        listed = self._listed(bag.MANIFEST, of_payload=True) | self._listed(
            bag.TAG_MANIFEST, of_payload=False
        )
        for name, digest in listed.items():
            if name not in self._digests:
                self._find("file.missing", name)
            elif self._digests[name] != digest:
                self._find("file.altered", name, expected=digest, found=self._digests[name])
        for name in self._sizes:
            if name not in listed and name not in bag.UNLISTED:
                self._find("file.extra", name)

    def _listed(self, manifest: str, *, of_payload: bool) -> dict[str, str]:
        if manifest not in self._sizes:
            return {}
        if self._sizes[manifest] > bag.MOST_MANIFEST_BYTES:
            self._find("manifest.malformed", manifest, line=0)
            return {}
        try:
            return bag.read_manifest(self._small(manifest, bag.MOST_MANIFEST_BYTES), of_payload=of_payload)
        except bag.MalformedManifest as malformed:
            self._find("manifest.malformed", manifest, line=malformed.line)
            return {}

    def _judge_seal(self) -> None:
        if bag.SEAL not in self._sizes:
            return
        self._seal = seal = read_seal(self._small(bag.SEAL, bag.MOST_SEAL_BYTES))
        if seal is None:
            self._find("seal.malformed", bag.SEAL)
            return
        if not seal.is_authentic:
            self._find("seal.signature", bag.SEAL)
        root = self._digests.get(bag.TAG_MANIFEST, "")
        if seal.root_digest != root:
            self._find("seal.root", bag.SEAL, expected=seal.root_digest, found=root)
        self._judge_number(seal)

    def _judge_number(self, seal: Seal) -> None:
        top = self._contents.top_folder
        if top is not None and top != seal.number:
            self._find("seal.number", bag.SEAL, expected=seal.number, found=top)
        if self._contents.stamp is not None and self._contents.stamp != _stamp(seal):
            self._find("zip.date")
        payload = [size for name, size in self._sizes.items() if name.startswith(bag.PAYLOAD)]
        text = self._small(bag.DESCRIPTION, bag.MOST_MANIFEST_BYTES)
        if bag.DESCRIPTION in self._sizes and not bag.is_described(
            text, number=seal.number, payload_bytes=sum(payload), payload_files=len(payload)
        ):
            self._find("bag.description", bag.DESCRIPTION)

    def _judge_signer(self, fingerprint: str | tuple[str, ...] | None) -> None:
        if not fingerprint:
            return
        plain = [
            plain_fingerprint(one)
            for one in ((fingerprint,) if isinstance(fingerprint, str) else fingerprint)
        ]
        if plain[0] is None:
            self._find("fingerprint.malformed")
        elif self._seal and plain_fingerprint(self._seal.fingerprint) not in plain:
            found = fingerprint_of(self._seal.public_key)
            self._find("signer.other", bag.SEAL, expected=fingerprint_of_plain(plain[0]), found=found)


def fingerprint_of_plain(plain: str) -> str:
    """32 hex digits in groups of four, as on paper."""
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _stamp(seal: Seal) -> tuple[int, int] | None:
    return stamp_of(seal.sealed_at) if 1980 <= seal.sealed_at.year <= 2107 else None
