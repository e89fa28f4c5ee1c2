"""Groups of the published tiny clients, counted again with pandas: every cell, every variable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.features import FEATURES
from scoring.groups import CRITERIA, DEFAULT, DEFAULTED, GRANTED, GROUPS, NOT_KNOWN, REPAID, Published, group_of
from scoring.pipeline import Run

NEW = 100058
"""A client without history."""
MADE_OF_CELLS = [group.name for group in GROUPS if not group.nearest]
ASKED = [(), ("work",), ("age", "income"), tuple(criterion.name for criterion in CRITERIA)]


@pytest.fixture(scope="module")
def columns(tiny_run: Run) -> pd.DataFrame:
    """The published columns in the order of ids, each client at its position."""
    return pq.read_table(store.current(tiny_run.layout.stores) / store.COLUMNS).to_pandas()


@pytest.fixture(scope="module")
def published(tiny_run: Run) -> Published:
    return Published(store.current(tiny_run.layout.stores) / store.GROUPS, 20)


def members(columns: pd.DataFrame, position: int, group: str, criteria: tuple[str, ...]) -> np.ndarray:
    """Mark a group's clients by the declared criteria, worked out with pandas."""
    declared = group_of(group)
    inside = np.ones(len(columns), dtype=bool)
    if declared.granted is not None:
        inside &= columns[GRANTED] == declared.granted
    if declared.defaulted is not None:
        inside &= (columns[DEFAULTED] == declared.defaulted).to_numpy(dtype=bool, na_value=False)
    for criterion in declared.criteria(criteria):
        values = columns[criterion.variable]
        if criterion.kinds:
            level = values.map({kind: n for n, kinds in enumerate(criterion.kinds) for kind in kinds}).fillna(-1)
        else:
            level = pd.cut(values, [-np.inf, *criterion.edges, np.inf], right=False).cat.codes
        inside &= level == level[position]
    return np.asarray(inside)


@pytest.mark.parametrize("criteria", ASKED)
@pytest.mark.parametrize("group", MADE_OF_CELLS)
def test_members(published: Published, columns: pd.DataFrame, group: str, criteria: tuple[str, ...]) -> None:
    for position in range(0, len(columns), 7):
        found = published.members(published.standing(position), group_of(group), group_of(group).criteria(criteria))
        assert found.tolist() == np.flatnonzero(members(columns, position, group, criteria)).tolist()


@pytest.mark.parametrize("criteria", ASKED)
@pytest.mark.parametrize("group", MADE_OF_CELLS)
def test_sums_of_bins_are_exact_counts(
    published: Published, columns: pd.DataFrame, group: str, criteria: tuple[str, ...]
) -> None:
    position = int(np.flatnonzero(columns["SK_ID_CURR"] == NEW)[0])
    chosen = group_of(group)
    by, inside = chosen.criteria(criteria), members(columns, position, group, criteria)
    outcome = columns[DEFAULTED].map({True: DEFAULT, False: REPAID}).fillna(NOT_KNOWN).to_numpy(dtype=int)
    told = outcome if chosen.defaulted is None else np.zeros_like(outcome)
    for feature in FEATURES:
        scale = published.scales[feature.name]
        kind = pa.string() if feature.kind == "category" else pa.float64()
        codes = scale.codes(pa.chunked_array([pa.array(columns[feature.name], kind, from_pandas=True)]))
        expected = np.zeros((3, scale.bands + 1), dtype=int)
        np.add.at(expected, (told[inside], codes[inside]), 1)
        counts = published.counts(published.standing(position), chosen, by, feature.name)
        assert counts.tolist() == expected.tolist(), feature.name
        by_values = published.counted(np.flatnonzero(inside), feature.name, codes[inside], chosen)
        assert by_values.tolist() == expected.tolist(), feature.name


def test_positions_are_of_ids(published: Published, columns: pd.DataFrame) -> None:
    ids = columns["SK_ID_CURR"].tolist()
    assert [published.position(client) for client in ids] == list(range(len(ids)))
    assert published.ids(np.arange(len(ids))) == ids
    assert [published.position(nobody) for nobody in (0, 99_999_999, 10**30, -1)] == [None] * 4


@pytest.mark.parametrize("criteria", [(), ("work",)])
def test_the_nearest_are_others_who_meet_the_criteria(
    published: Published, columns: pd.DataFrame, criteria: tuple[str, ...]
) -> None:
    for position in range(0, len(columns), 7):
        found = published.members(
            published.standing(position), group_of("nearest"), group_of("nearest").criteria(criteria)
        )
        alike = members(columns, position, "all", criteria)
        assert len(found) == min(20, alike.sum() - 1)
        assert alike[found].all()
        assert position not in found


def test_what_few_share_makes_a_tiny_group(published: Published, columns: pd.DataFrame) -> None:
    everything = group_of("all").criteria(ASKED[-1])
    sizes = [
        len(published.members(published.standing(position), group_of("all"), everything))
        for position in range(len(columns))
    ]
    assert min(sizes) == 1
