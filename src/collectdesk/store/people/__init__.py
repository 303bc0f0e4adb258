"""Rows of accounts, staff, rights, and whose case it is.

Never who may do what: that is asked of them in desk.
"""
