"""What clients are given in writing: the letter that gives reasons, and their own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scoring.letters.document import Block, Document, Heading, Paragraph, Points, Rows
from scoring.letters.past import tables
from scoring.serving.questions import Client, Decision, Field, Score, Timeline
from scoring.words import Language
from scoring.words.formats import Formats, formats

AMOUNT, ANNUITY = "AMT_CREDIT", "AMT_ANNUITY"


@dataclass(frozen=True)
class Said:
    """Sentences in the document's language: what spoke against and in favour, and what could be offered."""

    against: tuple[str, ...]
    favour: tuple[str, ...]
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """What is held of a client: the application as received, the past, and what is computed from both."""

    client: Client
    past: Timeline
    computed: tuple[Field, ...]


@dataclass(frozen=True)
class Noted:
    """One entry of what people did with a file, each part in the document's language."""

    when: str
    who: str
    what: str


def reasons_letter(
    client: Client, score: Score, decision: Decision, said: Said, language: Language, day: date
) -> Document:
    """Write the letter that tells a client the decision a person took, and why.

    `decision` is the person's: the score's is only what the model alone would have given.
    """
    form = formats(language)
    text = form.words.text
    blocks: list[Block] = [
        Paragraph(f"{_asked(client, form)} {text(f'letter.decided_{decision}')}"),
        Heading(text("letter.how")),
        Paragraph(" ".join(_how(score, decision, form))),
        *_reasons(said, form),
        *_rights(form),
    ]
    return Document(language, text(f"letter.title_{decision}"), _head(client, score, form, day), tuple(blocks))


def own_file(held: Held, score: Score, said: Said, noted: Sequence[Noted], language: Language, day: date) -> Document:
    """Write all that is held of a client: estimate, reasons, data with their meaning, the past, and what was noted."""
    form = formats(language)
    text = form.words.text
    decision = text("letter.file_decision", decision=text(f"page.gauge_{score.decision}"))
    records = Rows(
        tuple(text(f"letter.file_{column}") for column in ("when", "who", "what")),
        tuple((entry.when, entry.who, entry.what) for entry in noted),
    )
    blocks: list[Block] = [
        Paragraph(text("letter.file_intro")),
        Heading(text("letter.file_score")),
        Paragraph(" ".join([decision, *_how(score, score.decision, form)])),
        *_reasons(said, form),
        Heading(text("letter.file_data")),
        _fields(held.client.fields, form),
        Paragraph(text("letter.file_apart")),
        *_past(held.past, form),
        Heading(text("letter.file_computed")),
        *_computed(held.computed, form),
        Heading(text("letter.file_records")),
        records if noted else Paragraph(text("letter.file_no_records")),
        *_rights(form),
    ]
    return Document(language, text("letter.title_file"), _head(held.client, score, form, day), tuple(blocks))


def _head(client: Client, score: Score, form: Formats, day: date) -> tuple[str, ...]:
    text = form.words.text
    return (
        text("letter.lender"),
        text("letter.date", date=form.date(day.isoformat())),
        text("letter.client", client=form.client(client.id)),
        text("letter.model", model=score.model),
    )


def _asked(client: Client, form: Formats) -> str:
    known = {field.name: form.value(field.name, field.value, field.unit) for field in client.fields if field.value}
    if AMOUNT not in known:
        return ""
    if ANNUITY not in known:
        return form.words.text("letter.asked_amount", amount=known[AMOUNT])
    return form.words.text("letter.asked", amount=known[AMOUNT], annuity=known[ANNUITY])


def _how(score: Score, decision: Decision, form: Formats) -> list[str]:
    text, share = form.words.text, form.share
    said = [
        text(
            "letter.how_text",
            probability=share(score.probability),
            low=share(score.low),
            high=share(score.high),
            threshold=share(score.threshold),
        )
    ]
    if score.review:
        said.append(text("letter.how_review"))
    if decision != score.decision:
        said.append(text("letter.how_against"))
    return said


def _reasons(said: Said, form: Formats) -> list[Block]:
    text = form.words.text
    blocks: list[Block] = []
    for side, sentences in (("against", said.against), ("favour", said.favour)):
        blocks.append(Heading(text(f"letter.{side}")))
        blocks.append(Points(tuple(map(_sentence, sentences))) if sentences else Paragraph(text("letter.none")))
    if said.offers:
        blocks += [Heading(text("letter.offer")), Points(tuple(map(_sentence, said.offers)))]
    return blocks


def _rights(form: Formats) -> tuple[Block, ...]:
    text = form.words.text
    points = tuple(text(f"letter.right_{right}") for right in ("review", "correction", "contact"))
    return Heading(text("letter.rights")), Points(points)


def _sentence(said: str) -> str:
    return said if said.endswith(".") else f"{said}."


def _fields(fields: Sequence[Field], form: Formats) -> Rows:
    words = form.words
    rows = (
        (words.label(field.name), form.value(field.name, field.value, field.unit), words.help(field.name))
        for field in fields
    )
    header = tuple(words.text(f"letter.file_{column}") for column in ("field", "value", "help"))
    return Rows(header, tuple(rows))


def _past(past: Timeline, form: Formats) -> list[Block]:
    blocks: list[Block] = []
    for title, header, rows in tables(past, form):
        blocks += [Heading(title), Rows(header, rows)]
    if not blocks:
        return [Paragraph(form.words.text("letter.file_no_past"))]
    return [Paragraph(form.words.text("letter.file_past")), *blocks]


def _computed(fields: Sequence[Field], form: Formats) -> list[Block]:
    """Write the features that have a value, by their names; how many have none is said."""
    known = [field for field in fields if field.value is not None]
    text = form.words.text
    said = Paragraph(text("letter.file_computed_intro", known=len(known), unknown=len(fields) - len(known)))
    # Without the meanings: a PDF of hundreds of them takes seconds.
    header = (text("letter.file_field"), text("letter.file_value"))
    rows = ((form.words.label(field.name), form.value(field.name, field.value, field.unit)) for field in known)
    return [said, Rows(header, tuple(rows))] if known else [said]
