"""The list of customers: search, filter, a short look, and the way into a file."""
