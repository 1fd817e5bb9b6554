"""The frozen copy of a pack that a workshop is played from, as JSON for the first event of its log.

Its shape is ``roleplay/rules/setting.py``. The same pack, form and number of students give the same copy.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from roleplay.rules.setting import (
    AudienceSetting,
    DebriefSetting,
    FactSetting,
    InjectSetting,
    IssueSetting,
    OutcomeSetting,
    PhaseSetting,
    PinnedSetting,
    ReplySetting,
    SeatSetting,
    Setting,
    SideSetting,
    TermSetting,
    TimelineSetting,
    TrackOneSetting,
    WorkSetting,
)
from scenarios.crosscheck import agenda_of, forms
from scenarios.known import gates_of, tools_of
from scenarios.loader import LoadedPack
from scenarios.schema import Cast, DebriefStep, HomeAudience, Inject, Minutes, Pack, Phase, Seat
from scenarios.shelf_reader import named_cards

FOR_EDITORS = {"course", "sign_off", "explained"}


class UnknownForm(ValueError):
    """The pack cannot be played in this many minutes."""


def freeze(loaded: LoadedPack, minutes: int, students: int) -> dict[str, Any]:
    """What ``Setting.from_json`` reads, in plain JSON types."""
    frozen = asdict(make_setting(loaded, minutes, students))
    plain: dict[str, Any] = json.loads(json.dumps(frozen, allow_nan=False))
    return plain


def cast_for(pack: Pack, students: int) -> Cast:
    """The largest cast that this many students can fill; the smallest one when they are too few."""
    casts = sorted(pack.casts, key=lambda cast: cast.students)
    fitting = [cast for cast in casts if cast.students <= students]
    return fitting[-1] if fitting else casts[0]


def content_hash(loaded: LoadedPack) -> str:
    """Names this version of the pack: everything that can reach a workshop, so not the rehearsals nor what is
    said to its editors."""
    content = {
        "pack": loaded.pack.model_dump(mode="json", by_alias=True, exclude=FOR_EDITORS),
        "public": loaded.public,
        "sides": loaded.sides,
        "seats": loaded.seats,
        "teaching": loaded.teaching,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def make_setting(loaded: LoadedPack, minutes: int, students: int) -> Setting:
    pack = loaded.pack
    form = next((form for form in forms(pack) if form == minutes), None)
    if form is None:
        raise UnknownForm(f"{pack.id} has no {minutes}-minute form")
    used = set(cast_for(pack, students).seats)
    seats = [seat for seat in pack.seats if seat.id in used]
    sides = {seat.side for seat in seats}
    agenda = agenda_of(pack, form)
    phases = [phase.id for phase in agenda]
    return Setting(
        pack_id=pack.id,
        code=pack.code,
        title=pack.title,
        initiative=pack.initiative,
        summary=pack.summary,
        setting=pack.setting,
        as_of=pack.as_of,
        not_yet_known=pack.not_yet_known,
        heat=pack.heat,
        language=pack.language,
        minutes=form,
        students=students,
        sides=tuple(
            SideSetting(**side.model_dump(), number=number)
            for number, side in enumerate(pack.sides, start=1)
            if side.id in sides
        ),
        seats=tuple(_seat(seat) for seat in seats),
        phases=tuple(_phase(phase, form) for phase in agenda),
        ground_rules=tuple(pack.ground_rules),
        issues=tuple(IssueSetting(**issue.model_dump()) for issue in pack.issues),
        facts=tuple(FactSetting(**fact.model_dump()) for fact in pack.facts),
        injects=tuple(_inject(inject, phases) for inject in pack.injects),
        outcomes=tuple(OutcomeSetting(**outcome.model_dump()) for outcome in pack.outcomes),
        happened=pack.happened,
        debrief=tuple(_debrief(step, form) for step in pack.debrief),
        leaves_out=tuple(pack.leaves_out),
        glossary=tuple(TermSetting(**term.model_dump()) for term in pack.glossary),
        timeline=tuple(TimelineSetting(**entry.model_dump()) for entry in pack.timeline),
        reading=tuple(WorkSetting(**work.model_dump()) for work in pack.reading),
        public=loaded.public,
        side_briefs={side.id: loaded.sides[side.id] for side in pack.sides if side.id in sides},
        seat_briefs={seat.id: loaded.seats[seat.id] for seat in seats},
        teaching=loaded.teaching,
        attribution={str(room): str(level) for room, level in pack.attribution.items()},
        hash=content_hash(loaded),
        audiences=tuple(_audience(one) for one in pack.audiences if one.side is None or one.side in sides),
        track_one=tuple(TrackOneSetting(**answer.model_dump()) for answer in pack.track_one),
        common_ground=pack.common_ground,
        moves=dict(pack.moves),
    )


def _seat(seat: Seat) -> SeatSetting:
    given = seat.model_dump(exclude={"private", "tracks", "official_line", "home"})
    return SeatSetting(
        **given,
        tracks=tuple(seat.tracks),
        official_line=tuple(seat.official_line),
        private_type=seat.private.type,
        private_text=seat.private.text,
    )


def _phase(phase: Phase, form: Minutes) -> PhaseSetting:
    return PhaseSetting(
        **phase.model_dump(exclude={"rooms", "minutes", "tools", "gates", "gate", "shelf"}),
        rooms=tuple(phase.rooms),
        minutes=phase.minutes[form],
        tools=tools_of(phase),
        gates=gates_of(phase),
        pinned=tuple(PinnedSetting(id=card, name=name) for card, name in named_cards(phase.shelf)),
    )


def _inject(inject: Inject, phases: list[str]) -> InjectSetting:
    here = tuple(phase for phase in inject.phases if phase in phases)
    return InjectSetting(**inject.model_dump(exclude={"phases"}), phases=here)


def _audience(one: HomeAudience) -> AudienceSetting:
    replies = tuple(ReplySetting(reply.mood, reply.text) for reply in one.replies)
    return AudienceSetting(one.id, one.title, one.asks, replies, one.side)


def _debrief(step: DebriefStep, form: Minutes) -> DebriefSetting:
    minutes = step.minutes.get(form, 0)
    return DebriefSetting(id=step.id, title=step.title, minutes=minutes, prompts=tuple(step.prompts))
