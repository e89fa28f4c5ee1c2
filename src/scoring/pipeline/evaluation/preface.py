"""What has to be known before an evaluation's tables are read."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.pipeline.evaluation.evaluation import Evaluation
from scoring.pipeline.evaluation.scores import OURS

EVERY_CLIENT = (
    "The folds hold every labelled client, also those that `scoring train` holds out: what a model reaches on clients "
    "that no choice has seen is in its card, not here."
)
PUBLISHED = (
    f"`{OURS}` leans on a prior that knows no outcome of a single client, but the published default rates and "
    "correlations of all 307,511 real ones (data/README.md), whoever is measured here among them."
)


def cautions(evaluation: Evaluation) -> Iterator[str]:
    """Give, a sentence or a few each, what figures rest on."""
    if evaluation.leans and any(one.model == OURS for one in evaluation.scored):
        yield PUBLISHED
    yield EVERY_CLIENT


def preface(evaluation: Evaluation) -> Iterator[str]:
    """Give the paragraphs above the tables: of whom, when, where, by which command, how, and what to beware of."""
    made, given = evaluation.made, evaluation.parameters
    kind = "Invented" if evaluation.invented else "Real"
    yield f"{kind} clients. Measured {made.date} on {made.machine} by"
    yield f"```sh\n{made.command} --out FILE.md\n```"
    yield "which writes this page."
    yield from cautions(evaluation)
    yield (
        f"{given['folds']} folds, seed {given['seed']}; predictions are out of fold. AUC ± its standard error; cost "
        f"per applicant ({given['cost_ratio']:g} for a missed default, 1 for a good client refused) at the "
        "threshold that is best on the model's own out-of-fold predictions. Differences are of the same clients, "
        "with 95 % intervals: of the AUC by DeLong, of the cost by bootstrap. No model is offered the sex of a client, "
        "but where a policy says so."
    )
    for sentence in evaluation.missing:
        yield f"{sentence[0].upper()}{sentence[1:]}."
