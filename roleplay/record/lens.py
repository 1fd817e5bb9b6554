"""How one view of the record names things: who spoke, in which room, to whom, at what time.

Three views: ``staff`` (everything that is not sealed), ``shared`` (what everyone heard) and ``own`` (what
one seat heard). Whom a view names depends on the rule under which each thing happened; nothing here knows
event kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.utils import timezone

from roleplay.rules.announce import ALL, SCREEN, SEAT, SIDE, group_of_address
from roleplay.rules.attribution import Attributions, of_the_frame
from roleplay.rules.groups import Groups
from roleplay.rules.kernel import STAFF_ROLES, SYSTEM, Entry, State, Viewer
from roleplay.rules.people import Joined
from roleplay.rules.rooms import BACK_ROOM, CAUCUS, PLENARY, Rooms
from roleplay.rules.safety import HelpCalled
from roleplay.rules.talk import Talk
from roleplay.rules.unmasking import Unsigned
from roleplay.rules.workshop import OPEN, UNATTRIBUTED, Workshop, setting_of

View = Literal["staff", "shared", "own"]
SMALLEST_COUNT = 3
"""Under the Chatham House Rule the shared record tells no number of people below this."""

A_PARTICIPANT = "A participant"
FACILITATORS = "The facilitators"
STAFF_LETTER = "F"


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever did something, as far as this view may tell. ``person`` is a pseudonym for staff,
    ``participant`` finds the name for those who ask for names; both are empty outside the staff record."""

    label: str = ""
    seat: str = ""
    side: str = ""
    side_name: str = ""
    number: int = 0
    letter: str = ""
    person: str = ""
    participant: str = ""


NOBODY = Who()


@dataclass(frozen=True, slots=True)
class Place:
    """A room in the words of this view; ``key`` is what a filter calls it."""

    key: str = ""
    label: str = ""


NOWHERE = Place()


class Lens:
    """One view of one workshop. Made once for a transcript, so that a line costs look-ups only.

    ``log`` is the whole log: who called for help and in which order people came is read from it.
    """

    def __init__(self, state: State, view: View, viewer: Viewer, log: Sequence[Entry]) -> None:
        self.state = state
        self.view = view
        self.viewer = viewer
        self.setting = setting_of(state)
        self.rule: str = state[Workshop].attribution
        """The rule under which what is told now happened."""
        self._roles = {seat.id: self._role(seat.id) for seat in self.setting.seats}
        self._people = _pseudonyms(log)
        self.callers = {one.event.call: one.by for one in log if isinstance(one.event, HelpCalled)}
        self._audiences: dict[tuple[str, ...] | None, str] = {None: "everyone", (): "the facilitators only"}
        corridors = state[Rooms].corridors.values()
        mine = [one.id for one in corridors if self.own and viewer.seat in one.seats]
        self._corridors = {id: number for number, id in enumerate(mine, start=1)}

    def look_at(self, entry: Entry) -> None:
        """From now on this entry is told; a log older than rules has that of its workshop."""
        self.rule = entry.rule or self.state[Workshop].attribution

    def unnamed_under(self, rule: str) -> bool:
        return self.view != "staff" and rule != OPEN

    @property
    def unnamed(self) -> bool:
        return self.unnamed_under(self.rule)

    @property
    def timeless(self) -> bool:
        return self.unnamed and self.view == "shared"

    def masks(self, entry: Entry) -> bool:
        """Whether not even this view is told who said or did this."""
        if entry.rule != UNATTRIBUTED or entry.seat is None or of_the_frame(entry.event):
            return False
        mine = self.own and self.viewer.participant == entry.by
        return not (mine or self.unmasked(entry))

    def unmasked(self, entry: Entry) -> bool:
        """Whether staff gave a reason, and this is their record."""
        return self.staff and entry.id in self.state[Attributions].unmasked

    def may_unmask(self, entry: Entry) -> bool:
        """Whether staff, who read this, are told who said or wrote it if they give a reason."""
        written = entry.id in self.state[Talk].lines or entry.id in self.state[Unsigned].seats
        return self.staff and written and self.masks(entry)

    @property
    def staff(self) -> bool:
        return self.view == "staff"

    @property
    def own(self) -> bool:
        return self.view == "own"

    def _role(self, id: str) -> Who:
        seat = self.setting.seat(id)
        side = self.setting.side(seat.side)
        return Who(seat.title, seat.id, side.id, side.name, side.number, side.letter)

    def who(self, entry: Entry) -> Who:
        """Who this entry came from."""
        if entry.by == SYSTEM:
            return NOBODY
        return self.somebody(entry.by, entry.seat)

    def somebody(self, participant: str, seat: str | None) -> Who:
        """This person, at that time on this seat, or on none."""
        if seat is None:
            facilitator = self._people.get(participant, "").startswith(STAFF_LETTER)
            letter = "" if self.timeless else STAFF_LETTER
            plain = Who(FACILITATORS, letter=letter) if facilitator else Who(A_PARTICIPANT)
        elif self.own and participant == self.viewer.participant:
            plain = replace(self._roles[seat], label="You")
        elif self.own and seat == self.viewer.seat:
            plain = replace(self._roles[seat], label="Your seat, earlier")
        else:
            plain = self.seat(seat)
        if not self.staff:
            return plain
        return replace(plain, person=self._people.get(participant, ""), participant=participant)

    def seat(self, seat: str) -> Who:
        """This seat, whoever sits there: its role, unless this view tells none."""
        if self.own and seat == self.viewer.seat:
            return replace(self._roles[seat], label="Your seat")
        return Who(A_PARTICIPANT) if self.unnamed else self._roles[seat]

    def place(self, room: str) -> Place:
        if room == PLENARY:
            return Place(PLENARY, "Plenary")
        if room == BACK_ROOM:
            return Place(BACK_ROOM, "Facilitators' back room")
        if room.startswith(CAUCUS):
            return self._caucus(room)
        if group := self.state[Groups].rooms.get(room):
            return Place(room, f"Working group {group.number}")
        return self._corridor(room)

    def _caucus(self, room: str) -> Place:
        if self.own:
            return Place("caucus", "Your caucus")
        return Place(room, f"{self.setting.side(room.removeprefix(CAUCUS)).adjective} caucus")

    def _corridor(self, room: str) -> Place:
        if not self.own:
            return Place("corridors", "Corridors")
        number = self._corridors[room]
        if self.unnamed:
            return Place(f"corridor-{number}", f"Corridor {number}")
        other = next(seat for seat in self.state[Rooms].corridors[room].seats if seat != self.viewer.seat)
        return Place(f"corridor-{number}", f"Corridor {number}, with {self.setting.seat(other).short}")

    def address(self, to: str) -> str:
        """Whom an announcement or a piece of news was meant for."""
        if to == ALL:
            return "everyone"
        if to == SCREEN:
            return "the screen"
        if group := group_of_address(to):
            return f"working group {self.state[Groups].rooms[group].number}"
        if self.own:
            return "you" if to.startswith(SEAT) else "your side"
        if to.startswith(SEAT):
            return self._roles[to.removeprefix(SEAT)].label
        return f"the {self.setting.side(to.removeprefix(SIDE)).adjective} side"

    def audience(self, hearers: tuple[str, ...] | None) -> str:
        """Who heard something, for staff; nobody else is told."""
        if not self.staff:
            return ""
        if hearers not in self._audiences:
            self._audiences[hearers] = self._audience(hearers or ())
        return self._audiences[hearers]

    def _audience(self, hearers: tuple[str, ...]) -> str:
        for side in self.setting.sides:
            if set(hearers) == {seat.id for seat in self.setting.seats_of(side.id)}:
                return f"the {side.adjective} side"
        return ", ".join(self._roles[seat].label for seat in hearers)

    def people_count(self, count: int, rule: str) -> int | None:
        """A number of people, or None where it would be too telling under this rule."""
        telling = self.view == "shared" and self.unnamed_under(rule)
        return None if telling and count < SMALLEST_COUNT else count


def _pseudonyms(log: Iterable[Entry]) -> dict[str, str]:
    """P1, P2, … for those who came to play and F1, F2, … for facilitators, in the order they came."""
    given: dict[str, str] = {}
    counts = {"P": 0, "F": 0}
    for entry in log:
        if isinstance(entry.event, Joined) and entry.event.participant not in given:
            letter = "F" if entry.event.role in STAFF_ROLES else "P"
            counts[letter] += 1
            given[entry.event.participant] = f"{letter}{counts[letter]}"
    return given


def moment(at: int) -> datetime:
    """Unix milliseconds as local time."""
    return datetime.fromtimestamp(at / 1000, timezone.get_current_timezone())


def clock(at: int) -> str:
    return f"{moment(at):%H:%M}"
