"""Own packs: who may see one, its files and versions, and how one comes to be.

Changing one is in ``own_saving.py``, the pages are in ``editor_*.py``.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet

from scenarios.folder import MAX_ENTRIES, MAX_TOTAL, NAMES
from scenarios.loader import LoadedPack, load_files
from scenarios.models import OwnPack, PackShare, PackText, PackVersion
from scenarios.problems import PackErrors
from scenarios.strict_yaml import MAX_BYTES, read
from scenarios.text import UNWELCOME, Unreadable

Files = dict[str, str]
MAX_PER_PERSON = 200


class Refusal(Exception):
    """What was asked for cannot be done, in plain words."""


# Who may ------------------------------------------------------------------------------------


def packs_of(user: Any) -> QuerySet[OwnPack]:
    """The packs that this person may read: theirs, and those shared with them."""
    if not user.is_authenticated:
        return OwnPack.objects.none()
    mine = Q(owner=user.pk) | Q(pk__in=PackShare.objects.filter(user=user.pk).values("pack"))
    return OwnPack.objects.filter(mine).select_related("owner").order_by("title", "created_at")


def pack_for(user: Any, key: str) -> OwnPack:
    """The pack, if this person may read it; ``OwnPack.DoesNotExist`` otherwise, as if there were none."""
    return packs_of(user).get(pk=key)


def may_edit(user: Any, pack: OwnPack) -> bool:
    return pack.owner_id == user.pk or pack.shares.filter(user=user.pk, may_edit=True).exists()


def person_named(name: str) -> Any | None:
    """The one active account with this user name or e-mail address."""
    people = get_user_model()._default_manager.filter(is_active=True)
    found = list(people.filter(Q(username=name) | Q(email__iexact=name) if name else Q(pk=None))[:2])
    return found[0] if len(found) == 1 else None


# Reading ------------------------------------------------------------------------------------


def head_of(pack: OwnPack) -> PackVersion:
    """The pack as it is now."""
    version = pack.versions.filter(aside=False).order_by("-number").first()
    assert version is not None, "a pack is never without a version"
    return version


def texts_of(version: PackVersion) -> Files:
    """The text of each file of a version."""
    wanted = set(version.files.values())
    kept = dict(
        PackText.objects.filter(pack=version.pack_id, digest__in=wanted).values_list("digest", "text")
    )
    return {name: kept[digest] for name, digest in sorted(version.files.items())}


def files_of(pack: OwnPack) -> dict[str, bytes]:
    """The files of the pack as it is now, as they would lie in a folder."""
    return {name: text.encode() for name, text in texts_of(head_of(pack)).items()}


def load_own(pack: OwnPack) -> LoadedPack:
    """The pack as it is now, ready to be played under its own key; raises ``PackErrors``."""
    found = load_version(head_of(pack).pk, pack.pk)
    if isinstance(found, PackErrors):
        raise found
    return found


@lru_cache(maxsize=32)
def load_version(version: int, key: str) -> LoadedPack | PackErrors:
    """A version never changes, so it is read once."""
    files = {name: text.encode() for name, text in texts_of(PackVersion.objects.get(pk=version)).items()}
    try:
        return load_under(key, files)
    except PackErrors as errors:
        return errors


def load_under(key: str, files: dict[str, bytes]) -> LoadedPack:
    """These files as a pack that is known by ``key``, whatever its ``id`` says; raises ``PackErrors``."""
    return load_files(files, Path(key)).under(key)


# Writing ------------------------------------------------------------------------------------


def create_from_files(
    owner: Any, files: Mapping[str, bytes], title: str = "", origin: str = "", what: str = "The copy"
) -> OwnPack:
    """A new own pack with these files; it need not load. Raises ``Refusal``."""
    texts = {name: clean(_decoded(name, text)) for name, text in files.items()}
    within_bounds(texts)
    if OwnPack.objects.filter(owner=owner).count() >= MAX_PER_PERSON:
        raise Refusal(f"You have {MAX_PER_PERSON} packs of your own. Delete one that you no longer need.")
    with transaction.atomic():
        title = (title or title_in(texts) or "Untitled pack")[:300]
        pack = OwnPack.objects.create(owner=owner, title=title, origin=origin[:40])
        write_version(pack, owner, 1, texts, what, based_on=0)
    return pack


def title_in(texts: Files) -> str:
    """The title that ``pack.yaml`` gives, or nothing while it cannot be read."""
    try:
        title = read(texts["pack.yaml"].encode()).data.get("title")
    except (KeyError, Unreadable):
        return ""
    return title.strip()[:300] if isinstance(title, str) else ""


def open_asides(pack: OwnPack) -> QuerySet[PackVersion]:
    """What was put aside and is not decided yet."""
    return pack.versions.filter(aside=True, settled_by=None)


def clean(text: str) -> str:
    """One kind of line end, and nothing invisible: no pack may hold it, and some databases cannot keep it."""
    return UNWELCOME.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode(errors="ignore").decode()


def within_bounds(texts: Files) -> None:
    """Raises ``Refusal`` for what is no pack, or too much for one."""
    if unknown := next((name for name in texts if not NAMES.fullmatch(name)), None):
        raise Refusal(f"{unknown} is no file of a pack.")
    if large := next((name for name, text in texts.items() if len(text.encode()) > MAX_BYTES), None):
        raise Refusal(f"{large} is larger than {MAX_BYTES // 1024} KB. Shorten it.")
    if len(texts) > MAX_ENTRIES or sum(len(text.encode()) for text in texts.values()) > MAX_TOTAL:
        raise Refusal(f"The pack is too large. Keep to {MAX_ENTRIES} files and 1 MB.")


def digests_of(texts: Files) -> dict[str, str]:
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def write_version(
    pack: OwnPack, author: Any, number: int, texts: Files, what: str, based_on: int,
    aside: bool = False, settles: PackVersion | None = None,
) -> PackVersion:  # fmt: skip
    """For ``create_from_files`` and ``own_saving`` only, under the lock on the pack."""
    digests = digests_of(texts)
    rows = [PackText(pack=pack, digest=digests[name], text=text) for name, text in texts.items()]
    PackText.objects.bulk_create(rows, ignore_conflicts=True)
    return PackVersion.objects.create(
        pack=pack, number=number, author=author, what=what[:200], files=digests,
        based_on=based_on, aside=aside, settles=settles,
    )  # fmt: skip


def _decoded(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{name} is not UTF-8. Save it again with the encoding UTF-8.") from None
