"""Compiles the Chinese catalogues before the wheel is built, since compiled files are not kept in git."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """hatchling calls this before it collects files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout compiles them itself, whenever they change
        sys.path.insert(0, str(Path(self.root) / "tools"))
        import catalogues

        catalogues.compile_all(Path(self.root) / "resources" / "locale")
        del build_data  # resources, compiled files included, are forced in by pyproject.toml
