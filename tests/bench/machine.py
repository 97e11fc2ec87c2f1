"""What another process has used: processor time to the nanosecond, resident memory."""

import time
from pathlib import Path

_PROCESS_CLOCK = 2  # CPUCLOCK_SCHED, see clock_getcpuclockid(3): the kernel's clock of all threads of a process


def cpu_seconds(pid: int) -> float:
    """Processor time (user and system, every thread) that ``pid`` has used since it began; Linux only."""
    return time.clock_gettime((~pid << 3) | _PROCESS_CLOCK)


def resident_mb(pid: int) -> float:
    """Resident memory of ``pid`` in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6
