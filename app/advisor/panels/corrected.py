"""What was corrected of a client: values and scores, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.letters.markup import Markup, tag, together
from scoring.serving.corrections import corrected
from scoring.serving.questions import Amendment, Case, Value
from scoring.words.formats import Formats


def present(case: Case | None, name: str) -> Value:
    """Give a field of the case as it is; None where it is not known."""
    known = () if case is None else case.client.fields
    return next((field.value for field in known if field.name == name), None)


def made(found: Sequence[Amendment], formats: Formats) -> Markup:
    """Write what was corrected, the newest first: fields and score, before and after."""
    if not found:
        return Markup("")
    items = (tag("li", tag("p", said(one, formats))) for one in reversed(found))
    return together(tag("h3", formats.words.text("page.correct_made")), tag("ul", *items, class_="adv-corrections"))


def said(one: Amendment, formats: Formats) -> str:
    """Say one amendment in sentences."""
    text, share, after = formats.words.text, formats.share, one.after
    day = formats.time(one.at)
    if one.before is None:
        return f"{day} · {text('page.correct_added', after=share(after.score.probability))}"
    before = one.before
    names = [(before.fields, after.fields), (before.histories, after.histories)]
    changes = (
        corrected(name, old.get(name), value, formats)
        for old, new in names
        for name, value in new.items()
        if old.get(name) != value
    )
    scores = text(
        "page.correct_scores",
        before=share(before.score.probability),
        after=share(after.score.probability),
        was=text(f"page.gauge_{before.score.decision}"),
        is_now=text(f"page.gauge_{after.score.decision}"),
    )
    return " ".join([f"{day} ·", *changes, scores])
