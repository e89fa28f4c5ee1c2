"""Voilà's side of the login: every request must carry the word of the trusted proxy."""

from __future__ import annotations

import hashlib
import hmac

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError, RequestHandler
from traitlets import List, Unicode

from scoring.settings import NAME

SECRET = "X-Scoring-Proxy-Secret"  # noqa: S105 - the name of a header


class ProxiedIdentity(IdentityProvider):
    """Knows the user whom the proxy names, and no other; there is no page to log in on here."""

    header = Unicode(help="The header in which the proxy names the user.", config=True)
    addresses = List(Unicode(), help="Where the proxy asks from; empty: anywhere.", config=True)
    secret = Unicode(help="SHA-256 of what the proxy sends; empty: nothing.", config=True)

    auth_enabled = True

    def get_user(self, handler: RequestHandler) -> User:
        """Give the user of a request; 403 where the proxy did not name exactly one."""
        request = handler.request
        named = request.headers.get_list(self.header)
        if not self._is_proxy(request.remote_ip or "", request.headers.get(SECRET, "")):
            raise HTTPError(403)
        if len(named) != 1 or not NAME.fullmatch(named[0]):
            raise HTTPError(403)
        return User(username=named[0])

    def get_handlers(self) -> list[tuple[str, object]]:
        """Serve no page to log in or out on."""
        return []

    def _is_proxy(self, address: str, secret: str) -> bool:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        known = not self.secret or hmac.compare_digest(digest, self.secret)
        return known and (not self.addresses or address in self.addresses)
