"""Random commands by random people, for Hypothesis: often sensible, sometimes not.

A line, a corridor or a call is meant by number and looked up when the command is given, since its
id is not known before.
"""

from dataclasses import MISSING, fields, replace
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from roleplay.rules.announce import ROOM, Broadcast
from roleplay.rules.caucus_sheet import CaucusSheets
from roleplay.rules.cleared_summary import Summary
from roleplay.rules.constituency import Constituency
from roleplay.rules.constraints import Constraints
from roleplay.rules.contested import ContestedFacts
from roleplay.rules.cooling_off import CoolingOff
from roleplay.rules.groups import Groups
from roleplay.rules.interpreting_tools import Translations, Written
from roleplay.rules.kernel import COMMANDS, INNER_COMMANDS, Command
from roleplay.rules.needs_board import NeedsBoard, Question
from roleplay.rules.options import Options
from roleplay.rules.planned_news import PlannedNews
from roleplay.rules.points_of_order import Points
from roleplay.rules.reflecting import Reflections
from roleplay.rules.rooms import Rooms
from roleplay.rules.safety import Safety
from roleplay.rules.stances import Gauges
from roleplay.rules.steps import Steps
from roleplay.rules.talk import Talk
from roleplay.rules.text import Bracket, Clause, OneText, Remark, Version
from roleplay.rules.transfer_plan import TransferPlans

from .small_pack import IN, PK, small_pack

SEATS = (*IN, *PK)
STUDENTS = tuple(f"s{number}" for number in range(1, 12))
PEOPLE = (*STUDENTS, "host", "co", "nobody")
ADDRESSES = ("all", "side:india", "side:pakistan", "seat:in1", "seat:pk2", "side:mars")
NEVER_RANDOM = {"open"}


class Numbered(NamedTuple):
    """The number-th line, corridor or call of the workshop, whatever its id turns out to be."""

    what: type
    number: int


def numbered(what: type) -> st.SearchStrategy[Numbered]:
    return st.builds(Numbered, st.just(what), st.integers(0, 40))


WORDS = st.sampled_from(["Good morning", "میں", "हाँ", "", " ", "x" * 400, "x" * 3000])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "override": WORDS,
    "outlet": st.just("A paper"),
    "to": st.one_of(st.sampled_from(ADDRESSES), st.sampled_from(ADDRESSES), numbered(Broadcast)),
    "seat": st.sampled_from((*SEATS, *SEATS, "mv1")),
    "participant": st.sampled_from(PEOPLE),
    "room": st.one_of(
        st.sampled_from(("plenary", "caucus-india", "caucus-pakistan", "back-room", "attic")),
        numbered(Rooms),
        numbered(Groups),
    ),
    "group": st.integers(0, 3),
    "line": numbered(Talk),
    "reply_to": st.one_of(st.none(), st.none(), numbered(Talk)),
    "corridor": numbered(Rooms),
    "call": numbered(Safety),
    "entry": numbered(CaucusSheets),
    "card": numbered(NeedsBoard),
    "cards": st.lists(numbered(NeedsBoard), max_size=4).map(tuple),
    "question": numbered(Question),
    "reflection": numbered(Reflections),
    "option": numbered(Options),
    "constraint": numbered(Constraints),
    "step": numbered(Steps),
    "clause": numbered(OneText),
    "version": numbered(Version),
    "bracket": numbered(Bracket),
    "point": numbered(Points),
    "wish": numbered(CoolingOff),
    "fact": numbered(ContestedFacts),
    "remark": numbered(Remark),
    "exchange": numbered(Constituency),
    "audience": st.sampled_from(("paper", "party", "moon")),
    "plan": numbered(TransferPlans),
    "sentence": numbered(Summary),
    "gauge": numbered(Gauges),
    "number": st.integers(-1, 3),
    "place": st.sampled_from(("seat:in1:fear", "phase:talks:do", "inject:rumour:text", "happened", "moon")),
    "was": st.sampled_from(("secret", "talks", "A boat", "boats", "")),
    "becomes": WORDS,
    "seats": st.sampled_from(((), ("in1", "pk1"), ("in1", "in2"), ("in1", "mv1"))),
    "words": st.one_of(st.sampled_from(("Good", "morning", "میں", "evening")), numbered(Written)),
    "translation": numbered(Translations),
    "strength": st.sampled_from((1, 2, 3, 4)),
    "planned": numbered(PlannedNews),
    "embarrasses": st.sampled_from(("", "india", "mars")),
    "confirmed": st.sampled_from((True, True, False)),
    "move": st.sampled_from(("balance", "corridor", "theory", "applause")),
    "inject": st.sampled_from(("rumour", "weather", "moon")),
    "phase": st.sampled_from(("opening", "caucus", "talks", "debrief", "moon")),
    "minutes": st.sampled_from((5, -5, 0, 61)),
    "side": st.sampled_from((5, 0, 61)),
    "turn": st.sampled_from((2, 0, 16)),
    "device": st.sampled_from(("phone", "laptop")),
    "setting": st.just(small_pack()),
}


def field_strategy(name: str, wanted: Any) -> st.SearchStrategy[Any]:
    """What this field of a command may hold; a field nobody has thought of yet gets its type."""
    if name == "seat" and get_origin(wanted) in (Union, UnionType):
        return st.one_of(st.none(), FIELDS["seat"])
    if name in FIELDS:
        return FIELDS[name]
    if get_origin(wanted) is Literal:
        return st.sampled_from(get_args(wanted))
    return st.from_type(wanted)


def of_kind(cls: type[Command]) -> st.SearchStrategy[Command]:
    hints = get_type_hints(cls)
    return st.builds(
        cls, **{field.name: field_strategy(field.name, hints[field.name]) for field in fields(cls)}
    )


ALL = {**COMMANDS, **INNER_COMMANDS}
COMMON = (
    "say",
    "say",
    "react",
    "withdraw",
    "give_seat",
    "invite",
    "answer_invitation",
    "next",
    "accept_rules",
)
GETTING_THERE = ("join", "assign_seats", "accept_rules", "start", "raise_hand", "call_next", "set_floor")
ENDING = {"end"}
commands = st.sampled_from([*sorted(ALL.keys() - NEVER_RANDOM - ENDING), *COMMON, *GETTING_THERE]).flatmap(
    lambda do: of_kind(ALL[do])
)
askers = st.one_of(st.sampled_from(("host", "system")), st.sampled_from(SEATS), st.sampled_from(PEOPLE))
steps = st.lists(st.tuples(askers, commands), min_size=5, max_size=40)


def resolved(scene: Any, command: Command) -> Command:
    """The command with the ids that its numbers stand for now."""
    values = {name: value for name, value in vars(command).items() if isinstance(value, Numbered)}
    lists = {name: value for name, value in vars(command).items() if _many(value)}
    found = {name: _id(scene, value) for name, value in values.items()}
    found |= {name: tuple(_id(scene, one) for one in value) for name, value in lists.items()}
    return replace(command, **found)  # type: ignore[type-var]


def _many(value: Any) -> bool:
    return type(value) is tuple and any(isinstance(one, Numbered) for one in value)


def _id(scene: Any, wanted: Numbered) -> str:
    ids = {
        Talk: lambda: list(scene.state[Talk].lines),
        Rooms: lambda: list(scene.state[Rooms].corridors),
        Groups: lambda: list(scene.state[Groups].rooms),
        Broadcast: lambda: [ROOM + id for id in scene.state[Groups].rooms],
        Safety: lambda: list(scene.state[Safety].calls),
        CaucusSheets: lambda: list(scene.state[CaucusSheets].entries),
        NeedsBoard: lambda: list(scene.state[NeedsBoard].cards),
        Question: lambda: list(scene.state[NeedsBoard].asked),
        Reflections: lambda: list(scene.state[Reflections].tries),
        CoolingOff: lambda: list(scene.state[CoolingOff].asks),
        ContestedFacts: lambda: list(scene.state[ContestedFacts].all),
        Points: lambda: list(scene.state[Points].open),
        Options: lambda: list(scene.state[Options].all),
        Constraints: lambda: list(scene.state[Constraints].all),
        Steps: lambda: [row.id for row in scene.state[Steps].rows],
        Gauges: lambda: list(scene.state[Gauges].all),
        OneText: lambda: list(scene.state[OneText].clauses),
        Version: lambda: [one.id for clause in _clauses(scene) for one in clause.versions],
        Remark: lambda: [one.id for clause in _clauses(scene) for one in clause.remarks],
        Constituency: lambda: [one.id for one in scene.state[Constituency].exchanges.values()],
        TransferPlans: lambda: list(scene.state[TransferPlans].all),
        Summary: lambda: list(scene.state[Summary].sentences),
        Written: lambda: [one.entry for one in scene.state[Translations].written.values()],
        Translations: lambda: list(scene.state[Translations].all),
        PlannedNews: lambda: list(scene.state[PlannedNews].all),
        Bracket: lambda: [id for clause in _clauses(scene) for id in clause.brackets],
    }[wanted.what]()
    return ids[wanted.number % len(ids)] if ids else "none"


def _clauses(scene: Any) -> list[Clause]:
    return list(scene.state[OneText].clauses.values())


def required(cls: type) -> set[str]:
    return {field.name for field in fields(cls) if field.default is MISSING}
