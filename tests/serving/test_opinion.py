"""LIME beside SHAP: the same client, the same model, how far the two agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.faults import Refused
from scoring.pipeline import Run
from scoring.reasons import surrogate
from scoring.serving.local import Local
from scoring.serving.questions import SecondOpinion

FIRST, NEW = 100001, 100058


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def opinion(questions: Local) -> SecondOpinion:
    pytest.importorskip("lime")
    return questions.second_opinion(FIRST)


def test_the_strongest_contributions_are_compared(questions: Local, opinion: SecondOpinion) -> None:
    published = questions.explanation(FIRST).contributions[:10]
    assert [(one.feature, one.shap) for one in opinion.opinions] == [
        (one.feature, one.contribution) for one in published
    ]


def test_agreement_is_told_in_rank_and_sign(opinion: SecondOpinion) -> None:
    assert opinion.rank is not None and -1.0 <= opinion.rank <= 1.0
    assert opinion.sign == sum(one.shap * one.lime > 0 for one in opinion.opinions) / len(opinion.opinions)
    assert opinion.sign > 0.5
    assert opinion.fit <= 1.0


def test_the_same_question_has_the_same_answer(questions: Local, opinion: SecondOpinion) -> None:
    assert questions.second_opinion(FIRST) == opinion


def test_what_is_not_known_is_imputed_and_named(questions: Local) -> None:
    pytest.importorskip("lime")
    asked = questions.second_opinion(NEW)
    scored = {one.feature: one for one in questions.explanation(NEW).contributions}
    assert asked.imputed
    assert {scored[feature].value for feature in asked.imputed} == {None}
    assert asked.probability != questions.score(NEW).probability


def test_without_the_package_it_is_refused(questions: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surrogate_module(), "PACKAGE", "no_such_package")
    with pytest.raises(Refused, match=r"needs no_such_package, .* the extra lime: pip install '\.\[lime\]'"):
        questions.second_opinion(FIRST)


def surrogate_module() -> object:
    import sys

    return sys.modules[surrogate.__module__]
