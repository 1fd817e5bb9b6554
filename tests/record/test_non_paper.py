"""The page of the non-paper and its files: for whoever is inside, texts only, and missing for all others."""

import pytest
from django.test import Client

from roleplay.record.non_paper import as_markdown, as_text, plain
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import Command
from roleplay.rules.non_paper import MakeNonPaper, Paper
from roleplay.rules.people import Remove
from roleplay.rules.phases import Start
from roleplay.rules.seats import GiveSeat, MakeObserver
from roleplay.rules.text import MarkClause, WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.workshop import End
from scenarios.markdown import render
from tests.record.playing import NAMES, SEATED, Play, marked_pack, words_that_tell_who

pytestmark = pytest.mark.django_db(transaction=True)

FORMATS = ("txt", "md", "html")
INSIDE = ("in1", "in2", "pk1", "pk2", "olive", "host", "co")
OUTSIDE = ("anonymous", "other host", "wendy", "in3", "ravi")


def laid_down(paper: bool = True) -> Play:
    pack = marked_pack()
    pack["phases"][0]["tools"] = list(TOOLS)
    play = Play(pack=pack)
    for seat in SEATED:
        play.seat(seat)
    play.join("wendy"), play.join("olive")
    play.do("host", MakeObserver(play.people["olive"].id))
    play.do("olive", AcceptRules())
    play.do("host", GiveSeat(play.join("in3").id, "in3"))
    play.seat("in4", NAMES["ravi"])
    play.people["ravi"] = play.people.pop("in4")
    play.do("host", Remove(play.people["ravi"].id))
    play.do("host", Start())
    return with_paper(play) if paper else play


def with_paper(play: Play) -> Play:
    sentences = [
        play.do("in1", ProposeSentence(text)) for text in ("Lists were discussed", "A general spoke")
    ]
    for sentence in sentences:
        for who in ("in1", "pk1"):
            play.do(who, ClearSentence(sentence))
    steps: list[tuple[str, Command]] = [
        ("host", MarkClause(play.do("host", WriteClause("<b>Boats</b> go home")), "adopted")),
        ("host", MakeNonPaper("On boats & crews")),
        ("pk2", HoldSentence(sentences[1])),
    ]
    for who, command in steps:
        play.do(who, command)
    return play


def address(play: Play, format: str = "") -> str:
    return f"/w/{play.workshop.id}/non-paper/" + (f"export/{format}" if format else "")


def client(play: Play, who: str) -> Client:
    if who == "anonymous":
        return Client()
    if who == "other host":
        return Play(host_name="hostzwendil").host()
    if who == "co":
        return play.host()
    return play.host() if who == "host" else play.client(who)


@pytest.mark.parametrize("ended", [False, True])
def test_whoever_is_inside_reads_it_and_takes_it_away_and_for_others_it_is_missing(ended: bool) -> None:
    play = laid_down()
    if ended:
        play.do("host", End())
    missing = Client().get("/w/0123456789abcdef0123456789abcdef/non-paper/")
    for who in (*INSIDE, *OUTSIDE):
        browser = client(play, who)
        for format in ("", *FORMATS):
            answer = browser.get(address(play, format))
            assert answer.status_code == (200 if who in INSIDE else 404), (who, format)
            if who in INSIDE:
                assert (
                    "go home" in answer.content.decode() and "Lists were discussed" in answer.content.decode()
                )
            elif who == "anonymous":
                assert sorted(answer.headers) == sorted(missing.headers)


@pytest.mark.parametrize("who", ["in1", "olive", "host"])
def test_it_tells_nobodys_name_seat_side_or_workshop_and_nothing_that_was_held_back(who: str) -> None:
    play = laid_down()
    telling = words_that_tell_who(play.pack) | {*NAMES.values(), "Hostnamevex", "general", play.pack["title"]}
    telling |= {person.id for person in play.people.values()}
    for format in ("", *FORMATS):
        answer = client(play, who).get(address(play, format))
        body = answer.content.decode()
        body = body.partition("<main")[2] if not format else body + str(answer.headers)
        assert [word for word in telling if word in body] == [], format


def test_the_files_are_attachments_of_their_kind_without_a_date_in_their_name() -> None:
    play = laid_down()
    for format, kind in (("txt", "text/plain"), ("md", "text/markdown"), ("html", "text/html")):
        answer = client(play, "in1").get(address(play, format))
        assert answer["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="non-paper.{format}"'
    assert client(play, "in1").get(address(play, "pdf")).status_code == 404


def test_the_page_and_the_file_for_the_printer_escape_what_people_wrote() -> None:
    play = laid_down()
    for format in ("", "html"):
        body = client(play, "pk1").get(address(play, format)).content.decode()
        assert "&lt;b&gt;Boats&lt;/b&gt; go home" in body and "<b>Boats" not in body
    assert "<script" not in client(play, "pk1").get(address(play, "html")).content.decode()


def test_before_it_is_laid_down_the_page_says_so_and_there_is_no_file() -> None:
    play = laid_down(paper=False)
    assert "No non-paper has been laid down yet." in client(play, "in1").get(address(play)).content.decode()
    assert {client(play, "in1").get(address(play, format)).status_code for format in FORMATS} == {404}


PAPER = Paper("On boats", ("Boats [all / most] go home", "Crews too"), ("Lists were discussed",))


def test_as_text_it_is_a_page_to_read_aloud() -> None:
    assert as_text(PAPER).split("\n\n") == [
        "NON-PAPER",
        "On boats",
        "Unsigned. Ideas that were discussed; nobody's position, and no commitment of anybody.",
        "1. Boats [all / most] go home",
        "2. Crews too",
        "Words in [square brackets] are not agreed.",
        "WHAT WAS DISCUSSED",
        "Lists were discussed\n",
    ]


def test_a_paper_of_sentences_alone_says_nothing_of_brackets() -> None:
    text = as_text(Paper("", (), ("Lists were discussed",)))
    assert "brackets" not in text and "1." not in text


@pytest.mark.parametrize(
    "typed",
    [
        "# A title",
        "- a list",
        "1. a list",
        "    code",
        "*a* _b_ `c`",
        "[a](b)",
        "<b>a</b>",
        "&lt;",
        "a\n\n+ b",
    ],
)
def test_in_markdown_what_people_typed_stays_text(typed: str) -> None:
    shown = render(plain(typed))
    for markup in ("<h1", "<li", "<code", "<em", "<a ", "<b>", "<strong"):
        assert markup not in shown
    assert plain(typed) in as_markdown(Paper("", (), (typed,)))
