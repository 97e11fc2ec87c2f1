"""Processor time of a GET: the real service beside the bare and the raw endpoint, in interleaved rounds, the least of all rounds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from shared.schemas.services import ServiceName
from tests.bench.bare import DRIVER_URL, SAMPLES
from tests.bench.children import Server, services, serving
from tests.bench.data import OFFICE, bearer
from tests.bench.load import Load, ask, http_request
from tests.bench.places import Place
from tests.bench.report import Line

ROWS = 100
_CONNECTIONS = 16
_LISTS = {"observations": "/api/v1/indicators/observations", "verdicts": "/api/v1/indicators/verdicts"}
_LIMIT = f"?limit={ROWS}"
_AIM_ONE, _AIM_LIST = 4.0, 2.0


@dataclass(frozen=True)
class Target:
    """One address of one server."""

    name: str
    server: Server
    path: str
    headers: dict[str, str]

    async def ask(self, seconds: float) -> Load:
        """Ask it for a while."""
        request = http_request("GET", self.server.url + self.path, self.headers)
        return await ask(self.server.port, self.server.pid, lambda: request, seconds=seconds, connections=_CONNECTIONS)


async def measure_reads(place: Place, rounds: int, seconds: float) -> list[Line]:
    """One record and lists of a hundred."""
    async with services(place, ServiceName.PLANS, ServiceName.INDICATORS) as real:
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        samples = await _samples(real, headers)
        (place.folder / "samples.json").write_text(json.dumps(samples), encoding="utf-8")
        bare_environment = {SAMPLES: str(place.folder / "samples.json"), DRIVER_URL: place.driver_url("indicators")}
        async with serving("bare", ["tests.bench.bare"], "/bare/observations?limit=1", place, **bare_environment) as bare:
            least = await _least(_targets(real, bare, samples, headers), rounds, seconds)
    return _lines(least)


async def _samples(real: dict[ServiceName, Server], headers: dict[str, str]) -> dict[str, Any]:
    """Answers of the real service, which the bare endpoints repeat."""
    found: dict[str, Any] = {}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as client:
        for name, path in _LISTS.items():
            found[name] = (await client.get(real[ServiceName.INDICATORS].url + path + _LIMIT)).raise_for_status().json()
            if len(found[name]["items"]) != ROWS:
                raise RuntimeError(f"{name}: fewer than {ROWS} rows to list")
        found["observation"] = found["observations"]["items"][0]
        indicators = await client.get(real[ServiceName.INDICATORS].url + "/api/v1/indicators?limit=1")
        plans = await client.get(real[ServiceName.PLANS].url + "/api/v1/plans?limit=1")
        found["indicator"], found["plan"] = indicators.raise_for_status().json()["items"][0], plans.raise_for_status().json()["items"][0]
    return found


def _targets(real: dict[ServiceName, Server], bare: Server, samples: dict[str, Any], headers: dict[str, str]) -> list[Target]:
    indicators, plans = real[ServiceName.INDICATORS], real[ServiceName.PLANS]
    ids = {name: samples[name]["id"] for name in ("indicator", "plan", "observation")}
    return [
        *(Target(f"bare {name}", bare, f"/bare/{name}/{record_id}", {}) for name, record_id in ids.items()),
        Target("raw observation", bare, f"/raw/observation/{ids['observation']}", {}),
        Target("real indicator", indicators, f"/api/v1/indicators/{ids['indicator']}", headers),
        Target("real plan", plans, f"/api/v1/plans/{ids['plan']}", headers),
        Target("real observation", indicators, f"{_LISTS['observations']}/{ids['observation']}", headers),
        *(Target(f"{kind} {name}", bare, f"/{kind}/{name}{_LIMIT}", {}) for name in _LISTS for kind in ("bare", "raw")),
        *(Target(f"real {name}", indicators, path + _LIMIT, headers) for name, path in _LISTS.items()),
    ]


async def _least(targets: Sequence[Target], rounds: int, seconds: float) -> dict[str, Load]:
    """The round with the least processor time for an answer, of each target; the first round warms up and does not count."""
    least: dict[str, Load] = {}
    for number in range(rounds + 1):
        for target in targets:
            load = await target.ask(seconds if number else seconds / 2)
            if number and (target.name not in least or load.micros < least[target.name].micros):
                least[target.name] = load
    return least


def _lines(least: dict[str, Load]) -> list[Line]:
    one = [
        _line(least, f"GET {title}", f"real {name}", f"bare {name}", _AIM_ONE)
        for name, title in (("indicator", "one catalogue entry"), ("plan", "one plan"), ("observation", "one observation"))
    ]
    lists = [_line(least, f"GET {ROWS} {name}", f"real {name}", f"raw {name}", _AIM_LIST) for name in _LISTS]
    beside = [_line(least, f"GET {ROWS} {name}", f"real {name}", f"bare {name}", None) for name in _LISTS]
    raw = [_line(least, "GET one observation", "real observation", "raw observation", None)]
    return [*one, *raw, *lists, *beside]


def _line(least: dict[str, Load], what: str, real: str, other: str, aim: float | None) -> Line:
    ours, theirs = least[real], least[other]
    beside = f"{theirs.micros:.0f} µs {other.split()[0]}"
    return Line(
        what, f"{ours.micros:.0f} µs, {ours.rate:,.0f}/s", beside, f"{ours.micros / theirs.micros:.2f}×", *_judged(ours.micros / theirs.micros, aim)
    )


def _judged(ratio: float, aim: float | None) -> tuple[str, bool | None]:
    return ("", None) if aim is None else (f"≤ {aim:g}×", ratio <= aim)
