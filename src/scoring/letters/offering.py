"""Terms of a loan in sentences: the page's offers and the letter say the same."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.serving.questions import Offer, Offers, Option
from scoring.words.formats import Formats


def nearest(offers: Offers, formats: Formats) -> str:
    """Say in one sentence which terms nearest to those asked could be granted, or why there are none."""
    offer = offers.nearest.offer
    if offer is None:
        return why(offers.nearest, formats)
    said = compared(offer, offers.asked, formats)
    return formats.words.text("letter.offer_review", terms=said) if offer.state == "review" else said


def terms(offer: Offer, formats: Formats) -> str:
    """Say amount, duration and annuity; what is not known is said to be so."""
    amount = formats.value("", offer.amount, "money")
    annuity = formats.value("", offer.annuity, "money")
    key = "terms" if offer.duration is not None else "terms_endless"
    return formats.words.text(
        f"page.offers_{key}", amount=amount, months=months(offer.duration, formats), annuity=annuity
    )


def compared(offer: Offer, asked: Offer, formats: Formats) -> str:
    """Say terms against what was asked: "the same amount over 36 months"."""
    text = formats.words.text
    amount = formats.value("", offer.amount, "money")
    said = text("page.offers_same_amount") if offer.amount == asked.amount else amount
    key = "terms" if offer.duration is not None else "terms_endless"
    if offer.duration is not None and offer.duration == asked.duration:
        key = "terms_same_months"
    annuity = formats.value("", offer.annuity, "money")
    sentence = text(f"page.offers_{key}", amount=said, months=months(offer.duration, formats), annuity=annuity)
    if not offer.down_payment:
        return sentence
    brought = formats.value("", offer.down_payment, "money")
    return text("page.offers_down_payment", terms=sentence, brought=brought)


def why(option: Option, formats: Formats) -> str:
    """Say why there is no offer."""
    return formats.words.text(f"page.offers_why_{option.why}", fields=fields(option.lacking, formats))


def fields(names: Sequence[str], formats: Formats) -> str:
    """List fields by their labels."""
    return ", ".join(map(formats.words.label, names))


def months(duration: int | None, formats: Formats) -> str:
    """Say a duration; one that is not known is said to be so."""
    if duration is None:
        return formats.words.text("page.offers_months_unknown")
    return formats.value("", duration, "duration_months")
