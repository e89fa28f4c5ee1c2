"""The tables that profiles and links are told in. Shares and rates are parts of 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from scoring.features.dictionary import source
from scoring.pipeline.exploration import evidence
from scoring.pipeline.exploration.links import Link
from scoring.pipeline.exploration.parts import Counts, Part
from scoring.pipeline.exploration.profile import Profile

EXAMPLES = 3


def outcomes(everyone: Counts) -> pd.DataFrame:
    """Clients, labelled and not, with the default rate where there is one."""
    rows = [
        ("labelled", everyone.labelled, everyone.defaulted, _share(everyone.defaulted, everyone.labelled)),
        ("unlabelled", everyone.unlabelled, None, None),
    ]
    columns = ["applicants", "clients", "defaulted", "default rate"]
    return pd.DataFrame(rows, columns=columns).astype({"defaulted": "Int64"}).set_index("applicants")


def links(found: Sequence[Link], everyone: Counts, least: int) -> pd.DataFrame:
    """One line per history. Rates are withheld where too few labelled clients have rows, or have none;
    shares where too few clients are labelled, or unlabelled."""
    columns = (
        *(
            "table",
            "by",
            "rows",
            "labelled with rows",
            "unlabelled with rows",
            "mean rows",
            "median rows",
            "nearly all have at most",
        ),
        *("default rate with rows", "default rate without"),
    )
    rows = [_link(one, everyone, least) for one in found]
    return pd.DataFrame(rows, columns=columns).set_index("table")


def _link(one: Link, everyone: Counts, least: int) -> tuple[object, ...]:
    without = everyone - one.held
    few = any(0 < counts.labelled < least for counts in (one.held, without))
    rates = [None if few else _share(counts.defaulted, counts.labelled) for counts in (one.held, without)]
    by = one.table.parent[0] if one.table.parent else "SK_ID_CURR"
    coverage = [
        None if whole < least else _share(held, whole)
        for held, whole in (
            (one.held.labelled, everyone.labelled),
            (one.held.unlabelled, everyone.unlabelled),
        )
    ]
    return one.table.name, by, one.rows, *coverage, one.mean, one.median, one.many, *rates


def unknown(profiles: Iterable[Profile], everyone: Counts) -> pd.DataFrame:
    """One line per feature."""
    rows = [(p.feature.name, _share(p.unknown.clients, everyone.clients)) for p in profiles]
    return pd.DataFrame(rows, columns=["feature", "not known"]).set_index("feature")


def missing_blocks(profiles: Iterable[Profile], everyone: Counts, least: int) -> pd.DataFrame:
    """One line per set of features that are not known for exactly the same clients: at least `least` of them."""
    blocks: dict[tuple[int, Counts], list[Profile]] = {}
    for profile in profiles:
        if profile.unknown.clients >= least:
            blocks.setdefault((profile.mark, profile.unknown), []).append(profile)
    rows = [
        (
            ", ".join(dict.fromkeys(source(profile.feature) for profile in block)),
            len(block),
            _share(counts.clients, everyone.clients),
            ", ".join(profile.feature.name for profile in block[:EXAMPLES]) + " …" * (len(block) > EXAMPLES),
        )
        for (_, counts), block in blocks.items()
        if len(block) > 1
    ]
    table = pd.DataFrame(rows, columns=["from", "features", "not known", "which"])
    return table.sort_values(["features", "not known"], ascending=False, ignore_index=True).set_index("from")


def outliers(profiles: Iterable[Profile], least: int) -> pd.DataFrame:
    """One line per number with clients far out; a count under `least` is not told."""
    found = sorted((p for p in profiles if p.far), key=lambda profile: -profile.reach)
    rows = [
        (
            p.feature.name,
            source(p.feature),
            *(e.low, e.median, e.high),
            f"{p.far:,}" if p.far >= least else f"fewer than {least}",
        )
        for p in found
        for e in [p.edges]
    ]
    return pd.DataFrame(rows, columns=["feature", "from", "low", "median", "high", "clients far out"]).set_index(
        "feature"
    )


def rates(name: str, parts: Sequence[Part]) -> pd.DataFrame:
    """One line per part, in the parts' order; the index bears the feature's name."""
    rows = [
        (p.name, c.labelled, _share(c.defaulted, c.labelled), *evidence.interval(c.defaulted, c.labelled))
        for p in parts
        for c in [p.counts]
    ]
    return pd.DataFrame(rows, columns=[name, "clients", "default rate", "low", "high"]).set_index(name)


def information_values(profiles: Iterable[Profile], everyone: Counts) -> pd.DataFrame:
    """One line per feature, the most telling first; `by chance` is what one without relation would show."""
    rows = [
        (
            p.feature.name,
            source(p.feature),
            1 - _share(p.unknown.clients, everyone.clients),
            len(p.parts),
            evidence.information_value(p.parts),
            evidence.by_chance(p.parts),
            p.correlation,
        )
        for p in profiles
    ]
    columns = ["feature", "from", "known", "parts", "information value", "by chance", "correlation"]
    table = pd.DataFrame(rows, columns=columns).sort_values("information value", ascending=False, kind="stable")
    return table.astype({"correlation": float}).set_index("feature")


def shift(profiles: Iterable[Profile], everyone: Counts, least: int) -> pd.DataFrame:
    """One line per feature, the most shifted first, with the part whose share changed most."""
    if not everyone.unlabelled:
        profiles = ()
    rows = [_shift(profile, least) for profile in profiles if len(profile.parts) > 1]
    columns = ["feature", "from", "stability index", "part", "share of labelled", "share of unlabelled"]
    table = pd.DataFrame(rows, columns=columns).sort_values("stability index", ascending=False, kind="stable")
    return table.set_index("feature")


def _shift(profile: Profile, least: int) -> tuple[object, ...]:
    whole = sum((part.counts for part in profile.parts), Counts())
    shares = [
        (_share(p.counts.labelled, whole.labelled), _share(p.counts.unlabelled, whole.unlabelled))
        for p in profile.parts
    ]
    most = max(range(len(shares)), key=lambda place: abs(shares[place][1] - shares[place][0]))
    few = 0 < profile.parts[most].counts.unlabelled < least
    changed = shares[most][0], None if few else shares[most][1]
    first = profile.feature.name, source(profile.feature), evidence.stability(profile.parts)
    return *first, profile.parts[most].name, *changed


def square(names: Sequence[str], found: Mapping[tuple[str, str], float | None]) -> pd.DataFrame:
    """Lay out the correlations of pairs as a square; 1 on its diagonal."""
    cells = [[1.0 if a == b else found.get((a, b), found.get((b, a))) for b in names] for a in names]
    return pd.DataFrame(cells, index=pd.Index(names, name="feature"), columns=list(names), dtype=float)


def _share(count: int, of: int) -> float:
    return count / of if of else float("nan")
