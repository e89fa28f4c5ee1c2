"""What is counted of the service, as Prometheus reads it. No label holds anything of a client."""

from __future__ import annotations

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds: a stored answer takes one or two thousandths, a live one ten or twenty."""

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
