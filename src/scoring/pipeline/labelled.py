"""The labelled clients of what is staged and computed: outcomes, folds, who is held out, and their feature rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scoring import model
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import computed_report
from scoring.settings import Settings
from scoring.tables import APPLICATION, CLIENT, TARGET


@dataclass(frozen=True)
class Labelled:
    """The n labelled clients in client order: ids and outcomes (0/1), both of shape (n,)."""

    clients: np.ndarray
    target: np.ndarray
    _settings: Settings = field(repr=False)
    _staged: pa.Table = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Labelled:
        """Read them, once; raises Refused when features are not computed or not of what is staged."""
        layout = Layout.of(settings)
        computed_report(layout)
        file = layout.staged / f"{APPLICATION.name}.parquet"
        staged = pq.read_table(file, columns=[CLIENT, TARGET, *model.TRAITS]).sort_by(CLIENT)
        staged = staged.filter(pc.is_valid(staged.column(TARGET)))
        return cls(staged.column(CLIENT).to_numpy(), staged.column(TARGET).to_numpy(), settings, staged)

    def rows(self) -> pa.Table:
        """Read their feature rows, n of them."""
        rows = pq.read_table(Layout.of(self._settings).features)
        return rows.filter(pc.is_in(rows.column(CLIENT), pa.array(self.clients)))

    @cached_property
    def fold(self) -> np.ndarray:
        """The fold of each, from 0, shape (n,): the same for everything that sees outcomes."""
        return self.drawn(self._settings.seed)

    def drawn(self, seed: int) -> np.ndarray:
        """Give the fold of each, from 0, shape (n,), as another seed draws them."""
        return model.split(self._person, self.target, self._settings.folds, seed)

    @cached_property
    def held_out(self) -> np.ndarray:
        """Whether nothing is chosen by them, a mask of shape (n,)."""
        return model.hold_out(self._person, self.target, self._settings.holdout, self._settings.seed)

    @cached_property
    def _person(self) -> np.ndarray:
        """The number of the person behind each."""
        return model.persons(self._staged)
