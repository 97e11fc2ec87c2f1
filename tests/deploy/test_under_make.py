"""``make run`` stops however make is told to: the whole group or make alone, by SIGINT or SIGTERM."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

# The recipe of `make run`, with something quick in the place of the platform.
RECIPE = "run:\n\t@exec {python} {script}\n"
SCRIPT = """import os, threading, time
from deploy.under_make import watch
threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
print(os.getpid(), flush=True)
time.sleep(60)
"""


@contextmanager
def make(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A make whose recipe runs, and the process id of the recipe."""
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "Makefile").write_text(RECIPE.format(python=sys.executable, script=folder / "script.py"), encoding="utf-8")
    command = ["make", "-C", str(folder), "--no-print-directory", "run"]
    # A script's background jobs ignore SIGINT, and so would everything below this test when it runs in one.
    heeding = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **heeding) as process:  # type: ignore[call-overload]
        assert process.stdout
        recipe = int(process.stdout.readline())
        try:
            yield process, recipe
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("whole_group", [False, True], ids=["make-alone", "group"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_make_stops_within_three_seconds(tmp_path: Path, number: signal.Signals, whole_group: bool) -> None:
    with make(tmp_path) as (process, recipe):
        began = monotonic()
        (os.killpg if whole_group else os.kill)(process.pid, number)
        process.wait(timeout=20)
        assert monotonic() - began < 3
        assert not Path(f"/proc/{recipe}").exists()


def test_the_recipe_ends_when_make_is_killed(tmp_path: Path) -> None:
    with make(tmp_path) as (process, recipe):
        process.kill()
        process.wait(timeout=5)
        began = monotonic()
        while Path(f"/proc/{recipe}/cmdline").exists() and Path(f"/proc/{recipe}/cmdline").read_bytes():
            assert monotonic() - began < 5
