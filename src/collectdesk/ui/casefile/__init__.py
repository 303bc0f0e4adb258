"""One customer's file: everything that is known, and what can be done about it."""
