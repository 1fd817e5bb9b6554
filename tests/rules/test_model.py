"""The rules against a model that shares no code with them, over random afternoons."""

from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from roleplay.rules.announce import Broadcast
from roleplay.rules.floor import Call
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import Viewer, visible
from roleplay.rules.moderation import HideLine
from roleplay.rules.people import People
from roleplay.rules.phases import Back, Next
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import Say, Withdraw
from roleplay.rules.workshop import End

from .model import ALL, SEATS, SIDES, STAFF, Model
from .scene import given

PEOPLE = tuple(f"s{number}" for number in range(1, 10))
VIEWERS = {seat: Viewer("v", "delegate", seat, SIDES[seat[:2]]) for seat in SEATS} | {
    "staff": Viewer("h", "facilitator"),
    "observer": Viewer("o", "observer"),
}


class Afternoon:
    """Whatever is done, the rules and the model agree on whether it may be done and on who hears it."""

    def __init__(self, phases):
        self.scene = given(seated=(), waiting=PEOPLE)
        self.model = Model()
        self.before = len(self.scene.log)
        self.heard = {name: [] for name in ALL}
        self.allowed = []
        for person, seat in zip(PEOPLE, ("in1", "pk1", "in2", "pk2"), strict=False):
            self.sit(person, seat, True)
        for _ in range(phases):
            self.move(back=False)

    def do(self, command, by, told):
        """Give the command; ``told`` is what the model says of it."""
        outcome = self.scene.when(command, by="host" if by == "staff" else by)
        if told is None:
            assert outcome.refusal, f"the model refuses {by} {command}"
            return []
        assert outcome.refusal is None, f"the model allows {by} {command}: {outcome.refusal}"
        for entry, hearers in zip(outcome.entries, told, strict=True):
            for name in hearers:
                self.heard[name].append(entry.id)
        self.allowed.append(command.do)
        return outcome.entries

    def near(self, seat):
        """This seat, or, three times in four, one that somebody sits on."""
        taken = sorted(self.model.sitting)
        if seat == "staff" or not taken or seat.endswith("4"):
            return seat
        return taken[SEATS.index(seat) % len(taken)]

    def sit(self, person, seat, accept):
        self.do(GiveSeat(person, seat), "staff", self.model.seat(person, seat))
        if accept:
            self.accept(seat)

    def accept(self, seat):
        self.do(AcceptRules(), seat, self.model.accept(seat))

    def stand_up(self, seat):
        self.do(FreeSeat(seat), "staff", self.model.free(seat))

    def move(self, back, sure=0):
        if sure:
            return
        self.do(Back() if back else Next("because"), "staff", self.model.go(-1 if back else 1))

    def end(self, sure):
        if sure == 0:
            self.do(End(), "staff", self.model.end())

    def call(self, seat):
        seat = self.near(seat)
        self.do(Call(seat), "staff", self.model.call(seat))

    def invite(self, seat, other, exactly=False):
        seat, other = (seat, other) if exactly else (self.near(seat), self.near(other))
        for entry in self.do(Invite(other), seat, self.model.invite(seat, other, "not known yet")):
            self.model.pairs[-1][0] = entry.event.corridor

    def meet(self, number, other):
        """Two who sit on different sides try to talk in the corridor."""
        sitting = [sorted(seat for seat in self.model.sitting if seat[:2] == side) for side in SIDES]
        if all(sitting):
            one, another = (seats[(number, other)[side] % len(seats)] for side, seats in enumerate(sitting))
            pair = (one, another) if other % 2 else (another, one)
            self.invite(*pair, exactly=True)
            self.answer(0, 2, True)
            self.whisper(0, 1, "staff")

    def answer(self, number, which, accept):
        if self.model.pairs:
            number = -1 - number % len(self.model.pairs)
            room, seat = self.model.pairs[number][0], self.model.pairs[number][which]
            self.do(AnswerInvitation(room, accept), seat, self.model.answer(seat, number, accept))

    def meddle(self, number, seat, leave):
        if self.model.pairs:
            number, seat = -1 - number % len(self.model.pairs), self.near(seat)
            room = self.model.pairs[number][0]
            if leave:
                self.do(LeaveCorridor(room), seat, self.model.leave(seat, number))
            else:
                self.do(AnswerInvitation(room, True), seat, self.model.answer(seat, number, True))

    def say(self, seat, room):
        seat = self.near(seat)
        if room == "own":
            room = "plenary" if seat == "staff" else f"caucus-{SIDES[seat[:2]]}"
        if room == "turn":
            room, seat = "plenary", self.model.speaker or seat
        self._say(seat, room)

    def whisper(self, number, member, seat):
        if self.model.pairs:
            pair = self.model.pairs[-1 - number % len(self.model.pairs)]
            self._say(pair[member] if member else seat, pair[0])

    def _say(self, seat, room):
        told = self.model.say(seat, room)
        for entry in self.do(Say(room, "Hello"), seat, told):
            self.model.lines[entry.id] = (told[0], self.scene.called(seat), seat)

    def tell_one(self, seat):
        told = None if self.model.ended else [STAFF | {seat}]
        self.do(Broadcast(f"seat:{seat}", "Hi"), "staff", told)

    def withdraw(self, number, seat, own):
        if self.model.lines:
            line = list(self.model.lines)[-1 - number % len(self.model.lines)]
            author = self.model.lines[line][2]
            by = author if own and author != "staff" else seat
            self.do(Withdraw(line), by, self.model.withdraw(by, line))

    def hide(self, number):
        if self.model.lines:
            line = list(self.model.lines)[-1 - number % len(self.model.lines)]
            hearers = self.model.lines[line][0]
            allowed = "staff" in hearers and not self.scene.line(line).hidden
            self.do(HideLine(line), "staff", [hearers] if allowed else None)

    def agrees(self):
        """For every seat, what it can see of the log is what the model says it heard, in that order."""
        for name, viewer in VIEWERS.items():
            seen = [entry.id for entry in self.scene.log[self.before :] if visible(entry, viewer)]
            assert seen == self.heard[name], name
        assert self.scene.state[People].holders == self.model.sitting


seats, people, numbers = st.sampled_from(SEATS), st.sampled_from(PEOPLE), st.integers(0, 9)
anybody = st.sampled_from([*SEATS, "staff"])
mostly, either = st.sampled_from([True, True, True, False]), st.booleans()


def act(method, *arguments):
    return st.tuples(st.just(method), *arguments)


acts = st.one_of(
    act(Afternoon.sit, people, seats, mostly),
    act(Afternoon.accept, seats),
    act(Afternoon.stand_up, seats),
    act(Afternoon.move, either, numbers),
    act(Afternoon.end, st.integers(0, 9)),
    act(Afternoon.call, seats),
    act(Afternoon.invite, seats, seats),
    act(Afternoon.meet, numbers, numbers),
    act(Afternoon.meet, numbers, numbers),
    act(Afternoon.answer, numbers, st.sampled_from([2, 2, 2, 1]), mostly),
    act(Afternoon.answer, st.integers(0, 1), st.just(2), st.just(True)),
    act(Afternoon.meddle, numbers, seats, either),
    act(Afternoon.say, anybody, st.sampled_from(["own", "turn"])),
    act(Afternoon.say, anybody, st.sampled_from(["plenary", "caucus-india", "caucus-pakistan", "back-room"])),
    act(Afternoon.whisper, numbers, st.sampled_from([1, 2, None]), anybody),
    act(Afternoon.whisper, st.integers(0, 1), st.sampled_from([1, 2]), anybody),
    act(Afternoon.tell_one, seats),
    act(Afternoon.withdraw, numbers, seats, mostly),
    act(Afternoon.hide, numbers),
)


@settings(max_examples=40, deadline=None)
@always(st.sampled_from([0, 1, 2, 2, 2]), st.lists(acts, min_size=30, max_size=60))
def test_every_seat_sees_what_the_model_says_it_heard(phases, script):
    afternoon = Afternoon(phases)
    for method, *arguments in script:
        method(afternoon, *arguments)
    afternoon.agrees()
