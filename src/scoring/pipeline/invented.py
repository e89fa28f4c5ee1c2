"""Whether the staged clients are invented: their files are signed as such."""

from __future__ import annotations

from pathlib import Path

from scoring import staging, synthetic


def is_invented(report: staging.Report) -> bool:
    """Say whether every staged file lies in a folder, or an archive, that `scoring synth` signed."""
    return all(synthetic.is_signed(_origin(file)) for entry in report.tables for file in entry.files)


def _origin(shown: str) -> Path:
    """Give the archive or folder of a raw file, named as messages name it."""
    archive, packed, _ = shown.rpartition(".zip:")
    return Path(f"{archive}.zip") if packed else Path(shown).parent
