"""Dataclasses from plain JSON: nested ones, tuples, dicts, what is absent and what is too much."""

import json
from dataclasses import asdict, dataclass, field

from roleplay.rules.shape import build


@dataclass(frozen=True)
class Leaf:
    name: str
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    places: dict[str, str] = field(default_factory=dict)
    height: int | None = None


TREE = Tree((Leaf("oak", (1, 2)), Leaf("elm")), {"north": "dry"}, 7)


def test_what_was_written_is_read_as_it_was():
    assert build(Tree, json.loads(json.dumps(asdict(TREE)))) == TREE


def test_what_an_older_version_did_not_write_has_its_default():
    assert build(Tree, {"leaves": [{"name": "oak"}]}) == Tree((Leaf("oak"),))


def test_what_a_newer_version_wrote_besides_is_left_out():
    assert build(Tree, {"leaves": [{"name": "oak", "colour": "red"}], "age": 3}) == Tree((Leaf("oak"),))
