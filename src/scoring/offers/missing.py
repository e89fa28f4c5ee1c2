"""What is not known of an applicant, and what a score would be if it were.

An absent item is supplied with what granted clients usually have, three times: their tenth, fiftieth
and ninetieth percentile of a number, or their most frequent categories. What comes together in one
document (the measures of a building, the enquiries at the bureau) is one item and supplied at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.features.application import RAW
from scoring.offers.terms import AMOUNT, ANNUITY, GOODS
from scoring.offers.usual import Usual
from scoring.offers.variants import Scorer
from scoring.tables import APPLICATION
from scoring.tables.application import BUILDING

Value = float | str | None
DOCUMENT = "FLAG_DOCUMENT_"
"""A document not given is 0, and known to be absent."""


@dataclass(frozen=True)
class Item:
    """Columns that one document tells; it has no sense where the `pointless` column has one of the values."""

    name: str
    columns: tuple[str, ...]
    pointless: tuple[str, tuple[str, ...]] | None = None


_NO_WORK = ("NAME_INCOME_TYPE", ("Pensioner", "Unemployed"))
TOGETHER: tuple[Item, ...] = (
    Item("OWN_CAR_AGE", ("OWN_CAR_AGE",), ("FLAG_OWN_CAR", ("N",))),
    Item("OCCUPATION_TYPE", ("OCCUPATION_TYPE",), _NO_WORK),
    Item("employment", ("DAYS_EMPLOYED", "ORGANIZATION_TYPE"), _NO_WORK),
    Item(
        "building",
        (
            *(f"{measure}_{statistic}" for statistic in ("AVG", "MODE", "MEDI") for measure in BUILDING),
            *(
                f"{what}_MODE"
                for what in ("FONDKAPREMONT", "HOUSETYPE", "TOTALAREA", "WALLSMATERIAL", "EMERGENCYSTATE")
            ),
        ),
    ),
    Item(
        "social_circle",
        tuple(f"{what}_{days}_CNT_SOCIAL_CIRCLE" for days in (30, 60) for what in ("OBS", "DEF")),
    ),
    Item(
        "enquiries",
        tuple(f"AMT_REQ_CREDIT_BUREAU_{period}" for period in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")),
    ),
)
"""Items of more than one column, or that not everybody can supply; every other column is its own."""
NOBODY_SUPPLIES = ("WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START")
"""Columns that say when the application was made."""
ITEMS: tuple[Item, ...] = TOGETHER + tuple(
    Item(feature.name, (feature.name,))
    for feature in RAW
    if feature.name not in {*NOBODY_SUPPLIES, *(column for item in TOGETHER for column in item.columns)}
)
SHARES = {ANNUITY: AMOUNT, GOODS: AMOUNT}
"""Columns whose usual value is a share of another: large loans are paid back in large instalments."""


@dataclass(frozen=True)
class Supplied:
    """An absent item, and the probabilities that it could lead to; `flips` if one changes the decision.

    `width` is that of the range which these span together with the probability as it is.
    """

    name: str
    columns: tuple[str, ...]
    low: float
    high: float
    width: float
    flips: bool


def absent(row: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """Name the items that a feature row lacks and the applicant could supply, with the columns not known."""
    found = {
        item.name: tuple(name for name in item.columns if _lacks(row, name)) for item in ITEMS if _sensible(item, row)
    }
    return {name: columns for name, columns in found.items() if columns}


def worth(row: Mapping[str, Value], usual: Usual, score: Scorer) -> tuple[Supplied, ...]:
    """Say where each absent item could lead, the widest range first.

    Left out is what too few granted clients have, and what does not move the score.
    """
    variants = {
        (name, columns): made for name, columns in absent(row).items() if (made := list(_variants(row, columns, usual)))
    }
    scores = score([{}, *(variant for made in variants.values() for variant in made)])
    probability, refused = scores.probability.tolist(), scores.refused.tolist()
    found, start = [], 1
    for (name, columns), made in variants.items():
        part = slice(start, start := start + len(made))
        low, high = min(probability[part]), max(probability[part])
        width = max(high, probability[0]) - min(low, probability[0])
        found.append(Supplied(name, columns, low, high, width, any(call != refused[0] for call in refused[part])))
    return tuple(sorted((item for item in found if item.width), key=lambda item: -item.width))


def _variants(row: Mapping[str, Value], columns: Sequence[str], usual: Usual) -> Iterator[dict[str, float | str]]:
    """Give the fields to lay over: each column's first usual value, then each one's second, and so on."""
    known = {name: values for name in columns if (values := _values(row, name, usual))}
    for place in range(max(map(len, known.values()), default=0)):
        yield {name: values[min(place, len(values) - 1)] for name, values in known.items()}


def _values(row: Mapping[str, Value], name: str, usual: Usual) -> Sequence[float | str]:
    if name.startswith(DOCUMENT) and row[name] == 0.0:
        return [value for value in usual.of(name) if value == 1.0]
    whole = row[SHARES[name]] if name in SHARES else None
    values = usual.share(name, SHARES[name]) if isinstance(whole, float) else usual.of(name)
    size = whole if isinstance(whole, float) else 1.0
    return [value if isinstance(value, str) else APPLICATION[name].within(value * size) for value in values]


def _lacks(row: Mapping[str, Value], name: str) -> bool:
    return row[name] is None or (name.startswith(DOCUMENT) and row[name] == 0.0)


def _sensible(item: Item, row: Mapping[str, Value]) -> bool:
    return item.pointless is None or row[item.pointless[0]] not in item.pointless[1]
