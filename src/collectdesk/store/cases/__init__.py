"""Rows of cases, promises and arrangements, and what became of them."""
