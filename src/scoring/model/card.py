"""The model card: what a model is for, what it was made from, how good it is and how to make it again.

Written from a mapping alone (a manifest's content): every number comes from it, and what it does
not hold is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from scoring.model.admissibility import policies_section
from scoring.model.calibration import BETA, GOOD_SLOPE, NONE
from scoring.model.evaluation import readable
from scoring.model.markdown import section, table
from scoring.model.sanity import cost_line, measured

Facts = Mapping[str, Any]

PURPOSE = """## Purpose and limits

It estimates the probability that an applicant for a consumer credit will have payment difficulties. A person decides: \
the score, its reasons and its comparison with other clients help an advisor to grant or refuse, and to say why.

- It knows only applicants whose credit was granted: of those refused in the past nobody saw the outcome.
- Its data carry no dates: how stable it is over time cannot be told from them and has to be watched in use.
- A probability is a share among clients alike, not a statement on one person.
- It is not made for other products, other countries or other purposes than granting credit."""

INVENTED = "- **It was trained on invented clients: it shows how things work and says nothing of real applicants.**"

PROTECTED = {
    "CODE_GENDER": "sex",
    "DAYS_BIRTH": "age",
    "NAME_FAMILY_STATUS": "family status",
    "CNT_CHILDREN": "children",
    "CNT_FAM_MEMBERS": "size of the family",
}
"""Columns that law or decency ask about."""
AUDIT_ONLY = (
    "Sex never enters: it is read to recognise several applications of one person and to audit decisions by group, "
    "never to score."
)
LEFT_AS_THEY_ARE = "Probabilities are left as the model gives them."
BENT = "Probabilities are bent by beta calibration, ln(odds) = a ln(p) - b ln(1 - p) + c, which keeps their order:"
RULE = "The rule: none while the out-of-fold calibration slope lies in {:g}–{:g}, beta calibration else.".format(
    *GOOD_SLOPE
)
CHOSEN_HERE = (
    "The threshold was chosen on the out-of-fold probabilities: their cost is a little too good, that of clients "
    "held out until the end is not."
)
UNSEEN = (
    "The interval tells how far a score would move had the model learnt from other clients of the same kind. It does "
    "not tell what the prior may be off, nor what a future unlike the past would change."
)

AGAIN = "How to make it again"

STYLE = """body { font: 14px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; \
color: #1b1f24; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #d9dde3; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: 3px 16px 3px 0; }
tr { border-bottom: 1px solid #d9dde3; } code { font-size: .92em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: #f4f5f7; padding: .6rem; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; } h2 { break-after: avoid; }
tr, pre { break-inside: avoid; } @page { margin: 18mm; } }"""


def model_card(manifest: Facts) -> str:
    """Write the model card in Markdown from a manifest's content (see model.manifest.Manifest).

    Measures are those of `evaluate`, under `metrics`; those of a holdout under `metrics["holdout"]`.
    """
    told = (_head, _purpose, _data, _features, _policies, _measures, _calibration, _decision, _uncertainty)
    return "\n\n".join(text for tell in (*told, _reproduce, _names) if (text := tell(manifest))) + "\n"


def card_html(markdown: str) -> str:
    """Turn a card into one self-contained page that can be printed."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    title = escape(markdown.partition("\n")[0].lstrip("# "))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>\n{STYLE}\n</style></head><body>\n{body}</body></html>\n"
    )


def with_section(card: str, title: str, text: str, rows: Iterable[tuple[str, str]]) -> str:
    """Put a section, of a text and a table of facts, into a card: before how to make the model again."""
    written = section(title, text, table(("fact", "value"), rows))
    before, heading, after = card.partition(f"## {AGAIN}")
    return f"{before}{written}\n\n{heading}{after}" if heading else f"{card}\n{written}\n"


def _head(facts: Facts) -> str:
    created = f"\n\nTrained {facts['created']}." if "created" in facts else ""
    return f"# Model card {facts.get('id', '')}".rstrip() + created


def _purpose(facts: Facts) -> str:
    return f"{PURPOSE}\n{INVENTED}" if facts.get("synthetic") else PURPOSE


def _data(facts: Facts) -> str:
    metrics = facts.get("metrics", {})
    kind = {True: "invented", False: "real"}.get(facts.get("synthetic", ""))
    rows = [
        ("real or invented", kind),
        *((name, text) for name, text in readable(metrics) if name in ("clients", "default rate")),
        ("fingerprint of the data", _code(facts.get("fingerprint"))),
    ]
    return section("Data", table(("labelled clients", "value"), rows))


def _features(facts: Facts) -> str:
    if "features" not in facts:
        return ""
    names = [name for name, _ in facts["features"]]
    unused = set(facts.get("dropped", ()))
    used = [name for name in names if name not in unused]
    standing = [(what, f"`{name}`", "yes" if name in used else "no") for name, what in PROTECTED.items()]
    return section(
        "Features and who may enter",
        f"{len(used)} of {len(names)} declared features are used.",
        AUDIT_ONLY if "CODE_GENDER" not in used else "",
        table(("asked about", "column", "used by the model"), standing),
        _prior(facts.get("blend", {})),
    )


def _policies(facts: Facts) -> str:
    metrics = facts.get("metrics", {})
    return policies_section(metrics.get("policies", ())) if metrics else ""


def _names(facts: Facts) -> str:
    """Name the features last: hundreds of names would hide all else."""
    unused = set(facts.get("dropped", ()))
    used = [name for name, _ in facts.get("features", ()) if name not in unused]
    return section(
        "The features by name",
        f"Used: {_codes(used)}." if used else "",
        f"Not used (the manifest gives each one's reason): {_codes(sorted(unused))}." if unused else "",
    )


def _prior(blend: Facts) -> str:
    """Say what the model leans on beside its own clients."""
    if not blend.get("prior"):
        return ""
    return (
        "Its log-odds are a sum: those learnt from these clients and those of a prior, a model of invented clients, "
        f"who are like 4,505 real ones and default as is published of 307,511, without the outcome of a single one; "
        f"the folds weigh them {blend['own']:.2f} and {blend['prior']:.2f}."
    )


def _measures(facts: Facts) -> str:
    metrics = facts.get("metrics", {})
    columns = {"out of fold": metrics} | ({"holdout": metrics["holdout"]} if metrics.get("holdout") else {})
    rows = readable(*columns.values())
    if not rows:
        return ""
    return section("Measures", table(("measure (95 % interval)", *columns), rows))


def _calibration(facts: Facts) -> str:
    record = facts.get("calibration", {})
    if record.get("kind") == NONE:
        return section("Calibration", LEFT_AS_THEY_ARE, RULE)
    if record.get("kind") == BETA:
        numbers = zip("abc", record["coefficients"], strict=True)
        return section(
            "Calibration", f"{BENT} {', '.join(f'{name} = {number:.4f}' for name, number in numbers)}.", RULE
        )
    return ""


def _decision(facts: Facts) -> str:
    threshold, ratio = facts.get("threshold"), facts.get("cost_ratio")
    if threshold is None or ratio is None:
        return ""
    return section(
        "Threshold and cost",
        f"Refused is who scores {threshold:.4f} or more. A missed default costs as much as {ratio:g} refused good "
        f"clients; in theory the threshold is then 1 / (1 + {ratio:g}) = {1 / (1 + ratio):.4f}.",
        CHOSEN_HERE if facts.get("metrics") else "",
        *(_cost_line(where, found) for where, found in measured(facts.get("metrics", {}))),
    )


def _cost_line(where: str, metrics: Facts) -> str:
    line = cost_line(where, metrics)
    return f"**{line}**" if line and metrics.get("cost_alarm") else line


def _uncertainty(facts: Facts) -> str:
    rows = [(name.replace("_", " "), _plain(value)) for name, value in facts.get("uncertainty", {}).items()]
    return section("Uncertainty of one client's score", table(("fact", "value"), rows), UNSEEN if rows else "")


def _reproduce(facts: Facts) -> str:
    settings = " ".join(f"SCORING_{name.upper()}={value}" for name, value in facts.get("parameters", {}).items())
    command = f"```sh\n{settings} scoring build --raw PATH\n```" if settings else ""
    prints = [(f"fingerprint of the {what}", _code(facts.get(key))) for what, key in _PRINTS.items()]
    files = [(f"SHA-256 of `{name}`", _code(value)) for name, value in facts.get("files", {}).items()]
    versions = [(name, value) for name, value in facts.get("versions", {}).items()]
    return section(AGAIN, command, table(("what has to be the same", "value"), [*prints, *versions, *files]))


_PRINTS = {"data": "fingerprint", "code of the features": "code"}


def _plain(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _code(value: object) -> str | None:
    return None if value is None else f"`{value}`"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
