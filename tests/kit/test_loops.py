"""Loops: turn while there is work, wake at once, survive a failing turn, stop after the running one."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import pairwise
from time import perf_counter

import pytest

from shared.kit import loops as kit_loops
from shared.kit.loops import Loop, RunningLoops
from tests.conftest import SettingsFor


def counting(results: list[int]) -> tuple[Callable[[], Awaitable[int]], list[float]]:
    """A turn that returns ``results`` one after the other and then nothing, and when it was called."""
    calls: list[float] = []

    async def turn() -> int:
        calls.append(perf_counter())
        return results.pop(0) if results else 0

    return turn, calls


async def until(count: int, calls: list[float], within: float = 3.0) -> None:
    """Wait for the ``count``-th call."""
    async with asyncio.timeout(within):
        while len(calls) < count:
            await asyncio.sleep(0.005)


async def test_a_turn_that_found_work_is_repeated_at_once() -> None:
    turn, calls = counting([5, 1, 3])
    async with RunningLoops([Loop("x", turn, interval=60)]):
        await until(4, calls)
        await asyncio.sleep(0.1)
    assert len(calls) == 4


async def test_an_idle_loop_turns_at_its_interval() -> None:
    turn, calls = counting([])
    async with RunningLoops([Loop("x", turn, interval=0.1)]):
        await until(4, calls)
    assert all(0.08 < later - earlier < 1.0 for earlier, later in pairwise(calls))


async def test_a_wake_up_turns_an_idle_loop_at_once() -> None:
    turn, calls = counting([])
    loop = Loop("x", turn, interval=60)
    async with RunningLoops([loop]):
        await until(1, calls)
        await asyncio.sleep(0.05)
        loop.wake()
        await until(2, calls)


async def test_a_wake_up_during_a_turn_is_not_lost() -> None:
    """The work may have come after the turn looked for it."""
    looked, calls = asyncio.Event(), []

    async def turn() -> int:
        calls.append(perf_counter())
        looked.set()
        await asyncio.sleep(0.1)
        return 0

    loop = Loop("x", turn, interval=60)
    async with RunningLoops([loop]):
        await looked.wait()
        loop.wake()
        await until(2, calls)


async def test_a_failing_turn_does_not_end_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit_loops, "_AFTER_FAULT", 0.05)
    calls: list[float] = []

    async def turn() -> int:
        calls.append(perf_counter())
        raise RuntimeError("broken")

    async with RunningLoops([Loop("x", turn, interval=0.01)]):
        await until(3, calls)
    assert calls[1] - calls[0] > 0.04, "a broken turn is not hammered"


async def test_one_broken_loop_does_not_touch_another() -> None:
    async def broken() -> int:
        raise RuntimeError("broken")

    turn, calls = counting([])
    async with RunningLoops([Loop("broken", broken, 0.01), Loop("x", turn, 0.02)]):
        await until(5, calls)


async def test_leaving_waits_for_the_running_turn() -> None:
    begun, done = asyncio.Event(), []

    async def turn() -> int:
        begun.set()
        await asyncio.sleep(0.3)
        done.append(1)
        return 1

    async with RunningLoops([Loop("x", turn, 60)]):
        await begun.wait()
    assert done == [1], "finished, and not begun anew"


async def test_leaving_does_not_wait_for_ever() -> None:
    begun = asyncio.Event()

    async def turn() -> int:
        begun.set()
        await asyncio.sleep(3600)
        return 0

    started = perf_counter()
    async with RunningLoops([Loop("x", turn, 60)]):
        await begun.wait()
    assert perf_counter() - started < 5


async def test_no_loops_are_no_fault() -> None:
    async with RunningLoops([]):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_process_ends_in_order_when_it_is_told_to(settings_for: SettingsFor, number: signal.Signals) -> None:
    settings = settings_for("plans")
    environment = {"JIANXING_DATA": str(settings.common.data), "PLANS_DATABASE_URL": settings.database_url, "PATH": ""}
    command = [sys.executable, "-m", "services.plans.worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        lines = [worker.stderr.readline()]
        worker.send_signal(number)
        lines += worker.stderr.readlines()
        assert worker.wait(timeout=40) == 0, lines
    assert "worker runs" in lines[0]
    assert len(lines) == 1, lines
