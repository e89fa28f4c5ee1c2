"""What a comparison says, in sentences."""

from __future__ import annotations

from advisor.charts.picture import Picture
from scoring.serving.questions import Comparison
from scoring.words.formats import AGE, Formats


def seen(comparison: Comparison, picture: Picture, formats: Formats) -> str:
    """Say the client's place: "Income: 6 clients in 10 are below"."""
    label = formats.words.label(comparison.variable.name)
    if comparison.value is None or comparison.below is None:
        return formats.words.text("page.seen_unknown", label=label)
    way, share = _way(comparison, picture)
    tenths = round(share * 10)
    if tenths in (0, 10):
        crowd = formats.words.text(f"page.seen_{way}_{'few' if tenths == 0 else 'most'}")
    else:
        crowd = formats.counted(f"page.seen_{way}", tenths)
    return formats.words.text("page.seen", label=label, crowd=crowd)


def group(comparison: Comparison, formats: Formats) -> str:
    """Say which group it is, how many clients it has, what it is made of where that is not plain, and its defaults."""
    made_of = f"{comparison.group}_help"
    known = made_of in formats.words.entries["group"]
    size = formats.counted(
        "page.compare_size",
        comparison.size,
        group=formats.words.text(f"group.{comparison.group}"),
        known=formats.whole(comparison.known),
    )
    said = [size, formats.words.text(f"group.{made_of}")] if known else [size]
    if comparison.default_rate is not None:
        said.append(formats.words.text("page.compare_default", rate=formats.share(comparison.default_rate)))
    return " ".join(said)


def values(comparison: Comparison, formats: Formats) -> str:
    """Say the client's own value and, for numbers, the group's median."""
    variable = comparison.variable
    own = formats.value(variable.name, comparison.value, variable.unit)
    if comparison.median is None or variable.unit == "flag":
        return formats.words.text("page.compare_own", value=own)
    median = formats.value(variable.name, comparison.median, variable.unit)
    return formats.words.text("page.compare_own_median", value=own, median=median)


def withheld(comparison: Comparison, formats: Formats) -> str:
    """Say why a small group is not shown."""
    group = formats.words.text(f"group.{comparison.group}")
    return formats.words.text("page.compare_withheld", group=group, minimum=comparison.minimum)


def _way(comparison: Comparison, picture: Picture) -> tuple[str, float]:
    """Choose the words for "below", and the share they are said of."""
    variable, below = comparison.variable, comparison.below or 0.0
    if variable.kind == "category":
        return "same", below
    if variable.unit == "flag":
        return "same", sum(bar.count for bar in picture.bars if bar.mine) / max(1, picture.total)
    if variable.name == AGE:
        return "older", below
    return ("earlier" if variable.unit == "days" else "lower"), below
