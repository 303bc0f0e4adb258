"""Owns how screens word what was refused: the common table, which they may extend.

It names everything the program can refuse, so it is loaded when something is, or behind the sign-in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collectdesk.terms_trouble import REFUSALS, UNKNOWN, add_refusals, field_of, sentence

__all__ = ["REFUSALS", "UNKNOWN", "add_refusals", "field_of", "sentence"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from collectdesk import terms_trouble

    return getattr(terms_trouble, name)
