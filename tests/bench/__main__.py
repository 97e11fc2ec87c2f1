"""``python -m tests.bench``: measure on PostgreSQL and on SQLite, print one table for each."""

import argparse
import asyncio
import platform
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.bench.approvals import measure_approvals
from tests.bench.counting import measure_counts
from tests.bench.country_reads import measure_country
from tests.bench.exports import measure_exports
from tests.bench.intake import measure_intake
from tests.bench.places import Place, postgres_place, sqlite_place
from tests.bench.platforms import fill, measure_embedded, measure_split
from tests.bench.reads import measure_reads
from tests.bench.reminders import measure_reminders
from tests.bench.report import Line, table
from tests.bench.values import measure_values
from tests.bench.writes import measure_writes

Open = Callable[[Path], AbstractAsyncContextManager[Place]]
_MILLIONS = {
    "approvals": measure_approvals,
    "counts": measure_counts,
    "country": measure_country,
    "exports": measure_exports,
    "intake": measure_intake,
    "reminders": measure_reminders,
    "values": measure_values,
}
_KINDS: dict[str, Open] = {"postgresql": postgres_place, "sqlite": sqlite_place}


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=_KINDS, help="one database instead of both")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the best counts")
    parser.add_argument("--seconds", type=float, default=0.4, help="how long each round asks each address")
    parser.add_argument("--events", type=int, default=60, help="events whose way is timed")
    parser.add_argument("--part", choices=["reads", "writes", "platforms", *_MILLIONS], help="one part instead of all")
    return parser.parse_args()


async def _measure(place: Place, chosen: argparse.Namespace) -> AsyncIterator[Line]:
    """Every line of one database, part by part."""
    whole = chosen.part is None
    started = await fill(place)
    if whole or chosen.part == "reads":
        for line in await measure_reads(place, chosen.rounds, chosen.seconds):
            yield line
    if whole or chosen.part == "writes":
        for line in await measure_writes(place, chosen.rounds, chosen.seconds):
            yield line
    if whole or chosen.part == "platforms":
        split = [] if place.is_sqlite else await measure_split(place, chosen.events)
        for line in [*started, *await measure_embedded(place, chosen.events), *split]:
            yield line
    for part, measure in _MILLIONS.items():
        if not place.is_sqlite and (whole or chosen.part == part):
            for line in await measure(place, chosen.rounds):
                yield line


async def _run(chosen: argparse.Namespace) -> None:
    began = time.perf_counter()
    for kind, opened in _KINDS.items():
        if chosen.only in (None, kind):
            with tempfile.TemporaryDirectory(prefix="jianxing-bench-") as folder:
                async with opened(Path(folder)) as place:
                    lines = [line async for line in _measure(place, chosen)]
                    print(table(place.kind, lines, aims=not place.is_sqlite), flush=True)
    print(f"{platform.platform()}, Python {platform.python_version()}, {time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    asyncio.run(_run(_chosen()))
