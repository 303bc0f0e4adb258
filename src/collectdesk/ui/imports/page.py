"""Owns the import of core banking's files."""

from __future__ import annotations

from collectdesk.ui.page import Page


class ImportsPage(Page):
    """Read, look through, take in."""
