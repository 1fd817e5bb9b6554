"""Saving an own pack: the only way to a new version of it.

A save says which version it was made from. What a colleague saved meanwhile is merged; where both changed the
same place, the later save is put aside, whole, until somebody chooses. So no word is ever lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from scenarios.merging import Clash, clashes, merge, merged
from scenarios.models import OwnPack, PackVersion
from scenarios.own_packs import (
    Files,
    Refusal,
    clean,
    digests_of,
    head_of,
    texts_of,
    title_in,
    within_bounds,
    write_version,
)


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    ``base`` is the version that the writer's page now shows, and what its next save is made from. ``others``
    says whether the pack holds more: a colleague's words. ``clash`` is what was put aside, if it was.
    """

    head: PackVersion
    base: int
    others: bool = False
    clash: PackVersion | None = None


def save(
    pack: OwnPack, author: Any, base: int, changes: Mapping[str, str | None], what: str,
    settles: PackVersion | None = None,
) -> Saved:  # fmt: skip
    """Save changed files (None takes one away), made from version ``base``. Raises ``Refusal``.

    ``settles`` is what this save was put aside as before, or what somebody now decides.
    """
    with transaction.atomic():
        OwnPack.objects.select_for_update().get(pk=pack.pk)
        head = head_of(pack)
        started = pack.versions.filter(number=base).first()
        if started is None:
            raise Refusal("This page is not from this pack's history. Load it again.")
        was = texts_of(started)
        mine = _changed(was, changes)
        within_bounds(mine)
        now = was if started.pk == head.pk else texts_of(head)
        return _Save(pack, author, started, head, what[:200], settles).decide(was, mine, now)


@dataclass(frozen=True)
class _Save:
    pack: OwnPack
    author: Any
    started: PackVersion
    head: PackVersion
    what: str
    settles: PackVersion | None

    def decide(self, was: Files, mine: Files, now: Files) -> Saved:
        together = combine(was, mine, now)
        if together is None:
            return self._put_aside(mine)
        if together == now and self.settles is None:
            return self._nothing_new(mine, now)
        if together == mine:
            version = self._write(together, settles=self.settles)
            return Saved(version, version.number)
        as_written = self._write(mine, aside=True, settles=self.settles)
        version = self._write(together, settles=as_written)
        return Saved(version, as_written.number, others=True)

    def _nothing_new(self, mine: Files, now: Files) -> Saved:
        """Everything is there already, perhaps because the answer to the same save was lost on its way."""
        if mine == now:
            return Saved(self.head, self.head.number)
        digests = digests_of(mine)
        since = self.pack.versions.filter(number__gt=self.started.number)
        shown = next((each.number for each in since if each.files == digests), self.started.number)
        return Saved(self.head, shown, others=True)

    def _put_aside(self, mine: Files) -> Saved:
        if self.settles is not None and self.settles.files == digests_of(mine):
            return Saved(self.head, self.started.number, True, self.settles)
        version = self._write(mine, aside=True, settles=self.settles)
        return Saved(self.head, self.started.number, True, version)

    def _write(self, texts: Files, aside: bool = False, settles: PackVersion | None = None) -> PackVersion:
        newest = self.pack.versions.aggregate(newest=models.Max("number"))["newest"]
        if not aside:
            _take_title(self.pack, self.head, texts)
        return write_version(
            self.pack, self.author, newest + 1, texts, self.what, self.started.number, aside, settles
        )


def combine(was: Files, mine: Files, now: Files) -> Files | None:
    """The files of both together; None when they clash."""
    together: Files = {}
    for name in sorted(was.keys() | mine.keys() | now.keys()):
        texts = was.get(name), mine.get(name), now.get(name)
        if isinstance(found := _one_file(name, *texts), Clash):
            return None
        if found is not None:
            together[name] = found
    return together


def _one_file(name: str, was: str | None, mine: str | None, now: str | None) -> str | Clash | None:
    """A file of both: its text, None if it is gone, a clash if it cannot be decided."""
    if mine == now or now == was:
        return mine
    if mine == was:
        return now
    if was is None or mine is None or now is None:
        return Clash(was or "", mine or "", now or "")
    chunks = merge(was, mine, now, by_lines=name.endswith(".yaml"))
    return merged(chunks) if not clashes(chunks) else clashes(chunks)[0]


def _changed(was: Files, changes: Mapping[str, str | None]) -> Files:
    kept = {name: text for name, text in was.items() if changes.get(name, "") is not None}
    given = {name: clean(text) for name, text in changes.items() if text is not None}
    return dict(sorted((kept | given).items()))


def _take_title(pack: OwnPack, before: PackVersion, texts: Files) -> None:
    """The pack is listed under the title that its file gives, once that can be read."""
    if before.files.get("pack.yaml") == digests_of(texts).get("pack.yaml"):
        return
    if title := title_in(texts):
        OwnPack.objects.filter(pk=pack.pk).update(title=title)
