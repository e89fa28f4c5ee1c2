"""The API keeps what its own description promises, whatever is sent: cases are generated from the description."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import AuthContext, AuthProvider, Case, CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from scoring.api import make
from scoring.api.access.keys import digest
from scoring.settings import Settings
from tests.api.fake import Fake

logging.getLogger("httpx").setLevel(logging.WARNING)

KEY = "the page's own key, random in life"
GUARDED = Settings(local_role="nobody", page_key=digest(KEY), rate=0)
SCHEMA = schemathesis.openapi.from_dict(make(Fake()).openapi())
SCHEMA.app = make(Fake(), GUARDED)
CASES = 10_000
EACH = 350
"""Cases of each route; those that take nothing have fewer."""
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": True}
ANSWERED: Counter[int] = Counter()
"""Answers by status, over the slow cases."""

quick, thorough = settings(max_examples=25, **UNHURRIED), settings(max_examples=EACH, **UNHURRIED)


BEYOND = ("/v1/what-if", "/v1/offers", "/v1/offer-map", "/v1/clients/{client}/letter")
"""What may be changed is the store's to say, and of what decision a letter may tell is the ledger's, beyond what a
schema can: a case that fits it may be refused in words."""


def beyond(case: Case) -> list[CheckFunction]:
    """The checks that hold for every route but this one."""
    return [positive_data_acceptance] if case.path in BEYOND else []


@SCHEMA.auth()
class Shown(AuthProvider[str]):
    """Shows who asks, in every case that is meant to be let in."""

    def get(self, case: Case, context: AuthContext) -> str:
        return KEY

    def set(self, case: Case, data: str, context: AuthContext) -> None:
        case.headers.update({"Authorization": f"Bearer {data}", "X-Scoring-User": "ana", "X-Scoring-Roles": "manager"})


@SCHEMA.parametrize()
@quick
def test_a_promise_is_kept(case: Case) -> None:
    case.call_and_validate(excluded_checks=beyond(case))


def test_promises_are_kept_one_after_another() -> None:
    SCHEMA.as_state_machine().run(settings=settings(max_examples=15, stateful_step_count=6, **UNHURRIED))


@pytest.mark.slow
@SCHEMA.parametrize()
@thorough
def test_a_promise_is_kept_hundreds_of_times(case: Case) -> None:
    ANSWERED[case.call_and_validate(excluded_checks=beyond(case)).status_code] += 1


@pytest.mark.slow
def test_there_were_enough_cases() -> None:
    """Runs after the cases above, and says what they were answered."""
    print(f"\n{ANSWERED.total():,} cases:", dict(sorted(ANSWERED.items())))
    assert ANSWERED.total() >= CASES
    assert max(ANSWERED) < 500
