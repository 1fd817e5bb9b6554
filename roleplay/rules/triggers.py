"""What lights a move on the facilitators' desk: functions of the state and the time, and nothing else.

They read the plenary and the tools, never a caucus or a corridor, and of a gauge what everybody was shown
when it was opened. Three moves have none: that somebody makes a caricature, that power is unequal and that
real news broke is for people to notice. What is asked of words is in ``lately``; a person decides what they
mean.
"""

from collections import Counter
from itertools import pairwise

from .constraints import Constraints
from .interpreting import original_of
from .kernel import State
from .lately import SPAN, Lately, Spoken
from .moves import since, trigger
from .options import TOOL as OPTIONS
from .options import Options
from .people import People
from .phases import MINUTE
from .rooms import PLENARY, is_open
from .setting import SideSetting
from .stances import Gauges
from .talk import Line, Talk
from .text import OneText
from .tools import sides_at_the_table, tools_of
from .workshop import NO_RECORD, UNATTRIBUTED, setting_of

UNANSWERED = 4 * MINUTE
SHARE = 0.65
ENOUGH_WORDS = 60
ENOUGH_LINES = 3
WARM = 3
SHORT_BRACKET = 3
STALEMATE = 5 * MINUTE

TOLD_BY_WORDS = {"own-need", "park"}
"""They are lit by a few English words: the page says so."""


@trigger("balance")
def one_side_has_most_of_the_words(state: State, lately: Lately) -> str:
    """More than SHARE of what was said lately came from one side, with another side at the table."""
    words: Counter[str] = Counter()
    heard, unnamed = set(), False
    for line, side, asked in spoken(lately, "balance"):
        words[side.id] += asked.words
        heard.add(line.seat)
        unnamed |= line.rule in (UNATTRIBUTED, NO_RECORD)
    if words.total() < ENOUGH_WORDS or len(sides_at_the_table(state)) < 2:
        return ""
    (loud, most), *_ = words.most_common(1)
    if most <= SHARE * words.total():
        return ""
    quiet = [
        seat.short
        for seat in setting_of(state).seats
        if seat.side != loud and seat.id not in heard and seat.id in state[People].holders
    ]
    name, share = setting_of(state).side(loud).name, f"{SHARE * 100:.0f} %"
    most_of_it = f"{name} has said more than {share} of the words of the last five minutes."
    return most_of_it if unnamed else f"{most_of_it} Not heard in them: {', '.join(quiet) or 'nobody'}."


@trigger("beneath")
def an_official_line_is_recited(state: State, lately: Lately) -> str:
    """A line says several words in a row of an official line of the speaker's own side."""
    for line, _, asked in reversed(spoken(lately, "beneath")):
        if asked.recites:
            return f"{_who(state, line)} has said nearly the words of an official line."
    return ""


@trigger("two-timelines")
def years_are_traded(state: State, lately: Lately) -> str:
    """Years are named by one side, then another, then the first again."""
    dated = [side.id for _, side, asked in spoken(lately, "two-timelines") if asked.names_a_year]
    turns = sum(one != other for one, other in pairwise(dated))
    return "Years are named to and fro between the sides." if turns >= 2 else ""


@trigger("own-need")
def a_country_is_blamed(state: State, lately: Lately) -> str:
    """A sentence names another side and has a word of blame in it."""
    for line, _, asked in reversed(spoken(lately, "own-need")):
        if asked.blamed:
            return f"{_who(state, line)} has named {asked.blamed} together with a word of blame."
    return ""


@trigger("corridor")
def nobody_answers_the_other_side(state: State, lately: Lately) -> str:
    """People speak in the plenary, but for UNANSWERED one side alone, and to no line of another."""
    if not is_open(state, PLENARY) or lately.now - since(state, "corridor") < UNANSWERED:
        return ""
    lines = spoken(lately, "corridor", UNANSWERED)
    if len(lines) < ENOUGH_LINES or len(sides_at_the_table(state)) < 2:
        return ""
    if any(_answers(state, one.line) for one in lines) or len({one.side.id for one in lines}) > 1:
        return ""
    return "For four minutes nobody has answered the other side."


@trigger("park")
def a_veto_comes_early(state: State, lately: Lately) -> str:
    """While options are being found, a line says that something cannot be."""
    if OPTIONS not in tools_of(state):
        return ""
    for line, _, asked in reversed(spoken(lately, "park")):
        if asked.vetoes:
            return f"{_who(state, line)} has said that something cannot be, while options are being found."
    return ""


@trigger("spectrum")
def a_side_is_divided(state: State, lately: Lately) -> str:
    """The figures of the last gauge that was opened show that a side does not see it alike."""
    opened = [one for one in state[Gauges].all.values() if one.opened_at is not None]
    last = max(opened, key=lambda one: one.opened_at or 0, default=None)
    if last is None or (last.opened_at or 0) <= since(state, "spectrum"):
        return ""
    names = " and ".join(setting_of(state).side(side).name for side in last.divided)
    return (
        f"The last gauge shows both ends in {names}: some can live with it, some would not sign."
        if names
        else ""
    )


@trigger("placeholder")
def a_short_bracket_stays_open(state: State, lately: Lately) -> str:
    """A word or two have stood in brackets for STALEMATE, or the same words in two brackets."""
    begin = since(state, "placeholder")
    short = [
        bracket
        for clause in state[OneText].clauses.values()
        if clause.standing == "bracketed"
        for bracket in clause.brackets.values()
        if len(bracket.words.split()) <= SHORT_BRACKET
    ]
    times = Counter(bracket.words.casefold() for bracket in short if bracket.at > begin)
    for bracket in short:
        if lately.now - max(bracket.at, begin) >= STALEMATE or times[bracket.words.casefold()] > 1:
            return f"The text is not getting past “{bracket.words}”."
    return ""


@trigger("reality")
def agreement_without_a_constraint(state: State, lately: Lately) -> str:
    """Several can work with what the other side said lately, and no constraint or doubt was ever named."""
    options = state[Options].all.values()
    if OPTIONS in tools_of(state) or not (options or state[OneText].clauses):
        return ""
    if state[Constraints].all or any(one.parked for one in options):
        return ""
    warm = sum(
        setting_of(state).seat(seat).side != side.id
        for line, side, _ in spoken(lately, "reality")
        for seat in line.reactions.get("workable", ())
    )
    return (
        "Several can work with what the other side says, and nobody has named a constraint."
        if warm >= WARM
        else ""
    )


def spoken(lately: Lately, name: str, span: int = SPAN) -> list[Spoken]:
    """What delegates have said in the plenary lately, and since this move was last made; oldest first."""
    return lately.since(max(lately.now - span, since(lately.state, name)))


def _side(state: State, line: Line) -> SideSetting:
    setting = setting_of(state)
    return setting.side(setting.seat(line.seat or "").side)


def _who(state: State, line: Line) -> str:
    """The seat, unless it may not be told who said this, or nothing of it may be kept."""
    if line.rule in (UNATTRIBUTED, NO_RECORD):
        return "Somebody"
    return setting_of(state).seat(line.seat or "").title


def _answers(state: State, line: Line) -> bool:
    """Is this a reply to a line of another side?"""
    replied = state[Talk].lines.get(line.reply_to or "")
    replied = original_of(state, replied) if replied else None
    return bool(replied and replied.seat and _side(state, replied) != _side(state, line))
