"""Figures counted by the database, packs and months. Never a figure without the rows behind it."""
