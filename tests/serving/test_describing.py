"""The model as it describes itself: manifest, card and dictionary of a published store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from scoring import model, store
from scoring.faults import UnknownName
from scoring.features import FEATURE
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.words import words


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


def test_the_facts_are_those_of_the_manifests(questions: Local, tiny_run: Run) -> None:
    found, folder = questions.model(), store.current(tiny_run.layout.stores)
    manifest, about = model.read_manifest(folder / store.BUNDLE), questions.about()
    assert (found.model, found.store, found.clients) == (about.model, about.store, about.clients)
    assert (found.threshold, found.cost_ratio) == (manifest.threshold, manifest.cost_ratio)
    assert found.used == len(manifest.features) - len(manifest.dropped) < found.features == about.features
    assert found.members == tiny_run.settings.folds
    assert found.measures["auc"] == manifest.metrics["auc"]
    model_file = (folder / store.BUNDLE / "model.cbm").read_bytes()
    assert found.files["model.cbm"] == hashlib.sha256(model_file).hexdigest()


def test_the_card_is_the_published_one(questions: Local, tiny_run: Run) -> None:
    folder = store.current(tiny_run.layout.stores)
    assert questions.card() == (folder / store.CARD).read_text(encoding="utf-8")
    page = questions.card("html")
    assert page.startswith("<!doctype html>")
    assert questions.model().model in page
    with pytest.raises(UnknownName, match="allowed: markdown, html"):
        questions.card("pdf")  # type: ignore[arg-type]


def test_every_feature_has_its_meaning(questions: Local) -> None:
    found = questions.dictionary()
    assert [one.name for one in found] == [variable.name for variable in questions.variables()]
    assert sum(one.unused is None for one in found) == questions.model().used
    for one in found:
        assert one.unit == FEATURE[one.name].unit
        for language in ("fr", "en"):
            assert one.label[language] == words(language).label(one.name)  # type: ignore[arg-type]
            assert one.help[language] == words(language).help(one.name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "source"),
    [("AMT_CREDIT", "application"), ("BUREAU_COUNT", "bureau"), ("CREDIT_TO_INCOME", "application")],
)
def test_a_feature_names_its_source(questions: Local, name: str, source: str) -> None:
    assert {one.name: one.source for one in questions.dictionary()}[name] == source


def test_the_overview_says_which_way_where_it_is_clear(questions: Local) -> None:
    told = [feature for family in questions.overview().families for feature in family.features]
    assert {feature.more for feature in told} <= {"raises", "lowers", None}
    assert any(feature.more for feature in told)
    assert all(feature.more is None for feature in told if FEATURE[feature.feature].kind == "category")
