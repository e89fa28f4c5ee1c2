"""Compared with whom: declared groups, and a client's place in one variable's distribution."""

from scoring.groups.declaration import GRANTED, GROUPS, Group
from scoring.groups.scan import BandCount, Distribution, distribution

__all__ = ["GRANTED", "GROUPS", "BandCount", "Distribution", "Group", "distribution"]
