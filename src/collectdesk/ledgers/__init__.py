"""Spreadsheets in: sniffed, mapped, validated in a child process that holds no keys. Never writes the database."""
