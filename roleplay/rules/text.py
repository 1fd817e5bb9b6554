"""One negotiating text: clauses that whoever holds the pen drafts and redrafts, and that all criticise.

Staff hold the pen, or with them a scribe pair: one delegate of each side. A redraft names the version it
was made from, so that nobody writes over words they have not seen. Nothing is lost: versions are kept.
Words nobody agrees on yet are in ``brackets``, what delegates say about a clause in ``criticism``.
"""

from dataclasses import dataclass, field
from typing import Literal

from .kernel import (
    EVERYONE,
    Actor,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    command,
    decides,
    event,
    evolves,
    require_staff,
    slice_of_state,
)
from .people import People
from .tools import ToolCommand, note_if_staff_took, require_tool, require_user, sides_at_the_table, tool
from .wording import clean
from .workshop import require_not_ended, setting_of

TOOL = tool("text", "PH7")
LONGEST_CLAUSE = 1200
LONGEST_REMARK = 400
MOST_CLAUSES = 12
REDRAFTED = (
    "Somebody has redrafted this clause meanwhile. Your words are still here: read the new version, "
    "choose it, and send again what should change in it."
)

Mark = Literal["clean", "parked", "adopted"]
Standing = Literal["clean", "bracketed", "parked", "adopted"]


@dataclass
class Version:
    id: str
    text: str


@dataclass
class Remark:
    """What a delegate of this ``side`` found wanting; ``number`` is that of the version they read."""

    id: str
    side: str
    text: str
    number: int


@dataclass
class Bracket:
    """``words`` of the clause are not agreed; ``other`` might stand in their place. Nobody signs it.
    Put ``at`` this time (Unix ms)."""

    id: str
    clause: str
    words: str
    other: str
    reason: str
    at: int = 0


@dataclass
class Clause:
    """``brackets`` are the open ones by id; ``mark`` is what the pen made of it."""

    id: str
    versions: list[Version]
    remarks: list[Remark] = field(default_factory=list)
    brackets: dict[str, Bracket] = field(default_factory=dict)
    mark: Mark = "clean"

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def standing(self) -> Standing:
        return "bracketed" if self.mark == "clean" and self.brackets else self.mark


@slice_of_state
@dataclass
class OneText:
    """``clauses`` by id in their order; ``scribes`` hold the pen with staff; ``most_open`` is the highest
    number of brackets that were open at once."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    scribes: tuple[str, ...] = ()
    most_open: int = 0

    @property
    def open(self) -> int:
        return sum(len(clause.brackets) for clause in self.clauses.values())


@command("name_scribes")
@dataclass(frozen=True)
class NameScribes(Command):
    """Give the pen to one seat of each side, or (with none) keep it to staff."""

    seats: tuple[str, ...] = ()


@command("write_clause")
@dataclass(frozen=True)
class WriteClause(ToolCommand):
    text: str


@command("redraft_clause")
@dataclass(frozen=True)
class RedraftClause(ToolCommand):
    """Other words for a clause, made from this ``version``."""

    version: str
    text: str


@command("mark_clause")
@dataclass(frozen=True)
class MarkClause(ToolCommand):
    """Park or adopt the clause as it stands in this ``version``, or (clean) take it up again."""

    version: str
    mark: Mark


@command("strike_clause")
@dataclass(frozen=True)
class StrikeClause(Command):
    """Staff take a clause away with all that was said about it; whoever holds the pen only parks one."""

    clause: str


@event("scribes_named", to=EVERYONE)
@dataclass(frozen=True)
class ScribesNamed(Event):
    seats: tuple[str, ...]


@event("clause_written", to=EVERYONE)
@dataclass(frozen=True)
class ClauseWritten(Event):
    text: str


@event("clause_redrafted", to=EVERYONE)
@dataclass(frozen=True)
class ClauseRedrafted(Event):
    clause: str
    text: str


@event("clause_marked", to=EVERYONE)
@dataclass(frozen=True)
class ClauseMarked(Event):
    clause: str
    mark: Mark


@event("clause_struck", to=EVERYONE)
@dataclass(frozen=True)
class ClauseStruck(Event):
    clause: str


CLAUSES = (ScribesNamed, ClauseWritten, ClauseRedrafted, ClauseMarked, ClauseStruck)


@decides(NameScribes)
def name_scribes(state: State, command: NameScribes, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_tool(state, TOOL)
    if set(command.seats) - state[People].holders.keys():
        raise Refused("nobody", "Nobody sits there at the moment.")
    sides = sorted(setting_of(state).seat(seat).side for seat in command.seats)
    if sides and sides != sorted(sides_at_the_table(state)):
        raise Refused("not_a_pair", "Choose one delegate of each side, or nobody.")
    if set(command.seats) == set(state[OneText].scribes):
        raise Refused("already", "They hold the pen already.")
    return [ScribesNamed(command.seats)]


@decides(WriteClause)
def write_clause(state: State, command: WriteClause, by: Actor, moment: Moment) -> list[Event]:
    require_pen(state, by)
    if len(state[OneText].clauses) >= MOST_CLAUSES:
        raise Refused("full", f"{MOST_CLAUSES} clauses are enough. Redraft one of them.")
    return [ClauseWritten(clean(command.text, LONGEST_CLAUSE))]


@decides(RedraftClause)
def redraft_clause(state: State, command: RedraftClause, by: Actor, moment: Moment) -> list[Event]:
    require_pen(state, by)
    clause, text = _as_it_stands(state, command.version), clean(command.text, LONGEST_CLAUSE)
    require_not_adopted(clause)
    if text == clause.text:
        raise Refused("already", "It says this already.")
    if places(text, clause) is None:
        raise Refused("in_brackets", "Keep the words that stand in brackets, or settle the brackets first.")
    return [ClauseRedrafted(clause.id, text)]


@decides(MarkClause)
def mark_clause(state: State, command: MarkClause, by: Actor, moment: Moment) -> list[Event]:
    require_pen(state, by)
    clause = _as_it_stands(state, command.version)
    if clause.mark == command.mark:
        raise Refused("already", "It is marked so already.")
    if command.mark == "adopted" and clause.brackets:
        raise Refused("bracketed", "There are open brackets in it. Settle them first, or park the clause.")
    return [ClauseMarked(clause.id, command.mark)]


@decides(StrikeClause)
def strike_clause(state: State, command: StrikeClause, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    return [ClauseStruck(clause_of(state, command.clause).id)]


def require_pen(state: State, by: Actor) -> None:
    require_user(state, TOOL, by)
    require_holds_pen(state, by)


def require_holds_pen(state: State, by: Actor) -> None:
    if not by.staff and by.seat not in state[OneText].scribes:
        raise Refused("no_pen", "Whoever holds the pen drafts. Say what the clause lacks instead.")


def clause_of(state: State, id: str) -> Clause:
    clause = state[OneText].clauses.get(id)
    if clause is None:
        raise Refused("no_such_clause", "There is no such clause.")
    return clause


def require_not_adopted(clause: Clause) -> None:
    if clause.mark == "adopted":
        raise Refused("adopted", "This clause is adopted. Take it up again first.")


def places(text: str, clause: Clause) -> list[tuple[int, int, Bracket]] | None:
    """Where in the text the words of each open bracket stand; None if some are missing or run together."""
    found = [(text.find(one.words), one) for one in clause.brackets.values()]
    spans = sorted(((at, at + len(one.words), one) for at, one in found), key=lambda span: span[0])
    ends = [0, *(end for _, end, _ in spans)]
    return None if any(at < end for (at, _, _), end in zip(spans, ends, strict=False)) else spans


def _as_it_stands(state: State, version: str) -> Clause:
    """The clause whose latest version this is; what was made from an earlier one is refused."""
    for clause in state[OneText].clauses.values():
        if version in (one.id for one in clause.versions):
            if clause.versions[-1].id != version:
                raise Refused("redrafted", REDRAFTED)
            return clause
    raise Refused("no_such_clause", "There is no such clause.")


@evolves(ScribesNamed)
def scribes_named(state: State, event: ScribesNamed, entry: Entry) -> None:
    state[OneText].scribes = event.seats


@evolves(ClauseWritten)
def clause_written(state: State, event: ClauseWritten, entry: Entry) -> None:
    state[OneText].clauses[entry.id] = Clause(entry.id, [Version(entry.id, event.text)])


@evolves(ClauseRedrafted)
def clause_redrafted(state: State, event: ClauseRedrafted, entry: Entry) -> None:
    state[OneText].clauses[event.clause].versions.append(Version(entry.id, event.text))


@evolves(ClauseMarked)
def clause_marked(state: State, event: ClauseMarked, entry: Entry) -> None:
    state[OneText].clauses[event.clause].mark = event.mark


@evolves(ClauseStruck)
def clause_struck(state: State, event: ClauseStruck, entry: Entry) -> None:
    del state[OneText].clauses[event.clause]
    note_if_staff_took(state, event.clause, entry)
