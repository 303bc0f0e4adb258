"""Spreadsheets in: sniffed, mapped, validated in a child process without keys. Never writes the database."""
