"""One suite for both makers of the questions, over the same published store: in this process, and by HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from scoring.api import make
from scoring.faults import Refused, UnknownName
from scoring.serving.http import Api
from scoring.serving.local import Local
from scoring.serving.questions import Application, Filters, Questions
from tests.api.live import live

FIRST, NEW, NOBODY = 100001, 100058, 999999
ASKED = Application(None, {"AMT_CREDIT": 3e5, "AMT_ANNUITY": 15000.0, "NAME_CONTRACT_TYPE": "Cash loans"})
CHANGED = Application(FIRST, {"AMT_CREDIT": 250000.0})
WITHOUT = Application(FIRST, {}, {"bureau": []})
CASES = (CHANGED, ASKED, WITHOUT)

Ask = Callable[[Questions], object]
ANSWERED: dict[str, Ask] = {
    "about": lambda asked: asked.about(),
    "find": lambda asked: asked.find("1000", 7),
    "client": lambda asked: [asked.client(client) for client in (FIRST, NEW)],
    "features": lambda asked: [asked.features(client) for client in (FIRST, NEW)],
    "timeline": lambda asked: [asked.timeline(client) for client in (FIRST, NEW)],
    "lists": lambda asked: asked.lists(),
    "list": lambda asked: asked.list_clients(Filters("near_threshold"), "AMT_CREDIT", False, 2, 5),
    "list, narrowed": lambda asked: asked.list_clients(Filters(least_probability=0.05, decision="granted"), "id"),
    "case": lambda asked: [asked.case(client) for client in (FIRST, NEW)],
    "score": lambda asked: [asked.score(client) for client in (FIRST, NEW)],
    "explanation": lambda asked: [asked.explanation(client) for client in (FIRST, NEW)],
    "explanation, accepted": lambda asked: asked.explanation(NEW, "accepted"),
    "reasons": lambda asked: [asked.reasons(client) for client in (FIRST, NEW)],
    "overview": lambda asked: asked.overview(),
    "variables": lambda asked: asked.variables(),
    "comparison": lambda asked: asked.compare(FIRST, "AMT_CREDIT", "similar", ("age",)),
    "comparisons": lambda asked: asked.compare_each(NEW, ("AMT_CREDIT", "BUREAU_COUNT"), "all"),
    "pair": lambda asked: asked.pair(NEW, "AMT_CREDIT", "NAME_INCOME_TYPE", "all"),
    "neighbours": lambda asked: asked.neighbours(NEW, 5),
    "comparison of a case": lambda asked: [asked.compare(one, "AMT_CREDIT", "similar") for one in CASES],
    "comparisons of a case": lambda asked: asked.compare_each(CHANGED, ("AMT_CREDIT", "BUREAU_COUNT"), "nearest"),
    "pair of a case": lambda asked: [asked.pair(one, "AMT_CREDIT", "NAME_INCOME_TYPE", "all") for one in CASES],
    "neighbours of a case": lambda asked: [asked.neighbours(one, 5) for one in CASES],
    "prediction, known": lambda asked: asked.predict(Application(NEW)),
    "prediction, changed": lambda asked: asked.predict(CHANGED),
    "prediction, new": lambda asked: asked.predict(ASKED),
    "prediction, histories": lambda asked: asked.predict(WITHOUT),
    "predictions": lambda asked: asked.predictions([CHANGED, ASKED, Application(NOBODY)]),
    "scores": lambda asked: asked.scores([FIRST, NOBODY, NEW]),
    "explanations": lambda asked: asked.explanations([NEW, NOBODY]),
    "export": lambda asked: list(asked.export())[::50],
    "statistics": lambda asked: [asked.statistics(name) for name in ("AMT_CREDIT", "NAME_INCOME_TYPE")],
    "portfolio": lambda asked: asked.portfolio(5.0),
    "model": lambda asked: asked.model(),
    "card": lambda asked: asked.card("html"),
    "dictionary": lambda asked: asked.dictionary(),
    "changeable": lambda asked: asked.changeable(),
    "what-if": lambda asked: asked.what_if(Application(NEW), {"AMT_CREDIT": 1e5}),
    "offers": lambda asked: asked.offers(Application(NEW)),
    "offer map": lambda asked: asked.offer_map(Application(FIRST), 4),
    "missing": lambda asked: asked.missing(Application(NEW)),
    "amendments": lambda asked: (asked.amendments(FIRST), asked.amended()),
}
REFUSED: dict[str, tuple[Ask, type[Exception]]] = {
    "client": (lambda asked: asked.client(NOBODY), UnknownName),
    "case": (lambda asked: asked.case(NOBODY), UnknownName),
    "score": (lambda asked: asked.score(NOBODY), UnknownName),
    "reasons": (lambda asked: asked.reasons(NOBODY), UnknownName),
    "variable": (lambda asked: asked.compare(FIRST, "SHOE_SIZE", "all"), UnknownName),
    "group": (lambda asked: asked.compare(FIRST, "AMT_CREDIT", "rich"), UnknownName),
    "field": (lambda asked: asked.predict(Application(FIRST, {"SHOE_SIZE": 42.0})), Refused),
    "range": (lambda asked: asked.predict(Application(FIRST, {"AMT_CREDIT": -1.0})), Refused),
    "sex": (lambda asked: asked.what_if(Application(FIRST), {"CODE_GENDER": "F"}), Refused),
    "steps": (lambda asked: asked.offer_map(Application(FIRST), 1000), Refused),
}


@pytest.fixture(scope="module")
def far(local: Local) -> Iterator[Api]:
    with live(make(local)) as url:
        api = Api(url)
        yield api
        api.close()


def close(one: Any, other: Any) -> bool:
    """Say whether two answers are the same, numbers to twelve digits: what is live is summed up anew each time."""
    if is_dataclass(one) and not isinstance(one, type):
        named = (field.name for field in fields(one))
        return type(one) is type(other) and all(close(getattr(one, name), getattr(other, name)) for name in named)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(value, other[name]) for name, value in one.items())
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(close, one, other))
    return bool(one == (pytest.approx(other, rel=1e-12, abs=1e-15) if isinstance(other, float) else other))


@pytest.mark.parametrize("what", ANSWERED)
def test_both_answer_alike(local: Local, far: Api, what: str) -> None:
    near = ANSWERED[what](local)
    assert near
    assert close(near, ANSWERED[what](far))


@pytest.mark.parametrize("what", REFUSED)
def test_both_refuse_alike(local: Local, far: Api, what: str) -> None:
    ask, kind = REFUSED[what]
    said = []
    for maker in (local, far):
        with pytest.raises(kind) as raised:
            ask(maker)
        said.append(str(raised.value))
        assert str(NOBODY) not in said[-1]
    assert said[0] == said[1] or said[1].startswith("body.") or said[1].startswith("query.")
