"""Imported rows into tables, set aside or taken back. Never a row without its file."""
