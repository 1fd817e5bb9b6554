"""The pages of the record: filters, search, counts, empty states, long records, downloads, the command."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext

from roleplay.live import log
from roleplay.live.log import Addition
from roleplay.rules.kernel import Entry
from roleplay.rules.talk import Said
from roleplay.rules.workshop import End
from tests.record.playing import Play, opened, played

pytestmark = pytest.mark.django_db(transaction=True)


def page(client: Client, play: Play, rest: str = "") -> str:
    response = client.get(play.address + rest)
    assert response.status_code == 200, rest
    return response.content.decode()


def words(html: str) -> list[str]:
    """What was said, in order, on this page."""
    return [
        re.sub("<[^>]*>", "", one) for one in re.findall(r'(?s)<p class="said[^"]*"[^>]*>(.*?)</p>', html)
    ]


def test_staff_filter_by_every_means() -> None:
    play = played(attribution="open")
    host = play.host()
    everything = words(page(host, play))

    def only(query: str) -> list[str]:
        found = words(page(host, play, query))
        assert set(found) < set(everything), f"{query} filters nothing"
        return found

    assert only("?room=caucus-sideidmavo") == ["caucuswordmavo"]
    assert only("?room=back-room") == ["backroomwordyal"]
    assert "caucuswordneku" in only("?phase=2") and "plenarywordbik" not in "".join(only("?phase=2"))
    assert only("?kind=help") == ["helpwordruv", "helpanswerdoq", "Asked for a pause: pausewordjuf"]
    assert only("?room=corridors")[0].endswith("2 lines, sealed.")
    assert "To that I say yes." in only("?side=sideidneku&kind=said")
    assert "Let us begin. plenarywordbik" not in only("?side=sideidneku&kind=said")
    assert only("?seat=in2&kind=said") == ["I answer that.", "hiddenwordkax"]
    heard = only("?hearer=pk1&kind=said")
    assert "caucuswordneku" in heard and "caucuswordmavo" not in heard and "backroomwordyal" not in heard
    assert only("?q=PLENARYWORD+begin") == ["Let us begin. plenarywordbik"]
    for nothing in ("?room=nowhere", "?phase=x", "?kind=x", "?seat=x", "?side=x", "?hearer=x", "?q=%00"):
        assert only(nothing) == [] or nothing == "?q=%00"


def test_a_delegate_cannot_filter_by_seat_side_or_hearer() -> None:
    play = played()
    client = play.client("in1")
    html = page(client, play)
    for query in ("?seat=pk1", "?side=sideidneku", "?hearer=pk1"):
        assert words(page(client, play, query)) == words(html)
    assert 'name="seat"' not in html and 'name="names"' not in html


def test_the_page_counts_what_it_shows() -> None:
    play = opened()
    for number in range(3):
        play.say("in1", "plenary", f"Line {number}")
    html = page(play.host(), play, "?kind=said&q=line")
    total = len(words(page(play.host(), play)))
    assert f"Showing 3 of {total} lines" in html
    assert f"{total} lines" in page(play.host(), play)


def test_words_in_urdu_and_hindi_are_found_and_marked() -> None:
    play = opened()
    play.say("in1", "plenary", "ماہی گیر کی کشتی واپس کر دیں")
    play.say("pk1", "plenary", "मछुआरे क़ानून चाहते हैं")
    html = page(play.host(), play, "?q=كشتي")
    assert words(html) == ["ماہی گیر کی کشتی واپس کر دیں"]
    assert "<mark>کشتی</mark>" in html and 'lang="ur" dir="rtl"' in html
    assert words(page(play.host(), play, "?q=कानून")) == ["मछुआरे क़ानून चाहते हैं"]


def test_what_was_typed_is_never_markup() -> None:
    play = opened()
    play.say("in1", "plenary", "<script>alert(1)</script> & <b>bold</b>")
    for rest in ("", "?q=<script>", "shared/?q=%22%3E<script>"):
        html = page(play.host(), play, rest)
        assert "<script>" not in html and "<b>bold" not in html
    assert "&lt;<mark>script</mark>" in page(play.host(), play, "?q=script")


def test_a_record_with_nothing_in_it_and_filters_that_fit_nothing_say_so() -> None:
    play = opened()
    assert "There is nothing in this record yet." in page(play.host(), play, "shared/")
    html = page(play.host(), play, "?q=zzzz")
    assert "No line fits these filters." in html and "Showing 0 of" in html


def test_the_shared_record_opens_to_participants_when_the_workshop_ends() -> None:
    play = opened()
    assert play.client("in1").get(play.address + "shared/").status_code == 404
    assert "Shared record" not in page(play.client("in1"), play).partition("<main")[2]
    play.do("host", End())
    assert play.client("in1").get(play.address + "shared/").status_code == 200
    assert "Shared record" in page(play.client("in1"), play).partition("<main")[2]


def test_only_reading_is_possible() -> None:
    play = opened()
    for rest in ("", "shared/", "export/staff.csv"):
        assert play.host().post(play.address + rest).status_code == 405


def test_a_page_and_its_downloads_have_the_same_lines_with_and_without_filters() -> None:
    play = played()
    for client, view, rest in (
        (play.host(), "staff", ""),
        (play.host(), "shared", "shared/"),
        (play.client("pk1"), "own", ""),
    ):
        for query in ("", "?kind=said", "?q=word"):
            shown = len(re.findall('<li class="line', page(client, play, rest + query)))
            files = {
                format: client.get(f"{play.address}export/{view}.{format}{query}").getvalue().decode()
                for format in ("csv", "json", "html")
            }
            assert shown > 0
            assert len(list(csv.reader(io.StringIO(files["csv"], newline="")))) - 2 == shown
            assert len(json.loads(files["json"])["items"]) == shown
            assert files["html"].count('<li class="line') == shown


def test_a_download_is_a_file_whose_name_tells_nothing() -> None:
    play = played()
    for format in ("csv", "json", "html"):
        response = play.host().get(f"{play.address}export/staff.{format}")
        name = f'attachment; filename="baithak-record-staff.{format}"'
        assert response["Content-Disposition"] == name and response["Cache-Control"] == "no-store"
    for wrong in ("staff.pdf", "all.csv", "own.csv", "seat.json"):
        assert play.host().get(f"{play.address}export/{wrong}").status_code == 404


# Long records ----------------------------------------------------------------------------------------

LONG = 20_000
APPENDED = 1_000


def opened_with(lines: int) -> Play:
    """A plenary with this many lines, put into the log as the writer would put them."""
    play = opened()
    head = log.head(play.workshop.id) or 0
    people = [(play.people[seat].id, seat) for seat in ("in1", "pk1")]
    entries = []
    for number in range(lines):
        by, seat = people[number % 2]
        said = Said("plenary", f"Line {number} of a long day about boats and nets")
        entries.append(Entry(f"long{number:027}", 1_700_000_000_000 + number, by, seat, None, False, said))
    for start in range(0, lines, APPENDED):
        log.append([Addition(play.workshop.id, head + 1 + start, entries[start : start + APPENDED])])
    return play


def test_the_real_server_gets_the_same_file_piece_by_piece() -> None:
    play = opened_with(450)
    client = AsyncClient()
    client.cookies = play.host().cookies
    at_once = play.host().get(f"{play.address}export/staff.csv").getvalue()

    async def fetch() -> list[bytes]:
        response = await client.get(f"{play.address}export/staff.csv")
        assert response.is_async  # type: ignore[attr-defined]
        return [piece async for piece in response.streaming_content]  # type: ignore[attr-defined]

    pieces = async_to_sync(fetch)()
    assert len(pieces) == 4 and b"".join(pieces) == at_once


@pytest.mark.timeout(300)
def test_a_record_of_twenty_thousand_lines_is_read_in_few_queries() -> None:
    play = opened_with(LONG)
    client, bodies = play.host(), {}
    for rest in ("?kind=said", "?kind=said&page=40", "?q=19999", "export/staff.csv?kind=said"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(play.address + rest)
            body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
        assert len(queries) <= LONG // log.PAGE + 8, rest
        bodies[rest] = body.decode()
    first, last = bodies["?kind=said"], bodies["?kind=said&page=40"]
    assert len(words(first)) == 500 and "Showing 20000 of" in first and "Page 1 of 40" in first
    assert words(last)[-1].startswith("Line 19999 ") and "Later" not in last
    assert len(words(bodies["?q=19999"])) == 1
    assert bodies["export/staff.csv?kind=said"].count("\r\n") == LONG + 2


# The command -----------------------------------------------------------------------------------------


def exported(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("export_record", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_writes_each_view_in_each_format() -> None:
    play = played()
    assert "caucuswordmavo" in exported(play.workshop.id)
    assert "caucuswordmavo" not in exported(play.workshop.id, "--view", "shared")
    own = json.loads(exported(play.workshop.id, "--view", "seat:in1", "--format", "json"))
    assert "corridorwordzit" in json.dumps(own["items"]) and own["view"] == "own"
    assert "Nomavra Teel" in exported(play.workshop.id, "--names")
    assert "Nomavra Teel" not in exported(play.workshop.id, "--view", "shared", "--names")
    assert exported(play.workshop.id, "--format", "html").startswith("<!doctype html>")


def test_the_command_writes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    play = played()
    target = tmp_path / "record.csv"
    exported(play.workshop.id, "--output", str(target))
    assert target.read_bytes().decode() == exported(play.workshop.id)
    assert target.stat().st_mode & 0o077 == 0


def test_the_command_says_in_one_sentence_what_is_wrong(tmp_path: Path) -> None:
    play = opened()
    for wrong in (
        ["0" * 32],
        [play.workshop.id, "--view", "seat:nobody"],
        [play.workshop.id, "--view", "in1"],
        [play.workshop.id, "--format", "pdf"],
        [play.workshop.id, "--output", str(tmp_path / "missing" / "record.csv")],
    ):
        with pytest.raises(CommandError) as error:
            exported(*wrong)
        assert "\n" not in str(error.value)
