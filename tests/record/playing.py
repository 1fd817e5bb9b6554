"""A small workshop played through the real service, with a canary in everything that is a secret.

A canary is a made-up word that stands nowhere else. ``CANARIES`` tells who may meet it: everybody else who
receives it has been told a secret.
"""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import User
from roleplay.live import log, service
from roleplay.live.identity import PARTICIPANTS
from roleplay.live.models import Participant, Workshop
from roleplay.rules.announce import Broadcast
from roleplay.rules.cooling_off import AskForPause
from roleplay.rules.floor import Call, RaiseHand
from roleplay.rules.ground_rules import AcceptRules, OpenBrief
from roleplay.rules.injects import ReleaseInject, ReleaseOwn
from roleplay.rules.kernel import SYSTEM, Command, State
from roleplay.rules.moderation import HideLine, Mute
from roleplay.rules.moves import MakeMove
from roleplay.rules.notes import KeepNote
from roleplay.rules.people import Remove
from roleplay.rules.phases import Next, Start
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor, Rooms
from roleplay.rules.safety import AnswerHelp, CallForHelp, Safety
from roleplay.rules.seats import FreeSeat, GiveSeat, MakeObserver
from roleplay.rules.talk import React, Say, Withdraw
from roleplay.rules.workshop import End, Open
from tests.rules.small_pack import small_pack

SEATED = ("in1", "in2", "pk1", "pk2")
NAMES = {
    "in1": "Nomavra Teel",
    "in2": "Nomevri Tull",
    "pk1": "Nomiqos Tarn",
    "pk2": "Nomoxul Tosk",
    "in3": "Nomlatt Tend",
    "olive": "Nomuzet Tamm",
    "wendy": "Nomyrad Timb",
    "ravi": "Nomkoff Tyrr",
}
SIDE_WORDS = {
    "india": {"id": "sideidmavo", "name": "Sidenamezul", "adjective": "Sideadjtiro", "letter": "Ж"},
    "pakistan": {"id": "sideidneku", "name": "Sidenamewib", "adjective": "Sideadjpoli", "letter": "Ω"},
}


def marked_pack() -> dict[str, Any]:
    """The small pack, with words that can be told from all others for its sides and its seats."""
    pack = small_pack()
    for side in pack["sides"]:
        side.update(SIDE_WORDS[side["id"]])
    for seat in pack["seats"]:
        seat["side"] = SIDE_WORDS[seat["side"]]["id"]
        seat["title"], seat["short"] = f"Seattitle{seat['id']}", f"Shortlabel{seat['id']}"
        seat["interest"] = seat["fear"] = seat["red_line"] = f"secretofseat{seat['id']}"
    for name in ("side_briefs", "seat_briefs"):
        pack[name] = {key: f"briefsecret{name}{key}" for key in ("sideidmavo", "sideidneku", *NAMES)}
    pack["public"] = pack["teaching"] = "teachingsecret"
    return pack


def words_that_tell_who(pack: dict[str, Any]) -> set[str]:
    """Everything of the pack that would say who somebody is, or for which side they sit."""
    told = {value for side in pack["sides"] for key, value in side.items() if key != "number"}
    told |= {seat[key] for seat in pack["seats"] for key in ("title", "short")}
    return told | {f"Seattitle{seat['id']}" for seat in pack["seats"]}


@dataclass
class Play:
    """A workshop with its host and people; seats and names stand for participants."""

    attribution: str = "chatham-house"
    host_name: str = "hostqarbel"
    pack: dict[str, Any] = field(default_factory=marked_pack)
    people: dict[str, Participant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = User.objects.create_user(self.host_name, display_name=f"Hostnamevex {self.host_name}")
        self.workshop = Workshop.objects.create(host=self.user, pack="small", title=self.pack["title"])
        service.submit_now(self.workshop.id, SYSTEM, Open(self.pack, self.attribution))  # type: ignore[arg-type]
        self.people["host"] = service.staff_participant(self.workshop, self.user, "facilitator")

    def do(self, who: str, command: Command) -> str:
        """The id of the first event it led to."""
        return service.submit_now(self.workshop.id, self.people[who].id, command)

    def say(self, who: str, room: str, text: str, reply_to: str | None = None) -> str:
        return self.do(who, Say(room, text, reply_to))

    def join(self, who: str, name: str = "") -> Participant:
        self.people[who] = service.join(self.workshop, name or NAMES[who])
        return self.people[who]

    def seat(self, seat: str, name: str = "") -> None:
        self.do("host", GiveSeat(self.join(seat, name).id, seat))
        self.do(seat, AcceptRules())

    def phase(self, reason: str = "") -> None:
        self.do("host", Next(reason))

    def client(self, who: str) -> Client:
        """A browser that speaks for this person."""
        client = Client()
        person = self.people[who]
        session = client.session
        session[PARTICIPANTS] = {self.workshop.id: [person.id, person.device]}
        session.save()
        return client

    def host(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    @property
    def address(self) -> str:
        return f"/w/{self.workshop.id}/record/"


def opened(**how: Any) -> Play:
    """A workshop with four delegates at the table, in its first phase."""
    play = Play(**how)
    for seat in SEATED:
        play.seat(seat)
    play.do("host", Start())
    return play


# Who may read each canary in the record: staff, seats, or "all" for everyone in the shared record too.
STAFF = frozenset({"host", "co"})
CANARIES: dict[str, frozenset[str]] = {
    "plenarywordbik": STAFF | {"in1", "in2", "pk1", "pk2", "shared"},
    "caucuswordmavo": STAFF | {"in1", "in2"},
    "caucuswordneku": STAFF | {"pk1", "pk2"},
    "corridorwordzit": frozenset({"in1", "pk1"}),
    "backroomwordyal": STAFF,
    "whisperwordgof": STAFF | {"in1"},
    "movewordtas": STAFF | {"in1"},
    "Ask what lies beneath the public line": STAFF,
    "sidenewswordhep": STAFF | {"pk1", "pk2"},
    "helpwordruv": STAFF | {"in2"},
    "helpanswerdoq": STAFF | {"in2"},
    "notewordpel": frozenset({"in1"}),
    "pausewordjuf": STAFF | {"in2"},
    "hiddenwordkax": STAFF,
    "hiddenoutletfyn": STAFF,
    "withdrawnwordlod": STAFF,
    "caucuswithdrawnsib": STAFF,
    "gatereasonwet": STAFF,
    "secretofseat": frozenset(),
    "briefsecret": frozenset(),
    "teachingsecret": frozenset(),
}


def played(attribution: str = "chatham-house", host_name: str = "hostqarbel", end: bool = True) -> Play:
    """A workshop in which every kind of secret has happened."""
    play = opened(attribution=attribution, host_name=host_name)
    play.join("wendy")
    play.join("olive")
    play.do("host", MakeObserver(play.people["olive"].id))
    play.do("olive", AcceptRules())
    other = User.objects.create_user(f"co{host_name}", display_name="Cohostnamequil")
    play.people["co"] = service.staff_participant(play.workshop, other, "cofacilitator")
    _in_plenary(play)
    _apart(play)
    _in_the_corridor(play)
    _somebody_is_removed(play)
    if end:
        play.do("host", End())
    return play


def state_of(play: Play) -> State:
    return log.fold(play.workshop.id).state


def _in_plenary(play: Play) -> None:
    first = play.say("in1", "plenary", "Let us begin. plenarywordbik")
    play.say("pk1", "plenary", "To that I say yes.", reply_to=first)
    play.do("pk1", React(first, "heard"))
    gone = play.say("pk2", "plenary", "withdrawnwordlod")
    play.say("in2", "plenary", "I answer that.", reply_to=gone)
    play.do("pk2", Withdraw(gone))
    play.do("host", HideLine(play.say("in2", "plenary", "hiddenwordkax")))
    play.do("host", HideLine(play.do("host", ReleaseOwn("hiddenoutletfyn", "hiddenwordkax again"))))
    play.do("host", ReleaseInject("rumour"))
    play.do("in2", CallForHelp("helpwordruv"))
    play.do("host", AnswerHelp(next(iter(state_of(play)[Safety].calls)), "helpanswerdoq"))
    play.do("in1", KeepNote("notewordpel"))
    play.do("in2", AskForPause("pausewordjuf"))
    play.do("host", Broadcast("seat:in1", "whisperwordgof"))
    play.do("host", MakeMove("beneath", "movewordtas", "seat:in1"))
    play.say("host", "back-room", "backroomwordyal")
    play.do("pk1", RaiseHand())
    play.do("host", Call("pk1"))
    play.do("host", Mute("in2"))
    play.do("in1", OpenBrief())


def _apart(play: Play) -> None:
    """One seat has not accepted the ground rules, so the gate is passed with a reason."""
    play.do("host", GiveSeat(play.join("in3").id, "in3"))
    play.phase("gatereasonwet")
    play.say("in1", "caucus-sideidmavo", "caucuswordmavo")
    play.say("pk1", "caucus-sideidneku", "caucuswordneku")
    play.do("pk2", Withdraw(play.say("pk2", "caucus-sideidneku", "caucuswithdrawnsib")))
    play.do("host", ReleaseOwn("A Lantern", "sidenewswordhep", "side:sideidneku"))
    play.phase()


def _in_the_corridor(play: Play) -> None:
    play.do("in1", Invite("pk1"))
    corridor = list(state_of(play)[Rooms].corridors)[-1]
    play.do("pk1", AnswerInvitation(corridor, True))
    play.say("in1", corridor, "corridorwordzit")
    play.say("pk1", corridor, "corridorwordzit too")
    play.do("pk1", LeaveCorridor(corridor))


def _somebody_is_removed(play: Play) -> None:
    """Ravi is taken out of the workshop; whoever sat on in3 waits in the lobby again."""
    play.seat("in4", NAMES["ravi"])
    play.people["ravi"] = play.people.pop("in4")
    play.do("host", Remove(play.people["ravi"].id))
    play.do("in3", AcceptRules())
    play.do("host", FreeSeat("in3"))
