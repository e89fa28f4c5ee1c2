"""The head of the chain, kept elsewhere than its records: without it a cut tail would go unseen."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from scoring.aside import file_aside
from scoring.faults import Damaged, Refused
from scoring.ledger.chain import Keys

NAME = "head.json"


@dataclass(frozen=True)
class Head:
    """How many records there are, and the MAC of the last; the empty text where there is none."""

    count: int
    mac: str

    def __str__(self) -> str:
        """COUNT:MAC, to be noted where nobody who reaches the ledger does."""
        return f"{self.count}:{self.mac}"

    @classmethod
    def of(cls, text: str) -> Head:
        """Read COUNT:MAC; raises Refused for anything else."""
        if not re.fullmatch("0:|[1-9][0-9]{0,17}:[0-9a-f]{64}", text):
            raise Refused("a head is COUNT:MAC, as scoring ledger verify prints it")
        count, _, mac = text.partition(":")
        return cls(int(count), mac)


class HeadFile:
    """The folder of the head. It is written after each commit: it may lag behind, never run ahead."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder, self._keys = folder, keys

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / NAME

    def read(self) -> Head | None:
        """Give the head, None where there is none. Raises Damaged for one that this key did not seal."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            head, seal = Head(content["count"], content["mac"]), content["seal"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{self.path}: not a head of a ledger") from error
        if self._keys.seal(head.count, head.mac) != seal:
            raise Damaged(f"{self.path}: not sealed with this key: the key is another one, or the head was altered")
        return head

    def write(self, head: Head) -> None:
        """Write the head aside, flush it and rename it."""
        sealed = {"count": head.count, "mac": head.mac, "seal": self._keys.seal(head.count, head.mac)}
        with file_aside(self.path) as aside:
            aside.write_text(json.dumps(sealed), encoding="utf-8")
