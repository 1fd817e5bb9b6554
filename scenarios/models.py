"""An instructor's own packs: whose they are, every version of their files, who else may read or edit them.

Only ``own_packs.py`` writes versions. Nothing updates one, and only the deletion of the pack deletes any.
"""

import secrets

from django.conf import settings
from django.db import models

PREFIX = "own-"


def new_key() -> str:
    """A random name for the pack's address. No built-in pack begins like it."""
    return PREFIX + secrets.token_hex(8)


class OwnPack(models.Model):
    """A pack that somebody edits. ``origin`` is the slug of the built-in pack it was copied from, if any."""

    id = models.CharField(primary_key=True, max_length=20, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_packs")
    title = models.CharField(max_length=300)
    origin = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"own pack {self.id}"


class PackText(models.Model):
    """A text that some version of a pack holds; equal texts of one pack are kept once."""

    pack = models.ForeignKey(OwnPack, on_delete=models.CASCADE, related_name="texts")
    digest = models.CharField(max_length=64)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "digest"], name="one_text_a_pack")]

    def __str__(self) -> str:
        return f"text {self.pk} of {self.pack_id}"


class PackVersion(models.Model):
    """The pack as one save left it: the digest of each file's text.

    ``aside`` versions are no step of the pack's own line: what somebody wrote while a colleague saved too.
    They are kept as written, and each is done with when another version ``settles`` it.
    """

    pack = models.ForeignKey(OwnPack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="pack_versions"
    )
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=200)
    files = models.JSONField()
    based_on = models.PositiveIntegerField(default=0)
    aside = models.BooleanField(default=False)
    settles = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="settled_by"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="one_number_a_version")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.pack_id}"


class PackShare(models.Model):
    """A colleague who may read a pack, or edit it too."""

    pack = models.ForeignKey(OwnPack, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_packs")
    may_edit = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "user"], name="one_share_a_person")]

    def __str__(self) -> str:
        return f"share {self.pk} of {self.pack_id}"
