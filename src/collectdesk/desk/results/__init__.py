"""Whether the work helps: figures with their rows, callbacks, months.

Of the branch, never a ranking of its people.
"""
