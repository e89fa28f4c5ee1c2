"""Why a score is what it is: contributions from both bases, what is said, the overview; stored or live."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from catboost import CatBoostClassifier

from scoring import model
from scoring.features import AUDIT_ONLY, FEATURES
from scoring.pipeline import Run
from scoring.reasons import FAMILIES, family_of
from scoring.serving.local import Local
from scoring.serving.questions import Application, Base, Reason, Reasons
from scoring.words import LANGUAGES

FIRST, NEW = 100001, 100058
BASES: tuple[Base, ...] = ("all", "accepted")


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def clients(questions: Local) -> tuple[int, ...]:
    return questions.find("", limit=150).ids


def every(reasons: Reasons) -> tuple[Reason, ...]:
    return reasons.against + reasons.favour


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", ["tiny_run", pytest.param("sample_run", marks=pytest.mark.real)])
def test_contributions_and_points_add_up_from_either_base(
    name: str, base: Base, request: pytest.FixtureRequest
) -> None:
    asked = Local.open(request.getfixturevalue(name).settings.data)
    for client in asked.find("", limit=500).ids:
        why, score = asked.explanation(client, base), asked.score(client)
        assert why.base + sum(one.contribution for one in why.contributions) == pytest.approx(why.raw, abs=1e-9)
        points = sum(one.points for one in why.contributions)
        assert why.base_probability + points == pytest.approx(why.probability, abs=1e-9)
        assert why.probability == score.probability
        assert all(abs(one.contribution) >= abs(less.contribution) for one, less in pairwise(why.contributions))
    asked.close()


def test_points_share_the_difference_in_proportion(questions: Local) -> None:
    for base in BASES:
        why = questions.explanation(FIRST, base)
        slope = (why.probability - why.base_probability) / (why.raw - why.base)
        assert [one.points for one in why.contributions] == pytest.approx(
            [slope * one.contribution for one in why.contributions], abs=1e-12
        )


def test_the_accepted_base_is_what_accepted_clients_have_on_average(questions: Local, clients: tuple[int, ...]) -> None:
    granted = [client for client in clients if questions.score(client).decision == "granted"]
    raws = [questions.explanation(client, "accepted").raw for client in granted]
    assert questions.explanation(FIRST, "accepted").base == pytest.approx(np.mean(raws), abs=1e-9)
    assert questions.explanation(FIRST, "accepted").base < questions.explanation(FIRST).base


def test_reasons_are_few_of_different_families_and_push_their_way(questions: Local, clients: tuple[int, ...]) -> None:
    for client in clients:
        said = questions.reasons(client)
        families = [reason.family for reason in every(said)]
        assert len(set(families)) == len(families)
        for side, sign in ((said.against, 1), (said.favour, -1)):
            assert len(side) <= 4
            assert all(sign * reason.contribution > 0 and sign * reason.points > 0 for reason in side)
            assert all(abs(one.contribution) >= abs(less.contribution) for one, less in pairwise(side))
    assert {len(questions.reasons(client).against) for client in clients} > {4}


def test_a_reason_is_tied_to_what_was_scored(questions: Local, clients: tuple[int, ...]) -> None:
    for client in clients[::5]:
        scored = {one.feature: one for one in questions.explanation(client, "accepted").contributions}
        for reason in every(questions.reasons(client)):
            assert reason.features == tuple(f.name for f in FEATURES if family_of(f.name) == reason.family)
            told = scored[reason.feature]
            assert (reason.value, reason.unit) == (told.value, told.unit)
            assert told.contribution * reason.contribution > 0
            parts = [scored[feature].contribution for feature in reason.features]
            assert reason.contribution == pytest.approx(sum(parts), abs=1e-12)


def test_a_reason_is_said_in_every_language_and_names_nothing_forbidden(
    questions: Local, clients: tuple[int, ...]
) -> None:
    for client in clients:
        said = questions.reasons(client)
        for texts in (*(reason.said for reason in every(said)), said.check.said):
            assert tuple(texts) == LANGUAGES
            assert all(text[0].isupper() and "_" not in text and "{" not in text for text in texts.values())
        assert not set(AUDIT_ONLY) & {feature for reason in every(said) for feature in reason.features}


def test_a_check_follows_the_threshold(questions: Local, clients: tuple[int, ...]) -> None:
    seen = set()
    for client in clients:
        score, check = questions.score(client), questions.reasons(client).check
        assert check.decision == ("refused" if check.probability >= score.threshold else "granted")
        assert check.flips == (check.decision != score.decision)
        seen.add((score.decision, check.flips))
    assert seen >= {("refused", True), ("granted", True), ("granted", False)}


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_what_is_live_is_what_is_published(questions: Local, client: int) -> None:
    live, published = questions.predict(Application(client)).reasons, questions.reasons(client)
    assert [(one.family, one.feature, one.value, one.said) for one in every(live)] == [
        (one.family, one.feature, one.value, one.said) for one in every(published)
    ]
    assert [one.contribution for one in every(live)] == pytest.approx([one.contribution for one in every(published)])
    assert live.check.probability == pytest.approx(published.check.probability, abs=1e-9)
    assert (live.check.flips, live.check.said) == (published.check.flips, published.check.said)


def test_a_what_if_has_reasons_and_a_check_of_its_own(questions: Local) -> None:
    before = questions.predict(Application(FIRST))
    after = questions.predict(Application(FIRST, {"EXT_SOURCE_1": 0.01, "EXT_SOURCE_2": 0.01, "EXT_SOURCE_3": 0.01}))
    (worst, *_) = after.reasons.against
    assert worst.family == "external_scores"
    assert worst.value in (0.01, pytest.approx(0.01), pytest.approx(1e-4), pytest.approx(1e-6))
    assert after.score.decision == "refused"
    assert after.reasons.check.probability < after.score.probability
    assert after.reasons != before.reasons


def test_a_published_client_asks_nothing_of_the_model(questions: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("the model was asked")

    for name in ("predict", "get_feature_importance"):
        monkeypatch.setattr(CatBoostClassifier, name, asked)
    for client in (FIRST, NEW):
        assert questions.score(client) and questions.explanation(client, "accepted") and questions.reasons(client)
    assert questions.overview()


def test_the_overview_ranks_every_family_that_moves_scores(questions: Local, clients: tuple[int, ...]) -> None:
    ranked = questions.overview().families
    sums = {family.name: 0.0 for family in FAMILIES}
    for client in clients:
        by_family = dict.fromkeys(sums, 0.0)
        for one in questions.explanation(client).contributions:
            by_family[family_of(one.feature)] += one.contribution
        for name, total in by_family.items():
            sums[name] += abs(total) / len(clients)
    assert {one.family: one.weight for one in ranked} == pytest.approx({k: v for k, v in sums.items() if v > 0.0})
    assert sum(one.share for one in ranked) == pytest.approx(1.0)
    assert all(one.weight >= less.weight for one, less in pairwise(ranked))
    for one in ranked:
        assert 1 <= len(one.features) <= 3
        assert {family_of(feature.feature) for feature in one.features} == {one.family}
        assert tuple(one.label) == tuple(one.features[0].label) == LANGUAGES


QUIET = """
import sys
from pathlib import Path
from scoring.serving.local import Local
from scoring.serving.questions import Application
asked = Local.open(Path(sys.argv[1]))
asked.explanation(100001), asked.reasons(100001), asked.overview(), asked.predict(Application(100001))
print([name for name in ("shap", "lime") if name in sys.modules])
"""


def test_serving_loads_neither_shap_nor_lime(tiny_run: Run) -> None:
    asked = [sys.executable, "-c", QUIET, str(tiny_run.settings.data)]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_score_as_its_base_has_a_slope(questions: Local) -> None:
    slope = questions._explaining._slope(-2.0, -2.0)
    chance = float(model.probability(np.array([-2.0]))[0])
    if questions._opened.bundle.calibration.kind == "none":
        assert slope == pytest.approx(chance * (1 - chance), rel=1e-4)
    assert slope > 0
