"""Reading the brief and accepting the ground rules, on record, before anybody is on stage.

Acceptance belongs to the person, not to the seat: whoever takes over a seat accepts anew.
"""

from dataclasses import dataclass

from .floor import LowerHand, RaiseHand, YieldFloor
from .kernel import (
    STAFF_ONLY,
    Actor,
    Audience,
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
    guards,
)
from .notes import KeepNote
from .people import People, person_of
from .phases import gate
from .points_of_order import RaisePoint, WithdrawPoint
from .rooms import AnswerInvitation, Invite, LeaveCorridor
from .talk import React, Say, Withdraw
from .tools import ToolCommand
from .workshop import require_not_ended, setting_of


@command("open_brief")
@dataclass(frozen=True)
class OpenBrief(Command):
    """A delegate has opened their confidential brief."""


@command("accept_rules")
@dataclass(frozen=True)
class AcceptRules(Command):
    """I have read the ground rules and accept them."""


@event("brief_opened", to=STAFF_ONLY)
@dataclass(frozen=True)
class BriefOpened(Event):
    participant: str


def _to_the_seat(state: State, happened: "RulesAccepted") -> Audience:
    person = state[People].persons.get(happened.participant)
    return Audience((person.seat,) if person and person.seat else ())


@event("rules_accepted", to=_to_the_seat)
@dataclass(frozen=True)
class RulesAccepted(Event):
    participant: str


@guards(Say)
@guards(React)
@guards(Withdraw)
@guards(RaiseHand)
@guards(LowerHand)
@guards(YieldFloor)
@guards(RaisePoint)
@guards(WithdrawPoint)
@guards(Invite)
@guards(AnswerInvitation)
@guards(LeaveCorridor)
@guards(KeepNote)
@guards(ToolCommand)
def first_the_ground_rules(state: State, command: Command, by: Actor) -> None:
    """A seat that has not accepted sees nothing of the workshop, and does nothing in it either."""
    person = state[People].persons.get(by.participant)
    if person and person.seat and person.accepted_at is None:
        raise Refused("not_accepted", "Read and accept the ground rules first.")


@decides(OpenBrief)
def open_brief(state: State, command: OpenBrief, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    person = person_of(state, by.participant)
    if person.seat is None:
        raise Refused("not_allowed", "Only a delegate with a seat has a brief.")
    if person.opened_brief:
        raise Refused("already", "You have opened your brief before.")
    return [BriefOpened(by.participant)]


@decides(AcceptRules)
def accept_rules(state: State, command: AcceptRules, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    person = person_of(state, by.participant)
    if person.seat is None and person.role != "observer":
        raise Refused("not_allowed", "Wait for your seat first.")
    if person.accepted_at is not None:
        raise Refused("already", "You have accepted the ground rules.")
    return [RulesAccepted(by.participant)]


@gate("rules-accepted", says="all present have accepted the ground rules", on=(RulesAccepted,))
def all_present_have_accepted(state: State) -> list[str]:
    """The seats whose holders have not accepted the ground rules yet."""
    people = state[People]
    return [
        f"{setting_of(state).seat(seat).title} has not accepted the ground rules"
        for seat, holder in people.holders.items()
        if people.persons[holder].accepted_at is None
    ]


@evolves(BriefOpened)
def brief_opened(state: State, event: BriefOpened, entry: Entry) -> None:
    state[People].persons[event.participant].opened_brief = True


@evolves(RulesAccepted)
def rules_accepted(state: State, event: RulesAccepted, entry: Entry) -> None:
    state[People].persons[event.participant].accepted_at = entry.at
