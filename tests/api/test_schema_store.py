"""What is generated from the description, asked of a published store with a ledger: nothing that is sent breaks it."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from scoring.api import make
from scoring.api.access.keys import digest
from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.recording import Recorder
from scoring.settings import Settings

logging.getLogger("httpx").setLevel(logging.WARNING)

CLIENTS = (100001, 100058, 999999)
"""One with a history, one without, one who is not there: put into every path, as no other is."""
ANSWERED: Counter[int] = Counter()
CASES = 1_000

KEY = "the page's own key, random in life"
APP = make(None, Settings(local_role="nobody", page_key=digest(KEY), rate=0))
SCHEMA = schemathesis.openapi.from_dict(APP.openapi())
SCHEMA.app = APP


@pytest.fixture(scope="module", autouse=True)
def stored(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    data = tmp_path_factory.mktemp("stored") / "data"
    shutil.copytree(tiny_run.settings.data, data)
    own = replace(Settings(), data=data, rate=0)
    local, ledger = Local.open(data), Ledger.open(own)
    APP.state.questions = Recorder(local, local.fingerprint, ledger)
    yield
    assert ledger.verify().head.count > 0
    ledger.close()
    local.close()


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
def test_nothing_that_is_sent_breaks_the_store(case: Case) -> None:
    if "client" in case.path_parameters:
        case.path_parameters["client"] = CLIENTS[len(repr(case.query)) % len(CLIENTS)]
    case.headers.update({"Authorization": f"Bearer {KEY}", "X-Scoring-User": "ana", "X-Scoring-Roles": "manager"})
    checks = [not_a_server_error, response_schema_conformance, status_code_conformance]
    ANSWERED[case.call_and_validate(checks=checks).status_code] += 1


@pytest.mark.slow
def test_there_were_enough_cases() -> None:
    """Runs after the cases above, and says what they were answered."""
    print(f"\n{ANSWERED.total():,} cases:", dict(sorted(ANSWERED.items())))
    assert ANSWERED.total() >= CASES
    assert max(ANSWERED) < 500
    assert ANSWERED[200] > 100
