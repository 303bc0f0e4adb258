"""CollectDesk: the desk of a small bank branch for overdue borrowers. See docs/architecture.md for the house."""
