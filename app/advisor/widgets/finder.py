"""The client finder: type part of an id, choose among the first hits."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from traitlets import Int

from advisor.widgets.spoken import Spoken, script
from scoring.serving.questions import Matches

HERE = Path(__file__).parent
LIMIT = 20

logger = logging.getLogger(__name__)


class Finder(Spoken):
    """An accessible combobox over any number of clients; only the hits travel to the browser.

    `search` is called with the digits typed and the most hits wanted. `value` is the chosen
    client, or None; it may be set from either side. Whatever `search` raises, the advisor reads
    the text `error`, and the log says what broke and where, without what was typed.

    The browser sends {"kind": "find", "turn": str, "text": str} and hears, with the same turn,
    {"kind": "found", "total": int, "ids": [int, ...]}, {"kind": "not_digits"} or {"kind": "error"}.

    Texts with fields: `count` ("{n} clients match"), `more` ("the first {shown} are listed"),
    which follows `count` after a comma.
    """

    _esm = script("finder.js")
    _css = HERE / "finder.css"

    TEXTS: ClassVar[tuple[str, ...]] = (
        "label",
        "placeholder",
        "searching",
        "count",
        "count_one",
        "more",
        "none",
        "not_digits",
        "error",
    )

    value = Int(None, allow_none=True).tag(sync=True)

    def __init__(self, search: Callable[[str, int], Matches], **traits: Any) -> None:
        self._search = search
        super().__init__(**traits)
        self.on_msg(self._hear)

    def _hear(self, _finder: object, content: dict[str, Any], _buffers: object) -> None:
        if content.get("kind") == "find":
            self.send({"turn": content.get("turn"), **self._answer(str(content.get("text", "")))})

    def _answer(self, text: str) -> dict[str, Any]:
        digits = "".join(text.split())
        if digits and not (digits.isascii() and digits.isdigit()):
            return {"kind": "not_digits"}
        try:
            matches = self._search(digits, LIMIT)
        except Exception as fault:
            # The message of a fault may repeat what was typed: the log gets its kind and place.
            place = "".join(traceback.format_tb(fault.__traceback__))
            logger.error("The search for clients failed: %s\n%s", type(fault).__name__, place)
            return {"kind": "error"}
        return {"kind": "found", "total": matches.total, "ids": list(matches.ids)}
