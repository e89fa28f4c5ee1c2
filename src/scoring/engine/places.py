"""Where files are: a path of this machine, or an address that every machine of a cluster reaches."""

from __future__ import annotations

from pathlib import Path

from scoring.faults import Refused


class Address(str):
    """A place that every machine of a cluster reaches (s3a://bucket/folder), joined like a path."""

    def __truediv__(self, name: str) -> Address:
        """Name a file or folder inside."""
        return Address(f"{self.rstrip('/')}/{name}")


Place = Path | Address
"""A file or folder of this machine, or an address."""


def place(text: str) -> Place:
    """Read a place as a person writes it: what has a scheme (s3a://...) is an address."""
    return Address(text) if "://" in text else Path(text)


def path(place: Place) -> Path:
    """Give a place as a path; raises Refused for an address."""
    if isinstance(place, Path):
        return place
    raise Refused(f"{place}: only the engine spark reads and writes addresses; name a path, or choose that engine")
