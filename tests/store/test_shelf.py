"""Where the workstation's secret rests: unsafe keyrings are refused, and what was put is read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from collectdesk.desk.vault.access import sign_in
from collectdesk.store.keys.header import read_header
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import PracticeShelf, SystemShelf, shelf_for
from helpers.branches import PASSWORD
from helpers.keyrings import Ring, safe_ring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helpers.branches import Branch

SECRET = b"\x01" * 32


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    with safe_ring(monkeypatch) as made:
        yield made


def _uses() -> tuple[Callable[[], object], ...]:
    return (lambda: SystemShelf().fetch("x", "w"), lambda: SystemShelf().put("x", "w", SECRET))


def test_a_keyring_that_fails_discards_or_is_unknown_is_refused() -> None:
    before = keyring.get_keyring()
    rings: tuple[Any, ...] = (keyring.backends.fail.Keyring, keyring.backends.null.Keyring, Ring)
    for backend in (ring() for ring in rings):
        keyring.set_keyring(backend)
        try:
            for use in _uses():
                with pytest.raises(StoreTrouble) as error:
                    use()
                assert error.value.code == "store.no_keyring"
        finally:
            keyring.set_keyring(before)


def test_what_was_put_is_read_back(ring: Ring) -> None:
    SystemShelf().put("one", "w", SECRET)
    assert SystemShelf().fetch("one", "w") == SECRET
    assert SystemShelf().fetch("another", "w") is None


def test_a_keyring_that_silently_forgets_is_found_at_once(ring: Ring) -> None:
    ring.forgets = True
    with pytest.raises(StoreTrouble) as error:
        SystemShelf().put("one", "w", SECRET)
    assert error.value.code == "store.keyring_discards"


def test_two_secrets_of_one_branch_lie_beside_each_other(ring: Ring, tmp_path: Path) -> None:
    for shelf in (SystemShelf(), PracticeShelf(tmp_path)):
        shelf.put("one", "w1", SECRET)
        shelf.put("one", "w2", b"\x02" * 32)
        assert shelf.fetch("one", "w1") == SECRET
    assert len({service for service, _ in ring.kept}) == 2  # Windows keeps one entry a service


def test_among_several_keyrings_the_allowed_one_is_taken(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    class Chain(Ring):
        backends = (keyring.backends.null.Keyring(), ring)

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    SystemShelf().put("one", "w", SECRET)
    assert len(ring.kept) == 1


def test_a_keyring_asked_for_by_name_is_that_one_or_none(ring: Ring) -> None:
    SystemShelf("ring").put("one", "w", SECRET)
    with pytest.raises(StoreTrouble) as error:
        SystemShelf("kwallet").put("one", "w", SECRET)
    assert error.value.code == "store.no_keyring"
    with pytest.raises(StoreTrouble):
        shelf_for("real", "a made-up one", Path("nowhere"))


def test_a_locked_keyring_is_named(ring: Ring) -> None:
    ring.fault = keyring.errors.KeyringLocked("locked")
    for use in _uses():
        with pytest.raises(StoreTrouble) as error:
            use()
        assert error.value.code == "store.keyring_locked"


def test_somebody_elses_entry_under_our_name_counts_as_none(ring: Ring) -> None:
    ring.kept["CollectDesk one w", "workstation"] = "not hex"
    assert SystemShelf().fetch("one", "w") is None


def test_a_real_branch_never_keeps_its_key_the_practice_way(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as error:
        shelf_for("real", "practice", tmp_path)
    assert error.value.code == "store.practice_shelf_on_real_branch"
    assert isinstance(shelf_for("practice", "practice", tmp_path), PracticeShelf)
    assert isinstance(shelf_for("real", "system", tmp_path), SystemShelf)


@pytest.mark.parametrize("content", [b"", b"one", b"one w zz\n", b"\xff\xfe", b"other w 00\n", b"one 00\n"])
def test_a_damaged_practice_shelf_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "practice.workstation").write_bytes(content)
    assert PracticeShelf(tmp_path).fetch("one", "w") is None


def test_signing_in_without_the_workstations_secret_fails_and_leaves_the_file_closed(branch: Branch) -> None:
    branch.close()
    (branch.folder / "practice.workstation").unlink()
    with pytest.raises(StoreTrouble) as error:
        sign_in(branch.folder, "clerk", PASSWORD)
    assert error.value.code == "store.keyring_empty"
    assert read_header(branch.folder).kind == "practice"
