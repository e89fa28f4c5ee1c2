"""Where invented clients may be written: never over files that this program did not write."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from scoring.tables import TABLES

Format = Literal["csv", "zip", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "zip", "parquet")
SIGN = "invented.json"
"""The file that stands beside the eight and tells that their clients are invented."""

BYTES: dict[Format, int] = {"csv": 6_600, "zip": 6_600, "parquet": 850}
"""Disk space that a client takes while written; the archive is packed from CSV files, one by one."""


def sign(folder: Path, origin: Mapping[str, object]) -> None:
    """Write how the clients were invented beside them."""
    (folder / SIGN).write_text(json.dumps(origin) + "\n", encoding="utf-8")


def format_of(out: Path) -> Format:
    """Give the format that a name asks for: an archive where it ends with .zip, else CSV files."""
    return "zip" if out.suffix.lower() == ".zip" else "csv"


def faults(out: Path, form: Format, clients: int) -> Iterator[str]:
    """Say why `out` cannot take so many clients: its name, what stands there, too little space."""
    if (format_of(out) == "zip") != (form == "zip"):
        yield f"{out} does not go with the format {form}: an archive's name ends with .zip, a folder's does not."
    elif form == "zip":
        yield from _archive_faults(out)
    else:
        yield from _folder_faults(out)
    yield from _space_faults(out, BYTES[form] * clients)


def _archive_faults(out: Path) -> Iterator[str]:
    if out.is_dir():
        yield f"{out} is a folder; name the archive to write, such as {out / 'home-credit.zip'}."
    elif out.exists() and not is_signed(out):
        yield f"{out} is there already and was not written by scoring synth: name another archive."


def is_signed(origin: Path) -> bool:
    """Say whether a folder, or an archive, tells that its clients are invented."""
    if not origin.is_file():
        return (origin / SIGN).exists()
    try:
        with zipfile.ZipFile(origin) as content:
            return SIGN in content.namelist()
    except zipfile.BadZipFile:
        return False


def _folder_faults(out: Path) -> Iterator[str]:
    if not out.exists():
        return
    if not out.is_dir():
        yield f"{out} is a file; name a folder for the eight files, or an archive that ends with .zip."
        return
    names = sorted(entry.name for entry in out.iterdir())
    ours = {f"{file}.{form}" for table in TABLES for file in table.files for form in FORMATS}
    strangers = [name for name in names if name not in ours | {SIGN}] if SIGN in names else names
    if strangers:
        yield (
            f"{out} holds files that scoring synth did not write, such as {strangers[0]}: name a new or empty folder."
        )


def _space_faults(out: Path, needed: int) -> Iterator[str]:
    folder = next(place for place in out.absolute().parents if place.is_dir())
    free = shutil.disk_usage(folder).free
    if needed > free:
        yield (
            f"{out} needs about {needed / 1e6:,.0f} MB while it is written, and {free / 1e6:,.0f} MB are free there: "
            "make space, or ask for fewer clients."
        )
