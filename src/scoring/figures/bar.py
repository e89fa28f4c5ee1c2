"""A progress bar for what takes a known number of steps."""

from __future__ import annotations

import sys

from tqdm import tqdm

FORM = "{percentage:3.0f}% {bar:24} {elapsed} {postfix}"


class Bar:
    """Shows what is being done and how much is left; each call ends a step.

    It stands on the standard output as text, so that an executed notebook keeps it.
    """

    def __init__(self, steps: int) -> None:
        """Draw an empty bar of so many steps, some of which may be left out."""
        self._bar = tqdm(total=steps, file=sys.stdout, dynamic_ncols=False, ncols=100, bar_format=FORM, mininterval=0)

    def __call__(self, text: str) -> None:
        """End a step, and say what was done."""
        self._bar.set_postfix_str(text, refresh=False)
        self._bar.update()
