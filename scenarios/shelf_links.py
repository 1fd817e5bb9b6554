"""Links from a text to the precedent shelf: the first mention of each card, term and date, and no more.

Works on HTML that is already safe. Not in headings, not inside other links; words with an everyday meaning,
such as transfer, are no mention.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.urls import reverse

from scenarios.problems import PackErrors
from scenarios.shelf_reader import Shelf, shelf

CARDS = {
    "neemrana": ("Neemrana Dialogue", "Neemrana"),
    "shanghai": ("Shanghai Initiative",),
    "balusa": ("Balusa Group", "Balusa"),
    "pugwash-kashmir": ("Pugwash",),
    "peoples-forum": ("Peoples' Forum",),
    "chaophraya": ("Chaophraya Dialogue", "Chaophraya"),
    "ottawa": ("Ottawa Dialogue",),
    "trade": ("Joint Business Forum", "IPCCI"),
    "wiscomp": ("WISCOMP",),
    "climate": ("Aspen",),
    "dartmouth": ("Dartmouth Conference",),
}
TERMS: dict[str, tuple[str, ...]] = {
    "consular-access-2008": ("consular access",),
    "fisherfolk": ("fishworkers", "fisherfolk"),
    "icr": ("interactive conflict resolution",),
    "iwt": ("Indus Waters Treaty",),
    "line-of-control": ("Line of Control", "LoC"),
    "mfn-ndma": ("MFN", "NDMA"),
    "multi-track": ("multi-track diplomacy",),
    "tracks": ("Track Two", "Track One", "Track 1.5"),
    "working-boundary": ("Working Boundary",),
    "ajk": ("AJK", "Azad Jammu and Kashmir"),
    "inject": (),
    "position-interest-need": (),
    "reflection": (),
    "spoiler": (),
    "transfer": (),
}
"""How a thing is spelt in a text where that is not its name. A small first letter stands for either."""
TAG = re.compile(r"(<[^>]+>)")
CLOSED_TO_LINKS = ("a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
MONTH = re.compile(r"[A-Z][a-z]{2,}")


YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


def year_of(as_of: str) -> int | None:
    """The latest year that an as-of date names; None when it names none."""
    return max(map(int, YEAR.findall(as_of)), default=None)


def linked(html: str, new_page: bool = False, until: int | None = None) -> str:
    """The same HTML with its links; in a new page where leaving this one would lose something. With ``until``
    the shelf folds away what is later than that."""
    try:
        places = _places(shelf())
    except PackErrors:
        return html
    return _Linking(places, new_page, until).through(html)


def place_of_card(slug: str) -> str:
    return reverse("scenarios:shelf-card", args=[slug])


@lru_cache(maxsize=4)
def _places_of(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    longest_first = sorted((name for name, _ in names), key=len, reverse=True)
    either = "|".join(_pattern(name) for name in longest_first)
    return re.compile(rf"(?<![\w–-])(?:{either})(?![\w–])"), {name.casefold(): place for name, place in names}


def _places(whole: Shelf) -> tuple[re.Pattern[str], dict[str, str]]:
    return _places_of(tuple(_names(whole)))


def _names(whole: Shelf) -> Iterator[tuple[str, str]]:
    """(spelling, address) of everything that can be linked to."""
    glossary, timeline = reverse("scenarios:shelf-glossary"), reverse("scenarios:shelf-timeline")
    for card in whole.cards:
        yield from ((name, place_of_card(card.id)) for name in CARDS.get(card.id, ()))
    for term in whole.terms:
        for name in TERMS.get(term.id, (term.term,)):
            yield (name, f"{glossary}#{term.id}")
    for entry in whole.entries:
        if MONTH.search(entry.date) and ";" not in entry.date:
            yield (entry.date, f"{timeline}#{entry.anchor}")


def _pattern(name: str) -> str:
    """Names as they are written; words of the language with a small or a great first letter."""
    first, rest = name[0], re.escape(name[1:])
    proper = name[1:] != name[1:].lower() or any(sign.isdigit() for sign in name)
    if proper or (first.isupper() and " " not in name and "-" not in name):
        return re.escape(name)
    return f"[{first.lower()}{first.upper()}]{rest}"


class _Linking:
    """One text on its way: what was linked once is not linked again."""

    def __init__(
        self, places: tuple[re.Pattern[str], dict[str, str]], new_page: bool, until: int | None
    ) -> None:
        self.pattern, self.places = places
        self.until = f"?until={until}" if until else ""
        self.more = ' target="_blank" rel="noopener"' if new_page else ""
        self.told: set[str] = set()

    def through(self, html: str) -> str:
        closed: list[str] = []
        parts = []
        for part in TAG.split(html):
            if part.startswith("<"):
                self._keep(part, closed)
                parts.append(part)
            else:
                parts.append(part if closed else self.pattern.sub(self._link, part))
        return "".join(parts)

    def _keep(self, tag: str, closed: list[str]) -> None:
        name = tag.strip("</>").split()[0].lower()
        if name in CLOSED_TO_LINKS:
            if tag.startswith("</"):
                closed.remove(name)
            else:
                closed.append(name)

    def _link(self, found: re.Match[str]) -> str:
        place = self.places[found[0].casefold()]
        if place in self.told:
            return found[0]
        self.told.add(place)
        page, anchor, name = place.partition("#")
        return f'<a class="to-shelf" href="{page}{self.until}{anchor}{name}"{self.more}>{found[0]}</a>'
