"""Paper that comes back: scans, evidence, records with their second word and sign-off.

Never a change after the lock.
"""
