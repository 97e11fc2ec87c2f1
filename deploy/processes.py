"""Child processes of a local platform: started, watched, started again when they die, stopped, never left behind."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.errors import PlatformError
from shared.kit.log import logger

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_STEADY_SECONDS = 30.0
_SET_PARENT_DEATH_SIGNAL = 1
_TAIL = 2000
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ProcessError(PlatformError):
    """A child process did not do what it was started for; says what it wrote last."""


@dataclass(frozen=True)
class Command:
    """What is run, as whom and how it is told to stop. ``log`` None: it writes where this process writes."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] | None = None
    log: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    last_signal: signal.Signals = signal.SIGKILL
    user: str | None = None
    folder: Path | None = None


class Child:
    """One child process. It has a session of its own, so that Ctrl-C reaches the supervisor alone, and dies with its parent thread."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.deaths = 0
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it once."""
        command = self.command
        with ExitStack() as files:
            output = files.enter_context(command.log.open("ab")) if command.log else None
            self._process = await asyncio.create_subprocess_exec(
                *command.arguments,
                env=command.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=command.folder,
                start_new_session=True,
                preexec_fn=_die_with_parent(command.stop_signal),
                **_as_user(command.user),
            )

    def watch(self) -> None:
        """From now on start it again whenever it ends."""
        self._watching = asyncio.create_task(self._keep(), name=f"keep {self.command.name}")

    async def _keep(self) -> None:
        pause, loop = _FIRST_PAUSE, asyncio.get_running_loop()
        while self._process is not None:
            started = loop.time()
            code = await self._process.wait()
            self._end_group()
            self.deaths += 1
            pause = _FIRST_PAUSE if loop.time() - started > _STEADY_SECONDS else min(pause * 2, _LONGEST_PAUSE)
            logger.warning("process ended; it is started again", process=self.command.name, code=code, pause=pause)
            await asyncio.sleep(pause)
            await self.start()

    async def wait(self) -> int:
        """Its exit code, once it ends."""
        if self._process is None:
            raise ProcessError(f"{self.command.name} was not started")
        return await self._process.wait()

    async def stop(self, patience: float) -> None:
        """End it: by its own signal, and after ``patience`` seconds by its last one."""
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        if not self.is_running or self._process is None:
            return
        for number in (self.command.stop_signal, self.command.last_signal, signal.SIGKILL):
            self._process.send_signal(number)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), None if number == signal.SIGKILL else patience)
                return
            logger.warning("process did not stop in time", process=self.command.name, asked_by=number.name)

    def _end_group(self) -> None:
        """End what it left behind: nginx's workers outlive a killed master and keep the port."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def last_words(self, most: int = _TAIL) -> str:
        """The end of its log, for an error message."""
        log = self.command.log
        return log.read_text(encoding="utf-8", errors="replace")[-most:] if log and log.exists() else ""


async def stop_all(children: Sequence[Child], patience: float) -> None:
    """Stop them all at the same time."""
    await asyncio.gather(*(child.stop(patience) for child in children))


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Ask the kernel for a signal when the starting thread ends, even by SIGKILL (Linux only): no process is left behind."""
    if _LIBC is None:
        return None
    call = _LIBC.prctl
    return lambda: call(_SET_PARENT_DEATH_SIGNAL, int(number)) and None


def _as_user(user: str | None) -> dict[str, Any]:
    """Change to ``user`` in the child; the parent-death signal is set after that, since a change of user clears it."""
    return {"user": user, "group": user, "extra_groups": []} if user and os.geteuid() == 0 else {}
