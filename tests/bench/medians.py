"""How long a few things take that are asked in turn."""

import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median

Ask = Callable[[], Awaitable[int]]


async def medians(asks: Sequence[Ask], times: int) -> list[float]:
    """The median milliseconds of each, asked in turn: what disturbs one disturbs the others."""
    took: list[list[float]] = [[] for _ in asks]
    for _ in range(times):
        for ask, own in zip(asks, took, strict=True):
            began = time.perf_counter()
            await ask()
            own.append((time.perf_counter() - began) * 1000)
    return [median(own) for own in took]
