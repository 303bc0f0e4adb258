"""A branch on a shared PostgreSQL, for those who have outgrown the file; nobody else loads any of this."""
