"""The dictionary of features, generated from the declarations and the words."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from pathlib import Path

from scoring.aside import file_aside
from scoring.faults import Refused
from scoring.features.application import AGAINST_HISTORY, DERIVED, RAW
from scoring.features.catalogue import BLOCKS, FEATURES
from scoring.features.declaration import Feature
from scoring.words import LANGUAGES, words

HEADER = (
    "name",
    "kind",
    "unit",
    "source",
    "without history",
    "label (fr)",
    "meaning (fr)",
    "label (en)",
    "meaning (en)",
)


def entries() -> list[tuple[str, ...]]:
    """Give one entry per feature, in order, with the columns of HEADER."""
    return [(*_facts(feature), *_texts(feature)) for feature in FEATURES]


def source(feature: Feature) -> str:
    """Name the raw table a feature is made from."""
    for block in BLOCKS:
        if feature in block.features:
            return block.table
    return "application and histories" if feature in AGAINST_HISTORY else "application"


def _facts(feature: Feature) -> tuple[str, ...]:
    applies = feature not in RAW and feature not in DERIVED
    absent = "not known" if feature.absent is None else f"{feature.absent:g}"
    return feature.name, feature.kind, feature.unit, source(feature), absent if applies else ""


def _texts(feature: Feature) -> tuple[str, ...]:
    return tuple(
        text
        for language in LANGUAGES
        for text in (words(language).label(feature.name), words(language).help(feature.name))
    )


def write(out: Path) -> int:
    """Write the dictionary as .csv or .html by the file's suffix; give the number of features."""
    writers = {".csv": _csv, ".html": _html}
    if out.suffix not in writers:
        raise Refused(f"{out}: the dictionary is written as {' or '.join(writers)}; give such a file name")
    found = entries()
    with file_aside(out) as aside:
        aside.write_text(writers[out.suffix](found), encoding="utf-8")
    return len(found)


def _csv(found: Sequence[Sequence[str]]) -> str:
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(found)
    return content.getvalue()


def _html(found: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in HEADER)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in entry) + "</tr>" for entry in found)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dictionary of features</title>
<style>
body {{ font: 14px/1.45 system-ui, sans-serif; margin: 24px; color: #1b1f24; }}
table {{ border-collapse: collapse; }} th, td {{ text-align: left; vertical-align: top; padding: 4px 12px 4px 0; }}
th {{ position: sticky; top: 0; background: #fff; }} tr {{ border-bottom: 1px solid #d9dde3; }}
</style></head><body>
<h1>Dictionary of features</h1>
<p>{len(found)} features, in the order in which they are scored.</p>
<table><thead><tr>{head}</tr></thead><tbody>
{body}
</tbody></table></body></html>
"""
