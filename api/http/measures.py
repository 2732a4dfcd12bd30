"""Measures for Prometheus: calls, seconds by stage, decisions, the size and lag of the memory.

No label holds anything of a note or a person, nor a tenant's name. To be imported in a worker only:
whether several processes share their measures is read from the environment at import.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.http.stages import MemorySize, Stages

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Measures:
    """The measures of one application."""

    def __init__(self) -> None:
        # With several worker processes each writes to a file of its own, and one sums them up.
        self.shared = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))
        self.registry = CollectorRegistry()
        mine = None if self.shared else self.registry
        self.calls = Counter(
            "samenote_calls", "Calls by route and status.", ["route", "status"], registry=mine
        )
        self.seconds = Histogram(
            "samenote_call_seconds", "Seconds a call took.", ["route"], buckets=_SECONDS,
            registry=mine,
        )  # fmt: skip
        self.stages = Histogram(
            "samenote_stage_seconds", "Seconds a stage of a call took.", ["stage"],
            buckets=_SECONDS, registry=mine,
        )  # fmt: skip
        self.decisions = Counter(
            "samenote_verdicts", "Verdicts by decision and relation.", ["decision", "relation"],
            registry=mine,
        )  # fmt: skip
        if self.shared:
            from prometheus_client.multiprocess import MultiProcessCollector

            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]

    def called(self, route: str, status: int, seconds: float, stages: Stages) -> None:
        """Count one call."""
        self.calls.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)
        for stage, spent in stages.seconds.items():
            self.stages.labels(stage).observe(spent)

    def judged(self, verdicts: Iterable[tuple[str, str]]) -> None:
        """Count verdicts, each a decision and a relation."""
        for decision, relation in verdicts:
            self.decisions.labels(decision, relation).inc()

    def text(self, size: MemorySize) -> str:
        """Return the measures in Prometheus' text format."""
        shown = CollectorRegistry()
        shown.register(_Sizes(size))
        return generate_latest(self.registry).decode() + generate_latest(shown).decode()


class _Sizes(Collector):
    def __init__(self, size: MemorySize) -> None:
        self._size = size

    def collect(self) -> Iterable[Metric]:
        for name, said, value in (
            ("messages", "Messages remembered by this process.", self._size.messages),
            ("variants", "Distinct texts remembered by this process.", self._size.variants),
            ("ledger_lag_events", "Events of the ledger not yet remembered.", self._size.lag),
            ("variants_waiting", "Distinct texts judged as they came only.", self._size.waiting),
            ("judging", "Tenants whose texts are just being judged together.", self._size.judging),
        ):
            yield GaugeMetricFamily(f"samenote_{name}", said, value=value)
