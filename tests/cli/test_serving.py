"""A shared server on the command line, over a real certificate: connected, moved there, a second PC let in, back."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from collectdesk.store.keys.header import read_header
from collectdesk.store.server.address import read_address
from collectdesk.store.server.driver import connect
from collectdesk.store.server.reaching import login_of
from collectdesk.store.vault.shelf import PracticeShelf
from helpers import postgres
from helpers.branches import small_branch
from helpers.certificates import authority
from helpers.terminals import Said, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.postgres import Server

HOST, SECRET = "db.branch.example", "the own password of the role"

pytestmark = pytest.mark.skipif(postgres.ON_SERVER, reason="asks how a branch gets to a server")


def fd(text: str) -> str:
    """A descriptor from which a secret can be read."""
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return str(reading)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Path]:
    """A server that proves itself as HOST, and the folder with who vouches for it."""
    folder = tmp_path_factory.mktemp("vouching")
    try:
        return postgres.tls_server(HOST, SECRET, folder), folder
    except postgres.NoServer as why:
        if postgres.WISH == "on":
            raise
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture
def pc(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")  # where every name leads in this test
    small_branch(tmp_path / "branch").close()
    return Terminal(tmp_path / "branch", capsys)


def reach(pc: Terminal, there: Server, database: str, certificate: Path | None, **changed: str) -> Said:
    said = {"host": HOST, "user": postgres.CLERKS, "secret": SECRET, **changed}
    words = ["connect", "--host", said["host"], "--port", str(there.port), "--database", database]
    words += ["--user", said["user"], "--server-password-fd", fd(said["secret"])]
    vouched: tuple[str | Path, ...] = ("--certificate", certificate) if certificate else ()
    return pc(*words, *vouched)


def test_only_the_server_that_was_meant_is_spoken_to_and_each_refusal_is_a_sentence(
    pc: Terminal, there: tuple[Server, Path], tmp_path: Path
) -> None:
    server, vouching = there
    database = server.database()
    authority(tmp_path / "stranger.pem", "Stranger")
    ours = vouching / "ca.pem"
    for certificate, changed, sentence in (
        (ours, {"host": "other.branch.example"}, "couldn't prove that it is the one you mean"),
        (tmp_path / "stranger.pem", {}, "couldn't prove that it is the one you mean"),
        (None, {}, "only an enciphered line with a proven server is taken"),
        (tmp_path / "missing.pem", {}, "only an enciphered line with a proven server is taken"),
        (ours, {"secret": "not this one"}, "doesn't take this workstation's password"),
    ):
        refused = reach(pc, server, database, certificate, **changed)
        assert (refused.code, sentence in refused.err) == (1, True), (changed, refused)
    assert read_address(pc.branch) is None  # nothing is kept of what couldn't be reached

    connected = reach(pc, server, database, ours)
    assert (connected.code, "isn't enciphered" in connected.out) == (0, False), connected
    assert SECRET not in (pc.branch / "branch.server.json").read_text("utf-8")
    address = read_address(pc.branch)
    assert address is not None
    with connect(address, login_of(pc.branch, address)) as raw:
        assert raw.pgconn.ssl_in_use

    server.sql("ALTER SYSTEM SET ssl = off")
    server.control("reload")
    try:
        plain = reach(pc, server, database, ours)
    finally:
        server.sql("ALTER SYSTEM SET ssl = on")
        server.control("reload")
    assert (plain.code, "couldn't prove" in plain.err) == (1, True), plain


def moved(pc: Terminal, there: tuple[Server, Path], second: tuple[str, ...]) -> int:
    """The branch on the server, after what was refused on the way; gives how many rows went."""
    server, vouching = there
    assert (
        "isn't connected" in pc("relocate", "to-server", *second, fd("practice"), login="administrator").err
    )
    assert "file of one PC" in pc("workstation", "ask").err
    assert reach(pc, server, server.database(), vouching / "ca.pem").code == 0
    wrong = pc("relocate", "to-server", *second, fd("not this one"), login="administrator")
    assert (wrong.code, (pc.branch / "branch.db").exists()) == (1, True)
    went = pc.json("relocate", "to-server", *second, fd("practice"), login="administrator")
    assert went["rows"] > 50
    assert not (pc.branch / "branch.db").exists()
    assert "李明" in pc("today").out  # the same program, on the server
    return int(went["rows"])


def refuses_an_answer_that_was_changed(pc: Terminal, answer: Path) -> None:
    kept = answer.read_text("utf-8")
    sealed = json.loads(kept)["sealed"][:-8] + "AAAAAAA="
    answer.write_text(json.dumps({**json.loads(kept), "sealed": sealed}))
    assert "somebody changed it" in pc("workstation", "take").err
    answer.write_text(kept)


def refuses_to_admit(pc: Terminal, admit: tuple[str, ...], code: str) -> None:
    """Another code, one person alone, and somebody without the right."""
    assert (
        "No PC with this code"
        in pc(*admit, fd("practice"), "--compared", "0" * 16, login="administrator").err
    )
    alone = pc("workstation", "admit", "--compared", code, login="administrator")
    assert alone.code == 1, alone
    assert pc(*admit, fd("practice"), "--compared", code, login="clerk").code == 1


class At:
    """At which of two PCs somebody types."""

    other = False


def two_keyrings(pc: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """The folder is shared; what a PC knows by itself lies in its own keyring, here a file of its own."""
    at, other = At(), PracticeShelf(folder)
    address = read_address(pc.branch)
    assert address is not None
    other.put(address.keyring_name, "server", SECRET.encode())
    monkeypatch.setattr(
        "collectdesk.store.vault.shelf.PracticeShelf",
        lambda folder: other if at.other else PracticeShelf(folder),
    )
    return at


def test_a_branch_is_moved_a_second_pc_let_in_and_the_branch_brought_back_all_typed(
    pc: Terminal, there: tuple[Server, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = ("--second", "supervisor", "--second-password-fd")
    went = moved(pc, there, second)

    at = two_keyrings(pc, tmp_path, monkeypatch)

    at.other = True
    assert "doesn't hold the branch key" in pc("today").err  # a password alone opens nothing at another PC
    assert "hasn't asked" in pc("workstation", "take").err
    code = pc.json("workstation", "ask", "--name", "二楼")["compared"]
    assert code in pc("workstation", "take").err  # nobody has let it in yet

    at.other = False
    admit = ("workstation", "admit", *second)
    refuses_to_admit(pc, admit, code)
    envelopes = pc("keys", "show", "--json", login="administrator").json
    admitted = pc(*admit, fd("practice"), "--compared", code.lower(), login="administrator")
    assert (admitted.code, "二楼" in admitted.out) == (0, True), admitted
    answer = next((pc.branch / "admissions").glob("*.answer.json"))
    header = read_header(pc.branch)
    secret = PracticeShelf(pc.branch).fetch(header.database_id, header.newest.workstation)
    assert secret is not None
    assert secret.hex() not in answer.read_text("utf-8")

    at.other = True
    refuses_an_answer_that_was_changed(pc, answer)
    assert pc("workstation", "take").code == 0
    assert "李明" in pc("today").out
    assert not list((pc.branch / "admissions").iterdir())
    assert "hasn't asked" in pc("workstation", "take").err  # a key is used once
    assert pc("keys", "show", "--json", login="administrator").json == envelopes  # none was opened for it
    _counts, actions = pc.look()
    assert actions.count("workstation.admitted") == 1

    at.other = False
    back = pc.json("relocate", "to-file", *second, fd("practice"), login="administrator")
    assert back["rows"] >= went
    assert "李明" in pc("today").out
    assert "already" in pc("relocate", "to-file", *second, fd("practice"), login="administrator").err
