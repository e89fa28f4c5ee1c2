"""What libraries would load for a service and no service uses: half a second of each start, and 45 MB.

They try to import these and do without them where they are not installed; so a service does not find
them. CatBoost alone must have a module named pandas: it asks what it is given whether it is a frame.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType

from scoring.standin import standing_in

PANDAS = "pandas"
UNUSED = (
    PANDAS,  # of Arrow and DuckDB: frames
    "catboost.widget",  # of CatBoost: curves of a training in notebooks, by IPython
    "pydantic.v1",  # of FastAPI: to refuse what was declared in its manner
)
ASKED = ("DataFrame", "Series", "SparseDtype")
"""What CatBoost asks whether a thing is one of."""


class Unfound(MetaPathFinder):
    """Asked before all other finders, it ends the search for what is not used."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for what is not used, as where it is not installed; leave others to others."""
        if name in UNUSED:
            # None in sys.modules would do as well, were it not that scikit-learn looks there for pandas' frame.
            raise ModuleNotFoundError(f"a service does without {name}: see {__name__}", name=name)


@contextmanager
def left_out() -> Iterator[None]:
    """Let this process not find meanwhile what no service uses; what is loaded already stays."""
    unfound = Unfound()
    sys.meta_path.insert(0, unfound)
    try:
        yield
    finally:
        sys.meta_path.remove(unfound)


def load_catboost() -> None:
    """Load CatBoost; where pandas is not loaded yet, with a module that stands in for it while CatBoost is."""
    with standing_in(PANDAS, *ASKED):
        importlib.import_module("catboost")
