"""Limits of a worker process: environment, memory, processor, lifetime."""

import multiprocessing
import os
import resource
import signal
from pathlib import Path
from threading import Thread

SECRETS = ("TELEGRAM_BOT_TOKEN", "DATABASE_URL")
QUIET = {
    "HF_HUB_OFFLINE": "1",  # models are the operator's files; nothing is fetched
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
MEMORY = 512 * 1024 * 1024
"""Bytes a job may take on top of what the loaded engine has."""
CPU_SECONDS = 60
"""Of the processor for one job; who waits for it gives up earlier."""
_STATUS = Path("/proc/self/status")


def move_in() -> None:
    """Set up a worker process: no secrets in its environment, and an end with its parent."""
    for name in SECRETS:
        os.environ.pop(name, None)
    os.environ.update(QUIET)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, even from deep inside an engine
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def bound_memory(more: int = MEMORY) -> None:
    """Limit memory to so many bytes more than now; without /proc there is no limit."""
    taken = _data_bytes()
    if taken is not None:
        _lower(resource.RLIMIT_DATA, taken + more)


def _data_bytes() -> int | None:
    """Bytes of private memory of this process (VmData); None without /proc."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = (line.split()[1] for line in lines if line.startswith("VmData:"))
    return next((int(kilobytes) * 1024 for kilobytes in found), None)


def bound_cpu(more: int = CPU_SECONDS) -> None:
    """Limit the processor to so many seconds more than now: then the process is killed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + more)


def _lower(which: int, soft: int) -> None:
    _, hard = resource.getrlimit(which)
    within = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(which, (within, hard))
