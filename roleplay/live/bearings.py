"""Where the code that runs just now is: which request, workshop and participant it works for.

Set at the doors and by the tailers, read by the log (`roleplay/logs.py`). Ids only: no name, no
code and nothing that anybody wrote belongs here.
"""

from contextvars import ContextVar

_here: ContextVar[dict[str, str] | None] = ContextVar("bearings", default=None)


def begin(request: str = "", workshop: str = "") -> None:
    """A new piece of work: a request, a socket, a tailer. What it learns later, all its tasks know."""
    _here.set({"request": request, "workshop": workshop})


def take(workshop: str, participant: str) -> None:
    """It is for this workshop, on behalf of this participant."""
    here = _here.get()
    if here is not None:
        here |= {"workshop": workshop, "participant": participant}


def now() -> dict[str, str]:
    """What is known, without what is not."""
    return {name: value for name, value in (_here.get() or {}).items() if value}
