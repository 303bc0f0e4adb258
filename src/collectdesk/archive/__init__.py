"""Packs a stranger can verify: build, seal, verify. Never a query or a window."""
