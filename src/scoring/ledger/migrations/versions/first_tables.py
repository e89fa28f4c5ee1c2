"""The two tables, and the triggers that refuse any change of them but the erasing of payloads."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = (("ledger_record", "UPDATE"), ("ledger_record", "DELETE"), ("ledger_payload", "UPDATE"))
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""In SQLite only an INTEGER key is the row's own number."""


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "ledger_record",
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("refers", NUMBER, sa.ForeignKey("ledger_record.sequence"), index=True),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("payload_hash", sa.Text, nullable=False),
        sa.Column("mac", sa.Text, nullable=False),
    )
    op.create_index("ledger_record_kind", "ledger_record", ["kind"])
    op.create_table(
        "ledger_payload",
        sa.Column("sequence", NUMBER, sa.ForeignKey("ledger_record.sequence"), primary_key=True, autoincrement=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Text, index=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        _refuse_postgresql()
    else:
        _refuse_sqlite()


def _refuse_sqlite() -> None:
    for table, change in REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _refuse_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table, change in REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
        )
    for table in ("ledger_record", "ledger_payload"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )
