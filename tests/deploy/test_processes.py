"""Child processes: started again when they die, stopped in time, gone when the supervisor is gone."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

from deploy.processes import Child, Command, stop_all

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"]


def lives(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(5):
        while lives(pid):
            await asyncio.sleep(0.02)


async def test_a_child_that_dies_is_started_again() -> None:
    child = Child(Command("sleeper", SLEEP))
    await child.start()
    child.watch()
    first = child.pid
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(10):
        while child.pid == first or not child.is_running:
            await asyncio.sleep(0.05)
    assert child.deaths == 1
    second = child.pid
    await child.stop(2)
    assert not lives(second)


async def test_a_stopped_child_stays_stopped() -> None:
    child = Child(Command("sleeper", SLEEP))
    await child.start()
    child.watch()
    await child.stop(2)
    await asyncio.sleep(0.6)
    assert not child.is_running
    assert child.deaths == 0


async def test_a_child_that_does_not_listen_is_killed_in_time(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    child = Child(Command("deaf", DEAF, log=log))
    await child.start()
    async with asyncio.timeout(10):
        while "deaf" not in child.last_words():
            await asyncio.sleep(0.02)
    began = monotonic()
    await stop_all([child], patience=0.3)
    assert not lives(child.pid)
    assert 0.3 <= monotonic() - began < 5


async def test_ctrl_c_in_the_terminal_reaches_the_supervisor_alone() -> None:
    child = Child(Command("sleeper", SLEEP))
    await child.start()
    try:
        assert os.getpgid(child.pid) != os.getpgid(0)
    finally:
        await child.stop(2)


async def test_children_end_with_a_supervisor_that_is_killed() -> None:
    script = (
        "import asyncio, sys; from deploy.processes import Child, Command\n"
        "async def main():\n"
        f"    child = Child(Command('sleeper', {SLEEP!r})); await child.start(); print(child.pid, flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        child = int(supervisor.stdout.readline())
        assert lives(child)
        supervisor.kill()
        supervisor.wait()
        await until_gone(child)
