"""uvloop for what is timed. The bench itself runs on asyncio: uvloop cannot start PostgreSQL as another user."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

Result = TypeVar("Result")


async def in_fast_loop(call: Coroutine[Any, Any, Result]) -> Result:
    """Run ``call`` on a uvloop of its own, in a thread of its own."""
    return await asyncio.to_thread(_run, call)


def _run(call: Coroutine[Any, Any, Result]) -> Result:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(call)
