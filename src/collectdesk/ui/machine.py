"""Owns what this PC remembers of its person: language, look, density, last branch, when to lock, which printer. Never
anything of a customer.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Self

from collectdesk.ui.theme import Density, Look
from collectdesk.words import CHINESE, LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QByteArray, QSettings


LETTERS: Final = (100, 115, 130)
"""Per cent; larger than that the pages no longer fit the smallest screen they are made for."""
LOCK_AFTER: Final = (2, 5, 10, 15, 30)
"""The minutes to choose from; never is none of them: a branch's counter isn't left open."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The settings of this PC; a broken or foreign value falls to the default of its own line only."""

    folder: Path
    language: str = CHINESE
    look: Look = Look.SYSTEM
    letters: int = 100
    """How large everything is drawn, per cent of what the system asks for; one of LETTERS. Read at the start."""
    is_still: bool = False
    """Whether nothing on the screen moves or blinks by itself."""
    offers_tours: bool = True
    """Whether a tour is offered where a person comes for the first time; false where pictures are taken."""
    density: Density = Density.ROOMY
    last_branch: str = ""
    last_login: str = ""
    scan_folder: str = ""
    """Where this PC's scanner lays its files; empty: nowhere that is watched."""
    lock_after: int = 10
    """Minutes without a key or the mouse before the window locks; one of LOCK_AFTER."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the settings; a missing or damaged file means the defaults, since looks mustn't stop the
        day.
        """
        if folder is None:
            from platformdirs import user_config_path

            folder = user_config_path("CollectDesk", appauthor=False)
        try:
            written = (folder / "window.toml").read_text(encoding="utf-8")
        except (OSError, ValueError):
            written = ""
        return cls(folder, **_understood(_read(written)))

    def save(self) -> None:
        """Write the settings whole or not at all; a full or locked disk is no reason to stop."""
        lines = [
            f"{name} = {json.dumps(_plain(getattr(self, name)), ensure_ascii=False)}" for name in _names()
        ]
        partial = self.folder / "window.toml.partial"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
            partial.replace(self.folder / "window.toml")
        except OSError:
            return

    def with_(self, **changed: Any) -> Machine:
        """The same settings with some changed, saved."""
        settings = replace(self, **changed)
        settings.save()
        return settings

    def kept_for(self, account_id: str, name: str) -> bool:
        """What this PC remembers for one person, such as a tour that was offered."""
        return self._shapes().value(f"person-{account_id}/{name}") in (True, "true")

    def keep_for(self, account_id: str, name: str, *, kept: bool) -> None:
        self._shapes().setValue(f"person-{account_id}/{name}", kept)

    def geometry(self, name: str) -> QByteArray:
        """The bytes Qt wrote for a window, splitter or header; empty when there are none."""
        from PySide6.QtCore import QByteArray

        kept = self._shapes().value(name)
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_geometry(self, name: str, shape: QByteArray) -> None:
        self._shapes().setValue(name, shape)

    def recall(self, name: str) -> str:
        """A short text that was remembered under a name, such as a printer's; empty when there is none."""
        kept = self._shapes().value(name)
        return kept if isinstance(kept, str) else ""

    def remember(self, name: str, text: str) -> None:
        self._shapes().setValue(name, text)

    def _shapes(self) -> QSettings:
        from PySide6.QtCore import QSettings

        return QSettings(str(self.folder / "shapes.ini"), QSettings.Format.IniFormat)


def _read(written: str) -> dict[str, Any]:
    """The lines that ``save`` writes, each a name and a value that TOML and JSON spell alike; any other is no line.

    The library's parser of TOML takes longer to load than the whole of this.
    """
    stored: dict[str, Any] = {}
    for line in written.splitlines():
        name, _, value = line.partition("=")
        with suppress(ValueError):
            stored[name.strip()] = json.loads(value)
    return stored


def _names() -> list[str]:
    return [each.name for each in fields(Machine) if each.name != "folder"]


def _plain(value: object) -> object:
    if isinstance(value, Look):
        return value.value
    return value.name.lower() if isinstance(value, Density) else value


def _understood(stored: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if stored.get("language") in LANGUAGES:
        known["language"] = stored["language"]
    if stored.get("look") in {look.value for look in Look}:
        known["look"] = Look(stored["look"])
    if stored.get("density") in {density.name.lower() for density in Density}:
        known["density"] = Density[stored["density"].upper()]
    for name in ("last_branch", "last_login", "scan_folder"):
        if isinstance(stored.get(name), str):
            known[name] = stored[name]
    if stored.get("letters") in LETTERS:
        known["letters"] = int(stored["letters"])
    if stored.get("is_still") is True:
        known["is_still"] = True
    if stored.get("offers_tours") is False:
        known["offers_tours"] = False
    if stored.get("lock_after") in LOCK_AFTER:
        known["lock_after"] = int(stored["lock_after"])
    return known
