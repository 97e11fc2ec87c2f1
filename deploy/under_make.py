"""The ``jianxing`` command below ``make``: stops when make is told to stop, whichever way make was told.

GNU make hands a SIGTERM on to its recipe, but not a SIGINT that was sent to make alone: it waits for the recipe to end, for ever.
Once make has seen a SIGINT it no longer catches that signal, which Linux shows in ``/proc/PID/status``. We look there five times a second.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from deploy.cli import main

_LOOK_SECONDS = 0.2
_SIGINT_BIT = 1 << (signal.SIGINT - 1)


def watch(parent: int) -> None:
    """Send this process a SIGINT when ``parent`` stops catching it or is gone; does nothing where there is no /proc."""
    if _catches_interrupts(parent) is None:
        return
    caught_before = _catches_interrupts(parent)
    while os.getppid() == parent and _catches_interrupts(parent) == caught_before:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)


def _catches_interrupts(process: int) -> bool | None:
    """Whether the process has a handler for SIGINT; None if that cannot be seen."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    mask = next((line.split()[1] for line in lines if line.startswith("SigCgt:")), "0")
    return bool(int(mask, 16) & _SIGINT_BIT)


if __name__ == "__main__":
    # Somebody may have stopped make before we got here; a parent that is gone already shows as another parent.
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    sys.exit(main())
