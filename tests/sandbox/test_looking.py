"""A hostile picture fells at most the child that looks at it: the rest of the paper is printed, nothing is learnt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.refusals import Refused
from collectdesk.reports.drawing.photos import prepare_photos
from collectdesk.sandbox import child, looking
from collectdesk.sandbox.looking import Shrunk, draw_page, shrink_photos
from collectdesk.sandbox.pictures import shrink
from reports.case_samples import photo_bytes

FALLS_ON_THE_SECOND = """
import sys
sys.path.insert(0, sys.argv[1])
from collectdesk.sandbox import frames, pictures
real, seen = pictures.shrink, []
def shrink(*asked):
    seen.append(1)
    if len(seen) == 2:
        import os
        os.abort()
    return real(*asked)
pictures.shrink = shrink
from collectdesk.sandbox.child import run_child
sys.exit(run_child(sys.stdin.buffer, sys.stdout.buffer))
"""
SOURCE = str(Path(child.__file__).resolve().parents[2])


def program(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source, SOURCE)


def shrunk(contents: list[bytes], **bounds: object) -> list[Shrunk]:
    return shrink_photos(contents, longest=400, quality=80, **bounds)  # type: ignore[arg-type]


def test_photos_come_back_in_their_order_as_if_decoded_here() -> None:
    photos = [photo_bytes(900, 600), b"no photo", photo_bytes(600, 900, orientation=6)]
    found = shrunk(photos)
    assert [(each.jpeg, each.width, each.height) for each in (found[0], found[2])] == [
        shrink(photos[0], 400, 80),
        shrink(photos[2], 400, 80),
    ]
    assert found[1].jpeg == b""
    assert found[1].reason


def test_a_photo_that_fells_the_child_costs_only_itself() -> None:
    photos = [photo_bytes(), photo_bytes(), photo_bytes()]
    found = shrunk(photos, command=program(FALLS_ON_THE_SECOND))
    assert [each.reason for each in found] == ["", "reader.crashed", ""]


def test_a_photo_that_never_ends_is_given_up() -> None:
    found = shrunk([b"x"], seconds=0.2, command=program("import threading; threading.Event().wait()"))
    assert found[0].reason == "reader.timeout"


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux bounds the address space of a process reliably"
)
def test_a_photo_that_needs_more_memory_than_there_may_be_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "MEMORY", 400 * 1024 * 1024)
    (found,) = shrunk([photo_bytes(7000, 7000)])
    assert (
        found.reason in {"reader.memory", "reader.crashed"} or "memory" in found.reason.lower() or found.jpeg
    )


@pytest.mark.parametrize(
    "answer", [b"{}", b'{"jpeg": 1, "size": [1, 2]}', b'{"jpeg": "!!", "size": []}', b"[]"]
)
def test_an_answer_that_makes_no_sense_is_no_picture(answer: bytes) -> None:
    source = (
        "import sys, struct\n"
        f"answer = {answer!r}\n"
        "sys.stdout.buffer.write(struct.pack('>I', len(answer)) + answer)\n"
        "sys.stdout.buffer.flush()\n"
        "sys.stdin.buffer.read()"
    )
    (found,) = shrunk([b"x"], command=program(source))
    assert found.jpeg == b""
    assert found.reason


def test_a_task_that_nobody_named_is_not_begun() -> None:
    with child.Child("collectdesk.store.vault", memory=1 << 30) as one, pytest.raises(BadFile) as error:
        one.receive(float("inf"))
    assert error.value.code == "reader.crashed"


def test_the_child_sees_neither_keys_nor_open_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTDESK_SECRET", "hush")
    held = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(held, True)
    source = (
        "import os, sys, json, struct\n"
        f"try: os.fstat({held}); seen = True\n"
        "except OSError: seen = False\n"
        "b = json.dumps({'refused': 'x', 'facts': {'reason': f'{seen} {sorted(os.environ)}'}}).encode()\n"
        "sys.stdout.buffer.write(struct.pack('>I', len(b)) + b); sys.stdout.buffer.flush(); sys.stdin.buffer.read()"
    )
    (found,) = shrunk([b"x"], command=program(source))
    os.close(held)
    assert found.reason.startswith("False")
    assert "SECRET" not in found.reason


def test_a_pdf_that_cant_be_drawn_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 not really")
    for path in (tmp_path / "scan.pdf", tmp_path / "gone.pdf"):
        with pytest.raises(Refused) as error:
            draw_page(path, 1, 100)
        assert error.value.code == "preview.unreadable"
        assert error.value.facts["file"] == path.name


def test_the_paper_gets_none_for_a_photo_that_cant_be_read() -> None:
    assert prepare_photos([b"nothing"]) == [None]
    assert prepare_photos([]) == []
