"""The shape of a rehearsal: what an author writes in ``rehearsal.yaml``. Pydantic models only.

Whether its steps can be taken in its pack is checked in ``script_check.py``; playing it is the live room's.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from scenarios.schema import Line, Minutes, Model, Prose, Slug


class ScriptLine(Model):
    """One step of a rehearsal: a seat, or the facilitator, does one thing.

    Exactly one of ``say``, ``heard``, ``workable``, ``raise_hand``, ``invite``, ``accept``,
    ``leave``, ``inject``, ``broadcast``, ``help``, ``call_next``, ``use`` is given. ``as_`` names
    the step so that a later one can answer it (``reply``, ``heard``, ``workable``). ``after`` is
    the pause before it, in seconds at speed 1.

    ``use`` is a command of a tool, ``with_`` its fields, and ``of`` those of its fields that mean
    what an earlier step has made: by field, the name of that step or a list of names.
    """

    by: Slug
    after: Annotated[float, Field(ge=0, le=60)] = 3
    as_: Annotated[Slug | None, Field(alias="as")] = None
    room: Slug = "plenary"
    say: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)] | None = None
    reply: Slug | None = None
    heard: Slug | None = None
    workable: Slug | None = None
    raise_hand: bool = False
    call_next: bool = False
    invite: Slug | None = None
    accept: bool = False
    leave: bool = False
    inject: Slug | None = None
    broadcast: Line | None = None
    help: Line | None = None
    use: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] | None = None
    with_: Annotated[dict[str, bool | int | Prose | list[Slug]], Field(alias="with")] = {}
    of: dict[str, Slug | list[Slug]] = {}


class ScriptPhase(Model):
    """What is said in one phase; ``phase`` is the id of a phase of the agenda."""

    phase: Slug
    steps: list[ScriptLine]


class Rehearsal(Model):
    """``rehearsal.yaml``: a plausible, in-role run of the pack for scripted delegates.

    ``room`` of a step is ``plenary``, ``caucus`` (the speaker's own side's) or ``corridor``
    (the one the speaker is in). ``by: facilitator`` is the staff.
    """

    form: Minutes
    phases: Annotated[list[ScriptPhase], Field(min_length=1)]
