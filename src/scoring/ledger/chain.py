"""The keyed chain: the MAC of each record covers the one before, so that none can be changed alone.

MAC = HMAC-SHA256(chain key, MAC before + JSON of [sequence, recorded_at, kind, actor, role, refers,
facts, payload_hash]); of the first record, the MAC before is the empty text. Hashes are in hex.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from scoring.faults import Refused

BYTES = 32
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _mac(key: hmac.HMAC, message: str) -> str:
    # A copy of a prepared key: it takes half as long as preparing it for each record.
    mac = key.copy()
    mac.update(message.encode("utf-8", "surrogatepass"))  # who alters a row may put anything there
    return mac.hexdigest()


@dataclass(frozen=True, repr=False)
class Keys:
    """What is derived from the key file: a key for each use, so that none tells of another."""

    chain: hmac.HMAC
    head: hmac.HMAC
    clients: hmac.HMAC
    copies: hmac.HMAC

    @classmethod
    def read(cls, path: Path) -> Keys:
        """Read a key file: 64 hexadecimal digits. Raises Refused for one that is not there or not a key."""
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            raise Refused(
                f"{path}: the ledger's key is not here; put it back, or name it by SCORING_LEDGER_KEY"
            ) from None
        except OSError as error:
            raise Refused(f"{path}: the ledger's key cannot be read ({error.strerror})") from error
        except ValueError:
            key = b""
        if len(key) != BYTES:
            raise Refused(f"{path}: not a key of the ledger; it is {2 * BYTES} hexadecimal digits")
        derived = (hmac.digest(key, use, "sha256") for use in (b"chain", b"head", b"clients", b"copies"))
        return cls(*(hmac.new(one, digestmod="sha256") for one in derived))

    @classmethod
    def create(cls, path: Path) -> Keys:
        """Make a new key file, readable by its owner alone; one that is there already stays."""
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(aside)  # unlike a rename, it never replaces the key that another process just made
        except FileExistsError:
            pass
        finally:
            aside.unlink()
        return cls.read(path)

    def mac(
        self,
        before: str,
        sequence: int,
        recorded_at: str,
        kind: str,
        actor: str,
        role: str,
        refers: int | None,
        facts: str,
        payload_hash: str,
    ) -> str:
        """Give the MAC of one record after another's."""
        row = _encode((sequence, recorded_at, kind, actor, role, refers, facts, payload_hash))
        return _mac(self.chain, before + row)

    def seal(self, count: int, mac: str) -> str:
        """Give the MAC of a head, so that nobody without the key makes one of a shorter chain."""
        return _mac(self.head, f"{count} {mac}")

    def sign(self, content: str) -> str:
        """Give the MAC of what tells of a copy, so that nobody without the key makes another one."""
        return _mac(self.copies, content)

    def pseudonym(self, client: int | None) -> str | None:
        """Give the name under which a client's payloads are found; only the key's holder can make it."""
        return None if client is None else _mac(self.clients, str(client))


def payload_hash(salt: str, pseudonym: str | None, body: bytes) -> str:
    """Hash a payload with its salt: what the chain covers of it, and which says nothing once they are erased."""
    return hashlib.sha256(f"{salt}\n{pseudonym or ''}\n".encode() + body).hexdigest()
