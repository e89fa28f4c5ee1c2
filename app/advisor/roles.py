"""In which roles the page's users are: as the trusted proxy says it of each, or one for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from scoring.faults import refuse_if
from scoring.settings import DESK, NOBODY, Settings

BETWEEN = re.compile(r"[,;|]")
"""What stands between groups in the headers of the usual proxies."""

GROUP = re.compile(r"[!-~]([ -~]*[!-~])?")
"""Groups by other letters arrive as each proxy writes them, and would never be known again."""


@dataclass(frozen=True)
class Roles:
    """What the proxy's word on a user stands for.

    `header` holds the names of their roles or groups, and is "" where none does; `groups` gives the role of each name
    that counts; `usual` is the role of who is named none, or nobody.
    """

    header: str
    groups: Mapping[str, str]
    usual: str

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take what the settings say; raises Refused, with every fault."""
        pairs = [_pair(one) for one in BETWEEN.split(settings.page_roles) if one.strip()]
        refuse_if(_faults(settings, pairs))
        return cls(settings.proxy_roles, dict(pairs) or {role: role for role in DESK}, settings.page_role)

    def granted(self, named: str) -> tuple[str, ...]:
        """Give the roles of whom the header names this, in one order; none for who is not to be let in.

        Names that do not count are let be, as long as one does: people are in other groups, too.
        """
        given = [one for part in BETWEEN.split(named) if (one := part.strip())]
        if not given:
            return () if self.usual == NOBODY else (self.usual,)
        return tuple(sorted({self.groups[one] for one in given if one in self.groups}))


def _pair(text: str) -> tuple[str, str]:
    """Give a group and its role; a group's own name may hold the sign between them."""
    group, _, role = text.rpartition("=")
    return group.strip(), role.strip()


def _faults(settings: Settings, pairs: list[tuple[str, str]]) -> Iterator[str]:
    if settings.page_roles and not settings.proxy_roles:
        yield "SCORING_PAGE_ROLES: nothing names groups; set SCORING_PROXY_ROLES to the header in which the proxy does"
    if settings.page_role == NOBODY and not settings.proxy_roles:
        yield "SCORING_PAGE_ROLE: nobody could open the page; set SCORING_PROXY_ROLES, or give a role that all have"
    for group, role in pairs:
        if not GROUP.fullmatch(group) or role not in DESK:
            yield (
                f"SCORING_PAGE_ROLES: {group}={role} is not a group, in ASCII, with a role of the page; "
                f"give {', '.join(f'GROUP={role}' for role in DESK)}"
            )
    groups = [group for group, _ in pairs]
    if twice := sorted({group for group in groups if groups.count(group) > 1}):
        yield f"SCORING_PAGE_ROLES: {', '.join(twice)} is given twice; give each group one role"
