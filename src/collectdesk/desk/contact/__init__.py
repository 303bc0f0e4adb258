"""Calls, notices, complaints and what people wish about being contacted.

Never a contact that the gate hasn't judged.
"""
