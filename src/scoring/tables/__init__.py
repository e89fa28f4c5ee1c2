"""What the data is: the tables of the Home Credit archive, declared."""

from scoring.tables.application import APPLICATION, CLIENT, TARGET
from scoring.tables.bureau import BUREAU, BUREAU_BALANCE
from scoring.tables.declaration import Column, Kind, Table
from scoring.tables.previous import (
    CREDIT_CARD_BALANCE,
    INSTALLMENTS_PAYMENTS,
    POS_CASH_BALANCE,
    PREVIOUS_APPLICATION,
)

HISTORIES: tuple[Table, ...] = (
    BUREAU,
    BUREAU_BALANCE,
    PREVIOUS_APPLICATION,
    POS_CASH_BALANCE,
    INSTALLMENTS_PAYMENTS,
    CREDIT_CARD_BALANCE,
)
TABLES: tuple[Table, ...] = (APPLICATION, *HISTORIES)
TABLE: dict[str, Table] = {table.name: table for table in TABLES}

__all__ = [
    "APPLICATION",
    "BUREAU",
    "BUREAU_BALANCE",
    "CLIENT",
    "CREDIT_CARD_BALANCE",
    "HISTORIES",
    "INSTALLMENTS_PAYMENTS",
    "POS_CASH_BALANCE",
    "PREVIOUS_APPLICATION",
    "TABLE",
    "TABLES",
    "TARGET",
    "Column",
    "Kind",
    "Table",
]
