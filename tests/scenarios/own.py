"""Two instructors, an own pack and somebody at its editor, for the tests of the editor."""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from scenarios.folder import read_folder
from scenarios.models import OwnPack, PackShare
from scenarios.own_packs import create_from_files, head_of, texts_of
from scenarios.strict_yaml import read

HARBOUR = Path(__file__).parent / "packs" / "harbour"


def instructor(name: str) -> Any:
    return get_user_model().objects.create_user(name, f"{name}@example.org", "a long enough password")


def harbour_files() -> dict[str, bytes]:
    return read_folder(HARBOUR)[0]


def own_harbour(owner: Any) -> OwnPack:
    return create_from_files(owner, harbour_files(), "Harbour, ours", origin="harbour")


def shared_with(pack: OwnPack, user: Any, may_edit: bool) -> None:
    PackShare.objects.create(pack=pack, user=user, may_edit=may_edit)


class Visitor:
    """Somebody at the editor of one pack."""

    def __init__(self, pack: OwnPack, user: Any = None) -> None:
        self.pack, self.client = pack, Client()
        if user:
            self.client.force_login(user)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/own/{self.pack.id}/{path}", query)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/own/{self.pack.id}/{path}", fields)

    def autosave(self, path: str, **fields: Any) -> Any:
        answer = self.client.post(f"/own/{self.pack.id}/{path}", fields, headers={"X-Autosave": "1"})
        return json.loads(answer.content) | {"status": answer.status_code}


def data(pack: OwnPack) -> Any:
    return read(texts_of(head_of(pack))["pack.yaml"].encode()).data
