"""Runs the steps on the connection given; never opens one of its own."""

from __future__ import annotations

from alembic import context

from collectdesk.store.rows.every import METADATA, is_table_of_ours

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    include_name=is_table_of_ours,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
