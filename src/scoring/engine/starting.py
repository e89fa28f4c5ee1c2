"""Starting Spark: what it needs of this machine, and how a local one is kept quiet and to itself.

PySpark and Java are asked for when Spark is started, not when this module is imported.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.faults import Refused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = re.compile(r"local(?:\[(?P<cores>\d+|\*)(?:,\s*\d+)?\])?")
"""Masters that mean threads of this process, not other machines."""
SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""Variable that spark-submit gives to the program it starts."""
TASKS_PER_CORE = 4
LOOPBACK = "127.0.0.1"
START = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
}
"""What a local master is started with: it talks to nobody but itself."""
QUIET = """
rootLogger.level = error
rootLogger.appenderRef.screen.ref = screen
appender.screen.name = screen
appender.screen.type = Console
appender.screen.target = SYSTEM_ERR
appender.screen.layout.type = PatternLayout
appender.screen.layout.pattern = %p %c{1}: %m%n
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = error
"""
"""What a local master logs: errors, from its first line on."""


def missing() -> Iterator[str]:
    """Say what this machine lacks to start Spark, and the command that mends it."""
    if importlib.util.find_spec("pyspark") is None:
        yield "engine spark: PySpark is not installed; run: pip install '.[spark]'"
    if SUBMITTED in os.environ:
        return  # spark-submit is a Java program
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home, "bin")) if home else None) is None:
        where = f"JAVA_HOME, {home}, has no bin/java" if home else "there is none on the PATH and no JAVA_HOME"
        yield f"engine spark: needs Java 17 or 21, and {where}; install it, or use the engine duckdb"


def parallelism(master: str) -> dict[str, str]:
    """Give a local master a few tasks per core; on a cluster its own setting holds."""
    local = LOCAL.fullmatch(master)
    if local is None or SUBMITTED in os.environ:
        return {}
    cores = {None: 1, "*": os.cpu_count() or 1}.get(local["cores"]) or int(local["cores"])
    return {"spark.sql.shuffle.partitions": str(TASKS_PER_CORE * cores)}


def start(master: str, memory: int, folder: Path) -> SparkSession:
    """Start Spark, or take the one that runs; `folder` is a local one's own. Raises Refused when it does not start."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder.appName("scoring")
    if SUBMITTED not in os.environ:
        builder = builder.master(master)
        if LOCAL.fullmatch(master):
            builder = builder.config(map=_to_itself(memory, folder))
    try:
        with pandas_unused():
            session: SparkSession = builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise Refused(
            f"engine spark: Spark does not start with the master {master!r}; it needs Java 17 or 21 and a master such"
            f" as local[2], spark://host:7077 or yarn. It said: {first_line(error)}"
        ) from error
    return session


@contextmanager
def pandas_unused() -> Iterator[None]:
    """Nothing here goes through the pandas that PySpark warns about."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _to_itself(memory: int, folder: Path) -> dict[str, str]:
    """Settle this process for a local master, and give what Spark is started with."""
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the workers take the system's Python
    os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
    log = folder / "log4j2.properties"
    log.write_text(QUIET, encoding="utf-8")
    return START | {
        "spark.driver.memory": f"{memory}m",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}",
        "spark.sql.warehouse.dir": str(folder),
    }


def first_line(error: Exception) -> str:
    """Give what Spark said, without where in its sources it said it."""
    lines = str(getattr(error, "java_exception", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
