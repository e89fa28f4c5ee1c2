"""The self-check: usual values in place of what is said, scored by the same model."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import groups, model, reasons, store
from scoring.pipeline import Run
from scoring.reasons import FAMILIES, Reference, Usual, choose, neutral

NAMES = ("AMT_CREDIT", "NAME_EDUCATION_TYPE", "POS_DPD_MAX")


def test_only_what_is_marked_becomes_usual() -> None:
    usual = (Usual(500.0, None), Usual("Higher", 0.6), Usual(None, None))
    reference = Reference(NAMES, 1, np.zeros(3), usual, np.zeros(3), np.zeros(len(FAMILIES)))
    rows = pa.table({"AMT_CREDIT": [1.0, None], "NAME_EDUCATION_TYPE": ["Lower", None], "POS_DPD_MAX": [7.0, 8.0]})
    marked = np.array([[True, False, True], [True, True, False]])
    assert neutral(rows, marked, reference).to_pydict() == {
        "AMT_CREDIT": [500.0, 500.0],
        "NAME_EDUCATION_TYPE": ["Lower", "Higher"],
        "POS_DPD_MAX": [None, 8.0],
    }


@pytest.mark.parametrize("name", ["tiny_run", pytest.param("sample_run", marks=pytest.mark.real)])
def test_every_published_check_is_the_score_of_the_client_made_usual(name: str, request: pytest.FixtureRequest) -> None:
    folder = store.current(request.getfixturevalue(name).layout.stores)
    bundle = model.load(folder / store.BUNDLE)
    reference = Reference.read(folder / store.REFERENCE, bundle.features)
    clients = store.Clients(folder / store.CLIENTS, reference.names)
    columns = pq.read_table(folder / store.COLUMNS).slice(0, 60)
    usual = dict(zip(reference.names, (one.value for one in reference.usual), strict=True))
    laid, expected = columns.to_pylist(), []
    for row in laid:
        published = clients.get(row["SK_ID_CURR"])
        assert published is not None
        side = "favour" if row[groups.GRANTED] else "against"
        for reason in choose(published.contributions, published.values, reference)[side]:  # type: ignore[index]
            row.update({reference.names[column]: usual[reference.names[column]] for column in reason.columns})
        expected.append(published.neutral)
    scored = model.scores(bundle, pa.Table.from_pylist(laid, columns.schema)).probability
    assert scored == pytest.approx(expected, abs=1e-12)


def test_checks_change_some_decisions(tiny_run: Run) -> None:
    folder = store.current(tiny_run.layout.stores)
    bundle = model.load(folder / store.BUNDLE)
    columns = pq.read_table(folder / store.COLUMNS)
    granted = columns.column(groups.GRANTED).to_numpy(zero_copy_only=False)
    reference = Reference.read(folder / store.REFERENCE, bundle.features)
    shap = reasons.contributions(bundle, columns).values
    found = reasons.neutral_probability(bundle, columns, shap, granted, reference)
    flips = model.refused(found, bundle.manifest.threshold) == granted
    card = (folder / store.CARD).read_text(encoding="utf-8")
    for decision, side, chosen in (("refused", "against", ~granted), ("granted", "in favour", granted)):
        rate = f"{flips[chosen].mean():.1%} ({flips[chosen].sum():,} of {chosen.sum():,})"
        assert f"| {decision} whose decision changes without the reasons {side} | {rate} |" in card
    assert card.index("## Reasons on the published portfolio") < card.index("## How to make it again")
