"""The shape of the precedent shelf: cards of real initiatives, a glossary, a timeline, and their sources.

Pydantic models only, made like those of a pack. Reading the files lives in ``shelf_reader.py``.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scenarios.schema import Confidence, Line, Model, Prose, Slug

Track = Literal["conflict", "official", "mixed", "unofficial"]

TRACKS: dict[Track, str] = {
    "conflict": "Conflict and politics",
    "official": "Track One, official",
    "mixed": "Track 1.5, mixed",
    "unofficial": "Track Two, unofficial",
}


class Source(Model):
    """What a tag stands for."""

    tag: Line
    what: Line


class Sourced(Model):
    """Whatever is said on the shelf: how sure it is, and who says so."""

    confidence: Confidence
    sources: Annotated[list[Line], Field(min_length=1)]


class Claim(Sourced):
    """One thing that is said of an initiative. ``later`` marks what came after the date at
    which the initiative's pack is played, or would spoil it: the page folds it away."""

    text: Prose
    later: bool = False


Claims = Annotated[list[Claim], Field(min_length=1)]


class Card(Model):
    """``cards/<id>.yaml``: one real initiative on one page. ``pack`` is the code of the pack made from it."""

    id: Slug
    pack: Annotated[str, StringConstraints(pattern=r"^P[0-9]{2}$")]
    name: Line
    years: Line
    track: Line
    summary: Prose
    who: Claims
    form: Claims
    regime: Claims
    reached: Claims
    disputed: Claims
    terms: list[Slug] = []
    reading: list[Line] = []

    @property
    def parts(self) -> tuple[tuple[str, str, list[Claim]], ...]:
        """(id, heading, claims) of the five parts, in their order on the page."""
        return (
            ("who", "Who", self.who),
            ("form", "Form", self.form),
            ("regime", "Regime", self.regime),
            ("reached", "What reached governments", self.reached),
            ("disputed", "What is disputed", self.disputed),
        )

    @property
    def claims(self) -> list[Claim]:
        return [claim for _, _, claims in self.parts for claim in claims]


class ShelfTerm(Sourced):
    """A word of the field. ``see`` names other terms."""

    id: Slug
    term: Line
    meaning: Prose
    see: list[Slug] = []


class Entry(Sourced):
    """A date. ``year`` is where it stands in the timeline, ``date`` is what is shown."""

    year: Annotated[int, Field(ge=1900, le=2100)]
    date: Line
    tracks: Annotated[list[Track], Field(min_length=1)]
    text: Prose

    @property
    def anchor(self) -> str:
        """Its name on the page of the timeline."""
        return "at-" + "-".join(re.findall(r"[a-z0-9]+", self.date.lower()))

    @property
    def track_names(self) -> list[str]:
        return [TRACKS[track] for track in self.tracks]


class Sources(Model):
    """``sources.yaml``."""

    sources: Annotated[list[Source], Field(min_length=1)]


class Glossary(Model):
    """``glossary.yaml``."""

    terms: Annotated[list[ShelfTerm], Field(min_length=1)]


class Timeline(Model):
    """``timeline.yaml``."""

    entries: Annotated[list[Entry], Field(min_length=1)]
