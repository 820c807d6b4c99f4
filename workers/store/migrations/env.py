"""Alembic's way in: runs the steps on the connection it is given."""

from alembic import context

from workers.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
