"""Spark: the same SQL text on a cluster, for those who outgrow one machine.

PySpark and Java are asked for when an engine is opened, not when this module is imported.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from scoring.engine.parts import join_parts
from scoring.engine.places import Address, Place
from scoring.engine.starting import first_line, missing, pandas_unused, parallelism, start
from scoring.faults import Refused, refuse_if

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

BATCH = 10_000
"""Rows that travel together between Spark and Python."""
EVERY_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    # The JVM interprets methods past 8,000 bytes of code: a block of a hundred aggregates is one.
    "spark.sql.codegen.hugeMethodLimit": "8000",
}
Batches = Iterator[pa.RecordBatch]
Work = Callable[[Batches], Batches]
"""What a worker does with the batches of its rows."""


class Session:
    """Runs SQL, with DuckDB's face. Its relations vanish with it."""

    def __init__(self, spark: SparkSession, settings: dict[str, str]) -> None:
        self.spark = spark
        self._kept: list[DataFrame] = []
        for name, value in settings.items():
            spark.conf.set(name, value)

    def view(self, name: str, *parquet: Place, where: str = "") -> None:
        """Name the rows of Parquet files, or folders of them, or those that meet a condition, as a relation.

        Raises Refused for what Spark cannot read: there is none, or it does not know the address.
        """
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import AnalysisException

        try:
            frame = self.spark.read.parquet(*map(_reading, parquet))
            (frame.where(where) if where else frame).createOrReplaceTempView(name)
        except (AnalysisException, Py4JJavaError) as error:
            raise Refused(f"{', '.join(map(str, parquet))}: Spark cannot read it: {first_line(error)}") from error

    def hold(self, name: str, table: pa.Table) -> None:
        """Name an Arrow table as a relation: a small one, that travels with the statements."""
        rows = [tuple(row.values()) for row in table.to_pylist()]
        self.spark.createDataFrame(rows, _declared(table.schema)).createOrReplaceTempView(name)

    def materialise(self, name: str, sql: str) -> None:
        """Name a query's result; it is computed where it is first read, and kept on the workers' disks."""
        from pyspark import StorageLevel

        frame = self.spark.sql(sql).persist(StorageLevel.DISK_ONLY)
        self._kept.append(frame)
        frame.createOrReplaceTempView(name)

    def write_parquet(self, sql: str, place: Place) -> None:
        """Write a query's result in its order: one file for a path, a new folder of files for an address.

        A path is written aside and then renamed. Raises Refused for an address where something is,
        and for a path that the workers do not share with this machine.
        """
        self.write(self.spark.sql(sql), place)

    def write(self, frame: DataFrame, place: Place) -> int:
        """Write a frame as `write_parquet` does; give the number of its rows."""
        if isinstance(place, Path):
            return join_parts(place, lambda folder: _write_parts(frame, _local(folder)))
        return _write_parts(frame, place)

    def mapped(self, frame: DataFrame, work: Work, columns: pa.Schema) -> DataFrame:
        """Have the workers make other rows of a frame's, batch by batch, in its order."""
        with pandas_unused():
            return frame.mapInArrow(work, _declared(columns))

    def drop(self) -> None:
        """Forget what was materialised."""
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()


class Spark:
    """Spark in this process: local threads, a cluster, or what spark-submit says.

    `master` is Spark's (local[2], spark://host:7077, yarn ...) and `memory` the MB of a local one.
    Under spark-submit, and where a session is running already, both are as they were given there.
    A context manager. Raises Refused without PySpark or Java, and when Spark does not start.
    """

    def __init__(self, master: str = "local[2]", memory: int = 3500) -> None:
        refuse_if(missing())
        from pyspark.sql import SparkSession

        self._folder = Path(tempfile.mkdtemp(prefix="scoring-spark-"))
        self._owner = SparkSession.getActiveSession() is None
        self._settings = EVERY_SESSION | parallelism(master)
        try:
            self.spark = start(master, memory, self._folder)
        except BaseException:
            self._remove()
            raise

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.close()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session of its own; its relations vanish with it."""
        session = Session(self.spark.newSession(), self._settings)
        try:
            yield session
        finally:
            session.drop()

    def ship(self, folder: Path) -> str:
        """Send the workers a copy of a folder; give the name by which `shipped` finds it there."""
        name = f"{folder.name}-{secrets.token_hex(4)}"
        archive = shutil.make_archive(str(self._folder / name), "zip", folder)
        self.spark.sparkContext.addArchive(f"{archive}#{name}")
        return name

    def close(self) -> None:
        """Stop Spark, if this engine started it."""
        if self._owner:
            self.spark.stop()
        self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def shipped(name: str) -> Path:
    """Give the folder that `Spark.ship` sent, on the worker that asks."""
    from pyspark import SparkFiles

    return Path(SparkFiles.get(name))


def _write_parts(frame: DataFrame, address: str) -> int:
    """Write a new folder of Parquet files and count the rows."""
    from pyspark.errors import AnalysisException
    from pyspark.sql import Observation, functions

    written = Observation("written")
    counted = frame.observe(written, functions.count(functions.lit(1)).alias("rows"))
    try:
        counted.write.mode("error").option("compression", "zstd").parquet(address)
    except AnalysisException as error:
        if "PATH_ALREADY_EXISTS" not in str(error):
            raise
        raise Refused(f"{address}: exists already; Spark writes into a new folder: name another") from error
    return int(written.get["rows"])


def _declared(columns: pa.Schema) -> str:
    """Say a schema as Spark declares it."""
    types = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "string", pa.bool_(): "boolean"}
    return ", ".join(f"{field.name} {types[field.type]}" for field in columns)


def _local(path: Path) -> Address:
    """Give a path as an address: without file:, a cluster would look in its default file system."""
    return Address(f"file:///{path.resolve().as_posix().lstrip('/')}")


def _reading(place: Place) -> str:
    """Give a place as Spark reads it: characters of a path that would be patterns are escaped."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", _local(place)) if isinstance(place, Path) else place
