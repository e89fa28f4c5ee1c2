"""Which columns each model sees, and that CatBoost's are those of the training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring import model
from scoring.features import BLOCKS, FEATURES, policy
from scoring.pipeline import Run
from scoring.pipeline.evaluation import scores
from scoring.pipeline.evaluation.clients import labelled, without
from scoring.pipeline.evaluation.scores import ALL, ALONE, COLUMNS, OURS, OWN, offered, scored, under_policies
from scoring.settings import Settings
from tests.stores import QUICK


def quiet(text: str) -> None:
    """Say nothing."""


def test_without_the_histories_no_feature_reads_one() -> None:
    histories = {feature.name for block in BLOCKS for feature in block.features}
    own = COLUMNS[OWN]
    assert own
    assert not histories & {feature.name for feature in own}
    assert not [feature.name for feature in own if any(name in feature.expression for name in histories)]
    assert COLUMNS[ALL] == FEATURES


def test_our_scores_are_those_of_the_training(tiny_run: Run) -> None:
    training = tiny_run.train()
    found = scored(tiny_run.settings, labelled(tiny_run.settings), OURS, ALL, quiet)
    assert found.probability.tobytes() == training.probability.tobytes()
    assert found.threshold == training.curve.best
    assert found.review == training.review


def test_without_the_histories_the_prior_sees_none_and_neither_do_we(tiny_run: Run) -> None:
    clients = labelled(tiny_run.settings)
    blanked = without(clients.table, COLUMNS[OWN])
    changed = replace(clients, table=blanked)
    first, second = (scored(tiny_run.settings, one, OURS, OWN, quiet) for one in (clients, changed))
    assert first.probability.tobytes() == second.probability.tobytes()
    assert set(blanked.column("BUREAU_COUNT").to_pylist()) == {0.0}
    assert set(blanked.column("BUREAU_DAYS_LAST").to_pylist()) == {None}
    assert blanked.column("AMT_CREDIT").equals(clients.table.column("AMT_CREDIT"))


def test_alone_our_model_has_no_prior(tiny_run: Run) -> None:
    run = Run.resume(data=tiny_run.settings.data, **{**QUICK, "prior": 0})
    clients = labelled(run.settings)
    both = [
        scored(settings, clients, name, ALL, quiet)
        for settings, name in ((tiny_run.settings, ALONE), (run.settings, OURS))
    ]
    assert both[0].probability.tobytes() == both[1].probability.tobytes()


def test_each_policy_has_its_features(tiny_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    given: list[tuple[int, int]] = []

    class Trained:
        probability = np.linspace(0, 1, 129)
        review = 0.1

    def train(table, target, fold, features, parameters, progress, prior):  # type: ignore[no-untyped-def]
        assert {feature.name for feature in features} <= set(table.column_names)
        assert prior is None
        seen.append([feature.name for feature in features])
        given.append((parameters.shifting, parameters.monotone))
        return Trained

    monkeypatch.setattr(model, "train", train)
    found = under_policies(tiny_run.settings, labelled(tiny_run.settings), quiet)
    names = [feature.name for feature in FEATURES]
    assert [one.columns for one in found] == ["with sex", *policy.WITHOUT, "with shifting columns", "monotone"]
    assert seen[0] == [*names, "CODE_GENDER"]
    assert seen[1:-2] == [[name for name in names if name not in group] for group in policy.WITHOUT.values()]
    assert seen[-2:] == [names, names]
    assert given == [(0, 0), (0, 0), (0, 0), (1, 0), (0, 1)]
    shifting = set(policy.SHIFTING)
    assert [one.features for one in found] == [
        len(names if others else set(columns) - shifting) for columns, (others, _) in zip(seen, given, strict=True)
    ]


@pytest.mark.parametrize(("shifting", "offers"), [(0, False), (1, True)])
def test_columns_that_shift_are_offered_to_a_model_only_where_the_settings_say_so(shifting: int, offers: bool) -> None:
    names = {feature.name for feature in offered(replace(Settings(), shifting=shifting), FEATURES)}
    assert names == {feature.name for feature in FEATURES} - (set() if offers else set(policy.SHIFTING))


def test_each_line_of_progress_says_the_columns(tiny_run: Run) -> None:
    said: list[str] = []
    scores.scored(tiny_run.settings, labelled(tiny_run.settings), "logistic", OWN, said.append)
    assert said == [f"{OWN}: logistic: fold {number} of 3" for number in (1, 2, 3)]
