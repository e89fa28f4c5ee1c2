"""Writes a benchmark's section of a page, and leaves the rest of the page alone."""

from __future__ import annotations

from pathlib import Path

from scoring.aside import file_aside


def rewrite(page: Path, name: str, text: str, title: str) -> None:
    """Put `text` between the page's two marks of `name`, or after all else; a new page begins with `title`."""
    begin, end = f"<!-- {name}: written by its command -->", f"<!-- {name}: end -->"
    old = page.read_text(encoding="utf-8") if page.exists() else f"# {title}\n"
    before, found, rest = old.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    before = before if found else before.rstrip("\n") + "\n\n"
    with file_aside(page) as aside:
        aside.write_text(f"{before}{begin}\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
