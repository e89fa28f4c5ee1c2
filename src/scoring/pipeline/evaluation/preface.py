"""What has to be known before an evaluation's tables are read."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.pipeline.evaluation.evaluation import Evaluation
from scoring.pipeline.evaluation.scores import ALONE, OURS

UNSEEN = "0.7616"
"""AUC of the blend on clients with histories who had no part in its prior: docs/model.md tells how it was measured."""
EVERY_CLIENT = (
    "The folds hold every labelled client, also those that `scoring train` holds out: what a model reaches on clients "
    "that no choice has seen is in its card, not here."
)
TOO_GOOD = (
    f"`{OURS}` leans on a prior that was calibrated on a sample of 3,005 real clients and their histories. Who of them "
    "is among those measured here makes its figures with histories, and what the histories add to it, too good, and a "
    f"little those of everyone. Read `{ALONE}` for what histories add; on clients with histories who had no part in "
    f"the prior an AUC of {UNSEEN} was measured (docs/model.md, how far the prior leans on the sample)."
)


def cautions(evaluation: Evaluation) -> Iterator[str]:
    """Give, a sentence or a few each, what makes figures look better than they are."""
    if evaluation.leans and any(one.model == OURS for one in evaluation.scored):
        yield TOO_GOOD
    yield EVERY_CLIENT


def preface(evaluation: Evaluation) -> Iterator[str]:
    """Give the paragraphs above the tables: of whom, when, where, by which command, how, and what to beware of."""
    made, given = evaluation.made, evaluation.parameters
    kind = "Invented" if evaluation.invented else "Real"
    yield f"{kind} clients. Measured {made.date} on {made.machine} by"
    yield f"```sh\n{made.command} --out FILE.md\n```"
    yield "which writes this page."
    for caution in cautions(evaluation):
        yield f"**{caution}**" if caution == TOO_GOOD else caution
    yield (
        f"{given['folds']} folds, seed {given['seed']}; predictions are out of fold. AUC ± its standard error; cost "
        f"per applicant ({given['cost_ratio']:g} for a missed default, 1 for a good client refused) at the "
        "threshold that is best on the model's own out-of-fold predictions. Differences are of the same clients, "
        "with 95 % intervals: of the AUC by DeLong, of the cost by bootstrap. No model is offered the sex of a client, "
        "but where a policy says so."
    )
    for sentence in evaluation.missing:
        yield f"{sentence[0].upper()}{sentence[1:]}."
