"""What a workshop is played from: the frozen copy of its pack, one form of it, with the seats in use.

Plain frozen dataclasses, standard library only. Made by ``scenarios/freeze.py``, stored in the first
event of the log, and never changed afterwards. Reading packs from disk is not known here.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .shape import build


@dataclass(frozen=True, slots=True)
class SideSetting:
    """A delegation. ``number`` (from 1) is its place in the pack and gives its colour and shape."""

    id: str
    name: str
    adjective: str
    letter: str
    number: int


@dataclass(frozen=True, slots=True)
class SeatSetting:
    """A delegate's place. Everything except ``id``, ``side``, ``title`` and ``short`` is confidential:
    it belongs to whoever sits here, and to staff."""

    id: str
    side: str
    title: str
    short: str
    tracks: tuple[int, ...]
    interest: str
    fear: str
    red_line: str
    private_type: str
    private_text: str
    official_line: tuple[str, ...] = ()
    security_background: bool = False
    gender: str = "unspecified"


@dataclass(frozen=True, slots=True)
class PinnedSetting:
    """A card of the precedent shelf that is shown in a phase; ``id`` is its name in the address."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PhaseSetting:
    """A step of the agenda of this form. ``minutes`` is its length here; ``rooms`` are room kinds.

    ``gate`` is how an older copy wrote its one gate; ``attribution`` is its own rule, if it has one.
    """

    id: str
    code: str
    title: str
    aim: str
    do: str
    why: str
    rooms: tuple[str, ...]
    floor: str
    out_of_role: bool
    minutes: int
    facilitator: str
    tools: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    gate: str | None = None
    attribution: str | None = None
    pinned: tuple[PinnedSetting, ...] = ()

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The gates to the next phase."""
        return self.gates or ((self.gate,) if self.gate else ())


@dataclass(frozen=True, slots=True)
class InjectSetting:
    """News that staff may release. Until then only staff may know that it exists.

    ``phases`` are the phases of this form that it was written for; it may be empty.
    """

    id: str
    title: str
    outlet: str
    kind: str
    text: str
    phases: tuple[str, ...]
    purpose: str
    off_ramp: str
    embarrasses: str | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class IssueSetting:
    """One matter on the table; ``positions`` by side id."""

    id: str
    title: str
    positions: dict[str, str]
    needs: str


@dataclass(frozen=True, slots=True)
class FactSetting:
    """A dated fact. Delegates may not see a ``debrief_only`` fact before the debrief."""

    id: str
    text: str
    date: str
    confidence: str
    source: str
    debrief_only: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeSetting:
    """A clause that groups have reached, for staff and for the debrief; ``gains`` by side id."""

    id: str
    text: str
    gains: dict[str, str]
    likelihood: str


@dataclass(frozen=True, slots=True)
class DebriefSetting:
    """One step of the debrief. ``minutes`` is 0 when the pack gives it none in this form."""

    id: str
    title: str
    minutes: int
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermSetting:
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TimelineSetting:
    date: str
    text: str
    confidence: str
    debrief_only: bool = False


@dataclass(frozen=True, slots=True)
class WorkSetting:
    work: str
    origin: str
    check: bool = False


@dataclass(frozen=True, slots=True)
class ReplySetting:
    """What somebody at home may answer. ``mood`` is cold, doubtful or warm."""

    mood: str
    text: str


@dataclass(frozen=True, slots=True)
class AudienceSetting:
    """Somebody at home who asks; ``side`` whose home it is, None for each. ``replies`` are for staff."""

    id: str
    title: str
    asks: str
    replies: tuple[ReplySetting, ...] = ()
    side: str | None = None


@dataclass(frozen=True, slots=True)
class TrackOneSetting:
    """A prepared answer of officials to the non-paper, for whoever sits at their desk."""

    id: str
    kind: str
    text: str


@dataclass(frozen=True)  # no slots: it keeps its own indexes
class Setting:
    """Everything a running workshop needs of its pack.

    The texts are Markdown: ``public`` for all, ``side_briefs`` by side id, ``seat_briefs`` by seat id (seats
    in use only), ``teaching`` for staff. ``hash`` is the same for the same content. Older copies do not have
    ``common_ground``, how many in a hundred of each side must be able to live with a clause; ``moves``, the
    pack's own words for some moves of the third party; ``attribution``, the rules of rooms by their kind.
    """

    pack_id: str
    code: str
    title: str
    initiative: str
    summary: str
    setting: str
    as_of: str
    not_yet_known: str
    heat: str
    language: str
    minutes: int
    students: int
    sides: tuple[SideSetting, ...]
    seats: tuple[SeatSetting, ...]
    phases: tuple[PhaseSetting, ...]
    ground_rules: tuple[str, ...]
    issues: tuple[IssueSetting, ...]
    facts: tuple[FactSetting, ...]
    injects: tuple[InjectSetting, ...]
    outcomes: tuple[OutcomeSetting, ...]
    happened: str
    debrief: tuple[DebriefSetting, ...]
    leaves_out: tuple[str, ...]
    glossary: tuple[TermSetting, ...]
    timeline: tuple[TimelineSetting, ...]
    reading: tuple[WorkSetting, ...]
    public: str
    side_briefs: dict[str, str]
    seat_briefs: dict[str, str]
    teaching: str
    hash: str
    audiences: tuple[AudienceSetting, ...] = ()
    track_one: tuple[TrackOneSetting, ...] = ()
    common_ground: int = 75
    moves: dict[str, str] = field(default_factory=dict)
    attribution: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Setting":
        """The setting from its JSON form; keys that an older or newer version wrote besides are ignored.

        Equal forms give the same object: a school plays one pack in many rooms, and it is large.
        """
        digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
        if digest not in _KNOWN:
            _KNOWN[digest] = build(cls, data)
            if len(_KNOWN) > KEPT_SETTINGS:
                _KNOWN.pop(next(iter(_KNOWN)), None)
        return _KNOWN[digest]

    def side(self, id: str) -> SideSetting:
        """The side with this id; KeyError if there is none. The other look-ups do the same."""
        return self._sides[id]

    def seat(self, id: str) -> SeatSetting:
        return self._seats[id]

    def phase(self, id: str) -> PhaseSetting:
        return self._phases[id]

    def inject(self, id: str) -> InjectSetting:
        return self._injects[id]

    def seats_of(self, side: str) -> tuple[SeatSetting, ...]:
        return tuple(seat for seat in self.seats if seat.side == side)

    @cached_property
    def _sides(self) -> dict[str, SideSetting]:
        return {side.id: side for side in self.sides}

    @cached_property
    def _seats(self) -> dict[str, SeatSetting]:
        return {seat.id: seat for seat in self.seats}

    @cached_property
    def _phases(self) -> dict[str, PhaseSetting]:
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def _injects(self) -> dict[str, InjectSetting]:
        return {inject.id: inject for inject in self.injects}


KEPT_SETTINGS = 50
_KNOWN: dict[str, Setting] = {}
