"""Rows of visits, their records, pages, rounds and vehicles."""
