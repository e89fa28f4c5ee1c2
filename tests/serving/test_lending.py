"""What would change a decision, asked of the published clients, in process and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.api import make
from scoring.faults import Refused, UnknownName
from scoring.features.application import RAW
from scoring.offers import Asked, Caps
from scoring.pipeline import Run
from scoring.serving.http import Api
from scoring.serving.local import Local
from scoring.serving.questions import Application, Offer, Offers, Option, Record
from scoring.settings import Settings
from scoring.tables import APPLICATION
from tests.api.live import live

FIRST, NEW, REVOLVING, NOBODY = 100001, 100058, 100008, 999999
"""NEW has no history, so that nothing is known of previous loans."""
CAPS = Caps.of(Settings())
KINDS = ("nearest", "largest", "largest_at_duration", "shortest")
APPLIED: dict[str, Any] = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_CREDIT": 300000.0,
    "AMT_ANNUITY": 18000.0,
    "AMT_GOODS_PRICE": 270000.0,
    "AMT_INCOME_TOTAL": 150000.0,
}


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def stingy(tiny_run: Run) -> Iterator[Local]:
    """Caps that nobody's offer stays within."""
    made = Local.open(tiny_run.settings.data, caps=Caps(0.0, 0.0, 0.0, 1, 1))
    yield made
    made.close()


@pytest.fixture(scope="module", params=["tiny_run", pytest.param("sample_run", marks=pytest.mark.real)])
def published(request: pytest.FixtureRequest) -> Iterator[Local]:
    run: Run = request.getfixturevalue(request.param)
    made = Local.open(run.settings.data)
    yield made
    made.close()


def some(questions: Local, count: int) -> list[int]:
    """Clients spread over all."""
    total = questions.find("").total
    return list(questions.find("", total).ids[:: total // count])


def case(client: int | None = None, **fields: Any) -> Application:
    """A known client with fields changed, or a new application of the usual fields."""
    return Application(client, fields if client else {**APPLIED, **fields})


def options(found: Offers) -> dict[str, Option]:
    return {kind: getattr(found, kind) for kind in KINDS}


def terms(offer: Offer) -> dict[str, Any]:
    """The columns that say an offer."""
    said = {"AMT_CREDIT": offer.amount, "AMT_ANNUITY": offer.annuity, "AMT_GOODS_PRICE": offer.goods_price}
    return {name: value for name, value in said.items() if value is not None}


# What-if ------------------------------------------------------------------------------------------


def test_what_may_be_changed_is_printed_from_the_declaration(questions: Local) -> None:
    answer = {one.name: one for one in questions.changeable()}
    assert list(answer) == [feature.name for feature in RAW]
    assert not {"CODE_GENDER", "TARGET", "SK_ID_CURR"} & set(answer)
    for name, one in answer.items():
        column = APPLICATION[name]
        assert (one.kind, one.unit) == (column.kind, column.unit)
        assert (one.least, one.most, one.categories) == (column.least, column.most, column.categories)


@pytest.mark.parametrize(
    ("client", "changes", "after"),
    [
        # client | changes | what is scored then
        (FIRST, {"AMT_CREDIT": 250000.0}, {"AMT_CREDIT": 250000.0}),
        (FIRST, {"EXT_SOURCE_2": None, "CNT_CHILDREN": 7.0}, {"CNT_CHILDREN": 7.0, "EXT_SOURCE_2": None}),
        (NEW, {"DAYS_EMPLOYED": 365243.0}, {"DAYS_EMPLOYED": None}),
        (NEW, {"OCCUPATION_TYPE": "Acrobats"}, {"OCCUPATION_TYPE": "Acrobats"}),
        (NEW, {}, {}),
        (None, {"AMT_CREDIT": 250000.0, "DAYS_BIRTH": -9000.0}, {"AMT_CREDIT": 250000.0, "DAYS_BIRTH": -9000.0}),
        (None, {"AMT_CREDIT": 300000.0}, {}),  # as it is
    ],
)
def test_a_what_if_is_two_predictions(
    questions: Local, client: int | None, changes: Record, after: dict[str, Any]
) -> None:
    application = case(client, AMT_INCOME_TOTAL=120000.0)
    before = {one.name: one.value for one in questions.client(client).fields} if client else {}
    answer = questions.what_if(application, changes)
    assert {change.name: change.after for change in answer.changed} == after
    assert [change.before for change in answer.changed] == [
        (application.fields | before).get(change.name) for change in answer.changed
    ]
    assert answer.before == questions.predict(application)
    assert answer.after == questions.predict(Application(client, {**application.fields, **changes}))


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_both_are_explained_from_the_base_asked(questions: Local, client: int) -> None:
    answer = questions.what_if(case(client), {"AMT_CREDIT": 250000.0}, "accepted")
    own, plain = questions.explanation(client, "accepted"), questions.what_if(case(client), {"AMT_CREDIT": 250000.0})
    assert answer.before.explanation.base == answer.after.explanation.base == own.base
    assert {one.feature: one.contribution for one in answer.before.explanation.contributions} == pytest.approx(
        {one.feature: one.contribution for one in own.contributions}, abs=1e-9
    )
    after = answer.after.explanation
    assert after.base + sum(one.contribution for one in after.contributions) == pytest.approx(after.raw)
    assert (answer.after.score, answer.after.reasons) == (plain.after.score, plain.after.reasons)
    assert plain.after.explanation.base != after.base


def test_a_category_that_nobody_had_is_scored_as_never_seen_and_said(questions: Local) -> None:
    acrobat, juggler = (
        questions.what_if(case(FIRST), {"OCCUPATION_TYPE": work}).after for work in ("Acrobats", "Jugglers")
    )
    assert acrobat.score == juggler.score
    assert acrobat.unseen == juggler.unseen == ("OCCUPATION_TYPE",)
    assert questions.predict(case(FIRST, OCCUPATION_TYPE="Laborers", ORGANIZATION_TYPE="XNA")).unseen == ()
    past = {"bureau": [{"SK_ID_BUREAU": 1, "DAYS_CREDIT": -100, "CREDIT_TYPE": "Gift", "CREDIT_ACTIVE": "Active"}]}
    assert questions.predict(Application(NEW, {}, past)).unseen == ("BUREAU_LAST_TYPE",)


def test_every_fault_of_a_what_if_is_said_with_what_is_allowed(questions: Local) -> None:
    with pytest.raises(Refused) as refused:
        questions.what_if(
            case(FIRST, AMT_CREDIT=-31415.0),
            {"CODE_GENDER": "F", "TARGET": 1.0, "SK_ID_CURR": 31415.0, "DAYS_BIRTH": 0.0},
        )
    may = "may not be changed; allowed: " + ", ".join(feature.name for feature in RAW)
    assert refused.value.faults == (
        "fields.AMT_CREDIT: must be at least 0.01 and at most 1000000000",
        *(f"changes: '{name}' {may}" for name in ("CODE_GENDER", "TARGET", "SK_ID_CURR")),
        "changes.DAYS_BIRTH: must be at least -36525 and at most -6574.5",
    )


# Offers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("application", "lacking"),
    [
        (case(FIRST, AMT_ANNUITY=None), ("AMT_ANNUITY",)),
        (case(NEW, AMT_CREDIT=None), ("AMT_CREDIT",)),
        (case(AMT_INCOME_TOTAL=None, AMT_ANNUITY=None), ("AMT_INCOME_TOTAL", "AMT_ANNUITY")),
    ],
    ids=["without annuity", "without amount", "a new one without income"],
)
def test_what_cannot_be_computed_names_what_is_lacking(
    questions: Local, application: Application, lacking: tuple[str, ...]
) -> None:
    found = questions.offers(application)
    assert set(options(found).values()) == {Option(None, "not_computable", lacking)}
    assert found.asked.score == questions.predict(application).score
    map_ = questions.offer_map(application)
    assert (map_.amounts, map_.durations, map_.cells, map_.lacking) == ((), (), (), lacking)


@pytest.mark.parametrize(
    "application",
    [case(REVOLVING), case(NEW), case(FIRST, AMT_ANNUITY=5000.0)],
    ids=["revolving", "no history", "a duration that nobody had"],
)
def test_without_a_duration_the_amount_alone_changes(questions: Local, application: Application) -> None:
    found = questions.offers(application)
    assert found.asked.duration is None
    assert found.shortest == Option(None, "no_duration", ())
    assert questions.offer_map(application).durations == (None,)
    for option in options(found).values():
        if option.offer is not None:
            assert option.offer.duration is None
            rate = option.offer.annuity, option.offer.amount
            assert rate[0] / rate[1] == pytest.approx(found.asked.annuity / found.asked.amount, rel=1e-5)


def test_without_a_goods_price_none_is_made_up(questions: Local) -> None:
    for option in options(questions.offers(case(FIRST, AMT_GOODS_PRICE=None))).values():
        assert option.offer is None or option.offer.goods_price is None


def test_who_is_granted_already_is_nearest_to_what_was_asked(published: Local) -> None:
    for client in some(published, 8):
        found = published.offers(case(client))
        assert found.asked.score.probability == pytest.approx(published.score(client).probability, abs=1e-9)
        if found.asked.score.decision == "granted" and found.asked.state != "outside":
            assert found.nearest.offer == found.asked


def test_nobody_can_be_granted_is_an_answer(stingy: Local) -> None:
    for client in some(stingy, 3):
        found = stingy.offers(case(client))
        said = {option.why for kind, option in options(found).items() if kind != "shortest"}
        assert said == {"none_within_policy"}
        assert found.asked.state == "outside"
        assert {cell.state for cell in stingy.offer_map(case(client), 5).cells} == {"outside"}


@pytest.mark.parametrize("clients", [12, pytest.param(150, marks=pytest.mark.slow)])
def test_every_offer_is_granted_when_it_is_scored_within_caps_and_changes_terms_alone(
    published: Local, clients: int
) -> None:
    seen = 0
    for client in some(published, clients):
        found = published.offers(case(client))
        assert published.offers(case(client)) == found
        for option in options(found).values():
            if (offer := option.offer) is None:
                continue
            seen += 1
            scored = published.what_if(case(client), terms(offer))
            assert scored.after.score == offer.score
            assert offer.score.decision == "granted"
            assert {change.name for change in scored.changed} <= {"AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"}
            assert offer.burden <= CAPS.annuity
            assert offer.leverage <= CAPS.amount
            assert offer.down_payment <= CAPS.down_payment * found.asked.amount
            assert offer.duration is None or CAPS.shortest <= offer.duration <= CAPS.longest
            assert offer.amount <= found.asked.amount or found.asked.score.decision == "granted"
            assert offer.state in ("granted", "review")
    assert seen > clients // 2


def test_the_implied_rate_is_that_of_the_feature(tiny_run: Run) -> None:
    rows = pq.read_table(tiny_run.layout.features).to_pylist()
    whole = [row for row in rows if row["IMPLIED_DURATION"] == 12.0 and row["NAME_CONTRACT_TYPE"] == "Cash loans"]
    assert whole
    for row in whole:
        assert Asked.of(row).rate == pytest.approx(row["IMPLIED_RATE"], rel=1e-9)


# Map and missing documents ------------------------------------------------------------------------


def test_each_point_of_the_map_is_a_prediction(published: Local) -> None:
    for client in some(published, 3):
        found = published.offer_map(case(client), 20)
        assert published.offer_map(case(client), 20) == found
        assert len(found.cells) == len(found.amounts) * len(found.durations)
        asked = published.offers(case(client)).asked
        (own,) = [cell for cell in found.cells if (cell.amount, cell.duration) == (asked.amount, asked.duration)]
        assert (own.annuity, own.probability, own.state) == (asked.annuity, asked.score.probability, asked.state)


@pytest.mark.parametrize("steps", [1, 41])
def test_a_map_too_coarse_or_too_fine_is_refused(questions: Local, steps: int) -> None:
    with pytest.raises(Refused, match="steps must be 2 to 40"):
        questions.offer_map(case(FIRST), steps)


@pytest.fixture(scope="module")
def granted(tiny_run: Run) -> pd.DataFrame:
    columns = pq.read_table(store.current(tiny_run.layout.stores) / store.COLUMNS).to_pandas()
    return columns[columns["GRANTED"]]


@pytest.mark.parametrize("application", [case(FIRST, EXT_SOURCE_2=None), case(NEW, EXT_SOURCE_2=None), case()])
def test_a_missing_score_leads_to_where_granted_clients_have_it(
    questions: Local, granted: pd.DataFrame, application: Application
) -> None:
    found = questions.missing(application)
    assert [item.width for item in found] == sorted((item.width for item in found), reverse=True)
    (item,) = [item for item in found if item.item == "EXT_SOURCE_2"]
    usual = granted["EXT_SOURCE_2"].dropna().quantile([0.1, 0.5, 0.9], interpolation="higher")
    now = questions.predict(application).score
    then = [questions.what_if(application, {"EXT_SOURCE_2": float(value)}).after.score for value in usual]
    assert (item.low, item.high) == pytest.approx(
        (min(one.probability for one in then), max(one.probability for one in then)), rel=0.02
    )
    assert item.width == pytest.approx(max(item.high, now.probability) - min(item.low, now.probability))
    assert item.fields == ("EXT_SOURCE_2",)
    assert questions.missing(application) == found


def test_what_is_known_is_not_missing(published: Local) -> None:
    for client in some(published, 15):
        known = {one.name: one.value for one in published.client(client).fields}
        for item in published.missing(case(client)):
            assert all(known[name] is None or name.startswith("FLAG_DOCUMENT_") for name in item.fields)


# All of them --------------------------------------------------------------------------------------


def test_nobody_is_named(questions: Local) -> None:
    for ask in (questions.offers, questions.offer_map, questions.missing):
        with pytest.raises(UnknownName, match="no client with this id"):
            ask(case(NOBODY))
    with pytest.raises(UnknownName, match="no client with this id"):
        questions.what_if(case(NOBODY), {"AMT_CREDIT": 1.0})


def test_http_answers_as_the_process_does(questions: Local) -> None:
    with live(make(questions)) as url:
        api = Api(url, timeout=60.0)
        assert api.changeable() == questions.changeable()
        for application in (case(FIRST), case(NEW, AMT_ANNUITY=None), case()):
            assert api.offers(application) == questions.offers(application)
            assert api.offer_map(application, 4) == questions.offer_map(application, 4)
            assert api.missing(application) == questions.missing(application)
            changes: Record = {"AMT_CREDIT": 200000.0, "OCCUPATION_TYPE": "Acrobats"}
            assert api.what_if(application, changes) == questions.what_if(application, changes)
        with pytest.raises(Refused) as refused:
            api.what_if(case(FIRST), {"CODE_GENDER": "F"})
        assert refused.value.faults[0].startswith("changes: 'CODE_GENDER' may not be changed; allowed: ")
        api.close()
