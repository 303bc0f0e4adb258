"""Rows of contacts, notices, complaints and wishes."""
