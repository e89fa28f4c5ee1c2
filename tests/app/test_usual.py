"""The usual span of a number: about what the client has, within what is declared, on round steps."""

from __future__ import annotations

import pytest

from advisor.usual import Span, span
from tests.app.fake_lending import offered_to_change


@pytest.mark.parametrize(
    ("name", "own", "held", "found"),
    [
        # field | the client has | the form holds | from, to, by steps of
        ("AMT_CREDIT", 406_597.5, 406_597.5, Span(100_000.0, 1_220_000.0, 10_000.0)),
        ("AMT_CREDIT", 406_597.5, 50_000.0, Span(50_000.0, 1_220_000.0, 10_000.0)),
        ("AMT_CREDIT", 406_597.5, 2_000_000.0, Span(100_000.0, 2_000_000.0, 10_000.0)),
        ("AMT_CREDIT", 500_000_000.0, 500_000_000.0, Span(125_000_000.0, 1_000_000_000.0, 5_000_000.0)),
        ("AMT_CREDIT", None, 9_000.0, Span(2_200.0, 27_000.0, 200.0)),  # a client without history
        ("AMT_CREDIT", None, 0.0, None),
        ("DAYS_EMPLOYED", None, 2.0, Span(0.0, 70.0, 0.5)),
        ("DAYS_EMPLOYED", 80.0, 2.0, Span(0.0, 80.0, 0.5)),
        ("DAYS_BIRTH", 26.0, 26.0, Span(18.0, 70.0, 0.5)),
        ("CNT_CHILDREN", 2.0, 2.0, Span(0.0, 20.0, 1.0)),
        ("EXT_SOURCE_1", 0.1, 0.1, Span(0.0, 1.0, 0.005)),
    ],
)
def test_the_usual_span(name: str, own: float | None, held: float, found: Span | None) -> None:
    assert span(offered_to_change(name), own, held) == found
