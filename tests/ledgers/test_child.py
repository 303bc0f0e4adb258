"""The reading child: what it answers is what reading in place gives; however it falls, the program stands."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.intake.imports import BadFile
from collectdesk.ledgers import child
from collectdesk.ledgers.limits import Limits
from collectdesk.ledgers.read import read_ledger
from collectdesk.sandbox import frames
from collectdesk.sandbox.child import KEPT_VARIABLES, run_child
from ledgers.files import DATA_DATE, instalment_row, overdue_row, payment_row, table_of, write_csv, write_xlsx


def program(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source)


def fallen(source: str, *, timeout: float = 60.0) -> BadFile:
    with pytest.raises(BadFile) as caught:
        child.read_in_child(Path("never-read.csv"), command=program(source), timeout=timeout)
    return caught.value


def test_a_refusal_reaches_the_parent_with_its_facts(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "l.csv", [["流水号", "借据号", "交易日期"]])
    with pytest.raises(BadFile) as there:
        child.read_in_child(path)
    with pytest.raises(BadFile) as here:
        read_ledger(path)
    assert (there.value.code, there.value.facts) == (here.value.code, here.value.facts)


def test_a_crash_is_a_refusal_with_the_exit_code() -> None:
    refused = fallen("import sys; sys.stdin.buffer.read(); sys.exit(7)")
    assert (refused.code, refused.facts) == ("reader.crashed", {"exit": "7"})


def test_an_end_without_an_answer_is_a_refusal() -> None:
    assert fallen("import sys; sys.stdin.buffer.read()").code == "reader.silent"


def test_a_child_that_never_answers_is_stopped_at_its_time() -> None:
    assert fallen("import threading; threading.Event().wait()", timeout=0.2).code == "reader.timeout"


@pytest.mark.parametrize(
    "answer",
    [
        b"hello world, no length",
        b"\x00\x00\x00\x05{",
        b"\x00\x00\x00\x02[]",
        b'\x00\x00\x00\x0b{"odd":true}',
        b'\x00\x00\x00\x0c{"end": true}'[:16],
        b'\x00\x00\x00\x0e{"rows":[[1]]}',
        b'\x00\x00\x00\x0e{"progress":1}',
    ],
)
def test_nonsense_is_a_refusal(answer: bytes) -> None:
    source = f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({answer!r})"
    assert fallen(source).code == "reader.garbled"


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux bounds the address space of a process reliably"
)
@pytest.mark.parametrize("make", [write_csv, write_xlsx])
def test_a_child_out_of_memory_is_a_refusal(tmp_path: Path, make: object) -> None:
    rows = [payment_row(n) for n in range(3_000)]
    path = (
        write_csv(tmp_path / "l.csv", table_of(rows))
        if make is write_csv
        else write_xlsx(tmp_path / "l.xlsx", rows)
    )
    with pytest.raises(BadFile) as caught:
        child.read_in_child(path, memory=1024 * 1024)
    assert caught.value.code == "reader.memory"


def test_cancelling_stops_the_child_and_reaches_the_caller() -> None:
    class CancelledError(Exception):
        pass

    def cancel(_done: int, _whole: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        child.read_in_child(
            Path("x"), command=program("import threading; threading.Event().wait()"), step=cancel
        )


def test_the_child_is_given_no_secret_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTDESK_SECRET", "hush")
    source = (
        "import os, sys, json, struct; sys.stdin.buffer.read();"
        "b = json.dumps({'refused': 'told', 'facts': {'names': ' '.join(os.environ)}}).encode();"
        "sys.stdout.buffer.write(struct.pack('>I', len(b)) + b)"
    )
    names = set(fallen(source).facts["names"].split())
    assert names - {"LC_CTYPE"} <= {*KEPT_VARIABLES, "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.parametrize("form", ["overdue.csv", "instalments.csv", "payments.xlsx"])
def test_the_ledger_is_the_same_as_read_in_place(tmp_path: Path, form: str) -> None:
    steps: list[tuple[int, int]] = []
    if form == "overdue.csv":
        rows = [overdue_row(n, name="" if n % 7 == 0 else "张三丰", opened_on=None) for n in range(1, 2_500)]
        path = write_csv(tmp_path / form, table_of(rows), encoding="gb18030")
    elif form == "instalments.csv":
        path = write_csv(tmp_path / form, table_of([instalment_row(1), instalment_row(2)]))
    else:
        path = write_xlsx(tmp_path / form, [payment_row(1), payment_row(2)])
    ledger = child.read_in_child(path, data_date=DATA_DATE, step=lambda *done: steps.append(done))
    assert ledger == read_ledger(path, data_date=DATA_DATE)
    assert steps


def test_limits_kind_and_encoding_reach_the_child(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "l.csv", table_of([payment_row(1), payment_row(2)]))
    with pytest.raises(BadFile) as caught:
        child.read_in_child(path, limits=Limits(rows=1))
    assert caught.value.code == "rows.too_many"
    with pytest.raises(BadFile) as caught:
        child.read_in_child(path, encoding="utf-16")
    assert caught.value.code == "encoding.refuted"


def test_a_child_asked_nothing_ends_quietly() -> None:
    assert run_child(io.BytesIO(), io.BytesIO()) == 2


@given(st.binary(max_size=60))
def test_no_bytes_break_the_listening(content: bytes) -> None:
    try:
        message = frames.receive(io.BytesIO(content))
    except frames.BrokenFrame:
        return
    assert message is None or isinstance(message, dict)


def test_a_message_above_the_bound_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "LONGEST", 10)
    out = io.BytesIO()
    with pytest.raises(frames.TooLong):
        frames.send(out, {"text": "x" * 20})
    assert not out.getvalue()
