"""What a page needs around its widgets and ipywidgets cannot give: style, language, landmarks."""

from __future__ import annotations

from pathlib import Path

import anywidget
from traitlets import Bool, Dict, Unicode

HERE = Path(__file__).parent
STYLE = HERE / "jupyter" / "voila" / "templates" / "advisor" / "style.css"


class Frame(anywidget.AnyWidget):
    """An invisible widget that keeps the document in step with the state.

    `marks` gives attributes (role, aria-label ...) by CSS selector; they are set on every element
    that matches, now or later. `still` is set by the browser: the system asks for no movement.
    """

    _esm = HERE / "frame.js"
    _css = STYLE

    language = Unicode("fr").tag(sync=True)
    title = Unicode("").tag(sync=True)
    marks = Dict().tag(sync=True)
    still = Bool(False).tag(sync=True)
