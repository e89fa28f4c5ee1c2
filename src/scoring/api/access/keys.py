"""API keys: made here, kept as hashes, each with a name, a role and an end."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scoring.api.access import policy
from scoring.api.access.actors import Actor
from scoring.aside import file_aside, locked
from scoring.faults import Damaged, Refused
from scoring.settings import NAME, ROLES, Settings

MARK = "pad"
"""Begins every key, so that one that strayed into a file is found."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Key:
    """One key: its public id, whose it is, and the hash of its secret. Times are ISO 8601, in UTC."""

    id: str
    name: str
    role: policy.Role
    hash: str
    created: str
    expires: str
    revoked: str | None = None

    def state(self, now: datetime) -> str:
        """Say whether it opens: valid, expired or revoked."""
        if self.revoked is not None:
            return "revoked"
        return "valid" if now < datetime.fromisoformat(self.expires) else "expired"


class Keys:
    """The keys of one file, read again when it changes. Threads may share one; processes change it one at a time."""

    def __init__(self, path: Path, now: Clock = lambda: datetime.now(UTC)) -> None:
        """Name the file; one that is absent holds no keys. Raises Damaged when it cannot be read."""
        self.path = path
        self._now = now
        self._seen: tuple[int, ...] = ()
        self._keys: Mapping[str, Key] = {}
        self.all()

    @classmethod
    def of(cls, settings: Settings) -> Keys:
        """Give the keys of the file that the settings name."""
        return cls(settings.keys_file)

    def all(self) -> tuple[Key, ...]:
        """List every key that was ever made, oldest first."""
        seen = _state(self.path)
        if seen != self._seen:
            self._keys = _read(self.path) if seen else {}
            self._seen = seen
        return tuple(self._keys.values())

    def opening(self) -> tuple[Key, ...]:
        """List the keys that open now."""
        now = self._now()
        return tuple(key for key in self.all() if key.state(now) == "valid")

    def find(self, token: str) -> Actor | None:
        """Give whose key this is; None for one that never was, is over or was revoked."""
        self.all()
        mark, _, rest = token.partition("_")
        key = self._keys.get(rest.partition("_")[0])
        known = key.hash if key is not None else ""
        if not hmac.compare_digest(digest(token), known) or key is None or mark != MARK:
            return None
        return Actor(key.name, (key.role,)) if key.state(self._now()) == "valid" else None

    def add(self, name: str, role: str, days: int) -> str:
        """Make a key and give its token, which is kept nowhere. Raises Refused with every fault.

        A name that a key ever had is not given again: what is recorded under it would be two people's.
        """
        known = policy.role(role)
        faults = [] if NAME.fullmatch(name) else ["a name is 1 to 64 letters, digits, dots, dashes, _ or @"]
        if known is None:
            faults.append(f"there is no role of that name; give {', '.join(ROLES)}")
        with locked(self.path.parent):
            if any(key.name == name for key in self.all()):
                faults.append(f"{name} has, or had, a key: for the same person scoring keys renew; else another name")
            if known is None or faults:
                raise Refused(faults)
            key, token = self._made(name, known, days)
            self._write([*self.all(), key])
        return token

    def renew(self, name: str, days: int) -> str:
        """Make another key for who has one, in the same role, and end those; give its token. Raises Refused."""
        with locked(self.path.parent):
            roles = [key.role for key in self.all() if key.name == name]
            if not roles:
                raise Refused(f"{name} never had a key; run: scoring keys add {name} --role advisor")
            key, token = self._made(name, roles[-1], days)
            self._write([*self._ended(name), key])
        return token

    def _made(self, name: str, role: policy.Role, days: int) -> tuple[Key, str]:
        made, id = self._now(), secrets.token_hex(4)
        token = f"{MARK}_{id}_{secrets.token_urlsafe(32)}"
        return Key(id, name, role, digest(token), _said(made), _said(made + timedelta(days=days))), token

    def revoke(self, name: str) -> int:
        """Revoke every key of this name that opens, and say how many. Raises Refused when there is none."""
        with locked(self.path.parent):
            count = sum(key.name == name for key in self.opening())
            if not count:
                raise Refused(f"no key of {name} opens; scoring keys list shows them all")
            self._write(self._ended(name))
        return count

    def _ended(self, name: str) -> list[Key]:
        """Give all keys, those of a name that open revoked now."""
        now, open_ones = _said(self._now()), {key.id for key in self.opening() if key.name == name}
        return [replace(key, revoked=now) if key.id in open_ones else key for key in self.all()]

    def _write(self, keys: list[Key]) -> None:
        content = json.dumps({"keys": [asdict(key) for key in keys]}, indent=1)
        with file_aside(self.path) as aside:
            aside.unlink(missing_ok=True)
            aside.touch(mode=0o600, exist_ok=False)  # closed to others before there is anything in it
            aside.write_text(content, encoding="utf-8")


def digest(token: str) -> str:
    """Hash a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _state(path: Path) -> tuple[int, ...]:
    """Tell one version of a file from another; nothing for one that is absent."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o022:
        raise Damaged(f"{path}: others may write it, so its keys prove nothing; run: chmod 600 {path}")
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _read(path: Path) -> dict[str, Key]:
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["keys"]
        keys = [Key(**row) for row in rows]
        sound = all(policy.role(key.role) and datetime.fromisoformat(key.expires).tzinfo for key in keys)
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise Damaged(f"{path}: is not a file of keys as scoring keys writes it; restore it, or remove it and make new")
    return {key.id: key for key in keys}
