"""Pages of the editor: whose they are, copying, sharing, deleting, texts."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from scenarios import editor_saves
from scenarios.editor_fields import names_of
from scenarios.editor_words import SECTIONS
from scenarios.models import OwnPack, PackText, PackVersion
from scenarios.own_packs import head_of, may_edit, texts_of
from tests.scenarios.conftest import HARBOUR
from tests.scenarios.own import Visitor, harbour_files, shared_with

pytestmark = pytest.mark.django_db
PATHS = ["", "text/public.md", "text/pack.yaml", "text/seats/e1.md", "history/", "history/1/", "original/"]
PATHS += ["preview/", "preview/page/", *(f"form/{name}/" for name in SECTIONS if names_of(name))]
OWNERS = ["share/", "delete/"]


@pytest.mark.parametrize("path", [*PATHS, *OWNERS])
def test_every_page_is_there_for_the_owner(owner: Visitor, path: str) -> None:
    answer = owner.get(path)
    assert answer.status_code == 200, path
    shown = answer.content.decode()
    assert "style=" not in shown and shown.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_a_page_that_is_not_there_is_missing(owner: Visitor) -> None:
    for path in ("form/nothing/", "text/x.md", "text/../settings.py", "text/seats/nobody.md", "history/99/",
                 "history/99999999999999999999/", "choose/1/", "preview/page/?who=nobody"):  # fmt: skip
        assert owner.client.get(f"/own/{owner.pack.id}/{path}").status_code in (302, 404), path


def alike(answer: Any) -> str:
    """A page without what differs each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("path", [*PATHS, *OWNERS])
def test_for_another_instructor_there_is_no_such_pack(pack: OwnPack, bilal: Any, path: str) -> None:
    stranger = Visitor(pack, bilal)
    missing = stranger.client.get(f"/own/own-0000000000000000/{path}")
    assert stranger.get(path).status_code == missing.status_code == 404
    assert alike(stranger.get(path)) == alike(missing).replace("own-0000000000000000", pack.id)
    assert stranger.post(path).status_code in (404, 405)


@pytest.mark.parametrize("path", [*PATHS, *OWNERS])
def test_somebody_who_is_not_signed_in_is_asked_to_and_learns_nothing(pack: OwnPack, path: str) -> None:
    answers = [Visitor(pack).get(path), Client().get(f"/own/own-0000000000000000/{path}")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert all("/sign-in/" in answer["Location"] for answer in answers)


def test_the_library_and_the_hosting_of_an_own_pack_are_its_owners(
    pack: OwnPack, asha: Any, bilal: Any
) -> None:
    for user, status in ((asha, 200), (bilal, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(f"/library/{pack.id}/").status_code == status
        assert client.get(f"/host/{pack.id}/").status_code == status
        assert client.post(f"/library/{pack.id}/copy/").status_code == (302 if status == 200 else 404)
        for page in ("/library/", "/"):
            assert (pack.id in client.get(page).content.decode()) is (status == 200)
    assert Client().get(f"/library/{pack.id}/").status_code == 404
    assert pack.id not in Client().get("/library/").content.decode()


def test_a_colleague_who_may_read_sees_and_cannot_change(pack: OwnPack, bilal: Any) -> None:
    shared_with(pack, bilal, may_edit=False)
    reader = Visitor(pack, bilal)
    for path in PATHS:
        assert reader.get(path).status_code == 200
    for path in OWNERS:
        assert reader.get(path).status_code == 404
    for path in ("text/public.md", "form/basics/", "history/1/restore/", "share/", "delete/", "mend/"):
        assert reader.post(path, base=1, text="x").status_code == 403
    for section in ("seats", "issues"):
        assert 'name="do"' not in reader.get(f"form/{section}/").content.decode()
    assert head_of(pack).number == 1


def test_a_colleague_who_may_edit_edits_and_does_not_share_or_delete(pack: OwnPack, bilal: Any) -> None:
    shared_with(pack, bilal, may_edit=True)
    editor = Visitor(pack, bilal)
    assert editor.autosave("text/public.md", base=1, text="New.")["state"] == "saved"
    assert head_of(pack).author == bilal
    for path in OWNERS:
        assert editor.get(path).status_code == editor.post(path).status_code == 404
    assert OwnPack.objects.filter(pk=pack.pk).exists()


def test_autosaving_without_being_signed_in_says_so(pack: OwnPack) -> None:
    told = Visitor(pack).autosave("text/public.md", base=1, text="Lost?")
    assert (told["status"], told["state"]) == (401, "refused")


def test_a_built_in_pack_is_copied_and_stays_as_it_is(asha: Any, settings: Any) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    client = Client()
    client.force_login(asha)
    where = client.post("/library/harbour/copy/")["Location"]
    own = OwnPack.objects.get()
    assert where == f"/own/{own.id}/" and own.origin == "harbour" and own.owner == asha
    assert {name: text.encode() for name, text in texts_of(head_of(own)).items()} == harbour_files()
    assert client.get("/library/harbour/copy/").status_code == 405
    assert Client().post("/library/harbour/copy/")["Location"].startswith("/sign-in/")


def test_sharing_by_name_or_address_and_stopping_it(owner: Visitor, bilal: Any) -> None:
    owner.post("share/", who="bilal@example.org", may="edit")
    assert may_edit(bilal, owner.pack)
    owner.post("share/", who="bilal", may="read")
    assert not may_edit(bilal, owner.pack)
    assert "bilal" in owner.get("share/").content.decode()
    owner.post("share/", stop=owner.pack.shares.get().pk)
    assert not owner.pack.shares.exists()


@pytest.mark.parametrize("who", ["nobody", "", "asha", "x" * 400])
def test_sharing_with_nobody_says_so(owner: Visitor, who: str) -> None:
    answer = owner.post("share/", who=who, may="edit")
    page = answer.content.decode()
    assert answer.status_code == 400 and 'id="who-wrong" role="alert"' in page
    assert not owner.pack.shares.exists()


def test_what_was_typed_to_share_is_still_there_when_it_was_wrong(owner: Visitor) -> None:
    page = owner.post("share/", who="bilall", may="edit").content.decode()
    assert 'value="bilall" aria-invalid="true"' in page
    assert 'value="edit" checked' in page and 'value="read" checked' not in page


def test_deleting_asks_first_and_takes_everything(owner: Visitor) -> None:
    assert "cannot be undone" in owner.get("delete/").content.decode()
    assert OwnPack.objects.count() == 1
    owner.post("delete/")
    assert OwnPack.objects.count() == PackVersion.objects.count() == PackText.objects.count() == 0


def test_a_text_is_saved_with_and_without_scripts(owner: Visitor) -> None:
    told = owner.autosave("text/seats/e1.md", base=1, text="# First\n\nA **bold** text.")
    assert (told["state"], told["base"]) == ("saved", 2)
    answer = owner.client.post(
        f"/own/{owner.pack.id}/text/seats/e1.md", {"base": 2, "text": "Plainly."}, follow=True
    )
    assert "Saved." in answer.content.decode()
    assert texts_of(head_of(owner.pack))["seats/e1.md"] == "Plainly."


def test_yaml_with_a_mistake_is_kept_and_the_checker_names_the_line(owner: Visitor) -> None:
    yaml = texts_of(head_of(owner.pack))["pack.yaml"]
    broken = yaml.replace("heat: low", "heat: hihg", 1)
    line = broken.split("\n").index("heat: hihg") + 1
    told = owner.autosave("text/pack.yaml", base=1, text=broken)
    assert told["state"] == "saved" and f"line {line}" in told["checker"]
    assert "cannot be hosted" in told["checker"]
    assert owner.client.get(f"/host/{owner.pack.id}/").status_code == 404
    assert "Host<" not in owner.get("").content.decode()


def test_while_the_yaml_cannot_be_read_the_forms_say_where(owner: Visitor) -> None:
    owner.autosave("text/pack.yaml", base=1, text="title: [\n")
    shown = owner.get("form/seats/").content.decode()
    assert "cannot be read just now" in shown and "Mend it in the YAML" in shown
    assert owner.autosave("form/seats/", base=2)["state"] == "refused"
    assert owner.get("preview/page/").status_code == 200


@pytest.mark.parametrize("fields", [{}, {"base": "x"}, {"base": "99"}, {"base": "9" * 30}])
def test_a_save_from_nowhere_is_refused_and_the_text_is_still_there(
    owner: Visitor, fields: dict[str, str]
) -> None:
    assert owner.autosave("text/public.md", text="Typed words", **fields)["state"] == "refused"
    answer = owner.post("text/public.md", text="Typed words", **fields)
    assert answer.status_code == 400 and "Typed words" in answer.content.decode()


def test_too_long_a_text_is_refused_in_words(owner: Visitor) -> None:
    told = owner.autosave("text/public.md", base=1, text="x" * 300_000)
    assert told["state"] == "refused" and "larger than 256 KB" in told["says"]


def test_the_preview_of_a_text_is_safe(owner: Visitor) -> None:
    html = owner.client.post(
        "/own/rendered/", {"text": "**b** <script>x</script> [a](javascript:x)"}
    ).content.decode()
    assert "<strong>b</strong>" in html and "<script" not in html and 'href="javascript' not in html


def test_who_saves_again_and_again_is_told_when_it_goes_on_and_nothing_is_lost(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_saves, "SAVES", 4)
    for number in range(3):
        assert owner.autosave("text/public.md", base=number + 1, text=f"Save {number}.")["state"] == "saved"
    told = owner.autosave("text/public.md", base=4, text="One too many.")
    assert (told["status"], told["state"]) == (429, "wait") and 0 < told["after"] <= 60
    assert f"in {told['after']} seconds" in told["says"]
    plain = owner.post("text/public.md", base=4, text="One too many.")
    assert plain.status_code == 400 and "One too many." in plain.content.decode()
    assert owner.autosave("form/basics/", base=4)["state"] == "wait"
    with time_machine.travel(timezone.now() + timedelta(seconds=told["after"] + 1)):
        assert owner.autosave("text/public.md", base=4, text="One too many.")["state"] == "saved"


def test_a_colleague_saves_while_another_has_to_wait(
    pack: OwnPack, asha: Any, bilal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_saves, "SAVES", 1)
    shared_with(pack, bilal, may_edit=True)
    assert Visitor(pack, asha).autosave("text/public.md", base=1, text="Hers.")["state"] == "wait"
    assert Visitor(pack, bilal).autosave("text/public.md", base=1, text="His.")["state"] == "saved"
