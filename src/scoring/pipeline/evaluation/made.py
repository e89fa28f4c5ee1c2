"""When, where and by which command an evaluation was made."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from scoring.pipeline import steps
from scoring.settings import Settings


@dataclass(frozen=True)
class Made:
    """The date, the machine in words, and the command, without the file it may write."""

    date: str
    machine: str
    command: str


def made(settings: Settings, names: Sequence[str] | None, policies: bool) -> Made:
    """Tell of an evaluation of the models named, or of all, that begins now."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})"
    chosen = "" if names is None else f" --models {','.join(names)}"
    command = f"{_environment(settings)}scoring evaluate{chosen}{' --policies' * policies}"
    return Made(f"{datetime.now(UTC):%Y-%m-%d}", machine, command)


def _environment(settings: Settings) -> str:
    """Give the variables of those settings of a training that are not the default."""
    given, default = ({**asdict(steps.parameters(one)), "prior": one.prior} for one in (settings, Settings()))
    return "".join(f"SCORING_{name.upper()}={value} " for name, value in given.items() if value != default[name])
