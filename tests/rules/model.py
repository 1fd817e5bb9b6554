"""A workshop told once more, as simply as possible: who sits where, which rooms are open, who hears.

It shares no code with the rules. Each method says who hears what happens, one set of hearers for
each event, or None when it may not happen. ``staff`` and ``observer`` are hearers like seats.
"""

SIDES = {"in": "india", "pk": "pakistan"}
SEATS = [f"{side}{number}" for side in SIDES for number in (1, 2, 3, 4)]
ALL = frozenset([*SEATS, "staff", "observer"])
STAFF = frozenset(["staff"])
OPEN_ROOMS = [{"plenary"}, {"caucus"}, {"plenary", "corridor"}, {"plenary"}]
FLOOR = ["free", "free", "called", "free"]
Told = list[frozenset[str]] | None


class Model:
    """``sitting``: who sits on each seat; ``pairs``: [room, inviter, invited, state] of every corridor."""

    def __init__(self) -> None:
        self.sitting: dict[str, str] = {}
        self.accepted: set[str] = set()
        self.phase = 0
        self.ended = False
        self.speaker = ""
        self.pairs: list[list[str]] = []
        self.lines: dict[str, tuple[frozenset[str], str, str]] = {}
        """What everybody heard, who said it, from which seat."""
        self.gone: set[str] = set()

    def active(self, seat: str) -> bool:
        return not self.ended and self.sitting.get(seat, "") in self.accepted

    def hears(self, room: str) -> frozenset[str]:
        if room == "plenary":
            return ALL
        if room.startswith("caucus-"):
            return frozenset(seat for seat in SEATS if f"caucus-{SIDES[seat[:2]]}" == room) | STAFF
        return next((frozenset(pair[1:3]) for pair in self.pairs if pair[0] == room), STAFF)

    def seat(self, person: str, seat: str) -> Told:
        old = next((one for one, who in self.sitting.items() if who == person), None)
        if self.ended or old == seat:
            return None
        events = [ALL] * ((seat in self.sitting) + (old is not None) + 1)
        for freed in (seat, old):
            self._leave(freed)
        self.sitting[seat] = person
        return events

    def free(self, seat: str) -> Told:
        if self.ended or seat not in self.sitting:
            return None
        self._leave(seat)
        return [ALL]

    def _leave(self, seat: str | None) -> None:
        if seat is None or self.sitting.pop(seat, None) is None:
            return
        if self.speaker == seat:
            self.speaker = ""
        self._shut(lambda pair: seat in pair[1:3])

    def accept(self, seat: str) -> Told:
        person = self.sitting.get(seat)
        if self.ended or person is None or person in self.accepted:
            return None
        self.accepted.add(person)
        return [frozenset([seat]) | STAFF]

    def go(self, step: int) -> Told:
        if self.ended or not 0 <= self.phase + step < len(OPEN_ROOMS):
            return None
        closed = self.phase == 0 and step > 0 and not set(self.sitting.values()) <= self.accepted
        self.phase += step
        self.speaker = ""
        if "corridor" not in OPEN_ROOMS[self.phase]:
            self._shut(lambda pair: True)
        return [STAFF, ALL] if closed else [ALL]

    def end(self) -> Told:
        if self.ended:
            return None
        self.ended = True
        self._shut(lambda pair: True)
        return [ALL]

    def call(self, seat: str) -> Told:
        if self.ended or seat not in self.sitting or self.speaker == seat:
            return None
        self.speaker = seat
        return [ALL]

    def tied(self, seat: str) -> bool:
        return any(seat in {"open": pair[1:3], "asked": pair[1:2]}.get(pair[3], []) for pair in self.pairs)

    def invite(self, seat: str, other: str, room: str) -> Told:
        possible = self.active(seat) and "corridor" in OPEN_ROOMS[self.phase] and seat[:2] != other[:2]
        if not possible or other not in self.sitting or self.tied(seat):
            return None
        self.pairs.append([room, seat, other, "asked"])
        return [frozenset([seat, other]) | STAFF]

    def answer(self, seat: str, number: int, accept: bool) -> Told:
        pair = self.pairs[number]
        if not self.active(seat) or seat not in pair[1:3] or pair[3] != "asked":
            return None
        both = frozenset(pair[1:3]) | STAFF
        if not accept:
            pair[3] = "shut"
            return [both]
        own = [one for one in self.pairs if one[3] == "asked" and one[1] == seat]
        if seat == pair[1] or any(one[3] == "open" and seat in one[1:3] for one in self.pairs):
            return None
        for one in own:
            one[3] = "shut"
        pair[3] = "open"
        return [*(frozenset(one[1:3]) | STAFF for one in own), both]

    def leave(self, seat: str, number: int) -> Told:
        pair = self.pairs[number]
        if not self.active(seat) or seat not in pair[1:3] or pair[3] != "open":
            return None
        pair[3] = "shut"
        return [frozenset(pair[1:3]) | STAFF]

    def _shut(self, which) -> None:
        for pair in filter(which, self.pairs):
            pair[3] = "shut"

    def say(self, seat: str, room: str) -> Told:
        """``seat`` is "staff" when a facilitator speaks."""
        hearers = self.hears(room)
        kind = room.split("-")[0]
        if seat == "staff":
            return None if self.ended or kind == "corridor" else [hearers]
        if not self.active(seat) or seat not in hearers:
            return None
        if kind == "corridor":
            return [hearers] if any(p[0] == room and p[3] == "open" for p in self.pairs) else None
        if kind not in OPEN_ROOMS[self.phase]:
            return None
        turn = room != "plenary" or FLOOR[self.phase] == "free" or self.speaker == seat
        return [hearers] if turn else None

    def withdraw(self, seat: str, line: str) -> Told:
        hearers, author, _ = self.lines[line]
        mine = self.active(seat) and seat in hearers and self.sitting[seat] == author
        if not mine or line in self.gone:
            return None
        self.gone.add(line)
        return [hearers]
