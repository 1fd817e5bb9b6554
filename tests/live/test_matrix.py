"""Who gets what at every address and for every command, in two tables.

An address or a command that is missing from its table fails the build. "Forbidden" and
"missing" are the same answer.
"""

import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver

from roleplay.live.models import new_id
from roleplay.rules.kernel import COMMANDS
from tests.conftest import address_of_test_database
from tests.live.actors import ACTORS, STAFF, UNKNOWN, Cast, cast, plain
from tests.services.found import ROOT
from tests.services.server import Server

SEATED = ("in1", "in2", "pk1")
STUDENTS = ("waiting", "reading", "observer", *SEATED)

"""What each actor gets for a GET, by status; whoever is not named gets 404 as for what is missing."""
ADDRESSES: dict[str, dict[int, tuple[str, ...]]] = {
    "w/<id>/": {200: (*STUDENTS, *STAFF)},
    "w/<id>/screen/": {200: ("screen", *STAFF)},
    "w/<id>/earlier/": {200: (*SEATED, "observer", *STAFF)},
    "w/<id>/events/": {200: (*STUDENTS, *STAFF)},
    "w/<id>/record/": {200: (*SEATED, *STAFF)},
    "w/<id>/record/shared/": {200: STAFF},
    "w/<id>/record/export/staff.json": {200: STAFF},
    "w/<id>/record/export/shared.json": {200: STAFF},
    "w/<id>/record/export/own.json": {200: SEATED},
    "w/<id>/non-paper/": {200: (*SEATED, "observer", *STAFF)},
    "w/<id>/non-paper/export/md": {},  # before it is laid down; after: tests/record/test_non_paper.py
    "w/<id>/texts/": {200: STAFF},
    "w/<id>/links/": {200: ("host",), 302: tuple(set(ACTORS) - {"host", "other-host"})},
    "w/<id>/do/": {405: ACTORS},
    "w/<id>/code/": {405: ACTORS},
    "w/<id>/leave/": {405: ACTORS},
}
NOT_OF_A_WORKSHOP = {
    "",
    "sign-in/",
    "sign-out/",
    "account/password/",
    "enter/",
    "library/",
    "library/<slug>/",
    "library/<slug>/paper/",
    "library/<slug>/paper/<slug:part>/",
    "library/<slug>/zip/",
    "library/<slug>/copy/",
    "import/",
    "course/",
    "course/which/",
    "own/rendered/",
    "own/<slug:key>/",
    "own/<slug:key>/form/<slug:section>/",
    "own/<slug:key>/text/<path:name>",
    "own/<slug:key>/history/",
    "own/<slug:key>/history/<int:number>/",
    "own/<slug:key>/history/<int:number>/restore/",
    "own/<slug:key>/choose/<int:number>/",
    "own/<slug:key>/original/",
    "own/<slug:key>/share/",
    "own/<slug:key>/mend/",
    "own/<slug:key>/delete/",
    "own/<slug:key>/preview/",
    "own/<slug:key>/preview/page/",
    "shelf/",
    "shelf/card/<slug>/",
    "shelf/glossary/",
    "shelf/timeline/",
    "join/",
    "return/",
    "come-in/",
    "workshops/",
    "host/<slug>/",
}
"""Not about one workshop: their own tests say who may do what there."""


STAFF_ONLY: dict[str, dict[str, Any]] = {
    "admit": {"participant": "{waiting}"},
    "assign_seats": {"how": "random"},
    "back": {},
    "broadcast": {"to": "all", "text": "Hear"},
    "call": {"seat": "in1"},
    "call_next": {},
    "correct_inject": {"inject": "rumour"},
    "extend": {"minutes": 2},
    "free_seat": {"seat": "pk3"},
    "give_seat": {"participant": "{waiting}", "seat": "pk3"},
    "hide_line": {"line": new_id()},
    "make_observer": {"participant": "{waiting}"},
    "make_move": {"move": "balance", "text": "Who else?", "to": "all"},
    "correct_rumour": {"line": new_id(), "text": "Not so"},
    "plan_news": {"phase": "talks", "outlet": "The Gazette", "text": "News"},
    "release_planned": {"planned": new_id()},
    "drop_planned": {"planned": new_id()},
    "leak_line": {"line": new_id(), "outlet": "The Gazette", "confirmed": True},
    "set_aside_move": {"move": "balance"},
    "mute": {"seat": "in3"},
    "next": {"override": "because"},
    "open_lobby": {},
    "close_lobby": {},
    "pause_rooms": {},
    "resume_rooms": {},
    "release_inject": {"inject": "rumour", "to": "all"},
    "release_own": {"outlet": "The Gazette", "text": "News", "to": "all"},
    "remove": {"participant": "{pk1}"},
    "run_clock": {},
    "set_floor": {"mode": "called"},
    "set_minutes": {"side": 5, "turn": 2},
    "rule_on_point": {"point": new_id(), "ruling": "upheld"},
    "show_debrief_step": {"step_id": "why"},
    "open_in_debrief": {"what": "facts"},
    "correct_text": {"place": "seat:in1:fear", "was": "secret", "becomes": "matter"},
    "set_attribution": {"where": "plenary", "level": "unattributed"},
    "unmask": {"line": new_id(), "reason": "A threat"},
    "show_line": {"line": new_id()},
    "move_phase": {"phase": "talks", "earlier": True},
    "drop_phase": {"phase": "talks"},
    "put_back_phase": {"phase": "talks"},
    "name_interpreter": {"participant": "{waiting}"},
    "thank_interpreter": {"participant": "{waiting}"},
    "set_phase_minutes": {"phase": "talks", "minutes": 30},
    "propose_groups": {"number": 2},
    "place_seat": {"seat": "in1", "group": 1},
    "open_groups": {},
    "move_to_group": {"seat": "in1", "room": "group-000000000000"},
    "close_groups": {},
    "adjourn": {"until": "next week"},
    "reopen": {},
    "start": {},
    "stop_clock": {},
    "unmute": {"seat": "in3"},
    "strike_option": {"option": new_id()},
    "answer_help": {"call": "nothing", "text": "Yes"},
    "strike_remark": {"remark": new_id()},
    "strike_clause": {"clause": new_id()},
    "gauge_question": {"text": "Go on?"},
    "open_gauge": {"gauge": new_id()},
    "strike_reason": {"gauge": new_id(), "number": 0},
    "name_scribes": {"seats": ["in1", "pk1"]},
    "make_non_paper": {"heading": "On boats"},
    "reply_from_home": {"exchange": new_id(), "mood": "cold", "text": "So little?"},
    "show_meter": {},
    "end": {},
}
SEAT_ONLY: dict[str, dict[str, Any]] = {
    "raise_hand": {},
    "raise_point": {},
    "withdraw_point": {},
    "ask_for_pause": {"text": ""},
    "step_out": {},
    "keep_note": {"text": "They hesitate"},
    "contest_fact": {"text": "The line was drawn"},
    "attach_source": {"fact": new_id(), "title": "A log", "who": "A port", "date": "1998"},
    "react": {"line": new_id(), "reaction": "heard", "on": True},
    "invite": {"seat": "pk2"},
    "call_for_help": {"text": ""},
    "open_brief": {},
    "accept_rules": {},
    "take_seat": {"seat": "pk3"},
    "leave_seat": {},
    "write_entry": {"kind": "need", "text": "Respect"},
    "rewrite_entry": {"entry": new_id(), "text": "Respect"},
    "strike_entry": {"entry": new_id()},
    "mark_entry": {"entry": new_id(), "depth": "need"},
    "put_up_card": {"kind": "need", "text": "To come home"},
    "reword_card": {"card": new_id(), "text": "Home"},
    "mark_card": {"card": new_id(), "kind": "fear"},
    "ask": {"card": new_id(), "text": "Whose?"},
    "answer_question": {"question": new_id(), "text": "Ours"},
    "restate": {"card": new_id(), "text": "You want to come home"},
    "judge_reflection": {"reflection": new_id(), "verdict": "accepted"},
    "offer_option": {"text": "A hotline", "cards": [new_id()]},
    "park_objection": {"option": new_id(), "text": "Never"},
    "name_constraint": {"option": new_id(), "who": "The press", "why": "It sells", "strength": 2},
    "write_step": {"ours": "We listen", "theirs": "They talk"},
    "move_step": {"step": new_id(), "earlier": True},
    "answer_gauge": {"gauge": new_id(), "stance": "live", "reason": "Slow"},
    "criticise": {"clause": new_id(), "text": "Whose?"},
    "write_plan": {"audience": "An adviser", "message": "Lists", "risk": "Gossip"},
    "rewrite_plan": {"plan": new_id(), "what": "risk", "text": "Gossip"},
    "strike_plan": {"plan": new_id()},
    "clear_sentence": {"sentence": new_id()},
    "tell_home": {"audience": "paper", "text": "We talked"},
}
FOR_SOME: dict[str, dict[str, Any]] = {
    "interpret_words": {"words": new_id(), "text": "Hello"},
    "take_back_translation": {"translation": new_id()},
    "interpret": {"line": new_id(), "text": "Hello"},
    "say": {"room": "caucus-pakistan", "text": "Hello"},
    "withdraw": {"line": new_id()},
    "lower_hand": {"seat": "pk1"},
    "yield_floor": {},
    "leave_corridor": {"corridor": "corridor-000000000000"},
    "answer_invitation": {"corridor": "corridor-000000000000", "accept": True},
    "close_help": {"call": "nothing"},
    "take_down_card": {"card": new_id()},
    "drop_pause_ask": {"wish": new_id()},
    "come_back": {},
    "take_off_fact": {"fact": new_id()},
    "strike_constraint": {"constraint": new_id()},
    "strike_step": {"step": new_id()},
    "drop_reflection": {"reflection": new_id()},
    "write_clause": {"text": "Boats go home"},
    "redraft_clause": {"version": new_id(), "text": "Boats"},
    "mark_clause": {"version": new_id(), "mark": "parked"},
    "gauge_clause": {"clause": new_id()},
    "put_bracket": {"clause": new_id(), "words": "Boats", "reason": "Whose?"},
    "settle_bracket": {"bracket": new_id(), "keep": "words"},
    "propose_sentence": {"text": "Participants discussed lists"},
    "hold_sentence": {"sentence": new_id()},
    "answer_non_paper": {"kind": "asks", "text": "Who pays?"},
}


@pytest.fixture(scope="module")
def one_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program of the benchmark, that never tells anybody to slow down: here are thousands of commands."""
    server = Server(
        tmp_path_factory.mktemp("unhurried"), address_of_test_database(), SECRET_KEY=settings.SECRET_KEY
    )
    server.program = [sys.executable, "-m", "roleplay.bench.peers.baithak"]
    server.environment["PYTHONPATH"] = str(ROOT)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def people(server: Server) -> Iterator[Cast]:
    everybody = cast(server.address)
    yield everybody
    everybody.close()


def test_every_address_is_in_the_table() -> None:
    found = {address for address in _addresses(get_resolver().url_patterns)}
    concrete = {address.partition("export/")[0] for address in ADDRESSES}
    assert {address.partition("export/")[0] for address in found} == concrete | NOT_OF_A_WORKSHOP


def _addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _addresses(one.url_patterns, route)
        else:
            yield (
                route.replace("<slug:workshop>", "<id>")
                .replace("<slug:slug>", "<slug>")
                .replace("<slug:pack>", "<slug>")
            )


def test_every_command_is_in_the_table() -> None:
    assert {*STAFF_ONLY, *SEAT_ONLY, *FOR_SOME} == set(COMMANDS)


def test_everybody_gets_at_every_address_what_is_theirs(people: Cast) -> None:
    wrong = []
    for address, statuses in ADDRESSES.items():
        wanted = {actor: status for status, actors in statuses.items() for actor in actors}
        for actor, browser in people.browsers.items():
            got = browser.get("/" + address.replace("<id>", people.workshop), params=_query(address))
            if got.status_code != wanted.get(actor, 404):
                wrong.append(f"{actor} at {address}: {got.status_code}, not {wanted.get(actor, 404)}")
    assert not wrong, "\n".join(wrong)


def _query(address: str) -> dict[str, str]:
    return {"room": "plenary", "before": ""} if address.endswith("earlier/") else {}


def test_what_is_forbidden_looks_like_what_is_missing(people: Cast) -> None:
    missing = new_id()
    for address, statuses in ADDRESSES.items():
        allowed = {actor for status, actors in statuses.items() for actor in actors if status != 404}
        for actor in set(ACTORS) - allowed:
            browser = people.browsers[actor]
            forbidden = browser.get("/" + address.replace("<id>", people.workshop), params=_query(address))
            absent = browser.get("/" + address.replace("<id>", missing), params=_query(address))
            assert forbidden.status_code == absent.status_code == 404, (actor, address)
            assert plain(forbidden, people.workshop) == plain(absent, missing), (actor, address)
            assert sorted(forbidden.headers) == sorted(absent.headers), (actor, address)


def command(people: Cast, actor: str, name: str, fields: dict[str, Any], workshop: str = "") -> Any:
    """The answer to a command at the HTTP door, in words: 404, ok, or the code of the refusal."""
    filled = {k: v.format(**people.people) if isinstance(v, str) else v for k, v in fields.items()}
    body = {"do": name, "id": str(uuid.uuid4()), **filled}
    answer = people.browsers[actor].post(f"/w/{workshop or people.workshop}/do/", json=body)
    if answer.status_code == 404:
        return 404
    said = answer.json()
    return "ok" if "ok" in said else said["code"]


def test_strangers_command_nothing(people: Cast) -> None:
    missing = new_id()
    for name, fields in (STAFF_ONLY | SEAT_ONLY | FOR_SOME).items():
        for actor in UNKNOWN:
            assert command(people, actor, name, fields) == 404, (name, actor)
            assert command(people, actor, name, fields, missing) == 404, (name, actor)


def test_students_cannot_do_what_only_staff_may(people: Cast) -> None:
    for name, fields in STAFF_ONLY.items():
        for actor in STUDENTS:
            answer = command(people, actor, name, fields)
            assert answer in ("not_allowed", "not_accepted"), (name, actor, answer)


def test_staff_may_do_what_staff_may(people: Cast) -> None:
    for name, fields in STAFF_ONLY.items():
        if name != "end":
            answer = command(people, "cofacilitator", name, fields)
            assert answer not in (404, "not_allowed", "bad_command"), (name, answer)
    assert command(people, "host", "end", {}) == "ok"


def test_staff_cannot_act_as_a_delegate(people: Cast) -> None:
    for name, fields in SEAT_ONLY.items():
        for actor in STAFF:
            assert command(people, actor, name, fields) == "not_allowed", (name, actor)


def test_a_room_a_line_and_a_call_of_others_do_not_exist(people: Cast) -> None:
    for name, fields in FOR_SOME.items():
        for actor in ("in1", "observer", "waiting", "reading"):
            answer = command(people, actor, name, fields)
            assert answer not in ("ok", "bad_command", 404), (name, actor, answer)
    assert command(people, "in1", "say", FOR_SOME["say"]) == "no_such_room"
    assert command(people, "in1", "say", {"room": "corridor-000000000000", "text": "?"}) == "no_such_room"
    assert command(people, "pk1", "say", FOR_SOME["say"]) == "ok"
