"""What a service tells a monitoring system: gauges read when they are asked for, so that every process says the same."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

CONTENT_TYPE = CONTENT_TYPE_PLAIN_1_0_0
_PREFIX = "jianxing_"


@dataclass(frozen=True, slots=True)
class Measured:
    """A number at this moment. ``name`` without prefix, in the words of the metric naming rules (``…_seconds``, ``…_total`` never for a gauge)."""

    name: str
    says: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


Measure = Callable[[], Awaitable[Sequence[Measured]]]
"""Reads some numbers; those of one name have the same labels."""


def exposition(service: str, measured: Sequence[Measured]) -> bytes:
    """The numbers in the text format that Prometheus and OpenMetrics readers scrape; each bears the service's name."""
    registry, gauges = CollectorRegistry(), dict[str, Gauge]()
    for one in measured:
        if one.name not in gauges:
            gauges[one.name] = Gauge(_PREFIX + one.name, one.says, ("service", *one.labels), registry=registry)
        gauges[one.name].labels(service, *one.labels.values()).set(one.value)
    return generate_latest(registry)
