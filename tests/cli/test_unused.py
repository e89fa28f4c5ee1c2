"""What a service does without: it is not loaded, and every answer is the same."""

from __future__ import annotations

import pytest

from scoring.pipeline import Run
from tests.programs import said

SERVICE = """
import sys
from scoring.cli.verbs import app, left_out, load_catboost
service = left_out()
service.__enter__()
from scoring import api
load_catboost()
import scoring.serving.local
"""
NOTEBOOK = """
import sys
import pandas
"""
LOADED = """
heavy = {"pandas", "IPython", "ipywidgets", "sqlalchemy", "rich"}
print(sorted(heavy.intersection(name.partition(".")[0] for name in sys.modules)))
"""
# LIME's neighbours are many; the offers of a lender who lends for 75 years are more than become an array sooner.
ANSWERS = """
from dataclasses import replace
from pathlib import Path
from scoring.offers import Caps
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.settings import Settings
local = Local.open(Path(sys.argv[1]))
ids = [one.id for one in local.export()]
sent = [Application(client=one) for one in ids[:20]]
print(local.predict(sent[0]), local.predictions(sent))
print(local.offers(sent[1]), local.offer_map(sent[1]), local.missing(sent[1]))
print(local.explanations(ids), local.second_opinion(ids[0]))
caps = replace(Caps.of(Settings()), annuity=50.0, amount=500.0, longest=900)
print(Local.open(Path(sys.argv[1]), caps=caps).offers(Application(client=100009)))
"""
LATER = """
from scoring.cli.unused import left_out, load_catboost
with left_out():
    load_catboost()
import pandas
from catboost import Pool
frame = pandas.DataFrame({"AMT_CREDIT": [1.0, None], "NAME_CONTRACT_TYPE": pandas.Categorical(["Cash loans", ""])})
print(Pool(frame, label=pandas.Series([0, 1]), cat_features=[1]).shape)
"""
TRYING = """
try:
    import {}
except ImportError as error:
    print("not found:", error.name)
"""


def test_every_answer_is_the_same_without_pandas(tiny_run: Run) -> None:
    answers, loaded = said(SERVICE + ANSWERS + LOADED, tiny_run.settings.data).rsplit("\n", 1)
    assert "pandas" not in loaded
    assert answers == said(NOTEBOOK + ANSWERS, tiny_run.settings.data)


def test_a_service_that_records_nothing_loads_nothing_of_it() -> None:
    assert said(SERVICE + LOADED) == "[]"


@pytest.mark.parametrize("name", ["pandas", "catboost.widget", "pydantic.v1"])
def test_what_is_left_out_is_not_found(name: str) -> None:
    assert said(SERVICE + TRYING.format(name)) == f"not found: {name}"


def test_who_loads_pandas_later_may_give_catboost_frames() -> None:
    assert said(LATER) == "(2, 2)"
