"""The sign-in: which branch, who, and what to do when it can't be opened. Nothing here reads a customer."""
