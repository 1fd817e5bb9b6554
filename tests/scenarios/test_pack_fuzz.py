"""A good pack with one part replaced by anything: it loads, or it is refused in our own words."""

import copy
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.freeze import freeze
from scenarios.loader import load_pack
from scenarios.problems import PackErrors
from tests.scenarios.conftest import HARBOUR

FILES = ("pack.yaml", "rehearsal-45.yaml")
TREES = {file: yaml.safe_load((HARBOUR / file).read_text()) for file in FILES}
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats(-1e9, 1e9)
    | st.sampled_from(["east", "e1", "w1", "think", "facilitator", "hello", "corridor", "", "x" * 400])
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "by", "say", "45", "east"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(each for key, value in inner for each in paths(value, (*path, key)))]


def with_part(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(tree)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def flow(value: Any) -> str:
    """JSON, but with whole numbers as names, as a pack has them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return json.dumps(value)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_pack_with_one_strange_part_loads_or_is_refused(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    path = data.draw(st.sampled_from(paths(TREES[file])))
    tree = with_part(TREES[file], path, data.draw(anything))
    with tempfile.TemporaryDirectory() as where:
        folder = Path(shutil.copytree(HARBOUR, Path(where) / "harbour"))
        (folder / file).write_text(flow(tree), encoding="utf-8")
        try:
            loaded = load_pack(folder)
        except PackErrors as errors:
            assert all(problem.line >= 1 and problem.message for problem in errors.problems)
        else:
            freeze(loaded, 45, 6)
