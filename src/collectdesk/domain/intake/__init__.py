"""What a file brings and what it would change, as values."""
