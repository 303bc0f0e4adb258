"""Core banking's files on their way in: mapped, compared, mended, taken in, undone.

Never a guess in place of a row.
"""
