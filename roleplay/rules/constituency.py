"""The constituency meter: what a delegate tells their paper, party or former ministry, and how that answers.

Each exchange is between one seat and the staff. How warmly a side was met is a figure for staff, who may
show it to everybody; it is told only of sides with three delegates who have had an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from .kernel import (
    EVERYONE,
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
    require_seat,
    require_staff,
    slice_of_state,
)
from .phases import phase_of
from .rooms import PLENARY
from .setting import AudienceSetting, ReplySetting, Setting
from .talk import add_line
from .tools import ToolCommand, require_tool, side_using, tool
from .wording import clean
from .workshop import setting_of

TOOL = tool("constituency", "PH8", "PH9", after="track-one")
LONGEST_TOLD = 400
FEWEST = 3

Mood = Literal["cold", "doubtful", "warm"]
WARMTH: dict[str, int] = {"cold": 0, "doubtful": 50, "warm": 100}
REPLIES = (
    ReplySetting("cold", "So you went there and came back with a sentence. What did they give?"),
    ReplySetting("doubtful", "I can see why you would say so. Who else on our side thinks it?"),
    ReplySetting("warm", "That is less than I hoped and more than I expected. Send me the page."),
)
USUAL = (
    AudienceSetting("paper", "Your paper", "What is the story, and who has moved?", REPLIES),
    AudienceSetting("party", "Your party", "Can we say this aloud before the next election?", REPLIES),
    AudienceSetting(
        "ministry", "Your former ministry", "Is there anything in it that we did not know?", REPLIES
    ),
)
"""Who asks at home when the pack names nobody."""


@dataclass
class Exchange:
    """What the seat told one audience, and the reply; ``mood`` is None until somebody has replied."""

    id: str
    seat: str
    audience: str
    text: str
    mood: Mood | None = None
    reply: str = ""


@slice_of_state
@dataclass
class Constituency:
    """By seat and audience. ``outdated`` are ids of what was told anew before anybody replied."""

    exchanges: dict[tuple[str, str], Exchange] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    shown: dict[str, int] = field(default_factory=dict)

    def of(self, seat: str) -> list[Exchange]:
        return [one for one in self.exchanges.values() if one.seat == seat]


def audiences_of(setting: Setting, side: str | None) -> tuple[AudienceSetting, ...]:
    """Who asks the delegates of this side at home; of every side for None."""
    known = setting.audiences or USUAL
    return tuple(one for one in known if side is None or one.side in (side, None))


@command("tell_home")
@dataclass(frozen=True)
class TellHome(ToolCommand):
    """Say it as one would say it to them. It may be said better until they reply."""

    audience: str
    text: str


@command("reply_from_home")
@dataclass(frozen=True)
class ReplyFromHome(Command):
    """Staff speak for whoever asked."""

    exchange: str
    mood: Mood
    text: str


@command("show_meter")
@dataclass(frozen=True)
class ShowMeter(Command):
    """Show everybody how warmly each side was met."""


def _the_seat(state: State, happened: "ToldHome") -> Audience:
    return Audience((happened.seat,))


def _its_seat(state: State, happened: "HomeReplied") -> Audience:
    return Audience((exchange_of(state, happened.exchange).seat,))


@event("told_home", to=_the_seat)
@dataclass(frozen=True)
class ToldHome(Event):
    seat: str
    audience: str
    text: str


@event("home_replied", to=_its_seat)
@dataclass(frozen=True)
class HomeReplied(Event):
    exchange: str
    mood: Mood
    text: str


@event("meter_shown", to=EVERYONE)
@dataclass(frozen=True)
class MeterShown(Event):
    """``figures`` by side, from 0 (cold) to 100 (warm); a side with too few replies is missing."""

    figures: dict[str, Any]


HOME = (ToldHome, HomeReplied, MeterShown)


@decides(TellHome)
def tell_home(state: State, command: TellHome, by: Actor, moment: Moment) -> list[Event]:
    side, seat = side_using(state, TOOL, by), require_seat(by)
    _require_in_role(state)
    if command.audience not in (one.id for one in audiences_of(setting_of(state), side)):
        raise Refused("no_such_audience", "Nobody of that name asks you at home.")
    told = state[Constituency].exchanges.get((seat, command.audience))
    if told and told.mood:
        raise Refused("answered", "They have answered already. Tell it to somebody else.")
    text = clean(command.text, LONGEST_TOLD)
    if told and told.text == text:
        raise Refused("already", "You have told them this.")
    return [ToldHome(seat, command.audience, text)]


@decides(ReplyFromHome)
def reply_from_home(state: State, command: ReplyFromHome, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_tool(state, TOOL)
    _require_in_role(state)
    if command.exchange in state[Constituency].outdated:
        raise Refused("changed", "They have put it in other words meanwhile. Read those first.")
    exchange = exchange_of(state, command.exchange)
    if exchange.mood:
        raise Refused("already", "This has been answered already.")
    return [HomeReplied(exchange.id, command.mood, clean(command.text, LONGEST_TOLD))]


@decides(ShowMeter)
def show_meter(state: State, command: ShowMeter, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_tool(state, TOOL)
    figures = {side.id: figure_of(state, side.id) for side in setting_of(state).sides}
    told = {side: figure for side, figure in figures.items() if figure is not None}
    if not told:
        raise Refused("too_few", f"No side has {FEWEST} delegates who have had an answer.")
    if told == state[Constituency].shown:
        raise Refused("already", "This has been shown already.")
    return [MeterShown(told)]


def _require_in_role(state: State) -> None:
    phase = phase_of(state)
    if phase and phase.out_of_role:
        raise Refused("out_of_role", "Roles have been put down: nobody speaks for them any more.")


def exchange_of(state: State, id: str) -> Exchange:
    found = next((one for one in state[Constituency].exchanges.values() if one.id == id), None)
    if found is None:
        raise Refused("no_such_exchange", "Nobody has told this.")
    return found


def figure_of(state: State, side: str) -> int | None:
    """How warmly a side was met, 0 to 100; None when that would tell of single delegates."""
    seats = {seat.id for seat in setting_of(state).seats_of(side)}
    replied = [one for one in state[Constituency].exchanges.values() if one.mood and one.seat in seats]
    if len({one.seat for one in replied}) < FEWEST:
        return None
    return _mean(WARMTH[one.mood] for one in replied if one.mood)


def _mean(numbers: Iterable[int]) -> int:
    known = list(numbers)
    return round(sum(known) / len(known))


@evolves(ToldHome)
def told_home(state: State, event: ToldHome, entry: Entry) -> None:
    home, key = state[Constituency], (event.seat, event.audience)
    if key in home.exchanges:
        home.outdated.add(home.exchanges[key].id)
    home.exchanges[key] = Exchange(entry.id, event.seat, event.audience, event.text)


@evolves(HomeReplied)
def home_replied(state: State, event: HomeReplied, entry: Entry) -> None:
    exchange = exchange_of(state, event.exchange)
    exchange.mood, exchange.reply = event.mood, event.text


@evolves(MeterShown)
def meter_shown(state: State, event: MeterShown, entry: Entry) -> None:
    state[Constituency].shown = dict(event.figures)
    names = {side.id: side.name for side in setting_of(state).sides}
    figures = ", ".join(f"{names[side]} {figure} of 100" for side, figure in event.figures.items())
    few = ", ".join(name for side, name in names.items() if side not in event.figures)
    more = f" Too few answers to tell: {few}." if few else ""
    add_line(state, entry, PLENARY, f"How home answered, from 0 (cold) to 100 (warm): {figures}.{more}")
