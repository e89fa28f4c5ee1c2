"""CatBoost's own model files, written."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from catboost import CatBoostClassifier, CatBoostError


def save_model(model: CatBoostClassifier, path: Path) -> None:
    """Write a model into its file. Raises the system's OSError, which CatBoost tells in its own words alone."""
    try:
        model.save_model(str(path))
    except CatBoostError as error:
        number = re.search(r"\(Error (\d+):", str(error))
        code = int(number[1]) if number else errno.EIO
        raise OSError(code, os.strerror(code), str(path)) from error
