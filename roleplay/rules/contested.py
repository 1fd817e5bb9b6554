"""Contested facts: what the sides tell differently. Each side lays one source beside it, and it stays open.

Nothing here decides who is right: there is no vote, no mark and no end. What is shown is that both have
reasons for what they say.
"""

from dataclasses import dataclass, field

from .kernel import (
    EVERYONE,
    Actor,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    command,
    decides,
    event,
    evolves,
    slice_of_state,
)
from .tools import ToolCommand, note_if_staff_took, side_using, tool, user_of
from .wording import clean

TOOL = tool("contested", "PH2")
LONGEST_STATEMENT, LONGEST_TITLE, LONGEST_WHO, LONGEST_DATE = 240, 160, 120, 40
MOST_FACTS = 12


@dataclass(frozen=True)
class Source:
    """Where a side has it from: what it is called, who says it, and when it was said."""

    title: str
    who: str
    date: str


@dataclass
class Contested:
    """A statement that ``side`` laid on the table; ``sources`` by side, one each."""

    id: str
    side: str
    text: str
    sources: dict[str, Source] = field(default_factory=dict)


@slice_of_state
@dataclass
class ContestedFacts:
    """By id, in the order they came."""

    all: dict[str, Contested] = field(default_factory=dict)


@command("contest_fact")
@dataclass(frozen=True)
class ContestFact(ToolCommand):
    """Lay a statement on the table that the sides tell differently."""

    text: str


@command("attach_source")
@dataclass(frozen=True)
class AttachSource(ToolCommand):
    """Where one's own side has it from, in the place of the source it gave before."""

    fact: str
    title: str
    who: str
    date: str


@command("take_off_fact")
@dataclass(frozen=True)
class TakeOffFact(ToolCommand):
    """Its own side while no other has given a source, staff at any time."""

    fact: str


@event("fact_contested", to=EVERYONE)
@dataclass(frozen=True)
class FactContested(Event):
    side: str
    text: str


@event("source_attached", to=EVERYONE)
@dataclass(frozen=True)
class SourceAttached(Event):
    fact: str
    side: str
    title: str
    who: str
    date: str


@event("fact_taken_off", to=EVERYONE)
@dataclass(frozen=True)
class FactTakenOff(Event):
    fact: str


CONTESTED = (FactContested, SourceAttached, FactTakenOff)


@decides(ContestFact)
def contest_fact(state: State, command: ContestFact, by: Actor, moment: Moment) -> list[Event]:
    side = side_using(state, TOOL, by)
    if len(state[ContestedFacts].all) >= MOST_FACTS:
        raise Refused("full", f"{MOST_FACTS} contested facts are enough for one table.")
    return [FactContested(side, clean(command.text, LONGEST_STATEMENT))]


@decides(AttachSource)
def attach_source(state: State, command: AttachSource, by: Actor, moment: Moment) -> list[Event]:
    side, fact = side_using(state, TOOL, by), _fact(state, command.fact)
    given = Source(
        clean(command.title, LONGEST_TITLE),
        clean(command.who, LONGEST_WHO),
        clean(command.date, LONGEST_DATE),
    )
    if fact.sources.get(side) == given:
        raise Refused("already", "This is your source already.")
    return [SourceAttached(fact.id, side, given.title, given.who, given.date)]


@decides(TakeOffFact)
def take_off_fact(state: State, command: TakeOffFact, by: Actor, moment: Moment) -> list[Event]:
    side, fact = user_of(state, TOOL, by), _fact(state, command.fact)
    if side is not None and side != fact.side:
        raise Refused("not_yours", "Only the side that laid it on the table can take it away.")
    if side is not None and fact.sources.keys() - {side}:
        raise Refused("not_alone", "Another side has given its source: now it belongs to both.")
    return [FactTakenOff(fact.id)]


def _fact(state: State, id: str) -> Contested:
    fact = state[ContestedFacts].all.get(id)
    if fact is None:
        raise Refused("no_such_fact", "There is no such card.")
    return fact


@evolves(FactContested)
def fact_contested(state: State, event: FactContested, entry: Entry) -> None:
    state[ContestedFacts].all[entry.id] = Contested(entry.id, event.side, event.text)


@evolves(SourceAttached)
def source_attached(state: State, event: SourceAttached, entry: Entry) -> None:
    source = Source(event.title, event.who, event.date)
    state[ContestedFacts].all[event.fact].sources[event.side] = source


@evolves(FactTakenOff)
def fact_taken_off(state: State, event: FactTakenOff, entry: Entry) -> None:
    del state[ContestedFacts].all[event.fact]
    note_if_staff_took(state, event.fact, entry)
