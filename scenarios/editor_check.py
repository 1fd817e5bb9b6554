"""The checker beside the text: what ``manage.py check_packs`` says, and where in the editor to mend it."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from scenarios.checks import findings
from scenarios.editor_fields import section_of
from scenarios.editor_words import SECTIONS, place_of
from scenarios.lengths import counts
from scenarios.loader import LoadedPack
from scenarios.own_packs import Files, load_under, load_version
from scenarios.problems import PackErrors, Problem


@dataclass(frozen=True)
class Found:
    """One problem and the page where it can be mended."""

    problem: Problem
    where: str
    place: str
    """In words, if there is a form for it."""


@dataclass(frozen=True)
class Checked:
    """``errors`` stop hosting, ``warnings`` do not. ``words`` counts each text of a pack that loads."""

    errors: tuple[Found, ...]
    warnings: tuple[Found, ...]
    words: dict[str, int]
    more: int = 0


@lru_cache(maxsize=64)
def check_version(version: int, key: str) -> Checked:
    """A version never changes, so it is checked once."""
    return _checked(key, load_version(version, key))


def check(key: str, files: Files) -> Checked:
    """Files that are no version yet."""
    try:
        return _checked(key, load_under(key, {name: text.encode() for name, text in files.items()}))
    except PackErrors as errors:
        return _checked(key, errors)


def _checked(key: str, loaded: LoadedPack | PackErrors) -> Checked:
    if isinstance(loaded, PackErrors):
        found = tuple(_found(key, problem) for problem in loaded.problems)
        return Checked(found, (), {}, loaded.more)
    said = [_found(key, problem) for problem in findings(loaded)]
    errors = tuple(each for each in said if each.problem.level == "error")
    warnings = tuple(each for each in said if each.problem.level != "error")
    return Checked(errors, warnings, counts(loaded))


def _found(key: str, problem: Problem) -> Found:
    name, *rest = problem.field.split(".") if problem.field else [""]
    section = section_of(name) if problem.file == "pack.yaml" and name else None
    if section is None:
        place = f"#line-{problem.line}" if problem.file.endswith(".yaml") else ""
        return Found(problem, reverse("scenarios:own-text", args=[key, problem.file]) + place, "")
    path = (name, *(int(part) if part.isdigit() else part for part in rest))
    form = f"{reverse('scenarios:own-form', args=[key, section])}#{'-'.join(['f', name, *rest])}"
    return Found(problem, form, f"{SECTIONS[section][0]}: {place_of(path)}")
