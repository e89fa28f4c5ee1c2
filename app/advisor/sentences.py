"""What a comparison says, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.charts.grid import Grid
from scoring.serving.questions import Comparison, Pair
from scoring.words.formats import AGE, Formats


def seen(comparison: Comparison, formats: Formats) -> str:
    """Say the client's place: "Income: 6 clients in 10 are below"."""
    label = formats.words.label(comparison.variable.name)
    if comparison.value is None or comparison.below is None:
        return formats.words.text("page.seen_unknown", label=label)
    way, share = way_of(comparison)
    tenths = round(share * 10)
    if tenths in (0, 10):
        crowd = formats.words.text(f"page.seen_{way}_{'few' if tenths == 0 else 'most'}")
    else:
        crowd = formats.counted(f"page.seen_{way}", tenths)
    return formats.words.text("page.seen", label=label, crowd=crowd)


def group(found: Comparison | Pair, formats: Formats) -> str:
    """Say which group it is, how many clients it has, what it is made of where that is not plain, and its defaults."""
    words = formats.words
    known = formats.whole(found.known)
    size = formats.counted("page.compare_size", found.size, group=words.text(f"group.{found.group}"), known=known)
    said = [size]
    if f"{found.group}_help" in words.entries["group"]:
        said.append(words.text(f"group.{found.group}_help"))
    if found.criteria:
        said.append(words.text("page.compare_alike", criteria=_listed(found.criteria, formats)))
    if isinstance(found, Comparison) and found.default_rate is not None:
        said.append(words.text("page.compare_default", rate=formats.share(found.default_rate)))
    return " ".join(said)


def values(comparison: Comparison, formats: Formats) -> str:
    """Say the client's own value and place and, for numbers, the group's median and the gap to it."""
    variable = comparison.variable
    own = formats.value(variable.name, comparison.value, variable.unit)
    if comparison.median is None or variable.unit == "flag":
        said = [formats.words.text("page.compare_own", value=own)]
    else:
        median = formats.value(variable.name, comparison.median, variable.unit)
        said = [formats.words.text("page.compare_own_median", value=own, median=median)]
        if comparison.gap is not None:
            said.append(gap(comparison, comparison.gap, formats))
    if comparison.below is not None:
        way, share = way_of(comparison)
        said.append(formats.words.text(f"page.place_{way}", share=formats.share(share)))
    return " ".join(said)


def gap(comparison: Comparison, size: float, formats: Formats) -> str:
    """Say how far the client is from the median, in the unit that is read."""
    name, unit = comparison.variable.name, comparison.variable.unit
    if size == 0:
        return formats.words.text("page.gap_none")
    if name == AGE:
        way = "younger" if size > 0 else "elder"
    elif unit in ("days", "months"):
        way = "later" if size > 0 else "sooner"
    else:
        way = "more" if size > 0 else "less"
    return formats.words.text(f"page.gap_{way}", gap=_size(abs(size), unit, formats))


def pair(found: Pair, grid: Grid, formats: Formats) -> str:
    """Say how many clients are where this one is: "Income and age: 312 clients of 4,000 are in the same case"."""
    labels = {side: formats.words.label(getattr(found, side).variable.name) for side in ("across", "up")}
    if None in (found.across.value, found.up.value):
        crowd = formats.words.text("page.pair_unknown")
    elif grid.own is None:
        crowd = formats.words.text("page.pair_few")
    else:
        crowd = formats.counted("page.pair_same", grid.own.count, known=formats.whole(found.known))
    return formats.words.text("page.pair_seen", **labels, crowd=crowd)


def pair_values(found: Pair, grid: Grid, formats: Formats) -> str:
    """Say the client's own values, and how many of those in the same case did not repay."""
    axes = (("across", found.across), ("up", found.up))
    own = {side: formats.value(axis.variable.name, axis.value, axis.variable.unit) for side, axis in axes}
    said = [formats.words.text("page.pair_own", **own)]
    if grid.own is not None and grid.own.default_rate is not None:
        said.append(formats.words.text("page.pair_rate", rate=formats.share(grid.own.default_rate)))
    return " ".join(said)


def withheld(found: Comparison | Pair, formats: Formats) -> str:
    """Say why a small group is not shown, what makes a larger one, and what it was made of."""
    group = formats.words.text(f"group.{found.group}")
    said = [formats.words.text("page.compare_withheld", group=group, minimum=found.minimum)]
    said.append(formats.words.text("page.compare_withheld_alike" if found.criteria else "page.compare_withheld_other"))
    if found.criteria:
        said.append(formats.words.text("page.compare_alike", criteria=_listed(found.criteria, formats)))
    return " ".join(said)


def way_of(comparison: Comparison) -> tuple[str, float]:
    """Choose the words for "below", and the share they are said of."""
    variable, below = comparison.variable, comparison.below or 0.0
    if variable.kind == "category":
        return "same", below
    if variable.unit == "flag":
        total = sum(band.count for band in comparison.bands)
        same = sum(band.count for band in comparison.bands if band.low == comparison.value)
        return "same", same / max(1, total)
    if variable.name == AGE:
        return "older", below
    return ("earlier" if variable.unit in ("days", "months") else "lower"), below


def _listed(criteria: Sequence[str], formats: Formats) -> str:
    return ", ".join(formats.words.text(f"criterion.{name}").lower() for name in criteria)


def _size(size: float, unit: str, formats: Formats) -> str:
    if unit == "days":
        return formats.span(size)
    if unit == "share":
        return formats.words.text("page.gap_points", points=formats.number(round(100 * size, 1)))
    return formats.value("", size, "duration_months" if unit == "months" else unit)
