"""A pack by the name in its address: a built-in one for everybody, an own one for those who may read it."""

from typing import Any

from scenarios.library_index import get_pack
from scenarios.loader import LoadedPack
from scenarios.models import PREFIX, OwnPack
from scenarios.own_packs import load_own, pack_for, packs_of
from scenarios.problems import PackErrors


def find_pack(name: str, user: Any) -> LoadedPack:
    """KeyError when there is none, or none for this person; PackErrors when it cannot be loaded."""
    if not name.startswith(PREFIX):
        return get_pack(name)
    try:
        return load_own(pack_for(user, name))
    except OwnPack.DoesNotExist:
        raise KeyError(name) from None


def own_packs_that_load(user: Any) -> list[LoadedPack]:
    """The own packs that this person could host now."""
    return [loaded for pack in packs_of(user) if (loaded := _if_it_loads(pack))]


def _if_it_loads(pack: OwnPack) -> LoadedPack | None:
    try:
        return load_own(pack)
    except PackErrors:
        return None
