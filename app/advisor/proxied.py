"""Voilà's side of the login: every request carries the word of the trusted proxy, or comes past no proxy at all."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Mapping
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User
from tornado.httputil import HTTPHeaders
from tornado.web import HTTPError, RequestHandler
from traitlets import Dict, List, Unicode

from advisor import login
from advisor.roles import Roles
from scoring.settings import NAME, is_passed_on
from scoring.words import LANGUAGES, words

SECRET = "X-Scoring-Proxy-Secret"  # noqa: S105 - the name of a header
PASSED_ON = (
    "A proxy passes requests on to the page, which lets nobody in by it: set SCORING_PROXY_USER to the header in which "
    "it names who is logged in, and SCORING_PROXY_ADDRESSES or SCORING_PROXY_SECRET to what it is known by."
)

NO_ROLE = (
    "A user was not let in, whom the proxy names no role of the page: SCORING_PROXY_ROLES names the header of their "
    "roles or groups, SCORING_PAGE_ROLES the groups that count, SCORING_PAGE_ROLE who has none."
)


class OwnIdentity(PasswordIdentityProvider):
    """Without a login lets in who asks from this machine: everybody, but not by a proxy, which asks for others."""

    def get_user(self, handler: RequestHandler) -> User | Awaitable[User | None] | None:
        """Give the user of a request; 403, and why in the log, where a proxy passed it on."""
        request = handler.request
        if is_passed_on(request.version.removeprefix("HTTP/"), request.headers):
            self.log.error(PASSED_ON)
            raise _refusal(handler)
        return super().get_user(handler)


class ProxiedIdentity(IdentityProvider):
    """Knows the user whom the proxy names, and no other; there is no page to log in on here."""

    header = Unicode(help="The header in which the proxy names the user.", config=True)
    addresses = List(Unicode(), help="Where the proxy asks from; empty: anywhere.", config=True)
    secret = Unicode(help="SHA-256 of what the proxy sends; empty: nothing.", config=True)
    roles = Dict(help="The members of advisor.roles.Roles.", config=True)

    auth_enabled = True

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._roles = Roles(**self.roles)

    def get_user(self, handler: RequestHandler) -> User:
        """Give the user of a request; 403 where the proxy did not name exactly one, with a role of the page."""
        return User(username=self.visitor(handler).name)

    def visitor(self, handler: RequestHandler) -> login.User:
        """Give the same with their roles."""
        request = handler.request
        named = request.headers.get_list(self.header)
        known = self._is_proxy(request.remote_ip or "", request.headers.get(SECRET, ""))
        if not known or len(named) != 1 or not NAME.fullmatch(named[0]):
            raise _refusal(handler)
        if not (roles := self._roles_in(request.headers)):
            self.log.error(NO_ROLE)
            raise _refusal(handler, "\n".join(words(language).text("page.no_role") for language in LANGUAGES))
        return login.User(named[0], roles)

    def owner(self, environment: Mapping[str, str]) -> login.User:
        """Give the user whom a kernel was started for, by what it was told."""
        return login.named_by(environment, self.header, self._roles)

    def get_handlers(self) -> list[tuple[str, object]]:
        """Serve no page to log in or out on."""
        return []

    def _roles_in(self, headers: HTTPHeaders) -> tuple[str, ...]:
        """Give the user's roles here. Of two headers, one may be what the user sent: they give none."""
        named = headers.get_list(self._roles.header) if self._roles.header else []
        return self._roles.granted("".join(named)) if len(named) < 2 else ()

    def _is_proxy(self, address: str, secret: str) -> bool:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        known = not self.secret or hmac.compare_digest(digest, self.secret)
        return known and (not self.addresses or address in self.addresses)


def _refusal(handler: RequestHandler, said: str = "") -> HTTPError:
    """Refuse a request with 403; `said` is read by who sent it, a line in each language."""
    handler.current_user = None  # the page that says 403 asks for it again
    return HTTPError(403, said or None)
