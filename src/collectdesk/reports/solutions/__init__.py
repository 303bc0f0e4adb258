"""Agreements, coupons, receipts and the file handed over."""
