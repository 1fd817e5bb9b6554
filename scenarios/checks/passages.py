"""The texts of a pack, each with its file and place, for whom it is, and in whose voice it speaks.

Students read everything except what is for staff. Official lines and positions are the roles' own words; the
rest is the narrator's, outside of quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from scenarios.loader import LoadedPack
from scenarios.strict_yaml import Document
from scenarios.text import place

Audience = Literal["everybody", "side", "seat", "staff"]
Voice = Literal["narrator", "role"]
SENTENCE = re.compile(r"(?:[^.?!\n]|\n(?!\s*\n|\s*[-#|])|[.?!](?=[\w”]))+[.?!]?")
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")


@dataclass(frozen=True)
class Passage:
    """``start`` is the line and column at which the text begins in its file."""

    file: str
    field: str
    text: str
    audience: Audience = "everybody"
    voice: Voice = "narrator"
    start: tuple[int, int] = (1, 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Where a character of the text stands. Inside a field of YAML only its first line is known."""
        if self.field:
            return self.start
        return place(self.text, offset)

    @property
    def unquoted(self) -> str:
        """The narrator's own words, at their places: what is quoted is blanked."""
        if self.voice == "role":
            return " " * len(self.text)
        return QUOTED.sub(lambda found: " " * len(found[0]), self.text)

    def sentences(self) -> Iterator[tuple[int, str]]:
        for found in SENTENCE.finditer(self.text):
            if found[0].strip():
                yield found.start(), found[0]


def passages(loaded: LoadedPack) -> list[Passage]:
    """Every text of the pack; rehearsals are conversations of roles and are not among them."""
    texts = [Passage("public.md", "", loaded.public), Passage("teaching.md", "", loaded.teaching, "staff")]
    texts += [Passage(f"sides/{side}.md", "", text, "side") for side, text in loaded.sides.items()]
    texts += [Passage(f"seats/{seat}.md", "", text, "seat") for seat, text in loaded.seats.items()]
    return [*texts, *_Fields(loaded).passages()]


def for_students(loaded: LoadedPack) -> list[Passage]:
    """What somebody may read before and while they play."""
    return [passage for passage in passages(loaded) if passage.audience != "staff"]


@dataclass(frozen=True)
class _Fields:
    """The texts that stand in ``pack.yaml``."""

    loaded: LoadedPack

    def passages(self) -> Iterator[Passage]:
        pack = self.loaded.pack
        for name in ("title", "initiative", "summary", "setting", "not_yet_known"):
            yield self._one((name,), getattr(pack, name))
        for index, rule in enumerate(pack.ground_rules):
            yield self._one(("ground_rules", index), rule)
        yield from self._each("seats", ("title",))
        yield from self._each("seats", ("interest", "fear"), "seat")
        yield from self._roles()
        yield from self._home()
        yield from self._each("agenda", ("title", "aim", "do", "why"))
        yield from self._each("agenda", ("facilitator",), "staff")
        yield from self._each("issues", ("title", "needs"))
        yield from self._each("injects", ("title", "text", "correction"))
        yield from self._each("injects", ("purpose", "off_ramp"), "staff")
        yield from self._each("outcomes", ("text",), "staff")
        yield from self._each("glossary", ("term", "meaning"))
        yield from self._dated("facts")
        yield from self._dated("timeline")
        for name, text in pack.moves.items():
            yield self._one(("moves", name), text)
        yield self._one(("happened",), pack.happened, "staff")
        for index, line in enumerate(pack.leaves_out):
            yield self._one(("leaves_out", index), line, "staff")

    def _each(
        self, name: str, fields: tuple[str, ...], audience: Audience = "everybody"
    ) -> Iterator[Passage]:
        for index, item in enumerate(getattr(self.loaded.pack, name)):
            for field in fields:
                if text := getattr(item, field):
                    yield self._one((name, index, field), text, audience)

    def _roles(self) -> Iterator[Passage]:
        for index, seat in enumerate(self.loaded.pack.seats):
            yield self._one(("seats", index, "private", "text"), seat.private.text, "seat", "role")
            yield self._one(("seats", index, "red_line"), seat.red_line, "seat", "role")
            for at, line in enumerate(seat.official_line):
                yield self._one(("seats", index, "official_line", at), line, "seat", "role")
        for index, issue in enumerate(self.loaded.pack.issues):
            for side, text in issue.positions.items():
                yield self._one(("issues", index, "positions", side), text, "everybody", "role")

    def _home(self) -> Iterator[Passage]:
        """People at home and officials speak in their own voices."""
        for index, one in enumerate(self.loaded.pack.audiences):
            yield self._one(("audiences", index, "title"), one.title)
            yield self._one(("audiences", index, "asks"), one.asks, "everybody", "role")
            for at, reply in enumerate(one.replies):
                yield self._one(("audiences", index, "replies", at, "text"), reply.text, "staff", "role")
        for index, answer in enumerate(self.loaded.pack.track_one):
            yield self._one(("track_one", index, "text"), answer.text, "staff", "role")

    def _dated(self, name: str) -> Iterator[Passage]:
        for index, item in enumerate(getattr(self.loaded.pack, name)):
            audience: Audience = "staff" if item.debrief_only else "everybody"
            yield self._one((name, index, "text"), item.text, audience)

    def _one(
        self, path: tuple[Any, ...], text: str, audience: Audience = "everybody", voice: Voice = "narrator"
    ) -> Passage:
        document: Document = self.loaded.documents["pack.yaml"]
        name = ".".join(map(str, path))
        return Passage("pack.yaml", name, text, audience, voice, document.place(path))
