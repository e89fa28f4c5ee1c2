"""Compared with whom: declared groups, and a client's place among their clients."""

from scoring.groups.cells import DEFAULT, NOT_KNOWN, REPAID
from scoring.groups.declaration import CRITERIA, DEFAULTED, GRANTED, GROUPS, Criterion, Group, group_of, levels
from scoring.groups.neighbours import UNHEARD_OF, rank
from scoring.groups.pairs import Axis, Density, Side, density
from scoring.groups.place import Distribution, distribution
from scoring.groups.publication import publish
from scoring.groups.published import Published, Standing

__all__ = [
    "CRITERIA",
    "DEFAULT",
    "DEFAULTED",
    "GRANTED",
    "GROUPS",
    "NOT_KNOWN",
    "REPAID",
    "UNHEARD_OF",
    "Axis",
    "Criterion",
    "Density",
    "Distribution",
    "Group",
    "Published",
    "Side",
    "Standing",
    "density",
    "distribution",
    "group_of",
    "levels",
    "publish",
    "rank",
]
