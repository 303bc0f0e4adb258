"""Owns how screens word what was refused: the common table, which they may extend."""

from __future__ import annotations

from collectdesk.terms_trouble import REFUSALS, UNKNOWN, add_refusals, field_of, sentence

__all__ = ["REFUSALS", "UNKNOWN", "add_refusals", "field_of", "sentence"]
