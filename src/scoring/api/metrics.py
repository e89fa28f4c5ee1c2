"""What is counted of the service, as Prometheus reads it. No label holds anything of a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import InfoMetricFamily
from prometheus_client.registry import Collector

from scoring.serving.questions import Questions
from scoring.serving.recording import Recorder

Answering = Callable[[], Questions | Recorder | None]
"""Gives what answers now; None while it is being loaded."""

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds: a stored answer takes one or two thousandths, a live one ten or twenty."""

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


class Named(Collector):
    """Names the store and the model that answer: asked for at each reading, so never those of before."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def collect(self) -> Iterator[InfoMetricFamily]:
        """Give `scoring_store_info` with their names; nothing while nothing answers yet."""
        answering = self._answering()
        if answering is not None:
            about = (answering.questions if isinstance(answering, Recorder) else answering).about()
            names = {"store": about.store, "model": about.model}
            yield InfoMetricFamily("scoring_store", "The store and the model that answer.", names)


class Metrics:
    """The counters of one app, and the name of what answers."""

    def __init__(self, answering: Answering) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Named(answering))
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "scoring_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "scoring_request_seconds",
            "Seconds until the whole answer was handed over.",
            ("route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._of = cache(self._counting)  # looked up for each answer, of routes and statuses that are few
        self._predictions = Counter(
            "scoring_predictions", "Applications scored live.", ("decision",), registry=self.registry
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer; `route` is the template of its path."""
        requests, durations = self._of(method if method in METHODS else "other", route, status)
        requests.inc()
        durations.observe(seconds)

    def _counting(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, str(status)), self._seconds.labels(route, str(status))

    def decided(self, decision: str) -> None:
        """Count one prediction."""
        self._predictions.labels(decision).inc()

    def text(self) -> bytes:
        """Give all counters in the text form of Prometheus."""
        return generate_latest(self.registry)
