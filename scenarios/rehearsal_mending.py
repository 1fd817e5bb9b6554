"""A rehearsal that still fits after its pack has changed: what can no longer be played is taken out of it.

Only steps and phases that the checker finds wrong go, so that an instructor need not edit a script to host.
"""

import re

from scenarios.explain import validate
from scenarios.loader import REHEARSAL
from scenarios.own_packs import Files
from scenarios.problems import Problem
from scenarios.rehearsal_schema import Rehearsal
from scenarios.schema import Pack
from scenarios.script_check import check_rehearsal
from scenarios.strict_yaml import Document, Path, read
from scenarios.text import Unreadable
from scenarios.yaml_editing import remove

PLACE = re.compile(r"phases\.(\d+)(?:\.steps\.(\d+))?")
ROUNDS = 60


def mended_rehearsals(files: Files) -> dict[str, str | None]:
    """The rehearsals that had to change, with what is left of them; None for one whose form is gone."""
    try:
        pack, _ = validate(Pack, read(files["pack.yaml"].encode()), "pack.yaml")
    except Unreadable:
        return {}
    if pack is None:
        return {}
    changed: dict[str, str | None] = {}
    for name, text in files.items():
        if match := REHEARSAL.fullmatch(name):
            done = _mended(text, pack, name, int(match[1]))
            if done != text:
                changed[name] = done
    return changed


def _mended(text: str, pack: Pack, name: str, minutes: int) -> str:
    for _ in range(ROUNDS):
        document, problems = _problems(text, pack, name, minutes)
        places = {_place(problem.field) for problem in problems} - {None}
        if not places or document is None:
            return text
        for place in sorted((place for place in places if place), key=lambda path: path[1:], reverse=True)[
            :1
        ]:
            text = remove(text, place)
        text = _without_empty(text)
    return text


def _problems(text: str, pack: Pack, name: str, minutes: int) -> tuple[Document | None, list[Problem]]:
    try:
        document = read(text.encode())
    except Unreadable:
        return None, []
    rehearsal, problems = validate(Rehearsal, document, name)
    if rehearsal is None:
        return None, problems
    return document, check_rehearsal(rehearsal, pack, document, name, minutes)


def _place(field: str) -> Path | None:
    if not (match := PLACE.match(field)):
        return None
    phase = ("phases", int(match[1]))
    return phase if match[2] is None else (*phase, "steps", int(match[2]))


def _without_empty(text: str) -> str:
    """Phases in which nothing is left to play go too, all but the last one."""
    phases = read(text.encode()).data["phases"]
    empty = [index for index, phase in enumerate(phases) if not phase.get("steps")]
    for index in reversed(empty if len(empty) < len(phases) else empty[1:]):
        text = remove(text, ("phases", index))
    return text
