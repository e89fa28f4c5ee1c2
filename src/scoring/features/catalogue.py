"""The catalogue: every declared feature, in the order in which they are shown and scored."""

from scoring.features import application, bureau, bureau_balance, cards, instalments, pos_cash, previous
from scoring.features.declaration import Block, Feature

BLOCKS: tuple[Block, ...] = (
    bureau.BUREAU,
    bureau_balance.BUREAU_BALANCE,
    previous.PREVIOUS_APPLICATION,
    pos_cash.POS_CASH_BALANCE,
    instalments.INSTALLMENTS_PAYMENTS,
    cards.CREDIT_CARD_BALANCE,
)
"""The history blocks: each is computed apart, so that a changed application recomputes none."""

FEATURES: tuple[Feature, ...] = application.FEATURES + tuple(feature for block in BLOCKS for feature in block.features)
FEATURE: dict[str, Feature] = {feature.name: feature for feature in FEATURES}
