"""Contacts, notices, complaints, legal terms and texts, as values."""
