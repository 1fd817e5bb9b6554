"""What lights a move on the facilitators' desk: functions of the state and the time, and nothing else.

They read the plenary and the tools, never a caucus or a corridor, and of a gauge what everybody was shown
when it was opened. Three moves have none: that somebody makes a caricature, that power is unequal and that
real news broke is for people to notice. Where words are searched for, only a few English ones are known; a
person decides what they mean.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from .constraints import Constraints
from .interpreting import original_of
from .kernel import State
from .moves import since, trigger
from .options import TOOL as OPTIONS
from .options import Options
from .people import People
from .phases import MINUTE
from .rooms import PLENARY, is_open
from .setting import SideSetting
from .stances import Gauges
from .talk import Line, Said, Talk
from .text import OneText
from .tools import sides_at_the_table, tools_of
from .workshop import NO_RECORD, UNATTRIBUTED, setting_of

LATELY = 5 * MINUTE
UNANSWERED = 4 * MINUTE
SHARE = 0.65
ENOUGH_WORDS = 60
ENOUGH_LINES = 3
WARM = 3
RECITED = 5
"""So many words of an official line, one after the other, are a recital."""
SHORT_BRACKET = 3
STALEMATE = 5 * MINUTE

TOLD_BY_WORDS = {"own-need", "park"}
"""They are lit by a few English words: the page says so."""
BLAME = re.compile(
    r"\b(?:attack|invad|sponsor|violat|betray|kill|murder|occup|cheat|sabotag|blam|destroy|steal|stole|provok"
    r"|threaten|lied\b|lying|liar)\w*",
    re.IGNORECASE,
)
VETO = re.compile(
    r"\b(?:(?:will|would|can) never|never (?:work|accept|agree)|won['’]t work|impossible|unacceptable"
    r"|not acceptable|out of the question|non-?starter|no way|we reject|can(?:not|['’]t) accept)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
YEARS = range(1800, 2101)
SENTENCE = re.compile(r"[.!?;\n۔।]+")
REMEMBERED = 20_000


@trigger("balance")
def one_side_has_most_of_the_words(state: State, now: int) -> str:
    """More than SHARE of what was said lately came from one side, with another side at the table."""
    words: Counter[str] = Counter()
    heard, unnamed = set(), False
    for line, side in _with_sides(state, spoken(state, "balance", now)):
        words[side.id] += len(line.text.split())
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
def an_official_line_is_recited(state: State, now: int) -> str:
    """A line says several words in a row of an official line of the speaker's own side."""
    setting = setting_of(state)
    official = {
        side.id: tuple(phrase for seat in setting.seats_of(side.id) for phrase in seat.official_line)
        for side in setting.sides
    }
    for line, side in reversed(_with_sides(state, spoken(state, "beneath", now))):
        if _recites(line.text, official[side.id]):
            return f"{_who(state, line)} has said nearly the words of an official line."
    return ""


@trigger("two-timelines")
def years_are_traded(state: State, now: int) -> str:
    """Years are named by one side, then another, then the first again."""
    lines = _with_sides(state, spoken(state, "two-timelines", now))
    dated = [side.id for line, side in lines if _names_a_year(line.text)]
    turns = sum(one != other for one, other in pairwise(dated))
    return "Years are named to and fro between the sides." if turns >= 2 else ""


@trigger("own-need")
def a_country_is_blamed(state: State, now: int) -> str:
    """A sentence names another side and has a word of blame in it."""
    sides = setting_of(state).sides
    for line, own in reversed(_with_sides(state, spoken(state, "own-need", now))):
        for side in sides:
            if side.id != own.id and _blames(line.text, side.name, side.adjective):
                return f"{_who(state, line)} has named {side.name} together with a word of blame."
    return ""


@trigger("corridor")
def nobody_answers_the_other_side(state: State, now: int) -> str:
    """People speak in the plenary, but for UNANSWERED one side alone, and to no line of another."""
    if not is_open(state, PLENARY) or now - since(state, "corridor") < UNANSWERED:
        return ""
    lines = spoken(state, "corridor", now, UNANSWERED)
    if len(lines) < ENOUGH_LINES or len(sides_at_the_table(state)) < 2:
        return ""
    if any(_answers(state, line) for line in lines) or len({_side(state, line).id for line in lines}) > 1:
        return ""
    return "For four minutes nobody has answered the other side."


@trigger("park")
def a_veto_comes_early(state: State, now: int) -> str:
    """While options are being found, a line says that something cannot be."""
    if OPTIONS not in tools_of(state):
        return ""
    for line in reversed(spoken(state, "park", now)):
        if VETO.search(line.text):
            return f"{_who(state, line)} has said that something cannot be, while options are being found."
    return ""


@trigger("spectrum")
def a_side_is_divided(state: State, now: int) -> str:
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
def a_short_bracket_stays_open(state: State, now: int) -> str:
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
        if now - max(bracket.at, begin) >= STALEMATE or times[bracket.words.casefold()] > 1:
            return f"The text is not getting past “{bracket.words}”."
    return ""


@trigger("reality")
def agreement_without_a_constraint(state: State, now: int) -> str:
    """Several can work with what the other side said lately, and no constraint or doubt was ever named."""
    options = state[Options].all.values()
    if OPTIONS in tools_of(state) or not (options or state[OneText].clauses):
        return ""
    if state[Constraints].all or any(one.parked for one in options):
        return ""
    warm = sum(
        setting_of(state).seat(seat).side != _side(state, line).id
        for line in spoken(state, "reality", now)
        for seat in line.reactions.get("workable", ())
    )
    return (
        "Several can work with what the other side says, and nobody has named a constraint."
        if warm >= WARM
        else ""
    )


def spoken(state: State, name: str, now: int, lately: int = LATELY) -> list[Line]:
    """What delegates have said in the plenary lately, and since this move was last made; oldest first."""
    talk, begin = state[Talk], max(now - lately, since(state, name))
    found: list[Line] = []
    for id in reversed(talk.by_room.get(PLENARY, [])):
        line = talk.lines[id]
        if line.at <= begin:
            break
        if line.seat and line.kind == Said.kind and not line.gone:
            found.append(line)
    return found[::-1]


def _with_sides(state: State, lines: list[Line]) -> list[tuple[Line, SideSetting]]:
    """Each line and the side of the delegate who said it."""
    setting = setting_of(state)
    sides = {seat.id: setting.side(seat.side) for seat in setting.seats}
    return [(line, sides[line.seat or ""]) for line in lines]


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


# What is asked of one line is remembered, because every desk asks again every few seconds for all that was
# said in five minutes.


@lru_cache(maxsize=REMEMBERED)
def _names_a_year(text: str) -> bool:
    return any(int(found) in YEARS for found in YEAR.findall(text))


@lru_cache(maxsize=REMEMBERED)
def _blames(text: str, name: str, adjective: str) -> bool:
    """Whether one of its sentences names the side and has a word of blame."""
    if not BLAME.search(text):
        return False
    named = _named(name, adjective)
    return any(named.search(sentence) and BLAME.search(sentence) for sentence in SENTENCE.split(text))


@lru_cache(maxsize=100)
def _named(*names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:s|['’]s)?\b", re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def _recites(text: str, phrases: tuple[str, ...]) -> bool:
    said = _runs(text)
    return any(said & _runs(phrase) for phrase in phrases)


@lru_cache(maxsize=2000)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of RECITED words in it, without case and punctuation; or all of it, if a little shorter."""
    words = re.findall(r"\w+", text.casefold())
    if RECITED - 2 < len(words) < RECITED:
        return frozenset({tuple(words)})
    return frozenset(tuple(words[at : at + RECITED]) for at in range(len(words) - RECITED + 1))
