"""Nothing reaches anybody who was not meant to hear it: every page and export, for every actor, as bytes."""

import json
import re

import pytest
from django.test import Client

from roleplay.live.models import Participant
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.seats import FreeSeat, GiveSeat
from tests.record.playing import CANARIES, NAMES, Play, played, words_that_tell_who

pytestmark = pytest.mark.django_db(transaction=True)

FORMATS = ("csv", "json", "html")
PAGES = (
    "",
    "shared/",
    *(f"export/{view}.{format}" for view in ("staff", "shared", "own") for format in FORMATS),
)
EVERY_FILTER = ("", "?names=1", "?q=word&hearer=in1&room=corridors")
NEVER_THERE = "/w/0123456789abcdef0123456789abcdef/record/"


def answers(client: Client, play: Play) -> dict[str, tuple[int, bytes]]:
    """What this browser gets from every address of the record, with every filter: status, and all bytes."""
    got = {}
    for page in PAGES:
        for query in EVERY_FILTER:
            response = client.get(f"{play.address}{page}{query}")
            body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
            head = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
            got[page + query] = (response.status_code, head + b"\n" + body)
    return got


def clients(play: Play, other: Play) -> dict[str, Client]:
    stranger = Client()
    actors = {
        name: play.client(name) for name in ("in1", "in2", "pk1", "pk2", "in3", "olive", "wendy", "ravi")
    }
    return {
        "anonymous": stranger,
        "host": play.host(),
        "co": play.client("co"),
        "other host": other.host(),
        **actors,
    }


MAY_OPEN = {
    "host": {"staff", "shared"},
    "co": {"staff", "shared"},
    "in1": {"own", "shared"},
    "in2": {"own", "shared"},
    "pk1": {"own", "shared"},
    "pk2": {"own", "shared"},
    "olive": {"shared"},
    **{nobody: set() for nobody in ("anonymous", "other host", "wendy", "ravi", "in3")},
}


@pytest.mark.parametrize(("attribution", "end"), [("chatham-house", True), ("open", False)])
def test_no_secret_reaches_anybody_and_forbidden_is_like_missing(attribution: str, end: bool) -> None:
    play, other = played(attribution, end=end), played(host_name="hostzwendil")
    missing = _without_nav(Client().get(NEVER_THERE).content)
    found = set()
    for actor, client in clients(play, other).items():
        for page, (status, body) in answers(client, play).items():
            if status != 200:
                assert status == 404 and missing in _without_nav(body), f"{actor} at {page}: {status}"
            assert (status == 200) == _may_open(actor, page, end), f"{actor} at {page}: {status}"
            for canary in (one for one in CANARIES if one.encode() in body):
                assert _may_read(actor, page, CANARIES[canary]), f"{actor} reads {canary} at {page}"
                found.add(canary)
    silent = {"secretofseat", "briefsecret", "teachingsecret"}
    assert found == set(CANARIES) - silent, "a canary that nobody ever reads proves nothing"


def _may_open(actor: str, page: str, end: bool) -> bool:
    may = MAY_OPEN[actor] if end or actor in ("host", "co") else MAY_OPEN[actor] - {"shared"}
    return bool(may & {"staff", "own"}) if page.split("?")[0] == "" else _view(page) in may


def _may_read(actor: str, page: str, readers: frozenset[str]) -> bool:
    if "shared" in page:
        return "shared" in readers
    return actor in readers


def _view(page: str) -> str:
    found = re.search("staff|shared|own", page)
    return found[0] if found else ""


def _without_nav(body: bytes) -> bytes:
    """A page without what tells a signed-in person that they are."""
    return re.sub(rb"(?s)^.*?<main", b"<main", re.sub(rb"(?s)<nav.*?</nav>", b"", body))


def test_under_the_chatham_house_rule_the_shared_record_tells_of_nobody() -> None:
    play = played()
    telling = words_that_tell_who(play.pack) | {name.split()[0] for name in NAMES.values()} | {"Hostnamevex"}
    telling |= set(Participant.objects.values_list("id", flat=True))
    telling |= {"seat-1", "seat-2", "seat-staff", "data-letter=", '"time"', "caucus-", "orridor", "<time"}
    for actor in ("host", "in1", "olive"):
        client = play.host() if actor == "host" else play.client(actor)
        for page, (status, body) in answers(client, play).items():
            if "shared" not in page or "room=" in page:  # the page repeats what was asked for
                continue
            assert status == 200
            told = _told(page, body.decode())
            assert "plenarywordbik" in told
            assert [word for word in telling if word in told] == [], f"{actor} at {page}"
            assert not re.search(r"\b(in|pk)[1-4]\b", told), f"a seat's id at {page}"


def _told(page: str, body: str) -> str:
    """What a page or a file tells, without the head of the site, its styles and when chapters began."""
    told = body.partition("<main")[2] if page.startswith("shared/") else body
    told = re.sub(r"(?s)<style>.*?</style>", "", told)
    return re.sub(r'(?s)<h2 class="chapter".*?</h2>', "", told)


def test_the_own_record_under_the_chatham_house_rule_names_nobody_else() -> None:
    play = played()
    for page in ("", "export/own.csv", "export/own.json", "export/own.html"):
        response = play.client("in1").get(play.address + page)
        body = (b"".join(response) if response.streaming else response.content).decode()  # type: ignore[arg-type]
        assert "You" in body and "A participant" in body
        for seat in ("in2", "in3", "pk1", "pk2"):
            assert f"Seattitle{seat}" not in body and f"Shortlabel{seat}" not in body, f"{seat} at {page}"
        assert "Sidenamewib" not in body and "Nom" not in body.partition("<main")[2]


def test_names_are_told_to_staff_and_only_when_they_ask() -> None:
    play = played()
    plain = play.host().get(play.address).content.decode()
    named = play.host().get(play.address + "?names=1").content.decode()
    assert NAMES["in1"] not in plain and NAMES["in1"] in named
    assert NAMES["in1"] not in play.client("in2").get(play.address + "?names=1").content.decode()
    assert NAMES["in1"] not in play.host().get(play.address + "shared/?names=1").content.decode()


def test_whoever_takes_over_a_seat_does_not_read_the_calls_for_help_made_there() -> None:
    play = played(end=False)
    play.do("host", FreeSeat("in2"))
    play.do("host", GiveSeat(play.people["wendy"].id, "in2"))
    play.do("wendy", AcceptRules())
    body = play.client("wendy").get(play.address).content.decode()
    assert "caucuswordmavo" in body
    assert "helpwordruv" not in body and "helpanswerdoq" not in body and "pausewordjuf" not in body
    assert play.client("in2").get(play.address).status_code == 404


def test_whoever_takes_over_a_seat_does_not_read_the_notes_kept_there() -> None:
    play = played(end=False)
    play.do("host", FreeSeat("in1"))
    play.do("host", GiveSeat(play.people["wendy"].id, "in1"))
    play.do("wendy", AcceptRules())
    for page in PAGES:
        response = play.client("wendy").get(play.address + page)
        body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
        assert b"notewordpel" not in body, page


def test_a_corridor_is_one_row_for_staff_who_met_and_how_much_never_what() -> None:
    play = played()
    lines = play.host().get(play.address + "export/staff.json").getvalue().decode()
    rows = [item for item in json.loads(lines)["items"] if item["kind"] == "Corridors"]
    assert len(rows) == 1
    assert re.fullmatch(
        r"Seattitlein1 and Seattitlepk1 met from \d\d:\d\d to \d\d:\d\d: 2 lines, sealed\.", rows[0]["text"]
    )
