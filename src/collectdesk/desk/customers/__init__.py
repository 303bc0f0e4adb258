"""The customer's file: found, shown, masked, kept true, and the customer's own rights in it.

Never a judgement of them.
"""
