"""What makes the ledger's tables, and will change them: Alembic's migrations, run when a ledger is opened."""
