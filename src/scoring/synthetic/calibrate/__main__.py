"""Take the measures of an archive: `python -m scoring.synthetic.calibrate path/to/home-credit.zip`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from scoring.synthetic.calibrate.whole import measured

TARGET = Path(__file__).parents[1] / "measures.json"


def main() -> None:
    """Measure the archive that is named and rewrite the file of measures in the package."""
    parser = argparse.ArgumentParser(prog="python -m scoring.synthetic.calibrate", description=__doc__)
    parser.add_argument("archive", type=Path, help="the Kaggle archive, or a sample of it with all eight files")
    content = measured(parser.parse_args().archive)
    TARGET.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
