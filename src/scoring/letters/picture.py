"""A drawn SVG as PNG: the same picture, for where SVG is not read."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from scoring.faults import Refused

HERE = Path(__file__).parent
FAMILY = "Inter"
FONTS = (HERE / "fonts" / "Inter-Regular.ttf", HERE / "fonts" / "Inter-SemiBold.ttf")
"""Brought along, for PDFs too: a server has often no fonts, and a picture without them has no text and looks whole."""
SCALE = 2.0
"""Pixels for one of the SVG's: sharp on dense screens and on paper."""
SECONDS, MEMORY = 20.0, 512 * 2**20
"""What one picture may take; it takes a fifth of a second and fifty megabytes at most."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(svg: str, seconds: float = SECONDS) -> bytes:
    """Draw an SVG as PNG, at twice its size.

    It is drawn in a process of its own: the library holds Python's lock while it draws, all other
    answers would wait for it. Raises Refused where the library or a font is not installed,
    TimeoutError beyond `seconds`, and RuntimeError when what came is no PNG: never an empty picture.
    """
    if find_spec("resvg_py") is None:
        raise Refused("a PNG needs the package resvg-py; run: pip install '.[api]' (or ask for svg)")
    if missing := [font.name for font in FONTS if not font.is_file()]:
        raise Refused(f"a PNG needs the font {missing[0]}, which this installation lacks: install it again")
    # -P: the modules beside the program are not to be taken for others of their names.
    command = [sys.executable, "-P", str(HERE / "drawing.py"), str(SCALE), str(MEMORY), FAMILY, *map(str, FONTS)]
    try:
        drawn = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=seconds)  # noqa: S603 - our own program, no shell
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"the picture was not drawn within {seconds:g} s") from None
    if drawn.returncode or not drawn.stdout.startswith(SIGNATURE):
        raise RuntimeError(f"the picture could not be drawn: resvg ended with {drawn.returncode}")
    return drawn.stdout
