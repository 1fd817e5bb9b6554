"""A pack folder becomes a ``LoadedPack``, whole or not at all, with every problem named at once.

Ties together reading (``folder.py``, ``strict_yaml.py``), the schema (``explain.py``) and the cross checks.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenarios.crosscheck import check_pack
from scenarios.explain import M, validate
from scenarios.folder import read_folder
from scenarios.problems import PackErrors, Problem
from scenarios.rehearsal_schema import Rehearsal
from scenarios.schema import Pack
from scenarios.script_check import check_rehearsal
from scenarios.strict_yaml import Document, read
from scenarios.text import Unreadable, decode

MAX_PROSE_BYTES = 32 * 1024
REHEARSAL = re.compile(r"rehearsal-(\d+)\.yaml")


@dataclass(frozen=True)
class LoadedPack:
    """A pack that passed every check. Texts are Markdown; ``documents`` remember the lines of the YAML."""

    pack: Pack
    public: str
    sides: dict[str, str]
    seats: dict[str, str]
    teaching: str
    rehearsals: dict[int, Rehearsal]
    folder: Path
    documents: dict[str, Document] = field(repr=False, default_factory=dict)

    def under(self, name: str) -> "LoadedPack":
        """The same pack, known by another name than its ``id``."""
        return replace(self, pack=self.pack.model_copy(update={"id": name}))


def load_pack(folder: Path) -> LoadedPack:
    """The pack in this folder; raises ``PackErrors``. Nothing is kept of a pack that fails."""
    files, problems = read_folder(folder)
    if problems and not files:
        raise PackErrors(problems)
    return _load(files, folder, problems, same_name=True)


def load_files(files: dict[str, bytes], folder: Path) -> LoadedPack:
    """The pack that these files would be in a folder of any name; raises ``PackErrors``."""
    return _load(files, folder, [], same_name=False)


def _load(files: dict[str, bytes], folder: Path, problems: list[Problem], same_name: bool) -> LoadedPack:
    reading = _Reading(files, problems)
    pack = reading.model(Pack, "pack.yaml")
    if pack is not None:
        problems += check_pack(pack, reading.documents["pack.yaml"])
        problems += _same_name(pack, folder, reading.documents["pack.yaml"]) if same_name else []
    loaded_rehearsals = _rehearsals(reading, pack)
    texts = {name: reading.prose(name) for name in files if name.endswith(".md")}
    problems += _missing_files(pack, files)
    if problems or pack is None:
        raise PackErrors(problems)
    return LoadedPack(
        pack=pack,
        public=texts["public.md"],
        sides={side.id: texts[f"sides/{side.id}.md"] for side in pack.sides},
        seats={seat.id: texts[f"seats/{seat.id}.md"] for seat in pack.seats},
        teaching=texts["teaching.md"],
        rehearsals=loaded_rehearsals,
        folder=folder,
        documents=reading.documents,
    )


@dataclass
class _Reading:
    """The files of one folder on their way to becoming models and texts."""

    files: dict[str, bytes]
    problems: list[Problem]
    documents: dict[str, Document] = field(default_factory=dict)

    def model(self, kind: type[M], name: str) -> M | None:
        if name not in self.files:
            return None
        try:
            document = read(self.files[name])
        except Unreadable as error:
            self._unreadable(name, error)
            return None
        self.documents[name] = document
        model, problems = validate(kind, document, name)
        self.problems += problems
        return model

    def prose(self, name: str) -> str:
        try:
            text = decode(self.files[name], MAX_PROSE_BYTES).strip()
        except Unreadable as error:
            self._unreadable(name, error)
            return ""
        if not text:
            self.problems.append(Problem(name, 1, 1, "", "the file is empty", "Write the text."))
        return text

    def _unreadable(self, name: str, error: Unreadable) -> None:
        self.problems.append(
            Problem(name, error.line, error.column, error.field, error.message, error.remedy)
        )


def _rehearsals(reading: _Reading, pack: Pack | None) -> dict[int, Rehearsal]:
    rehearsals: dict[int, Rehearsal] = {}
    for name in sorted(reading.files):
        if not (match := REHEARSAL.fullmatch(name)):
            continue
        minutes = int(match[1])
        rehearsal = reading.model(Rehearsal, name)
        if rehearsal is None:
            continue
        if pack is not None:
            reading.problems += check_rehearsal(rehearsal, pack, reading.documents[name], name, minutes)
        rehearsals[minutes] = rehearsal
    return rehearsals


def _same_name(pack: Pack, folder: Path, document: Document) -> list[Problem]:
    name = folder.resolve().name
    if pack.id == name:
        return []
    line, column = document.place(("id",))
    message = f'is "{pack.id}" but the folder is "{name}"'
    return [Problem("pack.yaml", line, column, "id", message, "Make them the same.")]


def _missing_files(pack: Pack | None, files: dict[str, bytes]) -> list[Problem]:
    """Files that the pack needs and has not, and briefs for which it has no side or seat."""
    wanted = {"pack.yaml", "public.md", "teaching.md"}
    if pack is not None:
        wanted |= {f"sides/{side.id}.md" for side in pack.sides}
        wanted |= {f"seats/{seat.id}.md" for seat in pack.seats}
    problems = [Problem(name, 1, 1, "", "is missing", "Add the file.") for name in wanted - files.keys()]
    if not any(REHEARSAL.fullmatch(name) for name in files):
        problems.append(
            Problem("rehearsal-45.yaml", 1, 1, "", "no rehearsal is there", "Add one for one form.")
        )
    if pack is None:
        return problems
    for name in files:
        if name.startswith(("sides/", "seats/")) and name not in wanted:
            what = name.partition("/")[0].removesuffix("s")
            problems.append(Problem(name, 1, 1, "", f"the pack has no such {what}", "Remove or rename it."))
    return problems
