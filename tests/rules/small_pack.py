"""A pack small enough to keep in mind: two sides of four seats (or a third of two), four phases.

opening   plenary            free     gate: rules accepted
caucus    caucus             free
talks     plenary, corridor  called
debrief   plenary            free     out of role
"""

from typing import Any

SIDES = {"india": "in", "pakistan": "pk", "maldives": "mv"}
SEATS_OF = {"india": 4, "pakistan": 4, "maldives": 2}
IN = ("in1", "in2", "in3", "in4")
PK = ("pk1", "pk2", "pk3", "pk4")
MV = ("mv1", "mv2")
PHASES = ("opening", "caucus", "talks", "debrief")


def small_pack(sides: int = 2, **of_phases: dict[str, Any]) -> dict[str, Any]:
    """The frozen pack in its JSON form, as ``Opened`` keeps it; ``of_phases``: what is different in some."""
    used = list(SIDES)[:sides]
    return {
        "pack_id": "small",
        "code": "S0",
        "title": "A small workshop",
        "initiative": "An initiative",
        "summary": "",
        "setting": "",
        "as_of": "2012-08-23",
        "not_yet_known": "",
        "heat": "low",
        "language": "en",
        "minutes": 45,
        "students": sum(SEATS_OF[side] for side in used),
        "sides": [_side(side, number) for number, side in enumerate(used, start=1)],
        "seats": [_seat(side, number) for side in used for number in range(1, SEATS_OF[side] + 1)],
        "phases": [{**phase, **of_phases.get(phase["id"], {})} for phase in _phases()],
        "ground_rules": ["What is said here may be used, who said it may not."],
        "injects": [
            _inject("rumour", "A boat was seized.", correction="No boat was seized."),
            _inject("weather", "It rains."),
        ],
        **{key: [] for key in ("issues", "facts", "outcomes")},
        **{key: [] for key in ("glossary", "timeline", "reading")},
        "happened": "The boats went home.",
        "debrief": [
            {"id": id, "title": id.title(), "minutes": 2, "prompts": [f"Say something: {id}"]}
            for id in ("de-role", "feelings", "events", "why", "relate", "next")
        ],
        "leaves_out": ["The fishermen themselves."],
        "public": "",
        "side_briefs": dict.fromkeys(used, ""),
        "seat_briefs": {},
        "teaching": "",
        "attribution": {},
        "hash": "0",
    }


def _phases() -> list[dict[str, Any]]:
    return [
        _phase("opening", ["plenary"], gate="rules-accepted", minutes=10),
        _phase("caucus", ["caucus"]),
        _phase("talks", ["plenary", "corridor"], floor="called", minutes=20),
        _phase("debrief", ["plenary"], out_of_role=True),
    ]


def _side(id: str, number: int) -> dict[str, Any]:
    return {
        "id": id,
        "name": id.title(),
        "adjective": id.title(),
        "letter": id[0].upper(),
        "number": number,
    }


def _seat(side: str, number: int) -> dict[str, Any]:
    id = f"{SIDES[side]}{number}"
    secrets = dict.fromkeys(
        ("interest", "fear", "red_line", "private_type", "private_text"), f"secret of {id}"
    )
    return {"id": id, "side": side, "title": f"Delegate {id}", "short": id, "tracks": [2], **secrets}


def _phase(id: str, rooms: list[str], **different: Any) -> dict[str, Any]:
    usual = {"floor": "free", "gate": None, "out_of_role": False, "minutes": 5}
    words = dict.fromkeys(("title", "aim", "do", "why", "facilitator"), id)
    return {"id": id, "code": id.upper(), "rooms": rooms, **words, **usual, **different}


def _inject(id: str, text: str, correction: str | None = None) -> dict[str, Any]:
    return {
        "id": id,
        "title": id.title(),
        "outlet": "The Evening Lantern",
        "kind": "news",
        "text": text,
        "phases": ["talks"],
        "purpose": "",
        "off_ramp": "",
        "correction": correction,
    }
