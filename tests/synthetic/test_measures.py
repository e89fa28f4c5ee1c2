"""What was measured is read back and drawn from as written."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from scoring.synthetic.draws import Coded
from scoring.synthetic.measures import measures, parsed
from scoring.synthetic.persons import CHAIN
from scoring.synthetic.terms import CATEGORIES

CONTENT = {
    "shares": {
        "SHOE": {
            "values": ["boot", "", "clog"],
            "given": ["FOOT"],
            "levels": [["left", "right"]],
            "shares": [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0]],
        },
        "LACE": {
            "values": ["yes", "no"],
            "given": ["SHOE"],
            "levels": [["boot", "", "clog"]],
            "shares": [[1, 0], [0, 1]],
            "lines": [0, 1, 1],
        },
    },
    "quantiles": {
        "line": {"ranks": [0, 1], "values": [10, 20], "snapped": False},
        "steps": {"ranks": [0.2, 1], "values": [1, 7], "snapped": True},
    },
    "normals": {},
    "numbers": {},
    "scales": {"sum": [1, 2]},
    "risk": {},
}


def texts(column: Coded) -> list[str | None]:
    return [column.values[code] if code >= 0 else None for code in column.codes]


@pytest.mark.parametrize(
    ("foot", "rank", "shoe"),
    [
        ("left", 0.0, "boot"),
        ("left", 0.49, "boot"),
        ("left", 0.51, None),
        ("left", 0.76, "clog"),
        ("right", 0.0, "clog"),
        ("right", 0.999, "clog"),
    ],
)
def test_a_text_is_picked_by_rank_within_its_context(foot: str, rank: float, shoe: str | None) -> None:
    shares = parsed(CONTENT).shares["SHOE"]
    feet = Coded(np.array([("left", "right").index(foot)]), ("left", "right"))
    assert texts(shares.pick(np.array([rank]), shares.context({"FOOT": feet}, 1))) == [shoe]


def test_contexts_know_the_empty_cell_and_share_lines() -> None:
    shares = parsed(CONTENT).shares["LACE"]
    shoes = Coded(np.array([0, -1, 1]), ("boot", "clog"))
    assert texts(shares.pick(np.full(3, 0.5), shares.context({"SHOE": shoes}, 3))) == ["yes", "no", "no"]


@pytest.mark.parametrize(
    ("name", "rank", "value"),
    [("line", 0.0, 10), ("line", 0.25, 12.5), ("line", 1.0, 20), ("steps", 0.1, 1), ("steps", 0.3, 7), ("steps", 1, 7)],
)
def test_margins_are_read_on_the_line_or_in_steps(name: str, rank: float, value: float) -> None:
    assert parsed(CONTENT).quantiles[name].at(np.array([rank])).tolist() == [value]


def test_what_is_committed_is_small_and_whole() -> None:
    text = files("scoring.synthetic").joinpath("measures.json").read_text("utf-8")
    assert len(text.encode()) < 300_000
    assert set(json.loads(text)) == set(CONTENT)
    known = measures()
    assert {name for name, _ in CHAIN} <= set(known.shares)
    assert all(known.shares[name].given == given and len(known.shares[name].steps) > 0 for name, given in CHAIN), (
        "measure again: the chain of persons changed"
    )
    for name, shares in known.shares.items():
        assert np.allclose(shares.steps[:, -1], 1), name
        assert (np.diff(shares.steps, axis=1) >= 0).all(), name
    for name, margin in known.quantiles.items():
        assert (np.diff(margin.ranks) >= 0).all(), name


def test_every_weight_of_the_risk_belongs_to_a_term() -> None:
    categories = {f"{column}={value}" for column, values in CATEGORIES.items() for value in values}
    assert {name for name in measures().risk if "=" in name} <= categories
