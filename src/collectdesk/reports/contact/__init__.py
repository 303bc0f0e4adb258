"""Notices, apologies and the request to seal them."""
