"""The page, served for real on published answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import launch
from scoring.serving.local import Local
from scoring.serving.questions import Questions

SERVE = """
import sys
from pathlib import Path
from advisor import launch
sys.exit(launch.serve(Path(sys.argv[1]), int(sys.argv[2])))
"""
STOPPING = 60.0


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """Where the page is served, with its own scoring process."""
    command = [sys.executable, "-c", SERVE, str(published), str(launch.free_port(0))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    said = next((line for line in process.stdout if "http://localhost:" in line), "")
    assert said, "the page was not served: see the messages above"
    yield said[said.index("http://") :].split()[0]
    process.terminate()
    assert process.wait(STOPPING) == 0


@pytest.fixture(scope="session")
def answers(published: Path) -> Iterator[Questions]:
    """The same answers, asked in this process: what the page ought to show."""
    local = Local.open(published)
    yield local
    local.close()


@pytest.fixture(scope="session")
def clients(answers: Questions) -> dict[str, int]:
    """A refused client, a granted one, and one without any history."""
    found: dict[str, int] = {}
    for client in answers.find("", 150).ids:
        found.setdefault(answers.score(client).decision, client)
        values = {part.feature: part.value for part in answers.explanation(client).contributions}
        if not values["BUREAU_COUNT"] and not values["PREVIOUS_COUNT"]:
            found.setdefault("no history", client)
    return found
