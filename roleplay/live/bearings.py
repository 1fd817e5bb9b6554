"""Where the code that runs just now is: which request, workshop and participant it works for.

Set at the doors and by the tailers, read by the log (`roleplay/logs.py`). Ids only: no name, no
code and nothing that anybody wrote belongs here.
"""

from contextvars import ContextVar

request: ContextVar[str] = ContextVar("request", default="")
workshop: ContextVar[str] = ContextVar("workshop", default="")
participant: ContextVar[str] = ContextVar("participant", default="")


def take(workshop_id: str, participant_id: str = "") -> None:
    """From here on this task works for that workshop, on behalf of that participant."""
    workshop.set(workshop_id)
    participant.set(participant_id)


def now() -> dict[str, str]:
    """What is known, without what is not."""
    known = {"request": request.get(), "workshop": workshop.get(), "participant": participant.get()}
    return {name: value for name, value in known.items() if value}
