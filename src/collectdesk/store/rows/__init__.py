"""The tables, private to the store. Nobody above the store may see a row."""
