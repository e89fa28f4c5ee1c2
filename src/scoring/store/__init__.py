"""Published answers: read-only, versioned, verified before they are opened."""

from scoring.store.amendments import ALWAYS, Amendment, Amendments, Version
from scoring.store.bins import Bins, BinsWriter
from scoring.store.clients import ID_DIGITS, SCORED, ClientRow, Clients, ClientWriter, written
from scoring.store.erasing import erasing
from scoring.store.layout import (
    AMENDED,
    BUNDLE,
    CARD,
    CARD_PAGE,
    CLIENTS,
    COLUMNS,
    GROUPS,
    POINTER,
    REFERENCE,
    STAGED,
    StoreManifest,
    amended,
    current,
    point,
    read_store_manifest,
    seal,
    verify,
)

__all__ = [
    "ALWAYS",
    "AMENDED",
    "BUNDLE",
    "CARD",
    "CARD_PAGE",
    "CLIENTS",
    "COLUMNS",
    "GROUPS",
    "ID_DIGITS",
    "POINTER",
    "REFERENCE",
    "SCORED",
    "STAGED",
    "Amendment",
    "Amendments",
    "Bins",
    "BinsWriter",
    "ClientRow",
    "ClientWriter",
    "Clients",
    "StoreManifest",
    "Version",
    "amended",
    "current",
    "erasing",
    "point",
    "read_store_manifest",
    "seal",
    "verify",
    "written",
]
