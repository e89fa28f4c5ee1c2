"""Who may open the page from another machine: whom a trusted proxy names."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from scoring.faults import Refused, refuse_if
from scoring.settings import Settings

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,63}")

NO_LOGIN = (
    "Beyond this machine the page opens only for users whom a login names: put a proxy that logs people in before "
    "it, set SCORING_PROXY_USER to the header in which it names them, and SCORING_PROXY_ADDRESSES or "
    "SCORING_PROXY_SECRET to what it is known by (docs/api.md); or serve the page on 127.0.0.1."
)


@dataclass(frozen=True)
class Login:
    """A proxy's word: the header that names the user, and what the proxy is known by."""

    header: str
    addresses: tuple[str, ...]
    secret: str
    """SHA-256 of what the proxy sends; empty where its address is enough."""

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
        if not HEADER.fullmatch(settings.proxy_user):
            faults.append("SCORING_PROXY_USER: is not the name of a header; give X-Forwarded-User or the like")
        refuse_if(faults)
        return cls(settings.proxy_user, addresses, _hashed(settings.proxy_secret))

    @property
    def variable(self) -> str:
        """The environment variable in which a page's kernel finds its user."""
        return f"HTTP_{self.header.upper().replace('-', '_')}"


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
