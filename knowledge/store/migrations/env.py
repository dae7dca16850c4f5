"""What Alembic runs: the steps that are missing, on the connection that it was given."""

from alembic import context

from knowledge.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
