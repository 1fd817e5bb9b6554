"""Memory that the C library keeps when a crowd has come or gone, given back to the machine.

Whoever comes in needs for a moment much more than afterwards, and of hundreds at once this lies scattered
between what stays. Only glibc has a call for it; where there is none, nothing is given back.
"""

import ctypes
from collections.abc import Callable

CROWD = 100
"""So many sockets more or fewer."""


def _found() -> Callable[[int], int] | None:
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, another system
        return None
    return trim


TRIM = _found()


def give_back() -> None:
    """Takes milliseconds, in which nobody else in the process gets memory from the C library."""
    if TRIM:
        TRIM(0)


class Crowds:
    """To be asked once a second with the number of sockets that are open."""

    def __init__(self) -> None:
        self._given_back_at = 0
        self._a_second_ago = 0

    def settled(self, sockets: int) -> bool:
        """Whether a crowd has come or gone since this was last so, and nobody does so any more."""
        calm = abs(sockets - self._a_second_ago) < CROWD // 10
        self._a_second_ago = sockets
        if not calm or abs(sockets - self._given_back_at) < CROWD:
            return False
        self._given_back_at = sockets
        return True
