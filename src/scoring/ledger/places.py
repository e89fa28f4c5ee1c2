"""Where the ledger, its key and its head lie, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scoring.ledger.head import NAME
from scoring.settings import Settings


@dataclass(frozen=True)
class Places:
    """The database's address, the key file, and the folder of the head."""

    address: str
    key: Path
    head: Path

    @property
    def head_file(self) -> Path:
        """The head."""
        return self.head / NAME

    @classmethod
    def of(cls, settings: Settings) -> Places:
        """Give the places that are named, or their defaults in the data folder."""
        folder = settings.data / "ledger"
        return cls(
            settings.ledger or f"sqlite:///{(folder / 'ledger.db').absolute().as_posix()}",
            Path(settings.ledger_key or folder / "ledger.key"),
            Path(settings.ledger_head or settings.data / "ledger-head"),
        )
