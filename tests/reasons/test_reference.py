"""What is usual among accepted clients, and the file that keeps it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import groups, model, reasons, store
from scoring.faults import Damaged, Refused
from scoring.features import FEATURE
from scoring.pipeline import Run
from scoring.reasons import FAMILIES, Reference, Tally, Usual

SEEN: list[tuple[str, list[float | str | None], Usual]] = [
    # feature, values of accepted clients, what is usual
    ("AMT_CREDIT", [3.0, 1.0, None, 2.0], Usual(2.0, None)),
    ("CNT_CHILDREN", [0.0, 1.0, 2.0, 3.0], Usual(1.0, None)),  # a value that someone has, not 1.5
    ("OWN_CAR_AGE", [float("nan"), None, 7.0], Usual(7.0, None)),
    ("OWN_CAR_AGE", [None, None], Usual(None, None)),
    ("FLAG_EMAIL", [1.0, 0.0, 0.0, 0.0], Usual(0.0, 0.25)),
    ("NAME_EDUCATION_TYPE", ["Higher", "Lower", "Lower", None], Usual("Lower", 2 / 3)),
    ("NAME_EDUCATION_TYPE", ["Lower", "Higher"], Usual("Higher", 0.5)),  # the first by name of two as frequent
    ("NAME_EDUCATION_TYPE", [None], Usual(None, None)),
]


@pytest.mark.parametrize(("name", "values", "usual"), SEEN)
def test_what_is_usual(name: str, values: list[float | str | None], usual: Usual) -> None:
    kind = pa.string() if FEATURE[name].kind == "category" else pa.float64()
    assert Usual.of(pa.chunked_array([pa.array(values, kind)]), FEATURE[name]) == usual


def test_a_reference_adds_up_what_it_is_told() -> None:
    tally = Tally(("AMT_CREDIT", "AMT_ANNUITY"))
    tally.add(np.array([[1.0, -2.0], [3.0, 0.0]]), np.array([True, False]))
    tally.add(np.array([[2.0, 2.0]]), np.array([True]))
    made = tally.reference([Usual(1.0, None)] * 2)
    assert (made.clients, made.means.tolist(), made.weights.tolist()) == (2, [1.5, 0.0], [2.0, 4 / 3])
    place = [family.name for family in FAMILIES].index("credit_asked")
    assert made.subjects[place] == pytest.approx((1.0 + 3.0 + 4.0) / 3)


def test_without_accepted_clients_there_is_nobody_to_compare_with() -> None:
    tally = Tally(("AMT_CREDIT",))
    tally.add(np.array([[1.0]]), np.array([False]))
    with pytest.raises(Refused, match="accepts none of these clients"):
        tally.reference([Usual(1.0, None)])


def test_a_reference_is_read_as_written(tmp_path: Path) -> None:
    features = (FEATURE["AMT_CREDIT"], FEATURE["NAME_EDUCATION_TYPE"])
    names = tuple(feature.name for feature in features)
    usual = (Usual(None, None), Usual("Études ’☂’", 0.1 + 0.2))
    written = Reference(names, 3, np.array([1e-300, 0.1 + 0.2]), usual, np.ones(2), np.arange(len(FAMILIES)) / 3)
    written.write(tmp_path / "reference.json")
    read = Reference.read(tmp_path / "reference.json", features)
    assert (read.names, read.clients, read.usual) == (names, 3, usual)
    for name in ("means", "weights", "subjects"):
        assert getattr(read, name).tobytes() == getattr(written, name).tobytes()


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"clients": 1, "features": {}, "families": {}}'])
def test_what_is_no_reference_is_said_to_be_damaged(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "reference.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(Damaged, match=r"reference\.json: missing or of another version; run: scoring publish"):
        Reference.read(path, (FEATURE["AMT_CREDIT"],))


def test_the_published_reference_is_that_of_the_accepted_clients(tiny_run: Run) -> None:
    folder = store.current(tiny_run.layout.stores)
    bundle = model.load(folder / store.BUNDLE)
    published = Reference.read(folder / store.REFERENCE, bundle.features)
    columns = pq.read_table(folder / store.COLUMNS)
    values = reasons.contributions(bundle, columns).values
    granted = columns.column(groups.GRANTED).to_numpy(zero_copy_only=False)
    assert published.clients == granted.sum()
    assert published.means == pytest.approx(values[granted].mean(axis=0), abs=1e-12)
    accepted = columns.filter(pa.array(granted)).to_pandas()
    for name, usual in zip(published.names, published.usual, strict=True):
        known = accepted[name].dropna()
        if FEATURE[name].kind == "category":
            assert usual.value is None if known.empty else (known == usual.value).sum() == known.value_counts().max()
        else:
            assert usual.value is None if known.empty else usual.value == known.quantile(0.5, interpolation="lower")
