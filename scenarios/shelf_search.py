"""Finding words on the shelf: every word asked for must begin a word of the card, the term or the date.

Plain and the same for everybody; what is found is ordered as it stands on the shelf.
"""

import re
import unicodedata
from dataclasses import dataclass

from scenarios.shelf_reader import Shelf
from scenarios.shelf_schema import Card, Claim, Entry, ShelfTerm

LONGEST = 100
SHOWN_CLAIMS = 3


@dataclass(frozen=True)
class FoundCard:
    """A card, and the claims that hold a word of the question. ``later`` counts those that stay folded."""

    card: Card
    claims: tuple[Claim, ...]
    later: int


@dataclass(frozen=True)
class Found:
    cards: tuple[FoundCard, ...]
    terms: tuple[ShelfTerm, ...]
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        return len(self.cards) + len(self.terms) + len(self.entries)


def words_of(question: str) -> tuple[str, ...]:
    """The words of a question, folded, each once."""
    return tuple(dict.fromkeys(fold(question[:LONGEST]).split()))


def fold(text: str) -> str:
    """Without case, accents and marks (``Attari–Wagah`` is ``attari wagah``), and ``J&K`` written out."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("j&k", "jammu kashmir"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def find(shelf: Shelf, words: tuple[str, ...]) -> Found:
    return Found(
        cards=tuple(_found(card, words) for card in shelf.cards if _holds(_text(card), words)),
        terms=tuple(term for term in shelf.terms if _holds(f"{term.term} {term.meaning}", words)),
        entries=tuple(entry for entry in shelf.entries if _holds(_line(entry), words)),
    )


def _found(card: Card, words: tuple[str, ...]) -> FoundCard:
    hits = [claim for claim in card.claims if any(_holds(claim.text, (word,)) for word in words)]
    shown = [claim for claim in hits if not claim.later]
    shown.sort(key=lambda claim: -sum(_holds(claim.text, (word,)) for word in words))
    return FoundCard(card, tuple(shown[:SHOWN_CLAIMS]), sum(claim.later for claim in hits))


def _text(card: Card) -> str:
    return " ".join((card.name, card.years, card.track, card.summary, *(claim.text for claim in card.claims)))


def _line(entry: Entry) -> str:
    return " ".join((entry.date, entry.text, *entry.track_names))


def _holds(text: str, words: tuple[str, ...]) -> bool:
    folded = f" {fold(text)}"
    return all(f" {word}" in folded for word in words)
