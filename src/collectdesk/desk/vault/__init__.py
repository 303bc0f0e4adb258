"""The branch as a whole: founded, opened, given keys, backed up, restored, checked.

Never a customer's name.
"""
