"""What a what-if comes to, before and after side by side, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Change, Prediction, Reason, WhatIf
from scoring.words.formats import Formats


def drawn(answer: WhatIf, formats: Formats) -> Markup:
    """Write the answer: what it says, the values that changed, both scores and the reasons that differ."""
    before, after = answer.before, answer.after
    return together(
        tag("h3", seen(answer, formats), role="status"),
        _changes(answer.changed, formats),
        tag("div", _side("before", before, after, formats), _side("after", after, before, formats), class_="adv-sides"),
        *_unseen(after, formats),
        tag("p", after.reasons.check.said[formats.words.language], class_="adv-check"),
        tag("p", formats.words.text("page.whatif_only"), class_="adv-muted"),
    )


def seen(answer: WhatIf, formats: Formats) -> str:
    """Say what happens to the risk and to the decision."""
    text = formats.words.text
    if not answer.changed:
        return text("page.whatif_nothing")
    old, new = answer.before.score, answer.after.score
    shares = formats.share(old.probability), formats.share(new.probability)
    way = "same" if shares[0] == shares[1] else "up" if new.probability > old.probability else "down"
    risk = text(f"page.whatif_risk_{way}", before=shares[0], after=shares[1])
    kept = "still" if old.decision == new.decision else "now"
    return text("page.whatif_seen", risk=risk, outcome=text(f"page.whatif_{kept}_{new.decision}"))


def decided(decision: str, review: bool, formats: Formats) -> Markup:
    """Write a decision by word and sign."""
    text = formats.words.text
    chip = tag("span", text("page.lists_review"), class_="adv-chip") if review else ""
    return together(tag("span", text(f"page.lists_{decision}"), class_=f"adv-{decision}"), chip)


def _changes(changed: Sequence[Change], formats: Formats) -> Markup:
    rows = (
        tag(
            "li",
            formats.words.text(
                "page.whatif_change",
                label=formats.words.label(change.name),
                before=formats.value(change.name, change.before, change.unit),
                after=formats.value(change.name, change.after, change.unit),
            ),
        )
        for change in changed
    )
    return tag("ul", *rows, class_="adv-changed")


def _side(which: str, one: Prediction, other: Prediction, formats: Formats) -> Markup:
    """Write one score, and the reasons that only it has."""
    text, score = formats.words.text, one.score
    interval = text("page.gauge_interval", low=formats.share(score.low), high=formats.share(score.high))
    return tag(
        "section",
        tag("h3", text(f"page.whatif_{which}")),
        tag("p", tag("strong", formats.share(score.probability)), " ", decided(score.decision, score.review, formats)),
        tag("p", interval, class_="adv-muted"),
        _reasons(which, one, other, formats),
        class_=f"adv-{which}",
    )


def _reasons(which: str, one: Prediction, other: Prediction, formats: Formats) -> Markup:
    said = [
        tag("li", tag("span", text), class_=f"adv-{side}")
        for side in ("against", "favour")
        for text in _only(getattr(one.reasons, side), getattr(other.reasons, side), formats)
    ]
    if not said:
        return tag("p", formats.words.text(f"page.whatif_reasons_{which}_none"), class_="adv-muted")
    return together(tag("p", formats.words.text(f"page.whatif_reasons_{which}")), tag("ul", *said))


def _only(reasons: Sequence[Reason], others: Sequence[Reason], formats: Formats) -> list[str]:
    """Give what is said here and not there, on the same side."""
    language = formats.words.language
    known = {reason.said[language] for reason in others}
    return [text for reason in reasons if (text := reason.said[language]) not in known]


def _unseen(after: Prediction, formats: Formats) -> list[Markup]:
    if not after.unseen:
        return []
    labels = ", ".join(formats.words.label(name) for name in after.unseen)
    return [tag("p", formats.words.text("page.whatif_unseen", labels=labels))]
