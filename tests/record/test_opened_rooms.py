"""The record after the debrief: the caucuses once staff opened them, never what stays closed."""

import pytest

from roleplay.record.lens import View
from roleplay.record.scope import statement
from roleplay.rules.debrief import OpenInDebrief
from roleplay.rules.talk import Withdraw
from roleplay.rules.workshop import End
from tests.record.playing import marked_pack, opened
from tests.record.test_attribution import record, whole
from tests.record.test_secrets import answers
from tests.rules.test_debrief import a_full_day

CLOSED = ("Unkept", "Aside", "Among staff", "A whisper")


@pytest.mark.parametrize("view", ["shared", "own"])
def test_the_caucuses_stand_in_the_shared_record_once_they_are_open(view: View) -> None:
    scene = a_full_day()
    assert "Ours" not in whole(scene, view, "pk2")
    scene.having(OpenInDebrief("rooms"))
    text = whole(scene, view, "pk2")
    assert ("Ours" in text) == (view == "shared")
    assert not any(word in text for word in CLOSED)


def test_it_says_in_which_room_and_never_who() -> None:
    scene = a_full_day().having(OpenInDebrief("rooms"))
    line = next(line.told for line in record(scene, "shared").lines if line.told.text == "Ours")
    assert line.place.label == "India caucus"
    assert (line.who.label, line.who.seat, line.who.side) == ("A participant", "", "")
    assert "opened the caucuses" in statement(record(scene, "shared"))


def test_what_was_taken_back_in_a_caucus_is_not_read_by_others() -> None:
    scene = a_full_day()
    ours = next(entry.id for entry in scene.log if getattr(entry.event, "text", "") == "Ours")
    scene.having(Withdraw(ours), by="in1").having(OpenInDebrief("rooms"))
    assert "Ours" not in whole(scene, "shared")


@pytest.mark.django_db(transaction=True)
def test_participants_read_the_opened_rooms_during_the_debrief_and_after_it() -> None:
    pack = marked_pack()
    pack["phases"][3]["tools"] = ["debrief"]
    play = opened(pack=pack)
    play.phase()
    play.say("in1", "caucus-sideidmavo", "Zugluft")
    play.phase()
    play.phase()
    reader = play.client("pk1")
    assert reader.get(play.address + "shared/").status_code == 404
    play.do("host", OpenInDebrief("rooms"))
    assert b"Zugluft" in reader.get(play.address + "shared/").content
    assert play.join("wendy") and play.client("wendy").get(play.address + "shared/").status_code == 404
    play.do("host", End())
    found = {page for page, (_, body) in answers(reader, play).items() if b"Zugluft" in body}
    assert found and all("shared" in page for page in found)
    for page in found:
        assert b"Seattitlein1" not in answers(reader, play)[page][1], page
