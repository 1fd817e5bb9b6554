"""Opening a workshop, its lobby, its end."""

import pytest

from roleplay.rules.people import Join, JoinStaff
from roleplay.rules.phases import Start
from roleplay.rules.setting import Setting
from roleplay.rules.talk import Said, Say
from roleplay.rules.workshop import (
    CloseLobby,
    End,
    Ended,
    LobbyClosed,
    LobbyOpened,
    Open,
    Opened,
    OpenLobby,
    Workshop,
    setting_of,
)

from .scene import Scene, given
from .small_pack import small_pack


def test_opening_freezes_the_pack_into_the_first_event():
    scene = Scene()
    outcome = scene.when(Open(small_pack(3), "open", "approved", "choose"), by="system")
    outcome.then(Opened(small_pack(3), "open", "approved", "choose")).staff_only()
    assert scene.state[Workshop] == Workshop(
        Setting.from_json(small_pack(3)), "open", "approved", "choose", lobby_open=True
    )


def test_a_workshop_is_opened_once():
    given().when(Open(small_pack()), by="system").refused("already")


def test_before_it_is_opened_a_workshop_can_do_nothing():
    scene = Scene().having(JoinStaff("host", "facilitator"), by="system")
    scene.when(Start(), by="host").refused("not_open")
    scene.when(Say("plenary", "Hello"), by="host").refused("not_open")
    scene.when(Join("wendy"), by="system").refused("lobby_closed")


def test_what_a_newer_version_wrote_besides_is_ignored():
    pack = small_pack() | {"from_the_future": 1}
    pack["seats"][0]["mood"] = "hopeful"
    assert Setting.from_json(pack) == Setting.from_json(small_pack())


def test_the_lobby_is_closed_and_opened_by_staff_unheard():
    scene = given()
    scene.when(CloseLobby(), by="host").then(LobbyClosed()).staff_only()
    scene.when(Join("wendy"), by="system").refused("lobby_closed")
    scene.when(CloseLobby(), by="co").refused("already")
    scene.when(OpenLobby(), by="co").then(LobbyOpened()).staff_only()
    scene.when(OpenLobby(), by="host").refused("already")
    scene.when(Join("wendy"), by="system").allowed()


def test_the_end_is_for_everyone_and_closes_the_lobby():
    scene = given()
    scene.when(End(), by="co").then(Ended()).heard_by_everyone()
    assert not scene.state[Workshop].lobby_open
    scene.when(End(), by="host").refused("ended")
    scene.when(OpenLobby(), by="host").refused("ended")
    scene.when(CloseLobby(), by="host").refused("ended")


def test_a_workshop_may_end_before_it_has_started():
    given(phase=None).when(End(), by="host").then(Ended())


def test_the_record_stays_after_the_end():
    scene = given()
    scene.having_said("plenary", "Remember this", by="in1")
    scene.having(End())
    assert Said("plenary", "Remember this") in scene.seen_by("pk1")


@pytest.mark.parametrize("look_up", ["side", "seat", "phase", "inject"])
def test_looking_up_what_the_pack_does_not_have_is_a_key_error(look_up):
    setting = setting_of(given().state)
    with pytest.raises(KeyError):
        getattr(setting, look_up)("nowhere")


def test_the_pack_is_looked_up_by_id():
    setting = setting_of(given().state)
    assert setting.side("india").letter == "I"
    assert setting.phase("talks").rooms == ("plenary", "corridor")
    assert [seat.id for seat in setting.seats_of("pakistan")] == ["pk1", "pk2", "pk3", "pk4"]
