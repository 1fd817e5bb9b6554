"""How the record tells what happened beside the talk: floor, order, clock, people, seats, corridors.

One short sentence for each kind of event. In an unnamed view a seat is "a participant".
"""

from __future__ import annotations

from roleplay.record.lens import Lens, clock
from roleplay.record.told import Told, tells
from roleplay.rules import floor, people, phases, points_of_order, safety, seats, workshop
from roleplay.rules.arranging import PhaseDropped, PhaseMinutesSet, PhaseMoved, PhasePutBack
from roleplay.rules.attribution import AttributionSet
from roleplay.rules.correcting import TextCorrected, name_of_text
from roleplay.rules.debrief import DebriefStepShown, OpenedInDebrief, SteppedOut
from roleplay.rules.ground_rules import BriefOpened, RulesAccepted
from roleplay.rules.groups import GroupChanged, GroupClosed, GroupOpened, Groups, GroupsProposed, SeatPlaced
from roleplay.rules.interpreting import InterpreterNamed, InterpreterThanked
from roleplay.rules.kernel import Entry, Event
from roleplay.rules.meetings import Adjourned
from roleplay.rules.moderation import Muted, Unmuted
from roleplay.rules.rooms import CorridorClosed, CorridorInvited, CorridorOpened, Rooms
from roleplay.rules.speaking_time import MinutesSet
from roleplay.rules.talk import Talk
from roleplay.rules.unmasking import Unmasked

FOR_ALL = {
    workshop.Ended: ("clock", "The workshop ended."),
    phases.ClockStopped: ("clock", "The clock was stopped."),
    phases.ClockStarted: ("clock", "The clock was started."),
    safety.RoomsPaused: ("order", "All rooms were paused."),
    safety.RoomsResumed: ("order", "The rooms went on."),
}
FOR_STAFF = {
    workshop.LobbyClosed: ("clock", "The lobby was closed."),
    workshop.LobbyOpened: ("clock", "The lobby was opened."),
    people.Admitted: ("seats", "Let in from the lobby."),
    people.Removed: ("seats", "Removed from the workshop."),
    people.DeviceChanged: ("seats", "Left a device, or went on at another one."),
    seats.BecameObserver: ("seats", "Became an observer."),
    BriefOpened: ("seats", "Opened the confidential brief."),
}
OF_A_SEAT = {
    floor.HandRaised: ("floor", "Raised a hand."),
    floor.HandLowered: ("floor", "The hand went down."),
    floor.FloorGiven: ("floor", "Was given the floor."),
    floor.FloorYielded: ("floor", "The turn ended."),
    points_of_order.PointRaised: ("order", "Raised a point of order."),
    points_of_order.PointWithdrawn: ("order", "Took the point of order back."),
    Muted: ("order", "Was asked to listen for a while."),
    Unmuted: ("order", "May speak again."),
}
FLOORS = {
    "free": "free: anybody may speak",
    "called": "called: one speaks when called",
    "turns": "given in turns: the sides alternate",
}
ATTRIBUTIONS = {
    "open": "open attribution",
    "chatham-house": "the Chatham House Rule",
    "unattributed": "the rule that nobody is told who says what",
    "no-record": "the rule that nothing is kept",
}
OPENED = {
    "names": "The names of those who had put down their roles were shown.",
    "facts": "The private facts of all seats were shown.",
    "rooms": "The caucuses and working groups were opened.",
    "happened": "What actually happened was shown.",
    "missing": "It was shown whose voice was missing.",
}
WHERE = {
    "workshop": "in the whole workshop",
    "step": "in this step",
    "plenary": "in the plenary",
    "caucus": "in the caucuses",
    "group": "in the working groups",
    "corridor": "in the corridors",
}
COMING = {
    "delegate": "Came into the lobby.",
    "observer": "Came to observe.",
    "facilitator": "Opened the workshop as its facilitator.",
    "cofacilitator": "Came as co-facilitator.",
}
CORRIDOR_ENDS = {
    "left": "The corridor was left.",
    "declined": "The invitation was declined.",
    "withdrawn": "The invitation was taken back.",
}


@tells(*FOR_ALL, unnamed=True)
def happened(lens: Lens, event: Event, entry: Entry) -> Told:
    kind, text = FOR_ALL[type(event)]
    return Told(kind, text, lens.who(entry))


@tells(*FOR_STAFF)
def happened_to_a_person(lens: Lens, event: Event, entry: Entry) -> Told:
    """What only staff hear of: it is told of the person it is about, whoever did it."""
    kind, text = FOR_STAFF[type(event)]
    participant: str = getattr(event, "participant", entry.by)
    return Told(kind, text, lens.somebody(participant, entry.seat if participant == entry.by else None))


@tells(*OF_A_SEAT)
def happened_to_a_seat(lens: Lens, event: Event, entry: Entry) -> Told:
    kind, text = OF_A_SEAT[type(event)]
    seat: str = event.seat  # type: ignore[attr-defined]
    who = lens.who(entry) if entry.seat == seat else lens.seat(seat)
    return Told(kind, text, who, about=(seat,))


@tells(workshop.Opened)
def opened(lens: Lens, event: workshop.Opened, entry: Entry) -> Told:
    rule = ATTRIBUTIONS[event.attribution]
    setting = lens.setting
    text = (
        f"“{setting.title}” was opened: {setting.minutes} minutes, {len(setting.seats)} seats, under {rule}."
    )
    return Told("clock", text)


@tells(AttributionSet, unnamed=True)
def attribution_set(lens: Lens, event: AttributionSet, entry: Entry) -> Told:
    text = f"From here on {WHERE[event.where]}: {ATTRIBUTIONS[event.level]}."
    return Told("order", text, lens.who(entry))


@tells(TextCorrected, unnamed=True)
def text_corrected(lens: Lens, event: TextCorrected, entry: Entry) -> Told | None:
    """With the words before and after. Whoever hears of a brief, other than staff, is the one who reads it;
    what a debrief has opened of a seat is not in a record that names no seat."""
    if lens.unnamed and entry.hearers is None and event.place.startswith("seat:"):
        return None
    name = name_of_text(lens.setting, event.place, own=not lens.staff and entry.hearers is not None)
    now = f"it reads now “{event.becomes}”" if event.becomes else "this was taken out"
    return Told(
        "order", f"{name}, changed by the facilitators. It read “{event.was}”; {now}.", lens.who(entry)
    )


@tells(SteppedOut)
def stepped_out(lens: Lens, event: SteppedOut, entry: Entry) -> Told:
    return Told("order", "Put down the role.", lens.who(entry), about=(event.seat,))


@tells(DebriefStepShown, unnamed=True)
def debrief_step_shown(lens: Lens, event: DebriefStepShown, entry: Entry) -> Told:
    step = next(one for one in lens.setting.debrief if one.id == event.step_id)
    return Told("order", f"Debrief: {step.title}", lens.who(entry))


@tells(OpenedInDebrief, unnamed=True)
def opened_in_debrief(lens: Lens, event: OpenedInDebrief, entry: Entry) -> Told:
    return Told("order", OPENED[event.what], lens.who(entry))


@tells(Unmasked)
def unmasked(lens: Lens, event: Unmasked, entry: Entry) -> Told:
    what = (
        "said an unattributed line"
        if event.line in lens.state[Talk].lines
        else "wrote something unattributed"
    )
    return Told("order", f"The facilitators were shown who {what}. Reason: {event.reason}", lens.who(entry))


@tells(phases.Extended, unnamed=True)
def extended(lens: Lens, event: phases.Extended, entry: Entry) -> Told:
    change = "more" if event.minutes > 0 else "fewer"
    minutes = "minute" if abs(event.minutes) == 1 else "minutes"
    return Told("clock", f"{abs(event.minutes)} {minutes} {change}.", lens.who(entry))


@tells(Adjourned, unnamed=True)
def adjourned(lens: Lens, event: Adjourned, entry: Entry) -> Told:
    """That it went on is a chapter of its own."""
    until = f" It was to go on: {event.until}." if event.until else ""
    return Told("clock", f"The meeting was adjourned.{until}", lens.who(entry))


@tells(PhaseMoved, PhaseDropped, PhasePutBack, unnamed=True)
def rearranged(lens: Lens, event: PhaseMoved | PhaseDropped | PhasePutBack, entry: Entry) -> Told:
    title = lens.setting.phase(event.phase).title
    if isinstance(event, PhaseDropped):
        return Told("clock", f"“{title}” was left out of the agenda.", lens.who(entry))
    moved = "moved" if isinstance(event, PhaseMoved) else "put back"
    before = lens.setting.phase(event.before).title
    return Told("clock", f"“{title}” was {moved}: it comes before “{before}”.", lens.who(entry))


@tells(PhaseMinutesSet, unnamed=True)
def phase_minutes_set(lens: Lens, event: PhaseMinutesSet, entry: Entry) -> Told:
    title, minutes = lens.setting.phase(event.phase).title, "minute" if event.minutes == 1 else "minutes"
    return Told("clock", f"“{title}” was given {event.minutes} {minutes}.", lens.who(entry))


@tells(phases.GateOverridden)
def gate_overridden(lens: Lens, event: phases.GateOverridden, entry: Entry) -> Told:
    missing = "; ".join(event.missing)
    return Told("clock", f"The gate was passed early ({missing}). Reason: {event.reason}", lens.who(entry))


@tells(floor.FloorSet)
def floor_set(lens: Lens, event: floor.FloorSet, entry: Entry) -> Told:
    return Told("floor", f"The floor is {FLOORS[event.mode]}.", lens.who(entry))


@tells(MinutesSet, unnamed=True)
def minutes_set(lens: Lens, event: MinutesSet, entry: Entry) -> Told:
    side, turn = (f"{n} min" if n else "no limit" for n in (event.side, event.turn))
    return Told(
        "floor", f"Minutes on the floor: for each side {side}, for each turn {turn}.", lens.who(entry)
    )


@tells(points_of_order.PointRuled, unnamed=True)
def point_ruled(lens: Lens, event: points_of_order.PointRuled, entry: Entry) -> Told:
    upheld = "upheld" if event.ruling == "upheld" else "not upheld"
    return Told("order", f"A point of order was {upheld}.", lens.who(entry))


@tells(people.Joined)
def joined(lens: Lens, event: people.Joined, entry: Entry) -> Told:
    return Told("seats", COMING[event.role], lens.somebody(event.participant, None))


@tells(seats.SeatTaken)
def seat_taken(lens: Lens, event: seats.SeatTaken, entry: Entry) -> Told:
    who = lens.somebody(event.participant, event.seat)
    return Told("seats", "Took the seat.", who, about=(event.seat,))


@tells(people.SeatFreed)
def seat_freed(lens: Lens, event: people.SeatFreed, entry: Entry) -> Told:
    who = lens.somebody(event.participant, event.seat)
    return Told("seats", "The seat was freed.", who, about=(event.seat,))


@tells(RulesAccepted)
def rules_accepted(lens: Lens, event: RulesAccepted, entry: Entry) -> Told:
    about = (entry.seat,) if entry.seat else ()
    return Told("seats", "Accepted the ground rules.", lens.who(entry), about=about)


@tells(GroupsProposed, SeatPlaced)
def groups_proposed(lens: Lens, event: GroupsProposed | SeatPlaced, entry: Entry) -> Told:
    if isinstance(event, SeatPlaced):
        text = f"Was put into group {event.group} of the proposal."
        return Told("order", text, lens.seat(event.seat), about=(event.seat,))
    return Told("order", f"The lot proposed {event.number} working groups.", lens.who(entry))


@tells(GroupOpened, GroupClosed)
def group_met(lens: Lens, event: GroupOpened | GroupClosed, entry: Entry) -> Told:
    """With the names of its members where this view names anybody."""
    place = lens.place(event.room)
    if isinstance(event, GroupClosed):
        return Told("order", f"{place.label} was closed.", lens.who(entry), place)
    with_whom = "" if lens.unnamed else f": {', '.join(lens.seat(seat).label for seat in event.seats)}"
    return Told("order", f"{place.label} was opened{with_whom}.", lens.who(entry), place, event.seats)


@tells(GroupChanged)
def group_changed(lens: Lens, event: GroupChanged, entry: Entry) -> Told:
    """For whoever was left behind, that somebody went; elsewhere, that they came."""
    came_here = not lens.own or lens.viewer.seat in lens.state[Groups].rooms[event.room].heard
    place = lens.place(event.room if came_here else event.left or event.room)
    where = f"Came into {place.label.lower()}." if came_here else "Went to another group."
    return Told("order", where, lens.seat(event.seat), place, (event.seat,))


@tells(InterpreterNamed, InterpreterThanked)
def interpreter(lens: Lens, event: InterpreterNamed | InterpreterThanked, entry: Entry) -> Told:
    named = isinstance(event, InterpreterNamed)
    text = "Was asked to interpret." if named else "Interprets no longer."
    seat = entry.hearers[0] if entry.hearers else None
    return Told("order", text, lens.somebody(event.participant, seat))


@tells(CorridorInvited)
def corridor_invited(lens: Lens, event: CorridorInvited, entry: Entry) -> Told:
    place, pair = lens.place(event.corridor), (event.of, event.to)
    if lens.staff:
        return Told("corridor", _sealed(lens, event.corridor), place=place, about=pair)
    return Told("corridor", "An invitation to the corridor.", lens.who(entry), place, pair)


def _sealed(lens: Lens, id: str) -> str:
    """All that staff are told of a corridor: who met, from when to when, how many lines."""
    corridor = lens.state[Rooms].corridors[id]
    first, second = (lens.seat(seat).label for seat in corridor.seats)
    if corridor.opened_at is None:
        return f"{first} asked {second} into the corridor; they did not meet."
    until = f"to {clock(corridor.closed_at)}" if corridor.closed_at else "until now"
    lines = len(lens.state[Talk].by_room.get(id, []))
    count = "1 line" if lines == 1 else f"{lines} lines"
    return f"{first} and {second} met from {clock(corridor.opened_at)} {until}: {count}, sealed."


@tells(CorridorOpened, CorridorClosed)
def corridor_goes_on(lens: Lens, event: CorridorOpened | CorridorClosed, entry: Entry) -> Told | None:
    """For the pair; staff read it in the row of the corridor."""
    if lens.staff:
        return None
    text = "The corridor opened." if isinstance(event, CorridorOpened) else CORRIDOR_ENDS[event.why]
    pair = lens.state[Rooms].corridors[event.corridor].seats
    return Told("corridor", text, lens.who(entry), lens.place(event.corridor), pair)
