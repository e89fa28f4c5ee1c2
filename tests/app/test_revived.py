"""A part is begun again when it ends, so often within a minute; each time is one line."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from advisor.parts import Ended, Part
from advisor.revived import Revived


class Keeper(subprocess.Popen[bytes]):
    """Ends when it is told to."""

    def __init__(self) -> None:
        self.status: int | None = None

    def poll(self) -> int | None:
        return self.status

    def __del__(self) -> None:
        """Nothing was started."""


@dataclass
class Stage:
    """Begins parts, counts them, and tells the time."""

    begun: list[Keeper] = field(default_factory=list)
    ended: int = 0
    now: float = 1000.0

    @contextmanager
    def begin(self) -> Iterator[Part]:
        self.begun.append(Keeper())
        yield Part("scoring process", self.begun[-1], 8000, "/ready")
        self.ended += 1


@pytest.mark.parametrize(
    ("dies", "begun", "lives"),
    [  # seconds after which it ends, one life after the other
        ([], 1, True),
        ([5.0], 2, True),
        ([1.0, 1.0, 1.0], 4, True),
        ([1.0, 1.0, 1.0, 1.0], 4, False),
        ([25.0, 25.0, 25.0, 25.0], 5, True),  # never four within a minute
    ],
)
def test_it_is_begun_again_but_not_for_ever(
    dies: list[float], begun: int, lives: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    stage, told = Stage(), ""
    with Revived(stage.begin, lambda: stage.now) as revived:
        try:
            for after in dies:
                revived.check()
                stage.now += after
                stage.begun[-1].status = 1
                revived.check()
        except Ended as fault:
            told = str(fault)
    assert len(stage.begun) == stage.ended == begun
    assert (told == "") == lives
    assert ("started again 3 times within 60 s: stopped everything" in told) != lives
    said = capsys.readouterr().err.splitlines()
    assert len(said) == begun - 1
    assert all("The scoring process ended by itself (status 1): starting it again" in line for line in said)
