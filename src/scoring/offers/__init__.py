"""What would change a decision: other terms that a lender may offer, and documents not yet given."""

from scoring.offers.caps import Caps
from scoring.offers.grid import Grid, grid
from scoring.offers.missing import Supplied, worth
from scoring.offers.search import Found, find
from scoring.offers.terms import AMOUNT, ANNUITY, GOODS, INCOME, Asked, Terms, lacking
from scoring.offers.usual import Usual
from scoring.offers.variants import Scorer, State, Variant

__all__ = [
    "AMOUNT",
    "ANNUITY",
    "GOODS",
    "INCOME",
    "Asked",
    "Caps",
    "Found",
    "Grid",
    "Scorer",
    "State",
    "Supplied",
    "Terms",
    "Usual",
    "Variant",
    "find",
    "grid",
    "lacking",
    "worth",
]
