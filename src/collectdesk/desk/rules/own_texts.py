"""Files of a branch's own in the place of those that came with the program: which stand, put in force, taken back."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import calibrating

if TYPE_CHECKING:
    from collectdesk.store.cases.calibrating import CalibrationAct
    from collectdesk.store.work import View, Work

LONGEST: Final = 100_000
"""Characters of such a file; the longest that ships has some twenty thousand."""


class OwnKind(Enum):
    """What a branch may write for itself; the value begins the names of its acts."""

    STEPS = "steps"
    WAYS = "ways"
    SCORECARD = "scorecard"

    @property
    def adopted(self) -> str:
        return f"{self.value}.adopted"

    @property
    def withdrawn(self) -> str:
        return f"{self.value}.withdrawn"


_SHIPPED: Final = {
    OwnKind.STEPS: ("strategies", "cn-steps-1.toml"),
    OwnKind.WAYS: ("strategies", "cn-ways-1.toml"),
    OwnKind.SCORECARD: ("scorecards", "cn-expert-1.toml"),
}


@lru_cache(maxsize=3)
def shipped(kind: OwnKind) -> tuple[str, str]:
    """Text and name of the file that came with the program."""
    path = resources.path(*_SHIPPED[kind])
    return path.read_text("utf-8"), path.name


def standing(view: View, kind: OwnKind) -> tuple[str, str]:
    """Text and name of the file in use: the branch's own, else the one that came with the program."""
    return view.once(("own_text", kind), lambda: _standing(view, kind))


def _standing(view: View, kind: OwnKind) -> tuple[str, str]:
    act = own_act(view, kind)
    return shipped(kind) if act is None else (act.content["text"], act.content["file_name"])


def own_act(view: View, kind: OwnKind) -> CalibrationAct | None:
    """The act that put the branch's own file in force, while it stands."""
    act = calibrating.newest_act(view, kind.adopted, kind.withdrawn)
    return act if act is not None and act.kind == kind.adopted else None


def require_short(text: str) -> None:
    """Refuse what is too long to be such a file before it is read."""
    if len(text) > LONGEST:
        raise Refused("steps.too_long", field="text", most=LONGEST)


def put_in_force(
    work: Work,
    kind: OwnKind,
    text: str,
    file_name: str,
    versions: tuple[tuple[str, int], tuple[str, int]],
    by: tuple[str, str],
) -> str:
    """Keep a file that was read as good; ``versions`` is its (id, version) and that of the one before.

    ``by`` is the reason and the second person. A version that stands isn't replaced by another text of its name.
    """
    (name, version), (before, stands) = versions
    reason, second = by
    require_reason(reason)
    if name == before and version <= stands:
        raise Refused("steps.version_taken", field="text", plans=name, version=stands)
    content = {"text": text, "file_name": file_name, "id": name, "version": version}
    act = calibrating.add_act(work, kind.adopted, content, reason.strip(), second)
    work.note(file=act, version=version, digest=sha256(text.encode()).hexdigest())
    return act


def take_back(work: Work, kind: OwnKind, reason: str) -> None:
    """Let the file that came with the program stand again."""
    require_reason(reason)
    act = own_act(work, kind)
    if act is None:
        raise Refused("steps.no_own_plans")
    work.note(file=calibrating.add_act(work, kind.withdrawn, {"of": act.id}, reason.strip()))


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("calibration.reason_missing", field="reason")
