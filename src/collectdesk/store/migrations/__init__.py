"""Schema steps, shipped in the package and run by alembic. One file per released schema."""
