"""Puts resources/ into the wheel, with the catalogues compiled, since git keeps no compiled files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipResources(BuildHookInterface):  # type: ignore[type-arg]
    """hatchling calls this before it collects files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout reads its own resources and compiles catalogues whenever they change
        sys.path.insert(0, str(Path(self.root) / "tools"))
        import catalogues

        resources = Path(self.root) / "resources"
        catalogues.compile_all(resources / "locale")
        build_data["force_include"][str(resources)] = "collectdesk/resources"
