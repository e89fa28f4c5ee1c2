"""The rule of promotion, on a few clients: what costs less and leaves no group worse off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from scoring import model
from scoring.pipeline import Run, bundle_folder
from scoring.pipeline.rule import CHAMPION, PROBABILITY, audit_groups, group_refusals, judge
from scoring.settings import Settings

DEFAULTS, REPAID = 100, 100
SETTINGS = replace(Settings(), minimum_group=10)


def clients(refuses: dict[str, tuple[int, int]], defaults: int = DEFAULTS) -> pa.Table:
    """Clients, half of each sex, of whom each model refuses the first defaults and the last repaid, as many as told.

    Everyone is forty and lives in a region rated 2.
    """
    target = np.repeat([1.0, 0.0], [defaults, REPAID])
    columns = {"TARGET": target}
    for name, (missed, good) in refuses.items():
        refused = np.zeros(len(target))
        refused[:missed] = 1.0
        refused[len(target) - good :] = 1.0
        columns[name] = refused
    half = np.repeat(["M", "F", "M", "F"], [defaults // 2, defaults - defaults // 2, REPAID // 2, REPAID // 2])
    about = {"CODE_GENDER": half, "DAYS_BIRTH": [-14700] * len(target), "REGION_RATING_CLIENT": [2] * len(target)}
    return pa.table({**columns, **about})


@pytest.fixture(scope="module")
def manifest(tiny_run: Run) -> model.Manifest:
    """A manifest to make others of: it decides at a half, and a default costs ten."""
    found = model.read_manifest(bundle_folder(tiny_run.layout, None))
    return replace(found, id="new", threshold=0.5, cost_ratio=10.0, fingerprint="these")


@pytest.mark.parametrize(
    ("challenger", "champion", "costs", "promoted"),
    [
        # defaults and good clients refused by each: a missed default costs 10, a refused good client 1
        ((100, 0), (0, 0), (0.0, 5.0), True),
        ((90, 9), (90, 10), (0.545, 0.55), False),  # .9909 of it
        ((90, 9), (90, 20), (0.545, 0.6), True),
        ((90, 10), (90, 10), (0.55, 0.55), False),
        ((91, 20), (90, 10), (0.55, 0.55), False),
        ((0, 0), (100, 0), (5.0, 0.0), False),
    ],
)
def test_a_model_must_cost_less(
    manifest: model.Manifest,
    challenger: tuple[int, int],
    champion: tuple[int, int],
    costs: tuple[float, float],
    promoted: bool,
) -> None:
    table = clients({PROBABILITY: challenger, CHAMPION: champion})
    verdict = judge(table, manifest, replace(manifest, id="old"), replace(SETTINGS, promotion_group=1.0))
    (said,) = verdict.said
    assert f"model new costs {costs[0]:.4f} per applicant, the published old {costs[1]:.4f}" in said
    assert "200 clients with 100 defaults" in said
    assert verdict.faults == (() if promoted else (f"{said}; it must cost 0.99 times as much or less",))


def test_each_model_decides_at_its_own_threshold(manifest: model.Manifest) -> None:
    table = clients({PROBABILITY: (100, 0), CHAMPION: (100, 0)})
    blind = replace(manifest, id="old", threshold=1.5)
    assert judge(table, manifest, blind, SETTINGS).faults == ()
    assert "costs 5.0000 per applicant, the published new 0.0000" in judge(table, blind, manifest, SETTINGS).said[0]


@pytest.mark.parametrize(
    ("allowed", "groups"), [(0.02, ["sex F", "age 40 to 49", "region rating 2"]), (0.03, ["sex F"]), (0.06, [])]
)
def test_no_group_may_be_worse_off(manifest: model.Manifest, allowed: float, groups: list[str]) -> None:
    table = clients({PROBABILITY: (100, 3), CHAMPION: (0, 0)})  # three women of fifty, of a hundred clients
    verdict = judge(table, manifest, replace(manifest, id="old"), replace(SETTINGS, promotion_group=allowed))
    assert sorted(fault.split(":")[0] for fault in verdict.faults) == sorted(groups)
    if groups:
        assert "of 50 clients who repaid it refuses 6.0%, the published model 0.0%" in " ".join(verdict.faults)


def test_small_groups_are_left_out_and_the_unknown_are_in_none() -> None:
    table = pa.table(
        {
            "TARGET": [0.0, 0.0, 0.0, 1.0, 0.0],
            "CODE_GENDER": ["F", "F", "M", "M", None],
            "DAYS_BIRTH": [-8000.0, -8000.0, -8000.0, -8000.0, None],  # the last is not known at all
            "REGION_RATING_CLIENT": [1, 1, 1, 1, None],
        }
    )
    assert {name: member.tolist() for name, member in audit_groups(table)} == {
        "sex F": [True, True, False, False, False],
        "sex M": [False, False, True, True, False],
        "age 20 to 29": [True, True, True, True, False],
        "region rating 1": [True, True, True, True, False],
    }
    refused = np.array([True, False, True, True, True])
    rows = group_refusals(table, refused, ~refused, 2)
    assert [(row.name, row.repaid) for row in rows] == [("sex F", 2), ("age 20 to 29", 3), ("region rating 1", 3)]
    assert (rows[0].challenger, rows[0].champion) == (0.5, 0.5)


def test_too_few_defaults_compare_nothing(manifest: model.Manifest) -> None:
    table = clients({PROBABILITY: (0, 0), CHAMPION: (99, 0)}, defaults=99)
    same = judge(table, manifest, replace(manifest, id="old"), SETTINGS)
    assert same.said == ()
    assert "have 99 defaults, 100 are needed" in same.faults[0]
    other = judge(table, manifest, replace(manifest, id="old", fingerprint="others"), SETTINGS)
    assert other.faults == ()
    assert "are not comparable" in other.said[0]
    assert "was trained on other data: it gives way" in other.said[1]
