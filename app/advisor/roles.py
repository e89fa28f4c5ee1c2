"""In which roles the page's users are: as the trusted proxy says it of each, or one for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote_to_bytes

from scoring.faults import refuse_if
from scoring.settings import BETWEEN, DESK, NOBODY, Settings


@dataclass(frozen=True)
class Roles:
    """What the proxy's word on a user stands for.

    `header` holds the names of their roles or groups, and is "" where none does; `groups` gives the role of each name
    that counts; `usual` is the role of who is named none, or nobody. Any sign of `between` stands between names.
    """

    header: str
    groups: Mapping[str, str]
    usual: str
    between: str = BETWEEN

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take what the settings say; raises Refused, with every fault."""
        pairs = [_pair(one) for one in _parts(settings.page_roles, BETWEEN)]
        refuse_if(_faults(settings, pairs))
        groups = {_decoded(group): role for group, role in pairs} or {role: role for role in DESK}
        return cls(settings.proxy_roles, groups, settings.page_role, settings.proxy_between)

    def granted(self, named: str) -> tuple[str, ...]:
        """Give the roles of whom the header names this, in one order; none for who is not to be let in.

        Names that do not count are let be, as long as one does: people are in other groups, too.
        """
        given = _parts(named, self.between)
        if not given:
            return () if self.usual == NOBODY else (self.usual,)
        names = {_decoded(one, "latin-1") for one in given}  # as which the bytes of headers are read
        return tuple(sorted({self.groups[one] for one in names if one in self.groups}))


def _parts(text: str, between: str) -> list[str]:
    """Split at any of these signs. Only blanks and tabs are beside the names: other bytes may end a letter's UTF-8."""
    return [name for part in re.split(f"[{re.escape(between)}]", text) if (name := part.strip(" \t"))]


def _decoded(name: str, came: str = "utf-8") -> str:
    """Give a name with its percent escapes resolved; "", which no group is called, where its bytes are not UTF-8."""
    try:
        return unquote_to_bytes(name.encode(came)).decode()
    except UnicodeError:
        return ""


def _pair(text: str) -> tuple[str, str]:
    """Give a group and its role; a group's own name may hold the sign between them."""
    group, _, role = text.rpartition("=")
    return group.strip(), role.strip()


def _faults(settings: Settings, pairs: list[tuple[str, str]]) -> Iterator[str]:
    if settings.page_roles and not settings.proxy_roles:
        yield "SCORING_PAGE_ROLES: nothing names groups; set SCORING_PROXY_ROLES to the header in which the proxy does"
    if settings.page_role == NOBODY and not settings.proxy_roles:
        yield "SCORING_PAGE_ROLE: nobody could open the page; set SCORING_PROXY_ROLES, or give a role that all have"
    groups = [_decoded(group) for group, _ in pairs]
    for name, (group, role) in zip(groups, pairs, strict=True):
        if not name.isprintable() or not name or role not in DESK:
            yield (
                f"SCORING_PAGE_ROLES: {group}={role} is not a group with a role of the page; "
                f"give {', '.join(f'GROUP={role}' for role in DESK)}, a comma in a group's name as %2C"
            )
    if twice := sorted({group for group in groups if group and groups.count(group) > 1}):
        yield f"SCORING_PAGE_ROLES: {', '.join(twice)} is given twice; give each group one role"
