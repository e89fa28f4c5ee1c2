"""The advisor's page: state, panels and charts, drawn by the notebook advisor.ipynb."""

import sys

# httpx loads its command line, and rich and pygments for it, wherever these are installed: a quarter of
# what every session's kernel imports. Python calls a module unknown that stands here as None.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
