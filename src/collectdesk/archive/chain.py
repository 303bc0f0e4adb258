"""Owns the chain of seals: whether verified packs in their order each carry the digest of the seal before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.archive.verdict import Finding, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable


def verify_chain(verdicts: Iterable[Verdict], *, previous_seal: str | None = None) -> tuple[Finding, ...]:
    """Where the chain breaks; empty when it holds. ``Finding.file`` is the pack's number.

    ``previous_seal``: hex digest of the seal before the first one given (None: the first is the branch's).
    Codes: ``chain.red`` (that pack is itself red), ``chain.broken`` (expected, found), ``chain.backwards``
    (sealed before its predecessor), ``chain.number_twice``.
    """
    findings: list[Finding] = []
    expected, last_at, numbers = previous_seal, None, set[str]()
    for verdict in verdicts:
        seal, number = verdict.seal, verdict.number or ""
        if verdict.outcome is Outcome.RED or seal is None:
            findings.append(Finding("chain.red", number))
        if seal is None:
            expected = None
            continue
        if seal.previous_seal != expected:
            findings.append(
                Finding(
                    "chain.broken", number, {"expected": expected or "", "found": seal.previous_seal or ""}
                )
            )
        if last_at is not None and seal.sealed_at < last_at:
            findings.append(Finding("chain.backwards", number, {"sealed_at": seal.sealed_at.isoformat()}))
        if number in numbers:
            findings.append(Finding("chain.number_twice", number))
        numbers.add(number)
        expected, last_at = seal.digest, seal.sealed_at
    return tuple(findings)
