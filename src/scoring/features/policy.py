"""Which features a lender may use, and which it would rather not: declared once."""

from __future__ import annotations

SHIFTING = (
    "FLAG_EMAIL",
    "AMT_REQ_CREDIT_BUREAU_WEEK",
    "AMT_REQ_CREDIT_BUREAU_MON",
    "AMT_REQ_CREDIT_BUREAU_QRT",
    "FLAG_DOCUMENT_13",
    "FLAG_DOCUMENT_14",
    "FLAG_DOCUMENT_15",
    "FLAG_DOCUMENT_16",
)
"""Columns that later applications fill in otherwise than earlier ones: what they tell does not last."""
