"""What could be offered, in sentences: terms, why there are none, the lender's limits, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.letters.markup import Markup, tag, together
from scoring.letters.offering import compared, months, terms, why
from scoring.serving.questions import Limits, MapCell, Missing, Offer, Offers, Option, State
from scoring.words.formats import Formats

SIGNS: dict[State, str] = {"granted": "●", "review": "◆", "refused": "✚", "outside": "·"}
"""What tells the states apart without colour, here and on the map."""
KINDS = ("nearest", "largest", "largest_at_duration", "shortest")
"""The offers, in the order of their cards."""
LETTERS = dict(zip(KINDS, "ABCD", strict=True))
"""What names each offer on the map."""
SHOWN = 6
"""Missing items that are listed at once."""


def asked(offers: Offers, formats: Formats) -> Markup:
    """Say what is asked, what it weighs on the income, and what it comes to."""
    offer, text = offers.asked, formats.words.text
    burden = text("page.offers_burden_unknown")
    if offer.burden is not None and offer.leverage is not None:
        times = formats.number(round(offer.leverage, 1))
        burden = text("page.offers_burden", burden=formats.share(offer.burden), leverage=times)
    parts = [tag("p", tag("strong", terms(offer, formats))), tag("p", burden), tag("p", outcome(offer, formats))]
    return tag("section", tag("h3", text("page.offers_asked")), *parts, class_="adv-offer adv-offer-asked")


def card(kind: str, option: Option, offers: Offers, formats: Formats) -> Markup:
    """Say one offer, or why there is none."""
    text = formats.words.text
    title = tag("h3", tag("span", LETTERS[kind], class_="adv-letter"), " ", text(f"page.offers_{kind}"))
    if option.offer is None:
        said: Sequence[Markup] = [tag("p", why(option, formats), class_="adv-none")]
    elif _same(option.offer, offers.asked):
        said = [tag("p", text("page.offers_as_asked"))]
    else:
        said = [tag("p", compared(option.offer, offers.asked, formats)), tag("p", outcome(option.offer, formats))]
    return tag("section", title, *said, class_="adv-offer")


def outcome(offer: Offer, formats: Formats) -> Markup:
    """Say the risk and what the terms come to."""
    risk = formats.words.text("page.offers_risk", risk=formats.share(offer.score.probability))
    return together(risk, " ", state(offer.state, formats))


def state(state: State, formats: Formats) -> Markup:
    """Say a state by its sign and its word."""
    word = formats.words.text(f"page.offers_state_{state}")
    return tag("span", f"{SIGNS[state]} {word}", class_=f"adv-state adv-state-{state}")


def limits(limits: Limits, formats: Formats) -> str:
    """Say the limits in force."""
    return formats.words.text(
        "page.offers_limits",
        annuity=formats.tick("", limits.annuity, "share"),
        amount=formats.number(limits.amount),
        down_payment=formats.tick("", limits.down_payment, "share"),
        shortest=formats.whole(limits.shortest),
        longest=formats.value("", limits.longest, "duration_months"),
    )


def cell(cell: MapCell, formats: Formats) -> str:
    """Say one point of the map."""
    return formats.words.text(
        f"page.offers_cell{'' if cell.duration is not None else '_endless'}",
        amount=formats.whole(cell.amount),
        months=months(cell.duration, formats),
        annuity=formats.whole(cell.annuity),
        risk=formats.share(cell.probability),
        state=formats.words.text(f"page.offers_state_{cell.state}"),
    )


def missing(found: Sequence[Missing], formats: Formats) -> Markup:
    """Say which missing items would help: the widest ranges, the rest behind a disclosure."""
    text = formats.words.text
    if not found:
        return together(tag("h3", text("page.missing_title")), tag("p", text("page.missing_none"), class_="adv-none"))
    could = sum(one.flips for one in found)
    title = formats.counted("page.missing_flips", could) if could else text("page.missing_flips_none")
    first, rest = found[:SHOWN], found[SHOWN:]
    more = formats.counted("page.missing_rest", len(rest))
    behind = tag("details", tag("summary", more), _table(rest, formats)) if rest else ""
    return together(
        tag("h3", title), tag("p", text("page.missing_help"), class_="adv-muted"), _table(first, formats), behind
    )


def item(name: str, formats: Formats) -> str:
    """Name an item: what comes together has words of its own, a single column its label."""
    together_: dict[str, str] = formats.words.entries["item"]
    return together_[name] if name in together_ else formats.words.label(name)


def _table(found: Sequence[Missing], formats: Formats) -> Markup:
    text = formats.words.text
    heads = (tag("th", text(f"page.missing_column_{name}"), scope="col") for name in ("item", "range", "flips"))
    rows = (
        tag(
            "tr",
            tag("th", item(one.item, formats), scope="row"),
            tag("td", _range(one, formats)),
            tag("td", text(f"page.missing_{'could' if one.flips else 'would_not'}")),
            class_="adv-flips" if one.flips else "adv-other",
        )
        for one in found
    )
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))


def _range(one: Missing, formats: Formats) -> str:
    low, high = formats.share(one.low), formats.share(one.high)
    return low if low == high else formats.words.text("page.missing_range", low=low, high=high)


def _same(offer: Offer, asked: Offer) -> bool:
    return (offer.amount, offer.duration, offer.down_payment) == (asked.amount, asked.duration, asked.down_payment)
