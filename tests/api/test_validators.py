"""What reads bodies takes all that is meant, unchanged, and refuses the rest in words: never anything between."""

from __future__ import annotations

import json
import math
from typing import Any

from fastapi.exceptions import HTTPException
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scoring.api.exchange import ID, begun
from scoring.api.shapes import Case
from scoring.api.strict import EXACT, Loose, strict_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(-EXACT, EXACT) | st.floats(-EXACT, EXACT)
CELLS = st.none() | NUMBERS | TEXTS
TREES = st.recursive(
    CELLS | st.booleans(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)
ROWS = st.dictionaries(TEXTS, CELLS, max_size=4)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "client": st.none() | st.integers(0, EXACT),
        "fields": ROWS,
        "histories": st.dictionaries(TEXTS, st.lists(ROWS, max_size=3), max_size=3),
    },
)
unhurried = settings(deadline=None, database=None, derandomize=True, max_examples=200)


@unhurried
@given(TREES, st.booleans())
def test_what_json_says_is_read_unchanged(tree: Any, escaped: bool) -> None:
    body = json.dumps(tree, ensure_ascii=escaped).encode()
    assert strict_json(body) == tree


@unhurried
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(["NaN", '"\\ud800"', "1e999", "0"])).map(lambda said: f"[{','.join(said)}]".encode())
    | st.text('[]{}",:.-+eE019ntf\\u \ud800', max_size=60).map(lambda s: s.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_read_or_refused_in_words(body: bytes) -> None:
    try:
        tree = strict_json(body)
    except HTTPException as refusal:
        assert refusal.status_code == 400
        assert all(fault.endswith(".") for fault in refusal.detail)
    except Loose as loose:
        assert all(fault.what.endswith(".") for fault in loose.faults)
        assert loose.faults
    else:
        assert json.loads(body) == tree
        json.dumps(tree, ensure_ascii=False, allow_nan=False).encode()


@unhurried
@given(CASES)
def test_a_case_keeps_what_it_was_given(given_: dict[str, Any]) -> None:
    asked = Case.model_validate(given_).application()
    assert asked.client == given_.get("client")
    assert asked.fields == given_.get("fields", {})
    assert asked.histories == given_.get("histories", {})


@unhurried
@given(TREES | st.fixed_dictionaries({"client": TREES}) | st.fixed_dictionaries({"fields": TREES, "histories": TREES}))
def test_any_tree_is_a_case_or_refused(tree: Any) -> None:
    try:
        asked = Case.model_validate(tree).application()
    except ValidationError:
        return
    for value in asked.fields.values():
        assert value is None or type(value) is str or (type(value) is float and math.isfinite(value))


@unhurried
@given(st.none() | TEXTS | st.from_regex(ID, fullmatch=True))
def test_an_id_is_well_formed_whatever_was_sent(sent: str | None) -> None:
    made = begun(sent).id
    assert ID.fullmatch(made)
    assert made == sent or sent is None or not ID.fullmatch(sent)
