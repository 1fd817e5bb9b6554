"""The past of an own pack, choosing between two texts, comparing, previewing."""

import re
from typing import Any

import pytest

from scenarios.editor_check import check
from scenarios.own_packs import head_of, open_asides, texts_of
from tests.scenarios.conftest import HARBOUR
from tests.scenarios.own import Visitor, data, shared_with

pytestmark = pytest.mark.django_db


def test_whoever_has_a_pack_open_twice_is_told_that_it_was_they(owner: Visitor) -> None:
    owner.autosave("text/public.md", base=1, text="One.\n\nTwo.\n\nThree.\n")
    owner.autosave("text/public.md", base=2, text="One, here.\n\nTwo.\n\nThree.\n")
    told = owner.autosave("text/public.md", base=2, text="One.\n\nTwo.\n\nThree, there.\n")
    assert told["says"].startswith(
        "Saved, together with what was changed meanwhile by you yourself, on another"
    )


def test_the_history_tells_who_and_what_and_goes_back(owner: Visitor) -> None:
    first = texts_of(head_of(owner.pack))
    owner.autosave("text/public.md", base=1, text="Rewritten wholly.")
    shown = owner.get("history/").content.decode()
    assert "Public background" in shown and "asha" in shown and "version 2" in shown
    assert "<ins>Rewritten" in owner.get("history/2/").content.decode()
    owner.post("history/1/restore/")
    assert texts_of(head_of(owner.pack)) == first
    assert owner.pack.versions.count() == 3


def test_one_file_goes_back_alone(owner: Visitor) -> None:
    first = texts_of(head_of(owner.pack))
    owner.autosave("text/public.md", base=1, text="Rewritten.")
    owner.autosave("text/teaching.md", base=2, text="Rewritten too.")
    owner.post("history/1/restore/", file="public.md")
    now = texts_of(head_of(owner.pack))
    assert now["public.md"] == first["public.md"] and now["teaching.md"] == "Rewritten too."
    assert owner.post("history/1/restore/", file="nothing.md").status_code == 404


def test_saves_of_one_sitting_are_told_as_one(owner: Visitor) -> None:
    for number in range(1, 5):
        owner.autosave("text/public.md", base=number, text=f"Text {number}.")
    assert "4 saves in one sitting" in owner.get("history/").content.decode()


@pytest.fixture
def clash(owner: Visitor, bilal: Any) -> Visitor:
    """Bilal, whose text was put aside because Asha changed the same paragraph."""
    owner.autosave("text/public.md", base=1, text="One.\n\nTwo.\n")
    shared_with(owner.pack, bilal, may_edit=True)
    owner.autosave("text/public.md", base=2, text="One.\n\nTwo by Asha.\n")
    other = Visitor(owner.pack, bilal)
    told = other.autosave("text/public.md", base=2, text="One.\n\nTwo by Bilal.\n")
    assert (
        told["state"] == "clash"
        and "asha" in told["says"]
        and told["choose"].endswith(f"/choose/{told['aside']}/")
    )
    return other


def choosing(visitor: Visitor) -> str:
    return f"choose/{open_asides(visitor.pack).get().number}/"


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("mine", "One.\n\nTwo by Bilal.\n"),
        ("theirs", "One.\n\nTwo by Asha.\n"),
        ("both", "One.\n\nTwo by Asha.\n\nTwo by Bilal.\n"),
    ],
)
def test_both_texts_stand_side_by_side_and_one_chooses(clash: Visitor, choice: str, text: str) -> None:
    shown = clash.get(choosing(clash)).content.decode()
    assert "Two by Asha." in shown and "Two by Bilal." in shown
    field = re.findall(r'name="(c\.[\d.]+)"', shown)[0]
    clash.post(choosing(clash), **{"base": head_of(clash.pack).number, field: choice})
    assert texts_of(head_of(clash.pack))["public.md"] == text
    assert not open_asides(clash.pack).exists()
    assert clash.pack.versions.filter(aside=True).count() == 1


def test_what_waits_to_be_chosen_is_told_on_every_other_page(clash: Visitor, owner: Visitor) -> None:
    for visitor in (clash, owner):
        assert "Choose what stays" in visitor.get("").content.decode()
    assert "Choose what stays" not in clash.get(choosing(clash)).content.decode()


def test_choosing_without_a_choice_or_too_late_asks_again(clash: Visitor) -> None:
    number = head_of(clash.pack).number
    assert "Please choose" in clash.post(choosing(clash), base=number).content.decode()
    assert "look once more" in clash.post(choosing(clash), base=number - 1).content.decode()
    assert open_asides(clash.pack).count() == 1


def test_the_copy_is_compared_with_the_built_in_pack_word_by_word(owner: Visitor, settings: Any) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert "Nothing differs yet" in owner.get("original/").content.decode()
    text = texts_of(head_of(owner.pack))["public.md"]
    word = re.findall(r"\b[a-z]{4,}\b", text)[0]
    owner.autosave("text/public.md", base=1, text=re.sub(rf"\b{word}\b", "changed", text, count=1))
    shown = owner.get("original/").content.decode()
    assert f"<del>{word}</del><ins>changed</ins>" in shown
    owner.autosave("text/public.md", base=2, text=f"{text.rstrip()}\n\nAt the end.\n")
    assert re.search(r"\d+ paragraphs unchanged", owner.get("original/").content.decode())
    shown = owner.get("original/").content.decode()
    assert '<p class="editor-passage" dir="auto"><ins>At the end.</ins></p>' in shown


@pytest.mark.parametrize("who", ["e1", "desk", "screen", "observer"])
@pytest.mark.parametrize("step", ["brief", "", "last"])
def test_the_pack_is_previewed_as_anybody_in_any_step(owner: Visitor, who: str, step: str) -> None:
    steps = [each["id"] for each in data(owner.pack)["agenda"]]
    answer = owner.get("preview/page/", who=who, step=steps[-1] if step == "last" else step)
    shown = answer.content.decode()
    assert answer.status_code == 200 and "nothing here works" in shown and "js/page" not in shown
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]


def test_a_seat_in_the_preview_sees_its_own_brief_and_no_other(owner: Visitor) -> None:
    owner.autosave("text/seats/e1.md", base=1, text="Canary of the first.")
    owner.autosave("text/seats/w1.md", base=2, text="Canary of the second.")
    shown = owner.get("preview/page/", who="e1", step="brief").content.decode()
    assert "Canary of the first." in shown and "Canary of the second." not in shown
    assert "Canary" not in owner.get("preview/page/", who="screen").content.decode()


def test_the_rehearsal_is_made_to_fit_again(owner: Visitor) -> None:
    gone = data(owner.pack)["seats"][0]["id"]
    files = texts_of(head_of(owner.pack))
    yaml = files["rehearsal-45.yaml"].replace(f"by: {gone}", "by: nobody")
    assert yaml != files["rehearsal-45.yaml"]
    owner.autosave("text/rehearsal-45.yaml", base=1, text=yaml)
    assert check("x", texts_of(head_of(owner.pack))).errors
    owner.post("mend/")
    assert not check("x", texts_of(head_of(owner.pack))).errors
