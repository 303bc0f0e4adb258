"""Who works here and may do what: accounts, staff, deputies, signatures, whose case it is.

Never what is owed.
"""
