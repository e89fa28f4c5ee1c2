"""Where several processes test at once, which files one of them tests: those that share what takes long to make."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

SHARING: tuple[tuple[str, ...], ...] = (
    # a Spark
    (
        "tests/cli/test_engines.py",
        "tests/engine/test_opening.py",
        "tests/engine/test_spark.py",
        "tests/features/test_engines.py",
        "tests/pipeline/test_cluster.py",
    ),
    # an evaluation
    ("tests/pipeline/evaluation/",),
    # some thousand invented clients
    ("tests/synthetic/",),
)


class Sharing(LoadFileScheduling):
    """Hands out whole files, and as one those that share."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((files[0] for files in SHARING if file.startswith(files)), file)
