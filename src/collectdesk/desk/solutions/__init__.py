"""What the customer can keep: offers, plans, promises, payments, and what follows.

Never an amount that core banking hasn't said.
"""
