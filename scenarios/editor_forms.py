"""What was filled in on a form of the editor, as edits of the YAML: what is not as the page showed it."""

import re
from typing import Any, Protocol

from scenarios.editor_fields import Field, fields_in, section_parts
from scenarios.own_packs import clean
from scenarios.strict_yaml import Path
from scenarios.yaml_editing import GONE

NUMBER = re.compile(r"-?\d{1,9}")


class Posted(Protocol):
    """A form as it came: ``request.POST`` or a test's."""

    def getlist(self, key: str) -> list[Any]: ...


def edits_of(section: str, data: dict[str, Any], posted: Posted) -> dict[Path, Any]:
    """The changed values by their place."""
    edits: dict[Path, Any] = {}
    for each in fields_in(section_parts(section, data)):
        given = _given(each, posted)
        if given is not None and given != _raw(each):
            edits[each.path] = _value(each, given)
    return edits


def _given(one: Field, posted: Posted) -> Any:
    """What the browser sent for this field, in the form in which the page showed it; None if it did not."""
    values = posted.getlist(one.name)
    if one.kind in ("flag", "picks"):
        if not posted.getlist(f"has.{one.name}"):
            return None
        if one.kind == "flag":
            return bool(values)
        usual = one.usual is not None and bool(posted.getlist(f"usual.{one.name}"))
        return None if usual and one.usual else ("usual" if usual else [*map(str, values)])
    return _text(one, str(values[0])) if values else None


def _raw(one: Field) -> Any:
    if one.kind == "picks":
        known = {value for value, _ in one.choices}
        return "usual" if one.usual else [each for each in one.shown if each in known]
    return one.shown if one.kind == "flag" else _text(one, one.shown)


def _text(one: Field, given: str) -> str:
    """Without differences that mean nothing: line ends, spaces round about, a line broken by the page."""
    text = clean(given).strip()
    return text if one.kind in ("prose", "lines") else " ".join(text.split())


def _value(one: Field, given: Any) -> Any:
    """What to write into the file. What is no number stays as it was typed, for the checker to tell of it."""
    if one.kind == "flag":
        return given
    if one.kind == "picks":
        return GONE if given == "usual" else _ordered(one, given)
    if given == "" and one.optional:
        return GONE
    if one.kind == "lines":
        return [line.strip() for line in given.split("\n") if line.strip()]
    if one.kind == "numbers":
        return [int(found) for found in NUMBER.findall(given)]
    return int(given) if one.kind == "number" and NUMBER.fullmatch(given) else given


def _ordered(one: Field, given: list[str]) -> list[str]:
    """The order in which they stood, then the new ones."""
    kept = [each for each in one.shown if each in given]
    return kept + [each for each in given if each not in kept]
