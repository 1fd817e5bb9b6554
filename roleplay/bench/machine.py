"""What the machine says: CPU time and memory of processes, which cores there are, what else it does.

Reads /proc, so the benchmark runs on Linux only.
"""

import contextlib
import os
import platform
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
AHEAD = -10
PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024
OWN_AND_ENDED_CHILDREN = slice(11, 15)
"""utime, stime, cutime, cstime: places in /proc/<pid>/stat after the name of the program."""


def cores() -> tuple[set[int], set[int]]:
    """Those for the server (one) and those for the load; the same one where there is only one."""
    first, *others = sorted(os.sched_getaffinity(0))
    return {first}, set(others) or {first}


def go_first() -> None:
    """Ahead of whatever else runs here, for this process and all it starts, where that is allowed."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, AHEAD)
        (PROC / "self" / "autogroup").write_text(str(AHEAD))


def go_back() -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)
        (PROC / "self" / "autogroup").write_text("0")


def tree(roots: Iterable[int]) -> list[int]:
    """These processes and all below them."""
    found: list[int] = []
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for children in PROC.glob(f"{pid}/task/*/children"):
            try:
                waiting += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def cpu_ms(roots: Iterable[int]) -> float:
    """CPU time that these processes, all below them, and those of them that have ended have used."""
    return sum(_ticks(pid) for pid in tree(roots)) * TICK_MS


def _ticks(pid: int) -> int:
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[OWN_AND_ENDED_CHILDREN])


def resident_kb(roots: Iterable[int]) -> float:
    total = 0.0
    for pid in tree(roots):
        try:
            total += int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE_KB
        except OSError:
            continue
    return total


def busy_ms() -> float:
    """CPU time that the whole machine has used, stolen time included, waiting for disks not."""
    fields = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields)
    return (user + nice + system + irq + softirq + steal) * TICK_MS


def describe() -> dict[str, str]:
    """For the head of a report."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in (PROC / "cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {
        "processor": f"{len(os.sched_getaffinity(0))} x {model}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
