"""The packs that come with the project load and can be frozen in every form. Balance: ``test_checks.py``."""

from pathlib import Path

import pytest

from scenarios.crosscheck import forms
from scenarios.freeze import freeze
from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack

FOLDERS = pack_folders(library_folder())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_form_can_be_frozen_for_any_class(folder: Path) -> None:
    loaded = load_pack(folder)
    for minutes in forms(loaded.pack):
        for students in range(6, 17):
            frozen = freeze(loaded, minutes, students)
            assert len(frozen["seats"]) <= max(students, 6)
            assert {seat["side"] for seat in frozen["seats"]} == {side["id"] for side in frozen["sides"]}
