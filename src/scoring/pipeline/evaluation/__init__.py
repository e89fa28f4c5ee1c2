"""Models compared on the same folds, by differences of the same clients' out-of-fold predictions."""

from scoring.pipeline.evaluation.evaluation import MODELS, Evaluation, evaluate
from scoring.pipeline.evaluation.preface import cautions
from scoring.pipeline.evaluation.sheets import Sheet, markdown, sheets

__all__ = ["MODELS", "Evaluation", "Sheet", "cautions", "evaluate", "markdown", "sheets"]
