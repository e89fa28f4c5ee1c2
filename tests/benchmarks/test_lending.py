"""How long it takes to say what would change a decision: offers, their map, missing documents, a what-if.

On the real sample where HOME_CREDIT_DATA names it, else on the tiny clients; reported, not asserted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.serving.local import Local
from scoring.serving.questions import Application

ASKED = 25
STEPS = 20
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def questions(published: Path) -> Iterator[Local]:
    made = Local.open(published)
    yield made
    made.close()


def timed(ask: Callable[[int], object], clients: list[int]) -> list[tuple[float, float]]:
    """Milliseconds of each client's answer, by the clock and of the processor, in order of the first."""
    taken = []
    for client in clients:
        clock, processor = time.perf_counter(), time.process_time()
        ask(client)
        taken.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)))
    return sorted(taken)


def test_what_would_change_a_decision(questions: Local) -> None:
    total = questions.find("").total
    clients = list(questions.find("", total).ids[:: total // ASKED][:ASKED])
    ways: dict[str, Callable[[int], object]] = {
        "a prediction": lambda client: questions.predict(Application(client)),
        "what-if": lambda client: questions.what_if(Application(client), {"AMT_CREDIT": 300_000.0}),
        "offers": lambda client: questions.offers(Application(client)),
        f"map of {STEPS} x {STEPS}": lambda client: questions.offer_map(Application(client), STEPS),
        "missing documents": lambda client: questions.missing(Application(client)),
    }
    print(f"\n{ASKED} of {total:,} clients, milliseconds (of the processor)\n")
    print("| what | median | longest |\n|---|---|---|")
    for name, way in ways.items():
        taken = timed(way, clients)
        (middle, spent), (longest, most) = taken[ASKED // 2], taken[-1]
        print(f"| {name} | {middle:.0f} ({spent:.0f}) | {longest:.0f} ({most:.0f}) |")
