"""Customers and how they are found: rows, lines of lists, search tokens. Never masked here: desk masks."""
