"""Two people save one pack at the very same moment, on a real database: nobody loses a word.

Each writes from a thread with a connection of its own. The same tests run on PostgreSQL too.
"""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from scenarios.models import OwnPack, PackVersion
from scenarios.own_packs import create_from_files, head_of, open_asides, texts_of
from scenarios.own_saving import Saved, save
from tests.scenarios.own import instructor

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "One.\n\nTwo.\n\nThree.\n"


@pytest.fixture
def pack() -> OwnPack:
    return create_from_files(instructor("asha"), {"public.md": TEXT.encode()}, "Two people")


def at_once(*works: Callable[[], None]) -> None:
    """All of them in threads, let go together; the first error that any of them met is raised here."""
    together = threading.Barrier(len(works))
    wrong: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            together.wait(30)
            work()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def words_kept(pack: OwnPack) -> str:
    kept = [head_of(pack), *open_asides(pack)]
    return " ".join(text for version in kept for text in texts_of(version).values())


def numbers(pack: OwnPack) -> list[int]:
    return sorted(pack.versions.values_list("number", flat=True))


@pytest.mark.parametrize("round", range(5))
def test_the_same_place_at_the_same_moment_is_one_save_and_one_put_aside(pack: OwnPack, round: int) -> None:
    people = [pack.owner, instructor("bilal")]
    done: dict[str, Saved] = {}

    def write(word: str, who: Any) -> Callable[[], None]:
        def work() -> None:
            done[word] = save(pack, who, 1, {"public.md": TEXT.replace("Two", word)}, word)

        return work

    at_once(write("Asha's", people[0]), write("Bilal's", people[1]))
    assert sorted(saved.clash is not None for saved in done.values()) == [False, True]
    assert all(word in words_kept(pack) for word in done)
    assert numbers(pack) == [1, 2, 3]


@pytest.mark.parametrize("round", range(5))
def test_different_places_at_the_same_moment_come_together(pack: OwnPack, round: int) -> None:
    people = [pack.owner, instructor("bilal"), instructor("chitra")]

    def write(place: str, who: Any) -> Callable[[], None]:
        return lambda: _save(pack, who, TEXT.replace(place, f"{place} and more"), place)

    at_once(*(write(place, who) for place, who in zip(("One", "Two", "Three"), people, strict=True)))
    assert texts_of(head_of(pack))["public.md"] == "One and more.\n\nTwo and more.\n\nThree and more.\n"
    assert not open_asides(pack).exists()


def _save(pack: OwnPack, who: Any, text: str, what: str) -> None:
    save(pack, who, 1, {"public.md": text}, what)


class Page:
    """A page that autosaves what its writer types, as the editor's does: from what it last showed."""

    def __init__(self, pack: OwnPack, who: Any, name: str) -> None:
        self.pack, self.who, self.name = pack, who, name
        self.base, self.text = 1, TEXT
        self.aside: PackVersion | None = None
        self.words: list[str] = []

    def write(self) -> None:
        chance = random.Random(self.name)
        for number in range(8):
            word = f"{self.name}{number}x"
            parts = self.text.split("\n\n")
            place = chance.randrange(len(parts))
            parts[place] = f"{word} {parts[place]}"
            self.text = "\n\n".join(parts)
            done = save(self.pack, self.who, self.base, {"public.md": self.text}, word, settles=self.aside)
            self.base, self.aside = done.base, done.clash
            self.words.append(word)


def test_four_who_go_on_writing_at_the_same_time_lose_no_word(pack: OwnPack) -> None:
    names = ("asha", "bilal", "chitra", "daud")
    pages = [Page(pack, pack.owner if name == "asha" else instructor(name), name) for name in names]
    at_once(*(page.write for page in pages))
    kept = words_kept(pack)
    assert [word for page in pages for word in page.words if word not in kept] == []
    assert sum(len(page.words) for page in pages) == 32
    assert numbers(pack) == list(range(1, len(numbers(pack)) + 1))
