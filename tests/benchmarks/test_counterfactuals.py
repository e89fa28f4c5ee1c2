"""Offers beside DiCE's counterfactuals: the same refused clients, the same columns, the same model.

DiCE (package dice-ml, in an environment of its own that the benchmark makes) refuses who has a value
that is not known: it is asked again with the gaps filled by medians. It changes amount, annuity
and goods price of the feature row; features derived from them stay as they were, as is usual with it.
What it proposes is then scored by the path of every score. BENCH_PYTHON names an interpreter that
has dice-ml, catboost and pyarrow already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model, store
from scoring.offers import Caps
from scoring.serving.local import Local
from scoring.serving.questions import Application, Option
from scoring.settings import Settings
from scoring.tables import CLIENT

ASKED = 20
PACKAGES = ("dice-ml", "catboost", "pyarrow")
VARIED = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE")
CAPS = Caps.of(Settings())
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter with DiCE; skips, saying so, where it cannot be installed."""
    if given := os.environ.get("BENCH_PYTHON"):
        return given
    folder = tmp_path_factory.mktemp("dice")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    installed = subprocess.run([folder / "bin/pip", "install", "--quiet", *PACKAGES], capture_output=True, text=True)
    if installed.returncode:
        pytest.skip(f"DiCE cannot be installed here: {installed.stderr.strip().splitlines()[-1]}")
    return str(folder / "bin/python")


def test_offers_beside_dice(published: Path, python: str, tmp_path: Path) -> None:
    folder = store.current(published / "store")
    questions = Local.open(published)
    rows = pq.read_table(folder / store.COLUMNS)
    calls = zip(*(rows.column(name).to_pylist() for name in (CLIENT, "GRANTED")), strict=True)
    refused = [int(client) for client, granted in calls if not granted]
    clients = refused[:: max(1, len(refused) // ASKED)][:ASKED]
    by_client = {row[CLIENT]: row for row in rows.to_pylist() if row[CLIENT] in set(clients)}
    gaps = {client: None in by_client[client].values() for client in clients}
    ours, seconds = {}, {}
    for client in clients:
        start = time.process_time()
        ours[client] = nearest(questions, client)
        seconds[client] = time.process_time() - start
    dice = by_dice(python, tmp_path, folder, clients, by_client)
    ways = {"offers": (ours, seconds)}
    for way, answers in dice.items():
        told = {client: answers[str(client)].get("fields") for client in clients}
        ways[f"DiCE, {way}"] = (told, {client: answers[str(client)]["seconds"] for client in clients})
    print(f"\n{len(clients)} refused clients, {sum(gaps.values())} with a value that is not known\n")
    print(
        "| | answered | of them granted | of them within caps, at the implied rate, goods to match | median seconds |"
    )
    print("|---|---|---|---|---|")
    for name, (found, took) in ways.items():
        given = {client: fields for client, fields in found.items() if fields is not None}
        valid = sum(granted(questions, client, fields) for client, fields in given.items())
        kept = sum(keeps(questions, client, fields) for client, fields in given.items())
        print(f"| {name} | {len(given)} | {valid} | {kept} | {np.median(list(took.values())):.2f} |")
    failed = {answer["failed"] for answers in dice.values() for answer in answers.values() if "failed" in answer}
    print(f"\nDiCE's failures: {sorted(failed) or 'none'}")
    questions.close()


def nearest(questions: Local, client: int) -> dict[str, float] | None:
    found: Option = questions.offers(Application(client)).nearest
    if found.offer is None:
        return None
    said = zip(VARIED, (found.offer.amount, found.offer.annuity, found.offer.goods_price), strict=True)
    return {name: value for name, value in said if value is not None}


def granted(questions: Local, client: int, fields: dict[str, float]) -> bool:
    return questions.predict(Application(client, fields)).score.decision == "granted"


def keeps(questions: Local, client: int, fields: dict[str, float]) -> bool:
    """Whether terms are affordable, of no more than was asked, a duration at the implied rate, and goods to match."""
    asked = questions.offers(Application(client)).asked
    assert asked.amount is not None
    assert asked.annuity is not None
    assert asked.leverage is not None
    amount, annuity, income = fields["AMT_CREDIT"], fields["AMT_ANNUITY"], asked.amount / asked.leverage
    implied = [asked.annuity / asked.amount]
    if asked.duration is not None:
        rate = 24 * (asked.annuity * asked.duration / asked.amount - 1) / (asked.duration + 1)
        implied = [(1 + rate * (months + 1) / 24) / months for months in range(CAPS.shortest, CAPS.longest + 1)]
    goods = asked.goods_price is None or (
        asked.goods_price * amount / asked.amount - 0.02 <= fields["AMT_GOODS_PRICE"] <= asked.goods_price + 0.02
    )
    affordable = annuity <= CAPS.annuity * income and amount <= min(CAPS.amount * income, asked.amount)
    return affordable and goods and min(abs(annuity / (amount * one) - 1) for one in implied) < 1e-4


def by_dice(
    python: str, work: Path, folder: Path, clients: list[int], known: dict[int, dict[str, Any]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Ask DiCE in its own process; amounts may fall to a tenth and rise threefold, as ours."""
    bundle = model.load(folder / store.BUNDLE)
    (work / "rows.parquet").symlink_to(folder / store.COLUMNS)
    (work / "model.cbm").symlink_to(folder / store.BUNDLE / "model.cbm")
    values = {name: [row[name] for row in known.values() if row[name] is not None] for name in VARIED}
    ranges = {name: [0.1 * min(values[name]), 3.0 * max(values[name])] for name in VARIED}
    asked = {
        "clients": clients,
        "ranges": ranges,
        "categories": [feature.name for feature in bundle.features if feature.kind == "category"],
        "threshold": log_odds_of(bundle),
    }
    (work / "asked.json").write_text(json.dumps(asked))
    subprocess.run([python, Path(__file__).parent / "counterfactuals.py", work], check=True)
    answers: dict[str, dict[str, dict[str, Any]]] = json.loads((work / "found.json").read_text())
    return answers


def log_odds_of(bundle: model.Bundle) -> float:
    """Raw log-odds whose calibrated probability is the threshold."""
    raw = np.linspace(-8.0, 4.0, 120_001)
    probability = bundle.calibration.apply(model.probability(raw))
    return float(raw[int(np.searchsorted(probability, bundle.manifest.threshold))])
