"""Schedules, offers, plans, promises and payments, to the fen."""
