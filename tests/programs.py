"""A program of Python of its own, where nothing that this one loaded is loaded."""

from __future__ import annotations

import subprocess
import sys


def said(program: str, *arguments: object) -> str:
    """Give what a program prints; raises CalledProcessError where it fails."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
