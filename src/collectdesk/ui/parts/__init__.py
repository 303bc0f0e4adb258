"""Widgets shared by more than one screen. Never a deed of one screen alone."""
