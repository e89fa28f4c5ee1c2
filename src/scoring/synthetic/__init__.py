"""Invented clients: the eight files of the Home Credit archive, of any size, drawn from a seed."""

from scoring.synthetic.destination import is_signed
from scoring.synthetic.generation import chances, write

__all__ = ["chances", "is_signed", "write"]
