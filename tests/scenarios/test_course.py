"""Finding a pack, choosing one, and laying out a term: by addresses that can be shared, without scripts."""

import re
from itertools import pairwise, product

import pytest
from django.test import Client

from scenarios.choosing import HOTTEST, QUESTIONS, WARMTH, answered, suggestions
from scenarios.course import BESIDES, METHODS, STAGES, WHOLE_COURSE, form_in_words, of_one_meeting
from scenarios.crosscheck import agenda_of, forms
from scenarios.library_filter import asked
from scenarios.library_index import all_packs
from scenarios.public_part import PublicPart, public_part
from scenarios.schema import Course

PACKS = [public_part(loaded) for loaded in all_packs()]
BY_SLUG = {pack.slug: pack for pack in PACKS}
ASKED = asked(PACKS, {})


def course_of(pack: PublicPart) -> Course:
    assert pack.course is not None
    return pack.course


def test_every_built_in_pack_says_where_it_stands() -> None:
    assert [pack.slug for pack in PACKS if pack.course is None] == []


def test_every_stage_has_a_pack_and_every_method_is_used() -> None:
    assert {stage for pack in PACKS for stage in course_of(pack).stages} == {1, 2, 3, 4, 5}
    assert {method for pack in PACKS for method in course_of(pack).methods} == set(METHODS)


def test_the_stages_take_as_long_as_a_course() -> None:
    assert sum(stage.minutes for stage in STAGES) + sum(minutes for _, _, minutes in BESIDES) == WHOLE_COURSE


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"initiative": "ottawa"}, {"ottawa"}),
        ({"track": "1.5"}, {"trade"}),
        ({"track": "3"}, {"peoples-forum", "wiscomp"}),
        ({"era": "1960s"}, {"dartmouth-1960"}),
        ({"era": "1990s"}, {"shanghai", "balusa"}),
        ({"minutes": "45"}, {"fishermen", "dartmouth-1960"}),
        ({"method": "leak"}, {"ottawa"}),
        ({"method": "more-parties", "heat": "low"}, {"climate-table"}),
        ({"era": "2020s", "minutes": "45"}, set()),
    ],
)
def test_what_is_asked_for_is_found(given: dict[str, str], found: set[str]) -> None:
    assert {pack.slug for pack in asked(PACKS, given).found} == found


def test_each_choice_that_is_offered_finds_something() -> None:
    for question in ASKED.questions:
        for value, _ in question.choices:
            assert asked(PACKS, {question.name: value}).found, (question.name, value)


def test_only_a_table_that_most_can_sit_at_is_found() -> None:
    assert {pack.most for pack in asked(PACKS, {"seats": "16"}).found} == {12}


@pytest.mark.parametrize("heat", WARMTH)
def test_no_hotter_pack_is_found(heat: str) -> None:
    found = {pack.heat for pack in asked(PACKS, {"heat": heat}).found}
    assert found <= set(WARMTH[: WARMTH.index(heat) + 1])


@pytest.mark.parametrize("value", ["", "x", "<script>", "-1", "99999999999999999999", "\x00"])
def test_a_word_that_nobody_knows_asks_for_nothing(client: Client, value: str) -> None:
    answer = client.get("/library/", dict.fromkeys(("minutes", "seats", "era", "nonsense"), value))
    assert answer.status_code == 200
    assert answer.content.decode().count('<li class="card" lang=') == len(PACKS)


def test_the_address_says_what_was_asked_and_the_form_shows_it(client: Client) -> None:
    shown = client.get("/library/?heat=low&minutes=90").content.decode()
    assert '<option value="low" selected>' in shown
    assert '<option value="90" selected>' in shown
    assert shown.count(" selected>") == 2
    many = len(asked(PACKS, {"heat": "low", "minutes": "90"}).found)
    assert f"{many} packs.</b>" in shown
    assert shown.count('<li class="card" lang=') == many


def test_an_empty_answer_says_what_to_leave_out(client: Client) -> None:
    shown = client.get("/library/?era=2020s&minutes=45").content.decode()
    assert "No pack has all of that" in shown
    assert '<a href="?minutes=45&amp;">without “Era”</a> there are 2' in shown
    assert "without “Minutes”</a> there is 1" in shown


# Which pack for my class?


@pytest.mark.parametrize(
    "answers", list(product(*([value for value, _ in choices] for _, _, choices in QUESTIONS)))
)
def test_every_answer_leads_somewhere_with_reasons(answers: tuple[str, ...]) -> None:
    given = dict(zip([name for name, _, _ in QUESTIONS], answers, strict=True))
    found = suggestions(PACKS, given)
    assert found
    assert all(each.reasons or each.against for each in found)
    fits = [each.fits for each in found]
    assert fits == sorted(fits, reverse=True)
    for each in found:
        if each.fits:
            assert WARMTH.index(each.pack.heat) <= WARMTH.index(HOTTEST[given["ready"]])
            assert int(given["students"]) >= each.pack.fewest
            assert min(each.pack.forms) <= int(given["minutes"])


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"students": "8", "minutes": "45", "ready": "new", "aim": "try"}, "fishermen"),
        ({"students": "12", "minutes": "90", "ready": "some", "aim": "3"}, "wiscomp"),
        ({"students": "12", "minutes": "90", "ready": "used", "aim": "5"}, "neemrana"),
    ],
)
def test_an_obvious_question_has_the_obvious_answer(given: dict[str, str], first: str) -> None:
    assert suggestions(PACKS, given)[0].pack.slug == first


def test_a_hot_pack_is_refused_while_the_news_is_bad() -> None:
    neemrana = [BY_SLUG["neemrana"]]
    (found,) = suggestions(neemrana, {"ready": "news"})
    assert found.against == ("Its heat is high. Wait, or take a pack of low heat, while the news is bad.",)


def test_answers_that_are_none_are_left_out() -> None:
    assert answered({"students": "7", "minutes": "90", "aim": "all"}) == {"minutes": "90"}


def test_the_page_asks_and_answers(client: Client) -> None:
    assert "In this order" not in client.get("/course/which/").content.decode()
    shown = client.get("/course/which/?students=8&minutes=45&ready=new&aim=try").content.decode()
    assert "In this order" in shown
    assert re.search(r'<h3><a href="/library/fishermen/">', shown)
    assert shown.count(" checked") == 4


# A term


def test_the_course_shows_every_pack_at_its_stages(client: Client) -> None:
    shown = client.get("/course/").content.decode()
    for pack in PACKS:
        for stage in course_of(pack).stages:
            assert f'value="{stage}.{pack.slug}"' in shown


def test_what_is_picked_is_laid_out_in_the_order_of_the_stages(client: Client) -> None:
    shown = client.get("/course/?pick=5.neemrana&pick=3.wiscomp&pick=1.dartmouth-1960").content.decode()
    plan = shown.partition('class="pack-plan"')[2].partition("</table>")[0]
    assert re.findall(r"/library/([\w-]+)/", plan) == ["dartmouth-1960", "wiscomp", "neemrana"]
    assert "3 meetings, 225 to 450 minutes in all" in shown
    assert "stage 2 (mapping relationships, naming problems), stage 4 (building scenarios)" in shown
    assert "Begin with a pack of lower heat" not in shown


def test_a_term_that_begins_with_its_hottest_pack_is_warned(client: Client) -> None:
    shown = client.get("/course/?pick=2.neemrana&pick=4.balusa").content.decode()
    assert "Begin with a pack of lower heat" in shown


@pytest.mark.parametrize("query", ["pick=9.neemrana", "pick=x", "pick=", "pick=2.nothing&pick=<script>"])
def test_a_pick_that_is_not_there_is_said(client: Client, query: str) -> None:
    answer = client.get(f"/course/?{query}")
    assert answer.status_code == 200
    assert "None of these packs is here" in answer.content.decode()
    assert b"<script>" not in answer.content


@pytest.mark.parametrize("address", ["/course/", "/course/which/?students=8", "/library/?heat=low"])
def test_the_pages_are_sound(client: Client, address: str) -> None:
    shown = client.get(address).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", shown)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert "style=" not in shown


@pytest.mark.parametrize("address", ["/course/", "/course/which/"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_a_pack_can_be_a_course_of_its_own_by_the_arc_of_the_stages() -> None:
    """What its steps take in a course is what the stages say that they take."""
    pack = next(one for one in all_packs() if WHOLE_COURSE in forms(one.pack)).pack
    taken = {phase.code: 0 for phase in pack.agenda}
    for phase in agenda_of(pack, WHOLE_COURSE):
        taken[phase.code] += phase.minutes[WHOLE_COURSE]
    for stage in STAGES:
        assert sum(taken[code] for code in stage.codes) == stage.minutes, stage.title
    assert {code: taken[code] for code, _, _ in BESIDES} == {code: minutes for code, _, minutes in BESIDES}


def test_a_course_counts_as_one_meeting_no_longer_than_its_longest_sitting(client: Client) -> None:
    shown = client.get("/course/?pick=4.kathmandu-2004").content.decode()
    assert "1 meeting, 180 minutes in all" in shown and "900 minutes in all" not in shown
    assert "180 minutes, or a course" in client.get("/library/kathmandu-2004/").content.decode()
    assert "900, a course" in client.get("/library/").content.decode()


@pytest.mark.parametrize("form", [45, 90, 180])
def test_a_form_of_one_meeting_is_told_in_minutes_and_a_course_in_meetings(form: int) -> None:
    assert form_in_words(form) == f"{form} minutes"
    assert "eight to ten meetings" in form_in_words(WHOLE_COURSE)
    assert of_one_meeting([form, WHOLE_COURSE]) == [form] and of_one_meeting([WHOLE_COURSE]) == [WHOLE_COURSE]
