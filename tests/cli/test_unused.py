"""What a service does without: it is not loaded, and every answer is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scoring.pipeline import Run

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
BEFORE = """
import pandas
from scoring.cli.unused import load_catboost
load_catboost()
import catboost.core
print(catboost.core.pd is pandas)
"""
WHILE = """
import importlib, sys
from scoring.cli import unused
def asked(name):
    print(name, hasattr(sys.modules["pandas"], "DataFrame"), hasattr(sys.modules["pandas"], "__version__"))
importlib.import_module = asked
unused.load_catboost()
print("pandas" in sys.modules)
"""
TRYING = """
try:
    import {}
except ImportError as error:
    print("not found:", error.name)
"""


def said(*program: str, given: Path | None = None) -> str:
    arguments = [] if given is None else [str(given)]
    command = [sys.executable, "-c", "".join(program), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_every_answer_is_the_same_without_pandas(tiny_run: Run) -> None:
    answers, loaded = said(SERVICE, ANSWERS, LOADED, given=tiny_run.settings.data).rsplit("\n", 1)
    assert "pandas" not in loaded
    assert answers == said(NOTEBOOK, ANSWERS, given=tiny_run.settings.data)


def test_a_service_that_records_nothing_loads_nothing_of_it() -> None:
    assert said(SERVICE, LOADED) == "[]"


@pytest.mark.parametrize("name", ["pandas", "catboost.widget", "pydantic.v1"])
def test_what_is_left_out_is_not_found(name: str) -> None:
    assert said(SERVICE, TRYING.format(name)) == f"not found: {name}"


def test_who_loads_pandas_later_may_give_catboost_frames() -> None:
    assert said(LATER) == "(2, 2)"


def test_pandas_that_is_there_stays() -> None:
    assert said(BEFORE) == "True"


def test_a_stand_in_has_nothing_but_what_catboost_asks() -> None:
    assert said(WHILE) == "catboost True False\nFalse"
