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


def watch(make: int) -> None:
    """Send this process a SIGINT once ``make``, its parent, was interrupted or is gone; returns at once where there is no /proc."""
    if not Path("/proc/self/status").exists():
        return
    while os.getppid() == make and not _was_interrupted(make):
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)


def _was_interrupted(make: int) -> bool:
    """Whether make has given up its handler of SIGINT. A make that a script started in the background ignores the signal instead."""
    try:
        lines = Path(f"/proc/{make}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return True
    masks = [int(line.split()[1], 16) for line in lines if line.startswith(("SigCgt:", "SigIgn:"))]
    return not any(mask & _SIGINT_BIT for mask in masks)


if __name__ == "__main__":
    # Somebody may have stopped make before we got here; a parent that is gone already shows as another parent.
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    sys.exit(main())
