"""The gauge: how far each delegate can go along with a clause or a question, in six gradients with a reason.

An answer is sealed: nobody but its own seat hears it, not even staff, and nothing else changes. When all at
the table have answered, or staff open it, each side is told in figures, if it gave enough answers to show.
"""

from dataclasses import dataclass

from .brackets import PutBracket, SettleBracket, as_read
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
    guards,
    require_seat,
    require_staff,
)
from .people import People
from .stances import Answer, Gauge, Gauges, Stance, counted, unsigned
from .text import ClauseStruck, MarkClause, OneText, RedraftClause, clause_of, require_holds_pen
from .tools import (
    ToolCommand,
    note_if_staff_took,
    require_tool,
    require_user,
    side_using,
    sides_at_the_table,
    tool,
    tools_of,
)
from .wording import clean
from .workshop import require_not_ended, setting_of

TOOL = tool("gauge", "PH7")
LONGEST_QUESTION = 300
LONGEST_REASON = 240
MOST_GAUGES = 40


@command("gauge_clause")
@dataclass(frozen=True)
class GaugeClause(ToolCommand):
    """Whoever holds the pen asks how far each can go along with a clause as it stands."""

    clause: str


@command("gauge_question")
@dataclass(frozen=True)
class GaugeQuestion(Command):
    """Staff ask it of a sentence of their own."""

    text: str


@command("answer_gauge")
@dataclass(frozen=True)
class AnswerGauge(ToolCommand):
    """Say where one stands and why, or say it anew while it is hidden."""

    gauge: str
    stance: Stance
    reason: str


@command("open_gauge")
@dataclass(frozen=True)
class OpenGauge(Command):
    """Staff do not wait for the others."""

    gauge: str


@command("strike_reason")
@dataclass(frozen=True)
class StrikeReason(Command):
    """Staff take away a reason that must not stand there, by its place."""

    gauge: str
    number: int


@event("gauge_put_up", to=EVERYONE)
@dataclass(frozen=True)
class GaugePutUp(Event):
    clause: str
    text: str


@event("gauge_answered", to=lambda state, happened: Audience((happened.seat,), sealed=True))
@dataclass(frozen=True)
class GaugeAnswered(Event):
    gauge: str
    seat: str
    stance: Stance
    reason: str


@event("gauge_opened", to=EVERYONE)
@dataclass(frozen=True)
class GaugeOpened(Event):
    """No more than may be shown: nothing tells whose an answer was, or how few there were."""

    gauge: str
    counts: dict[str, list[int]]
    reasons: tuple[str, ...]


@event("reason_struck", to=EVERYONE)
@dataclass(frozen=True)
class ReasonStruck(Event):
    gauge: str
    number: int


GAUGES = (GaugePutUp, GaugeAnswered, GaugeOpened, ReasonStruck)


@decides(GaugeClause)
def gauge_clause(state: State, command: GaugeClause, by: Actor, moment: Moment) -> list[Event]:
    require_user(state, TOOL, by)
    require_holds_pen(state, by)
    clause = clause_of(state, command.clause)
    _require_room(state)
    return [GaugePutUp(clause.id, as_read(clause))]


@decides(GaugeQuestion)
def gauge_question(state: State, command: GaugeQuestion, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_tool(state, TOOL)
    _require_room(state)
    return [GaugePutUp("", clean(command.text, LONGEST_QUESTION))]


def _require_room(state: State) -> None:
    if state[Gauges].running:
        raise Refused("running", "One thing at a time: open the gauge that is running first.")
    if len(state[Gauges].all) >= MOST_GAUGES:
        raise Refused("full", f"{MOST_GAUGES} gauges are enough for one workshop.")


@decides(AnswerGauge)
def answer_gauge(state: State, command: AnswerGauge, by: Actor, moment: Moment) -> list[Event]:
    side_using(state, TOOL, by)
    seat, gauge = require_seat(by), _hidden(state, command.gauge)
    answer = Answer(command.stance, clean(command.reason, LONGEST_REASON))
    if gauge.answers.get(seat) == answer:
        raise Refused("already", "This is your answer already.")
    answers = {**gauge.answers, seat: answer}
    answered = GaugeAnswered(gauge.id, seat, answer.stance, answer.reason)
    everybody = _at_the_table(state) <= answers.keys()
    return [answered, _opened(state, gauge, answers)] if everybody else [answered]


@decides(OpenGauge)
def open_gauge(state: State, command: OpenGauge, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    gauge = _hidden(state, command.gauge)
    return [_opened(state, gauge, gauge.answers)]


@decides(StrikeReason)
def strike_reason(state: State, command: StrikeReason, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    gauge = _gauge_of(state, command.gauge)
    if not 0 <= command.number < len(gauge.reasons) or gauge.reasons[command.number] is None:
        raise Refused("no_such_reason", "There is no such reason.")
    return [ReasonStruck(gauge.id, command.number)]


def _gauge_of(state: State, id: str) -> Gauge:
    gauge = state[Gauges].all.get(id)
    if gauge is None:
        raise Refused("no_such_gauge", "There is no such gauge.")
    return gauge


def _hidden(state: State, id: str) -> Gauge:
    gauge = _gauge_of(state, id)
    if not gauge.hidden:
        raise Refused("opened", "This gauge is open already: its answers stand.")
    return gauge


def _at_the_table(state: State) -> set[str]:
    """The seats whose delegates could answer."""
    people = state[People]
    return {seat for seat, id in people.holders.items() if people.persons[id].accepted_at is not None}


def _opened(state: State, gauge: Gauge, answers: dict[str, Answer]) -> GaugeOpened:
    """What everybody is told of these answers, and no more."""
    by_side: dict[str, list[Answer]] = {side: [] for side in sides_at_the_table(state)}
    for seat, answer in answers.items():
        by_side.setdefault(setting_of(state).seat(seat).side, []).append(answer)
    return GaugeOpened(gauge.id, counted(by_side), unsigned(list(answers.values())))


@guards(RedraftClause)
@guards(MarkClause)
@guards(PutBracket)
@guards(SettleBracket)
def a_clause_that_is_gauged_is_left_alone(state: State, command: Command, by: Actor) -> None:
    gauge = state[Gauges].running
    clause = state[OneText].clauses.get(gauge.clause) if gauge else None
    if clause is None or TOOL not in tools_of(state):
        return
    ids = {clause.id, *clause.brackets, *(one.id for one in clause.versions)}
    if ids & {getattr(command, name, "") for name in ("clause", "version", "bracket")}:
        raise Refused("being_gauged", "All are answering about these words just now. Open the gauge first.")


@evolves(GaugePutUp)
def gauge_put_up(state: State, event: GaugePutUp, entry: Entry) -> None:
    gauges = state[Gauges].all
    same = [one for one in gauges.values() if (one.clause or one.text) == (event.clause or event.text)]
    gauges[entry.id] = Gauge(entry.id, event.clause, event.text, len(same) + 1)


@evolves(GaugeAnswered)
def gauge_answered(state: State, event: GaugeAnswered, entry: Entry) -> None:
    state[Gauges].all[event.gauge].answers[event.seat] = Answer(event.stance, event.reason)


@evolves(GaugeOpened)
def gauge_opened(state: State, event: GaugeOpened, entry: Entry) -> None:
    gauge = state[Gauges].all[event.gauge]
    gauge.counts, gauge.reasons, gauge.opened_at = event.counts, list(event.reasons), entry.at


@evolves(ReasonStruck)
def reason_struck(state: State, event: ReasonStruck, entry: Entry) -> None:
    state[Gauges].all[event.gauge].reasons[event.number] = None
    note_if_staff_took(state, f"{event.gauge}:{event.number}", entry)


@evolves(ClauseStruck)
def what_was_asked_about_it_goes_too(state: State, event: ClauseStruck, entry: Entry) -> None:
    gauges = state[Gauges].all
    for id in [id for id, one in gauges.items() if one.clause == event.clause]:
        del gauges[id]
