"""What delegates find wanting in a clause: said to everybody, so that whoever holds the pen tries again.

It stays when the clause is redrafted. Staff may take away what must not stand there.
"""

from dataclasses import dataclass

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
)
from .text import LONGEST_REMARK, TOOL, OneText, Remark, clause_of
from .tools import ToolCommand, note_if_staff_took, side_using
from .wording import clean
from .workshop import require_not_ended

MOST_REMARKS = 30


@command("criticise")
@dataclass(frozen=True)
class Criticise(ToolCommand):
    """Say what a clause lacks. Whoever holds the pen redrafts; nobody drafts against it."""

    clause: str
    text: str


@command("strike_remark")
@dataclass(frozen=True)
class StrikeRemark(Command):
    """Staff take away what must not stand there."""

    remark: str


@event("criticised", to=EVERYONE)
@dataclass(frozen=True)
class Criticised(Event):
    clause: str
    side: str
    text: str


@event("remark_struck", to=EVERYONE)
@dataclass(frozen=True)
class RemarkStruck(Event):
    clause: str
    remark: str


CRITICISM = (Criticised, RemarkStruck)


@decides(Criticise)
def criticise(state: State, command: Criticise, by: Actor, moment: Moment) -> list[Event]:
    side, clause = side_using(state, TOOL, by), clause_of(state, command.clause)
    if len(clause.remarks) >= MOST_REMARKS:
        raise Refused("full", "Enough has been said about this clause. Let it be redrafted first.")
    return [Criticised(clause.id, side, clean(command.text, LONGEST_REMARK))]


@decides(StrikeRemark)
def strike_remark(state: State, command: StrikeRemark, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    for clause in state[OneText].clauses.values():
        if command.remark in (one.id for one in clause.remarks):
            return [RemarkStruck(clause.id, command.remark)]
    raise Refused("no_such_remark", "Nobody has said this.")


@evolves(Criticised)
def criticised(state: State, event: Criticised, entry: Entry) -> None:
    clause = state[OneText].clauses[event.clause]
    clause.remarks.append(Remark(entry.id, event.side, event.text, len(clause.versions)))


@evolves(RemarkStruck)
def remark_struck(state: State, event: RemarkStruck, entry: Entry) -> None:
    clause = state[OneText].clauses[event.clause]
    clause.remarks = [one for one in clause.remarks if one.id != event.remark]
    note_if_staff_took(state, event.remark, entry)
