"""What MLflow must know of a bundle to serve it: `MLmodel`, beside the model."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence

FLAVOUR = "MLmodel"
LOADER = "scoring.model.served"
TYPES = {"number": "double", "category": "string"}
ANSWERS = {"probability": "double", "low": "double", "high": "double", "decision": "string", "review": "boolean"}


def flavour(created: str, features: Sequence[tuple[str, str]]) -> str:
    """Write the file: who loads the bundle, and its columns; `features` are (name, kind).

    JSON, which YAML contains. No column is required: what is not given is not known.
    """
    inputs = [{"name": column, "type": TYPES[kind], "required": False} for column, kind in features]
    outputs = [{"name": column, "type": kind} for column, kind in ANSWERS.items()]
    known = {
        "flavors": {"python_function": {"loader_module": LOADER, "python_version": platform.python_version()}},
        "utc_time_created": created,
        "signature": {"inputs": json.dumps(inputs), "outputs": json.dumps(outputs)},
    }
    return json.dumps(known, indent=1)
