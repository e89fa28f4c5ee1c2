"""What a page needs around its widgets and ipywidgets cannot give: style, language, landmarks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, Dict, Tuple, Unicode

HERE = Path(__file__).parent
STYLE = HERE / "jupyter" / "voila" / "templates" / "advisor" / "style.css"


class Frame(anywidget.AnyWidget):
    """An invisible widget that keeps the document in step with the state.

    `marks` gives attributes (role, aria-label ...) by CSS selector; they are set on every element
    that matches, now or later. `still` is set by the browser: the system asks for no movement.
    So is `address`, the query the page was opened with; `place` is the query that leads back here,
    which the address bar then shows: as a further step where `anew`, else in place of the last one. A step
    taken back, or again, is heard by `act` as "arrive" with its query. `kept` are names that the browser
    remembers from one visit to the next. `act` hears the buttons that panels write as HTML: `data-act`
    and `data-value` of the one that was pressed. `lost` is what is said, and what the button says that
    reloads the page, when the kernel or the server is gone and nothing answers any more.
    """

    _esm = HERE / "frame.js"
    _css = STYLE

    language = Unicode("fr").tag(sync=True)
    title = Unicode("").tag(sync=True)
    marks = Dict().tag(sync=True)
    lost = Tuple(Unicode(), Unicode(), default_value=("", "")).tag(sync=True)
    still = Bool(False).tag(sync=True)
    address = Unicode("").tag(sync=True)
    place = Unicode("").tag(sync=True)
    anew = Bool(False).tag(sync=True)
    kept = Tuple().tag(sync=True)

    def __init__(self, act: Callable[[str, str], None], **traits: Any) -> None:
        super().__init__(**traits)
        self._act = act
        self.on_msg(self._hear)

    def _hear(self, _frame: object, content: dict[str, Any], _buffers: object) -> None:
        if "act" in content:
            self._act(str(content["act"]), str(content.get("value", "")))
