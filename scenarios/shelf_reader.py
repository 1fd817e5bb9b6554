"""The precedent shelf as it lies in ``shelf/``: read strictly, whole or not at all, again when it changes.

Uses the readers of packs (``strict_yaml.py``, ``explain.py``). What may stand in a file: ``shelf_schema.py``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from scenarios.explain import M, validate
from scenarios.problems import Findings, PackErrors, Problem
from scenarios.shelf_schema import Card, Entry, Glossary, ShelfTerm, Sources, Timeline
from scenarios.strict_yaml import Document, read
from scenarios.text import Unreadable

Stamp = tuple[tuple[str, int, int], ...]
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Shelf:
    """Everything on the shelf, each kind in its own order. ``sources`` says what a tag stands for."""

    cards: tuple[Card, ...]
    terms: tuple[ShelfTerm, ...]
    entries: tuple[Entry, ...]
    sources: dict[str, str]

    def card(self, slug: str) -> Card | None:
        return next((card for card in self.cards if card.id == slug), None)

    def card_of_pack(self, code: str) -> Card | None:
        return next((card for card in self.cards if card.pack == code), None)

    def named(self, terms: Iterable[str]) -> list[ShelfTerm]:
        wanted = set(terms)
        return [term for term in self.terms if term.id in wanted]


def shelf() -> Shelf:
    """The shelf of this installation; raises ``PackErrors``. The setting ``SHELF`` names another place."""
    folder = Path(getattr(settings, "SHELF", None) or Path(__file__).parent / "shelf")
    return _read_once(folder, _stamp(folder))


def card_of_pack(code: str) -> Card | None:
    """The card that a pack's page links to. A shelf that cannot be read takes nothing away from the packs."""
    try:
        return shelf().card_of_pack(code)
    except PackErrors:
        return None


def named_cards(ids: list[str]) -> list[tuple[str, str]]:
    """(id, name) of those cards that are there."""
    try:
        found = [shelf().card(id) for id in ids] if ids else []
    except PackErrors:
        return []
    return [(card.id, card.name) for card in found if card is not None]


@lru_cache(maxsize=4)
def _read_once(folder: Path, stamp: Stamp) -> Shelf:
    return load_shelf(folder)


def _stamp(folder: Path) -> Stamp:
    """Changes whenever a file of the shelf does."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def load_shelf(folder: Path) -> Shelf:
    """The shelf in this folder, or ``PackErrors`` with everything that is wrong with it."""
    reading = _Reading(folder)
    sources = reading.model(Sources, "sources.yaml")
    glossary = reading.model(Glossary, "glossary.yaml")
    timeline = reading.model(Timeline, "timeline.yaml")
    names = [f"cards/{path.name}" for path in sorted((folder / "cards").glob("*.yaml"))]
    cards = {name: reading.model(Card, name) for name in names}
    if reading.problems or not (sources and glossary and timeline):
        raise PackErrors(reading.problems)
    whole = {name: card for name, card in cards.items() if card is not None}
    tags = {source.tag: source.what for source in sources.sources}
    found = Shelf(
        cards=tuple(sorted(whole.values(), key=lambda card: card.pack)),
        terms=tuple(glossary.terms),
        entries=tuple(timeline.entries),
        sources=tags,
    )
    if problems := [*_Agreement(reading.documents, found, whole).problems()]:
        raise PackErrors(problems)
    return found


@dataclass
class _Reading:
    """The files of the shelf on their way to becoming models."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    def model(self, kind: type[M], name: str) -> M | None:
        try:
            document = read((self.folder / name).read_bytes())
        except OSError:
            self.problems.append(Problem(name, 1, 1, "", "is missing", "Add the file."))
            return None
        except Unreadable as error:
            place = (error.line, error.column, error.field, error.message, error.remedy)
            self.problems.append(Problem(name, *place))
            return None
        self.documents[name] = document
        model, problems = validate(kind, document, name)
        self.problems += problems
        return model


@dataclass(frozen=True)
class _Agreement:
    """What must agree between the files: ids, tags of sources, names of terms, the order of the years."""

    documents: dict[str, Document]
    shelf: Shelf
    cards: dict[str, Card]

    def problems(self) -> Iterator[Problem]:
        for name, document in self.documents.items():
            findings = Findings(name, document.place)
            if name in self.cards:
                self._card(self.cards[name], name, findings)
            elif name == "glossary.yaml":
                self._glossary(findings)
            elif name == "timeline.yaml":
                self._timeline(findings)
            yield from findings.problems

    def _card(self, card: Card, name: str, findings: Findings) -> None:
        if f"cards/{card.id}.yaml" != name:
            findings.add(("id",), f'is "{card.id}" but the file is "{name}"', "Make them the same.")
        if self.shelf.card_of_pack(card.pack) is not card:
            findings.add(("pack",), f"{card.pack} has another card already", "Give each pack one card.")
        for part, _, claims in card.parts:
            for index, claim in enumerate(claims):
                self._tags(claim.sources, (part, index), findings)
        self._terms(card.terms, ("terms",), findings)

    def _glossary(self, findings: Findings) -> None:
        seen: set[str] = set()
        for index, term in enumerate(self.shelf.terms):
            if term.id in seen:
                findings.add(("terms", index, "id"), f'"{term.id}" is already used', "Give each its own.")
            seen.add(term.id)
            self._tags(term.sources, ("terms", index), findings)
            self._terms(term.see, ("terms", index, "see"), findings)

    def _timeline(self, findings: Findings) -> None:
        for index, entry in enumerate(self.shelf.entries):
            self._tags(entry.sources, ("entries", index), findings)
        for index, (before, after) in enumerate(pairwise(self.shelf.entries), start=1):
            if after.year < before.year:
                message = f"{after.year} stands after {before.year}"
                findings.add(("entries", index, "year"), message, "Put the years in order.")

    def _tags(self, tags: list[str], path: Where, findings: Findings) -> None:
        for index, tag in enumerate(tags):
            if tag not in self.shelf.sources:
                where = (*path, "sources", index)
                findings.add(where, f'there is no source "{tag}"', "Add it to sources.yaml, or correct it.")

    def _terms(self, terms: list[str], path: Where, findings: Findings) -> None:
        known = {term.id for term in self.shelf.terms}
        for index, term in enumerate(terms):
            if term not in known:
                findings.add((*path, index), f'there is no term "{term}"', "Use the id of a term.")
