"""Who may open the page from another machine, and in which roles: whom a trusted proxy names, as it says."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.roles import Roles
from scoring.faults import Refused, refuse_if
from scoring.settings import Settings

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,63}")

NO_LOGIN = (
    "Beyond this machine the page opens only for users whom a login names: put a proxy that logs people in before "
    "it, set SCORING_PROXY_USER to the header in which it names them, and SCORING_PROXY_ADDRESSES or "
    "SCORING_PROXY_SECRET to what it is known by (docs/api.md); or serve the page on 127.0.0.1."
)


@dataclass(frozen=True)
class User:
    """Who is before the page, and the roles they have there."""

    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Login:
    """A proxy's word: the headers that name the user and their roles, and what the proxy is known by."""

    header: str
    addresses: tuple[str, ...]
    secret: str
    """SHA-256 of what the proxy sends; empty where its address is enough."""
    roles: Roles
    minutes: float = Settings.page_minutes
    """How long the word holds of a page that is open."""

    @classmethod
    def of(cls, settings: Settings) -> Login:
        """Take the proxy of the settings; raises Refused, with every fault, for none or half of one."""
        addresses = tuple(one.strip() for one in settings.proxy_addresses.split(",") if one.strip())
        if not settings.proxy_user or not (addresses or settings.proxy_secret):
            raise Refused(NO_LOGIN)
        faults = [
            f"SCORING_PROXY_ADDRESSES: {one} is not an address; give 10.0.0.7 or fd00::7"
            for one in addresses
            if not _is_address(one)
        ]
        named = {"SCORING_PROXY_USER": settings.proxy_user, "SCORING_PROXY_ROLES": settings.proxy_roles}
        faults += [
            f"{name}: is not the name of a header; give X-Forwarded-User or the like"
            for name, header in named.items()
            if header and not HEADER.fullmatch(header)
        ]
        if settings.proxy_roles.lower() == settings.proxy_user.lower():
            faults.append("SCORING_PROXY_ROLES: is the header that names the user; give that of their groups")
        refuse_if(faults)
        return cls(
            settings.proxy_user, addresses, _hashed(settings.proxy_secret), Roles.of(settings), settings.page_minutes
        )

    @property
    def headers(self) -> list[str]:
        """The headers that a page's kernel is told of its user."""
        return [header for header in (self.header, self.roles.header) if header]


def visitor(settings: Settings, environment: Mapping[str, str]) -> User | None:
    """Give whom a page's kernel was started for, by the headers that Voilà tells it of; None without a login."""
    if not settings.proxy_user:
        return None
    return named_by(environment, settings.proxy_user, Roles.of(settings))


def named_by(environment: Mapping[str, str], header: str, roles: Roles) -> User:
    """Give the user whom an environment names as Voilà writes it: each header by a variable."""
    name, named = (environment.get(f"HTTP_{one.upper().replace('-', '_')}", "") for one in (header, roles.header))
    return User(name, roles.granted(named))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _hashed(file: str) -> str:
    if not file:
        return ""
    try:
        secret = Path(file).read_bytes().strip()
    except OSError as error:
        raise Refused(f"SCORING_PROXY_SECRET: {file} cannot be read ({error.strerror})") from error
    if len(secret) < 32:
        raise Refused(f"SCORING_PROXY_SECRET: {file} holds fewer than 32 characters; make it: openssl rand -hex 32")
    return hashlib.sha256(secret).hexdigest()
