"""The shape of a pack: what an author writes in ``pack.yaml`` (``rehearsal_schema.py``: in a rehearsal).

Pydantic models only. Reading files lives in ``loader.py``, turning a pack into a
workshop's frozen copy in ``freeze.py``; neither Django nor the disk is known here.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from scenarios.course import Era, Method, TrackTwo

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Minutes = Literal[45, 90, 180, 900]
"""The forms that a pack can be played in; the longest is a course of several meetings."""
Confidence = Literal["high", "medium", "low"]
PrivateFactType = Literal["F", "L", "P", "C", "R", "V"]
RoomKind = Literal["plenary", "caucus", "group", "corridor"]
LineOfControl = Literal["indian-administered", "pakistani-administered"]
Attribution = Literal["open", "chatham-house", "unattributed", "no-record"]
"""From the loosest to the strictest: the strictest of workshop, room and step holds."""


class Model(BaseModel):
    """Unknown fields are refused, so that a misspelt one is an error and not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Side(Model):
    """A delegation. Its order in the pack gives its colour and shape on the page."""

    id: Slug
    name: Line
    adjective: Line
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]


class PrivateFact(Model):
    """What only this seat knows. F room to move, L loss, P pressure at home, C undisclosed
    contact, R resource to offer, V own vulnerability."""

    type: PrivateFactType
    text: Line


class Seat(Model):
    """A fictional composite delegate. The confidential brief is ``seats/<id>.md``. ``home`` is for seats from
    Jammu and Kashmir: on which side of the Line of Control, so that both are seated alike."""

    id: Slug
    side: Slug
    title: Line
    short: Annotated[str, StringConstraints(min_length=2, max_length=24)]
    tracks: Annotated[list[Annotated[int, Field(ge=1, le=9)]], Field(min_length=1)]
    security_background: bool = False
    gender: Literal["woman", "man", "unspecified"] = "unspecified"
    home: LineOfControl | None = None
    interest: Line
    fear: Line
    red_line: Line
    private: PrivateFact
    official_line: list[Line] = []


class Cast(Model):
    """Which seats are used when this many students come. The largest cast that fits is
    taken; whoever is over becomes an observer."""

    students: Annotated[int, Field(ge=6, le=16)]
    seats: Annotated[list[Slug], Field(min_length=6)]


class Phase(Model):
    """A step of the agenda. ``minutes`` names the forms it belongs to.

    Without ``tools`` a phase has those that are usual for its code. ``gate`` is one gate, as
    older packs write it. ``shelf`` pins cards of the precedent shelf: delegates are shown them in
    this phase.
    """

    id: Slug
    code: Annotated[str, StringConstraints(pattern=r"^PH[0-9]$")]
    title: Line
    aim: Line
    do: Line
    why: Line
    rooms: Annotated[list[RoomKind], Field(min_length=1)]
    floor: Literal["free", "called", "turns"] = "free"
    tools: list[Slug] | None = None
    gates: list[Slug] = []
    gate: Slug | None = None
    out_of_role: bool = False
    attribution: Attribution | None = None
    shelf: Annotated[list[Slug], Field(max_length=3)] = []
    minutes: Annotated[dict[Minutes, Annotated[int, Field(ge=1, le=120)]], Field(min_length=1)]
    facilitator: Prose


class Issue(Model):
    """One matter on the table: the public position of each side and the needs beneath."""

    id: Slug
    title: Line
    positions: dict[Slug, Line]
    needs: Line


class Fact(Model):
    """A dated fact. ``debrief_only`` facts are later than the pack's as-of date, or spoil it."""

    id: Annotated[str, StringConstraints(pattern=r"^F[0-9]{1,2}$")]
    text: Prose
    date: Line
    confidence: Confidence
    source: Line
    debrief_only: bool = False


class Inject(Model):
    """News that reaches the table. The outlet and the institutions in it are fictional."""

    id: Slug
    title: Line
    outlet: Line
    kind: Literal["news", "leak", "statement", "incident", "spoiler", "opportunity", "humanitarian", "rumour"]
    text: Prose
    phases: Annotated[list[Slug], Field(min_length=1)]
    embarrasses: Slug | None = None
    purpose: Line
    off_ramp: Line
    correction: Prose | None = None


class Outcome(Model):
    """A clause that groups have found reachable, and what it gives each side."""

    id: Slug
    text: Line
    gains: dict[Slug, Line]
    likelihood: Literal["likely", "possible", "hard"]


class DebriefStep(Model):
    """One of the six steps of the debrief, out of role."""

    id: Slug
    title: Line
    minutes: dict[Minutes, Annotated[int, Field(ge=1, le=60)]]
    prompts: Annotated[list[Line], Field(min_length=1)]


class Term(Model):
    term: Line
    meaning: Line


class TimelineEntry(Model):
    date: Line
    text: Line
    confidence: Confidence
    debrief_only: bool = False


class Work(Model):
    """Something to read. ``check`` marks a reference that an editor should confirm."""

    work: Line
    origin: Literal["indian", "pakistani", "kashmiri", "third-party"]
    check: bool = False


class Course(Model):
    """Where the pack stands in the library and in a term. ``stages`` are those of sustained dialogue on which
    it lays the stress, ``methods`` what it is good for practising."""

    era: Era
    tracks: Annotated[list[TrackTwo], Field(min_length=1)]
    methods: Annotated[list[Method], Field(min_length=1)]
    stages: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(min_length=1)]


class SignOff(Model):
    """A question that only people can answer. ``signed`` is who answered it and when, if somebody did."""

    check: Annotated[int, Field(ge=1, le=24)]
    reader: Line
    ask: Line
    signed: Line | None = None


class Explanation(Model):
    """Why a warning of the checker stands. ``about`` are words of that warning."""

    check: Annotated[int, Field(ge=0, le=24)]
    about: Line
    why: Prose

    def covers(self, check: int, said: str) -> bool:
        return self.check == check and self.about in said


class HomeReply(Model):
    """A prepared answer of somebody at home to what a delegate tells them."""

    mood: Literal["cold", "doubtful", "warm"]
    text: Line


class HomeAudience(Model):
    """Somebody at home to whom delegates carry the result: a paper, a party, a former ministry.

    ``asks`` is what they want to know. With a ``side`` only the delegates of that side meet them.
    """

    id: Slug
    title: Line
    asks: Line
    side: Slug | None = None
    replies: list[HomeReply] = []


class TrackOneAnswer(Model):
    """A prepared answer of invented officials to the non-paper."""

    id: Slug
    kind: Literal["takes-up", "shelves", "leaks", "asks"]
    text: Line


class Pack(Model):
    """``pack.yaml``. ``common_ground`` is how many in a hundred of each side must be able to live with a
    clause before the gauge calls it common ground. ``moves`` gives moves of the third party words of the
    pack's own, by their name."""

    id: Slug
    code: Annotated[str, StringConstraints(pattern=r"^P[0-9]{2}$")]
    title: Line
    initiative: Line
    summary: Line
    setting: Line
    as_of: Line
    not_yet_known: Prose
    heat: Literal["low", "medium", "high"]
    language: Literal["en", "ur", "hi"] = "en"
    attribution: dict[RoomKind, Attribution] = {}
    sides: Annotated[list[Side], Field(min_length=2, max_length=4)]
    seats: Annotated[list[Seat], Field(min_length=6, max_length=16)]
    casts: Annotated[list[Cast], Field(min_length=1)]
    ground_rules: Annotated[list[Line], Field(min_length=3, max_length=12)]
    common_ground: Annotated[int, Field(ge=50, le=100)] = 75
    agenda: Annotated[list[Phase], Field(min_length=2, max_length=12)]
    issues: Annotated[list[Issue], Field(min_length=1)]
    facts: Annotated[list[Fact], Field(min_length=1)]
    injects: list[Inject]
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    audiences: Annotated[list[HomeAudience], Field(max_length=12)] = []
    track_one: Annotated[list[TrackOneAnswer], Field(max_length=12)] = []
    happened: Prose
    debrief: Annotated[list[DebriefStep], Field(min_length=6, max_length=6)]
    leaves_out: Annotated[list[Line], Field(min_length=1)]
    glossary: Annotated[list[Term], Field(min_length=8, max_length=12)]
    timeline: Annotated[list[TimelineEntry], Field(min_length=10, max_length=15)]
    reading: Annotated[list[Work], Field(min_length=1, max_length=8)]
    course: Course | None = None
    sign_off: Annotated[list[SignOff], Field(max_length=24)] = []
    explained: Annotated[list[Explanation], Field(max_length=40)] = []
    moves: dict[Slug, Wording] = {}
