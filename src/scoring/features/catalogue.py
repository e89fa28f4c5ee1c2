"""The catalogue: every declared feature, in the order in which they are shown and scored."""

from scoring.features import application, bureau, previous
from scoring.features.declaration import Block, Feature

BLOCKS: tuple[Block, ...] = (
    bureau.BUREAU,
    bureau.BUREAU_BALANCE,
    previous.PREVIOUS_APPLICATION,
    previous.POS_CASH_BALANCE,
    previous.INSTALLMENTS_PAYMENTS,
    previous.CREDIT_CARD_BALANCE,
)
"""The history blocks: each is computed apart, so that a changed application recomputes none."""

FEATURES: tuple[Feature, ...] = application.FEATURES + tuple(feature for block in BLOCKS for feature in block.features)
FEATURE: dict[str, Feature] = {feature.name: feature for feature in FEATURES}
