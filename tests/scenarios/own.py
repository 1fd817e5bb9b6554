"""Two instructors and an own pack, for the tests of the editor."""

from typing import Any

from django.contrib.auth import get_user_model

from scenarios.folder import read_folder
from scenarios.models import OwnPack, PackShare
from scenarios.own_packs import create_from_files
from tests.scenarios.conftest import HARBOUR


def instructor(name: str) -> Any:
    return get_user_model().objects.create_user(name, f"{name}@example.org", "a long enough password")


def harbour_files() -> dict[str, bytes]:
    return read_folder(HARBOUR)[0]


def own_harbour(owner: Any) -> OwnPack:
    return create_from_files(owner, harbour_files(), "Harbour, ours", origin="harbour")


def shared_with(pack: OwnPack, user: Any, may_edit: bool) -> None:
    PackShare.objects.create(pack=pack, user=user, may_edit=may_edit)
