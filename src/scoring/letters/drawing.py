"""Draws one SVG as PNG: a program of its own, run by its path in picture.py, that imports nothing of this package.

`python -P drawing.py SCALE MEMORY FAMILY FONT... < picture.svg > picture.png`
"""

from __future__ import annotations

import sys

from resvg_py import svg_to_bytes


def limit(memory: int) -> None:
    """Let this process have so many bytes and no more, where the system can hold it to that."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def draw(svg: str, scale: float, family: str, fonts: list[str]) -> bytes:
    """Draw with these font files alone: the same picture on every machine."""
    return svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        skip_system_fonts=True,
        font_family=family,
        sans_serif_family=family,
        font_files=fonts,
    )


if __name__ == "__main__":
    limit(int(sys.argv[2]))
    given = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(draw(given, float(sys.argv[1]), sys.argv[3], sys.argv[4:]))
