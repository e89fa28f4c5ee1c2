"""How the API and the page are served: to whom, how much, how fast."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from scoring.settings.table import Table, setting

ROLES = ("advisor", "manager", "data_scientist", "auditor")
"""Who may ask; what each may ask stands in scoring/api/access/policy.py."""

DESK: tuple[Literal["advisor", "manager"], ...] = ("advisor", "manager")
"""Those of them who see clients, and their files with them: the roles that users of the page may have."""

OWNER: Final = "owner"
"""Who runs it all on a machine of their own, and may ask all; no key and no token has this role."""

NOBODY = "nobody"

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
"""What a person or a program may be called who asks: the name stands in logs and headers."""

BETWEEN = ",;|"
"""What stands between groups in the headers of the usual proxies."""

MARKS = frozenset({"forwarded", "via", "x-real-ip"})
"""Headers that proxies add to what they pass on, beside those that begin with X-Forwarded-."""


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine and no other can reach it."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def is_passed_on(version: str, headers: Iterable[str]) -> bool:
    """Say whether a request has the marks of a proxy, by its version of HTTP and the names of its headers.

    Not all leave marks, but the common ones as they come: Apache names whom it asks for, nginx speaks HTTP/1.0,
    which no browser and no client of ours does.
    """
    names = {name.lower() for name in headers}
    return version == "1.0" or not names.isdisjoint(MARKS) or any(name.startswith("x-forwarded-") for name in names)


@dataclass(frozen=True)
class Service(Table):
    """The settings of what is served."""

    keys: str = setting("", "file of the API keys' hashes; empty: access/keys.json in the data folder")
    local_role: str = setting(
        "owner",
        "the role of who asks this machine from itself, without a key; nobody: keys here too",
        among=(OWNER, *ROLES, NOBODY),
    )
    hosts: str = setting("", "names, with commas, the API is asked by beyond this machine; empty: any")
    jwt_issuer: str = setting("", "who signs tokens, as their iss says; with the next two it lets tokens in")
    jwt_audience: str = setting("", "whom tokens must be made for, as their aud says")
    jwt_keys: str = setting("", "the signer's public keys: https address of a JWKS, or a file of one, or a PEM file")
    jwt_roles: str = setting(
        "roles", "the claim of a token that holds its roles, or the path to it: realm_access.roles"
    )
    rate: int = setting(100, "requests a second of each who asks, twice as many at once; 0: no limit", least=0)
    concurrent: int = setting(128, "requests answered at once; those beyond are told to come back", least=1)
    receiving: int = setting(64, "bodies received at once: slow ones do not take every place", least=1)
    body_seconds: float = setting(5.0, "how long the head of a request, and then its body, may take", least=0.01)
    sending_seconds: float = setting(
        10.0, "how long who asked may take to read 64 KiB of an answer, before it is cut off", least=0.01
    )
    record: int = setting(1, "1: what people see and decide is recorded in the ledger; 0: not", least=0, most=1)
    opinion_first: int = setting(
        0, "1: the page asks what a person thinks before it shows them a score; not where record is 0", least=0, most=1
    )
    log: str = setting("requests", "what the API logs: each request, or faults alone", among=("requests", "faults"))
    proxy_user: str = setting("", "header in which a trusted proxy names the page's user: X-Forwarded-User")
    proxy_addresses: str = setting("", "addresses, with commas, from which that header is trusted")
    proxy_secret: str = setting("", "file of the secret that the proxy sends as X-Scoring-Proxy-Secret")
    proxy_roles: str = setting(
        "", "header in which that proxy names the user's roles or groups; empty: all have SCORING_PAGE_ROLE"
    )
    proxy_between: str = setting(BETWEEN, "what stands between names in that header: any of these signs")
    page_roles: str = setting(
        "", "the roles of groups so named: desk=advisor, heads=manager; empty: roles go by their own names"
    )
    page_role: str = setting(
        "advisor",
        "the role of a user whom the proxy names no role or group; nobody: they are not let in",
        among=(*DESK, NOBODY),
    )
    page_minutes: int = setting(
        60,
        "minutes until a page that is open is asked for again, by that proxy, whose it is and in which roles",
        least=1,
    )
    timezone: str = setting("Europe/Paris", "the lender's: times on the page and in documents; records stay in UTC")
    page_key: str = setting("", "SHA-256 of the page's own key; the launcher of the page sets it")
    api_key: str = setting("", "the key by which the page asks an API that wants one", secret=True)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the lender."""
        return ZoneInfo(self.timezone)

    @classmethod
    def _outside(cls, values: Mapping[str, Any]) -> Iterator[str]:
        yield from super()._outside(values)
        if "timezone" in values and not _is_zone(values["timezone"]):
            given = values["timezone"]
            yield f"setting SCORING_TIMEZONE: {given} is not allowed; give the name of a time zone, as Europe/Paris"
        between = values.get("proxy_between", BETWEEN)
        if not between or not set(between) <= set(BETWEEN):
            yield f"setting SCORING_PROXY_BETWEEN: {between} is not allowed; give one or more of the signs {BETWEEN}"


def _is_zone(name: str) -> bool:
    """Say whether a time zone of this name is known here; a folder of them, or a path, is none."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
