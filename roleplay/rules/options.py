"""Options: ideas that nobody signs, each tied to a card of every side. Nobody argues against one here.

An objection is parked, unsigned; ``constraints`` brings it back when its time has come.
"""

from dataclasses import dataclass, field

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
from .needs_board import NeedsBoard, card_of
from .people import SeatFreed
from .phases import gate
from .seats import SeatTaken
from .tools import ToolCommand, note_if_staff_took, side_using, sides_at_the_table, tool
from .wording import clean
from .workshop import require_not_ended, setting_of

TOOL = tool("options", "PH4")
LONGEST_OPTION = 400
MOST_OPTIONS = 40


@dataclass
class Option:
    """``sides`` are those whose cards it is tied to; ``parked`` the objections, in the order they came."""

    id: str
    text: str
    cards: tuple[str, ...]
    sides: tuple[str, ...]
    parked: list[str] = field(default_factory=list)


@slice_of_state
@dataclass
class Options:
    """By id, in the order they were offered."""

    all: dict[str, Option] = field(default_factory=dict)


@command("offer_option")
@dataclass(frozen=True)
class OfferOption(ToolCommand):
    """Lay an idea on the table that meets the needs on these cards."""

    text: str
    cards: tuple[str, ...]


@command("park_objection")
@dataclass(frozen=True)
class ParkObjection(ToolCommand):
    """Why an option cannot work: kept for later, so that thinking can go on."""

    option: str
    text: str


@command("strike_option")
@dataclass(frozen=True)
class StrikeOption(Command):
    """Staff take an option away that must not stand there. Nobody signs one, so nobody else can."""

    option: str


@event("option_offered", to=EVERYONE)
@dataclass(frozen=True)
class OptionOffered(Event):
    text: str
    cards: tuple[str, ...]


@event("objection_parked", to=EVERYONE)
@dataclass(frozen=True)
class ObjectionParked(Event):
    option: str
    text: str


@event("option_struck", to=EVERYONE)
@dataclass(frozen=True)
class OptionStruck(Event):
    option: str


OPTIONS = (OptionOffered, ObjectionParked, OptionStruck)


@decides(StrikeOption)
def strike_option(state: State, command: StrikeOption, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    return [OptionStruck(option_of(state, command.option).id)]


@decides(OfferOption)
def offer_option(state: State, command: OfferOption, by: Actor, moment: Moment) -> list[Event]:
    side_using(state, TOOL, by)
    cards = tuple(dict.fromkeys(command.cards))
    tied = {card_of(state, card).side for card in cards}
    with_cards = [side for side in sides_at_the_table(state) if state[NeedsBoard].of(side)]
    if not tied or not tied.issuperset(with_cards):
        raise Refused("not_linked", "Choose a card of each side that this idea would meet.")
    if len(state[Options].all) >= MOST_OPTIONS:
        raise Refused("full", f"{MOST_OPTIONS} options are enough to think about.")
    return [OptionOffered(clean(command.text, LONGEST_OPTION), cards)]


@decides(ParkObjection)
def park_objection(state: State, command: ParkObjection, by: Actor, moment: Moment) -> list[Event]:
    side_using(state, TOOL, by)
    return [ObjectionParked(option_of(state, command.option).id, clean(command.text, LONGEST_OPTION))]


def option_of(state: State, id: str) -> Option:
    option = state[Options].all.get(id)
    if option is None:
        raise Refused("no_such_option", "There is no such option.")
    return option


@gate(
    "linked-option",
    says="one option is tied to a card of every side",
    on=(*OPTIONS, SeatTaken, SeatFreed),
)
def one_option_meets_every_side(state: State) -> list[str]:
    """Nothing, once there is an option tied to a card of each side at the table."""
    sides = set(sides_at_the_table(state))
    if any(sides <= set(option.sides) for option in state[Options].all.values()):
        return []
    names = " and ".join(side.name for side in setting_of(state).sides if side.id in sides)
    return [f"no option is tied to a card of {names or 'any side'}"]


@evolves(OptionOffered)
def option_offered(state: State, event: OptionOffered, entry: Entry) -> None:
    cards = state[NeedsBoard].cards
    sides = tuple(dict.fromkeys(cards[id].side for id in event.cards if id in cards))
    state[Options].all[entry.id] = Option(entry.id, event.text, event.cards, sides)


@evolves(ObjectionParked)
def objection_parked(state: State, event: ObjectionParked, entry: Entry) -> None:
    state[Options].all[event.option].parked.append(event.text)


@evolves(OptionStruck)
def option_struck(state: State, event: OptionStruck, entry: Entry) -> None:
    del state[Options].all[event.option]
    note_if_staff_took(state, event.option, entry)
