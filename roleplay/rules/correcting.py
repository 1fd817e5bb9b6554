"""Staff correct a text of the running workshop: words of its frozen copy, one passage at a time.

Only what can be changed safely, as long as it can: ids, sides, seats and rooms never change, and news that is
out is corrected as news. Whoever may read a text hears what became of it, and nobody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .arranging import begun
from .debrief import Debrief
from .injects import Injects
from .kernel import (
    EVERYONE,
    STAFF_ONLY,
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
    require_staff,
    slice_of_state,
)
from .phases import plan_of
from .setting import Setting
from .wording import clean
from .workshop import Workshop, require_not_ended, setting_of

LONGEST_PASSAGE = 4000
MOST = 100
PUBLIC, HAPPENED = "public", "happened"
LISTS = {"seat": "seats", "phase": "phases", "inject": "injects"}
CUES = ("interest", "fear", "red_line", "private_text")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may be corrected now, and who reads it. ``place`` names it: ``public``, ``side:<id>``,
    ``seat:<id>`` (its brief), ``seat:<id>:<cue>``, ``phase:<id>:<field>``, ``inject:<id>:<field>`` or
    ``happened``."""

    place: str
    text: str
    to: Audience


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a passage, when (Unix ms), and who was told. ``id`` is that of its entry."""

    id: str
    at: int
    place: str
    was: str
    becomes: str
    to: Audience

    def concerns(self, seat: str | None) -> bool:
        """Whether whoever sits here reads this text; None is an observer."""
        return self.to.seats is None or seat in self.to.seats


@slice_of_state
@dataclass
class Corrections:
    """All of them, in their order. The corrected texts themselves are in the setting."""

    made: list[Correction] = field(default_factory=list)


def texts_of(state: State) -> dict[str, Text]:
    """The texts that may be corrected now, by place."""
    return {one.place: one for one in _texts(state) if one.text}


def _texts(state: State) -> Iterator[Text]:
    setting = setting_of(state)
    yield Text(PUBLIC, setting.public, EVERYONE)
    for side in setting.sides:
        seats = tuple(seat.id for seat in setting.seats_of(side.id))
        yield Text(f"side:{side.id}", setting.side_briefs.get(side.id, ""), Audience(seats))
    yield from _of_seats(state, setting)
    yield from _of_phases(state)
    yield from _of_news(state, setting)
    yield Text(HAPPENED, setting.happened, _opened(state, HAPPENED, STAFF_ONLY))


def _of_seats(state: State, setting: Setting) -> Iterator[Text]:
    """A private fact that the debrief has opened is everybody's."""
    for seat in setting.seats:
        own = Audience((seat.id,))
        yield Text(f"seat:{seat.id}", setting.seat_briefs.get(seat.id, ""), own)
        for cue in CUES:
            to = _opened(state, "facts", own) if cue == "private_text" else own
            yield Text(f"seat:{seat.id}:{cue}", getattr(seat, cue), to)


def _of_phases(state: State) -> Iterator[Text]:
    """What to do in a phase is everybody's once it has begun."""
    known = begun(state)
    for number, phase in enumerate(plan_of(state)):
        yield Text(f"phase:{phase.id}:do", phase.do, EVERYONE if number < known else STAFF_ONLY)
        yield Text(f"phase:{phase.id}:facilitator", phase.facilitator, STAFF_ONLY)
        yield Text(f"phase:{phase.id}:why", phase.why, STAFF_ONLY)


def _of_news(state: State, setting: Setting) -> Iterator[Text]:
    """The pack's news, until it is out, and its correction, until that is out."""
    injects = state[Injects]
    for inject in setting.injects:
        if inject.id not in injects.released:
            yield Text(f"inject:{inject.id}:text", inject.text, STAFF_ONLY)
        if inject.id not in injects.corrected:
            yield Text(f"inject:{inject.id}:correction", inject.correction or "", STAFF_ONLY)


def _opened(state: State, what: str, before: Audience) -> Audience:
    return EVERYONE if what in state[Debrief].opened else before


@command("correct_text")
@dataclass(frozen=True)
class CorrectText(Command):
    """Let the passage ``was`` of the text at ``place`` be ``becomes`` from now on; nothing takes it out."""

    place: str
    was: str
    becomes: str


def _readers(state: State, happened: "TextCorrected") -> Audience:
    return next((one.to for one in _texts(state) if one.place == happened.place), STAFF_ONLY)


@event("text_corrected", to=_readers)
@dataclass(frozen=True)
class TextCorrected(Event):
    place: str
    was: str
    becomes: str


@decides(CorrectText)
def correct_text(state: State, command: CorrectText, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    known = texts_of(state).get(command.place)
    if known is None:
        raise Refused("no_such_text", "There is no such text here, or it can no longer be changed.")
    was = command.was.replace("\r\n", "\n")
    if not was.strip() or known.text.count(was) != 1:
        raise Refused(
            "changed", "These words do not stand there once. Somebody may have changed them: look again."
        )
    becomes = clean(command.becomes, LONGEST_PASSAGE) if command.becomes.strip() else ""
    if becomes == was:
        raise Refused("already", "These are the words that stand there.")
    if not known.text.replace(was, becomes).strip():
        raise Refused("empty", "Something must be left of the text.")
    if len(state[Corrections].made) >= MOST:
        raise Refused(
            "full", f"{MOST} corrections are enough for one workshop. Announce what else must be known."
        )
    return [TextCorrected(known.place, was, becomes)]


@evolves(TextCorrected)
def text_corrected(state: State, event: TextCorrected, entry: Entry) -> None:
    state[Workshop].pack = with_words(setting_of(state), event.place, event.was, event.becomes)
    made = Correction(entry.id, entry.at, event.place, event.was, event.becomes, entry.audience)
    state[Corrections].made.append(made)


def with_words(setting: Setting, place: str, was: str, becomes: str) -> Setting:
    """The setting with these words in that text; all else in it is the same, and shared."""
    kind, _, rest = place.partition(":")
    id, _, name = rest.partition(":")
    where = kind if not rest else LISTS[kind] if name else f"{kind}_briefs"
    now: Any = getattr(setting, where)
    if name:
        now = tuple(_with(one, name, was, becomes) if one.id == id else one for one in now)
    else:
        now = {**now, id: now[id].replace(was, becomes)} if rest else now.replace(was, becomes)
    changed: dict[str, Any] = {where: now}
    return replace(setting, **changed)


def _with(one: Any, name: str, was: str, becomes: str) -> Any:
    return replace(one, **{name: getattr(one, name).replace(was, becomes)})


def name_of_text(setting: Setting, place: str, own: bool = False) -> str:
    """What this text is called, for staff and in a record; or for whoever sits there (``own``)."""
    kind, _, rest = place.partition(":")
    id, _, name = rest.partition(":")
    if own and kind in ("side", "seat"):
        return "What your delegation shares" if kind == "side" else OF_YOUR_SEAT[name]
    if kind == "side":
        return f"What the {setting.side(id).adjective} delegation shares"
    if kind == "seat":
        return f"{setting.seat(id).title}: {OF_A_SEAT[name]}"
    if kind == "phase":
        return f"{setting.phase(id).title}: {OF_A_PHASE[name]}"
    if kind == "inject":
        return f"{setting.inject(id).title}: {OF_NEWS[name]}"
    return {PUBLIC: "Background for everybody", HAPPENED: "What actually happened"}[kind]


OF_A_SEAT = {
    "": "the brief",
    "interest": "what they want",
    "fear": "what they fear",
    "red_line": "what they will not give up",
    "private_text": "what only they know",
}
OF_YOUR_SEAT = {
    "": "Your brief",
    "interest": "Your brief: what you want",
    "fear": "Your brief: what you fear",
    "red_line": "Your brief: what you will not give up",
    "private_text": "Your brief: what only you know",
}
OF_A_PHASE = {"do": "what to do", "facilitator": "for the facilitators", "why": "why"}
OF_NEWS = {"text": "the news", "correction": "its correction"}
