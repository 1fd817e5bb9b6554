"""Given / when / then: a workshop with people in it, a command, and what came of it.

    given(phase="talks").when(Say("plenary", "Good morning"), by="host").then(Said("plenary", "Good morning"))

People are called by their seat (``in1``) or by name: ``host`` and ``co`` run the workshop, ``olive``
observes, ``wendy`` waits for a seat, ``adam`` has not been let in, ``ravi`` was removed and ``nobody``
never came. Every ``when`` also checks that deciding left the state as it was.
"""

import pickle
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import (
    SYSTEM,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    decide,
    evolve,
    visible,
)
from roleplay.rules.people import Admit, Join, JoinStaff, People, Remove, actor_of, viewer_of
from roleplay.rules.phases import Next, Start
from roleplay.rules.seats import GiveSeat, MakeObserver
from roleplay.rules.talk import Line, Say, Talk
from roleplay.rules.workshop import End, Open

from .small_pack import PHASES, small_pack

SECOND = 1_000
MINUTE = 60_000
NOON = 1_700_000_000_000
FOUR = ("in1", "in2", "pk1", "pk2")


def given(
    *,
    sides: int = 2,
    phase: str | None = "opening",
    seated: tuple[str, ...] = FOUR,
    fresh: tuple[str, ...] = (),
    observing: tuple[str, ...] = (),
    waiting: tuple[str, ...] = (),
    knocking: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    ended: bool = False,
    phases: dict[str, Any] | None = None,
    pack: dict[str, Any] | None = None,
    rooms: dict[str, str] | None = None,
    **doors: Any,
) -> "Scene":
    """A workshop in this phase (None: not started). ``fresh`` seats have not accepted the ground rules;
    ``phases`` says what is different in some of them, by id; ``pack`` is played instead of the small one;
    ``rooms`` the rule of attribution of some kinds of them."""
    scene = Scene()
    doors.setdefault("joining", "approved" if knocking else "open")
    played = (pack or small_pack(sides, **(phases or {}))) | ({"attribution": rooms} if rooms else {})
    scene.having(Open(played, **doors), by=SYSTEM)
    scene.having(JoinStaff("host", "facilitator"), by=SYSTEM)
    scene.having(JoinStaff("co", "cofacilitator"), by=SYSTEM)
    for seat in seated:
        scene.with_seated(seat).having(AcceptRules(), by=seat)
    for name in observing:
        scene.with_waiting(name).having(MakeObserver(name)).having(AcceptRules(), by=name)
    if phase:
        scene.at_phase(phase)
    for seat in fresh:
        scene.with_seated(seat)
    for name in waiting:
        scene.with_waiting(name)
    for name in knocking:
        scene.having(Join(name), by=SYSTEM)
    for name in removed:
        scene.with_waiting(name).having(Remove(name))
    return scene.having(End()) if ended else scene


class Scene:
    """A state, the log that made it, and a clock that goes on by a second with each command."""

    def __init__(self) -> None:
        self.state = State()
        self.log: list[Entry] = []
        self.now = NOON
        self._ids = _ids()

    def copy(self) -> "Scene":
        twin = Scene()
        twin.state, twin.log, twin.now = twin_of(self.state), list(self.log), self.now
        twin._ids = _ids(len(self.log) * 10 + 1000)
        return twin

    def ids_from(self, start: int, during: Callable[[], None] | None = None) -> None:
        """Take new ids from this number on: for good, or only while something else is done."""
        before, self._ids = self._ids, _ids(start)
        if during:
            during()
            self._ids = before

    def with_seated(self, seat: str) -> "Scene":
        return self.with_waiting(f"p-{seat}").having(GiveSeat(f"p-{seat}", seat))

    def with_waiting(self, name: str) -> "Scene":
        self.having(Join(name), by=SYSTEM)
        return self if self.person(name).admitted else self.having(Admit(name))

    def at_phase(self, phase: str) -> "Scene":
        self.having(Start())
        for _ in range(PHASES.index(phase)):
            self.having(Next("because the test begins later"))
        return self

    def having(self, command: Command, by: str = "host", seed: int = 0) -> "Scene":
        """Something that has happened before; it must be allowed."""
        self._take(self._decide(command, by, seed))
        return self

    def having_said(self, room: str, text: str, by: str) -> str:
        """A line said before; its id."""
        self.having(Say(room, text), by=by)
        return self.log[-1].id

    def when(self, command: Command, by: str, seed: int = 0) -> "Outcome":
        before = twin_of(self.state)
        try:
            entries = self._decide(command, by, seed)
        except Refused as refusal:
            assert self.state == before, f"refusing {command} changed the state"
            return Outcome(self, command, by, [], refusal)
        assert self.state == before, f"deciding {command} changed the state"
        assert entries, f"{command} led to nothing"
        self._take(entries)
        return Outcome(self, command, by, entries, None)

    def _decide(self, command: Command, by: str, seed: int) -> list[Entry]:
        self.now += SECOND
        actor = actor_of(self.state, self.called(by))
        return decide(self.state, command, actor, Moment(self.now, self._ids, seed))

    def _take(self, entries: list[Entry]) -> None:
        for entry in entries:
            evolve(self.state, entry)
            self.log.append(entry)

    def called(self, who: str) -> str:
        """The participant who sits on this seat, or who has this name."""
        return self.state[People].holders.get(who, who)

    def person(self, who: str) -> Any:
        return self.state[People].persons[self.called(who)]

    def line(self, id: str) -> Line:
        return self.state[Talk].lines[id]

    def seen_by(self, who: str) -> list[Event]:
        """Everything that this person may see of the log."""
        viewer = viewer_of(self.state, self.called(who))
        assert viewer is not None, f"{who} is not in the workshop"
        return [entry.event for entry in self.log if visible(entry, viewer)]


class Outcome:
    """What came of a command. Each assertion holds for every event of it."""

    def __init__(
        self, scene: Scene, command: Command, by: str, entries: list[Entry], refusal: Refused | None
    ) -> None:
        self.scene, self.command, self.by = scene, command, by
        self.entries, self.refusal = entries, refusal

    @property
    def happened(self) -> list[Event]:
        assert self.refusal is None, f"{self.by} was refused {self.command}: {self.refusal}"
        return [entry.event for entry in self.entries]

    def then(self, *events: Event) -> "Outcome":
        assert self.happened == list(events)
        return self

    def refused(self, code: str) -> "Outcome":
        assert self.refusal is not None, f"{self.by} was allowed {self.command}: {self.entries}"
        assert self.refusal.code == code, self.refusal
        assert self.refusal.say.strip(), f"{code} says nothing to its author"
        return self

    def heard_by(self, *seats: str) -> "Outcome":
        for entry in self.allowed():
            assert entry.hearers is not None, f"everyone hears {entry.event}"
            assert sorted(entry.hearers) == sorted(seats), entry.event
        return self

    def heard_by_everyone(self) -> "Outcome":
        for entry in self.allowed():
            assert entry.hearers is None, f"only {entry.hearers} hear {entry.event}"
        return self

    def staff_only(self) -> "Outcome":
        return self.heard_by().not_sealed()

    def sealed(self) -> "Outcome":
        for entry in self.allowed():
            assert entry.sealed, f"staff hear {entry.event}"
        return self

    def not_sealed(self) -> "Outcome":
        for entry in self.allowed():
            assert not entry.sealed, f"staff do not hear {entry.event}"
        return self

    def allowed(self) -> list[Entry]:
        """Whatever it led to, it was not refused."""
        assert self.happened
        return self.entries


def twin_of(state: State) -> State:
    """Another state like it that shares nothing with it, in half the time of ``copy.deepcopy``."""
    twin: State = pickle.loads(pickle.dumps(state, pickle.HIGHEST_PROTOCOL))
    return twin


def _ids(start: int = 1) -> Iterator[str]:
    """Ids that differ within their first twelve characters, as random ones do."""
    return (f"{number:012d}" + "f" * 20 for number in count(start))
