"""Alembic's entry: migrates over the connection that the ledger has open, in its transaction."""

from alembic import context

from scoring.ledger.database import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
