"""Background loops: a turn is repeated while it finds work, then waits to be woken or for its interval."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from shared.kit.log import logger

_AFTER_FAULT = 1.0


class Loop:
    """One named loop. ``turn`` returns how much it did; more than nothing means "again at once"."""

    def __init__(self, name: str, turn: Callable[[], Awaitable[int]], interval: float) -> None:
        self.name, self._turn, self._interval = name, turn, interval
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look for work now."""
        self._woken.set()

    def stop(self) -> None:
        """End after the running turn."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Turn until stopped; a failing turn is logged and tried again."""
        while not self._stopping:
            wait = 0.0 if await self._safe_turn() else self._interval
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait)
            self._woken.clear()

    async def _safe_turn(self) -> int:
        try:
            self._woken.clear()
            return await self._turn()
        except Exception:
            logger.exception("loop turn failed", loop=self.name)
            await asyncio.sleep(_AFTER_FAULT)
            return 0


class RunningLoops:
    """Loops as tasks of the running event loop; leaving stops them after their turn."""

    def __init__(self, loops: Sequence[Loop]) -> None:
        self._loops = loops
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "RunningLoops":
        self._tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in self._loops]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Let every loop finish its turn, at most two seconds; stopping again does nothing."""
        for loop in self._loops:
            loop.stop()
        _done, late = await asyncio.wait(self._tasks, timeout=2.0) if self._tasks else (set(), set())
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
