"""Alembic's entry: it runs this file for every command, with the connection it was given."""

from alembic import context

from kiosk.gateway.sql.all_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
