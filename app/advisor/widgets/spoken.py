"""What the widgets have in common: they say nothing that was not handed to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import anywidget
from traitlets import Dict, TraitError, Unicode, validate

HERE = Path(__file__).parent


def script(name: str) -> str:
    """Give a widget's script with what all of them draw with before it: a widget's script is one text."""
    return "\n".join((HERE / part).read_text(encoding="utf-8") for part in ("drawing.js", name))


class Spoken(anywidget.AnyWidget):
    """A widget whose every visible text comes from its maker.

    `texts` holds all the names in `TEXTS` (others are let be), or nothing at all; a missing one
    raises TraitError. `locale` is a BCP 47 tag by which the browser writes numbers.
    Create a widget once and set its traits: anywidget never lets go of an instance.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()

    texts = Dict(key_trait=Unicode(), value_trait=Unicode()).tag(sync=True)
    locale = Unicode("fr-FR").tag(sync=True)

    @validate("texts")
    def _complete(self, proposal: dict[str, Any]) -> dict[str, str]:
        texts: dict[str, str] = proposal["value"]
        missing = [name for name in self.TEXTS if name not in texts]
        if texts and missing:
            raise TraitError(f"{type(self).__name__}.texts lacks {', '.join(missing)}.")
        return texts
