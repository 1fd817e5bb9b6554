"""Each form changes what was changed and nothing else; lists grow, shrink and keep their order."""

from typing import Any

import pytest

from scenarios.editor_fields import names_of
from scenarios.editor_words import SECTIONS, label_of, nothing_for, word_for
from scenarios.own_packs import head_of, load_own, texts_of
from tests.scenarios.browser_form import as_a_browser
from tests.scenarios.own import Visitor, data, shared_with

pytestmark = pytest.mark.django_db
SHOWN = [name for name in SECTIONS if names_of(name)]


def filled(owner: Visitor, section: str) -> dict[str, Any]:
    """A form as a browser would send it back without a change."""
    form = owner.get(f"form/{section}/").content.decode()
    return as_a_browser(form[form.index('<form method="post" class="stack editor-form"') :])


@pytest.mark.parametrize("section", SHOWN)
def test_a_form_that_nobody_changed_changes_nothing(owner: Visitor, section: str) -> None:
    fields = filled(owner, section)
    assert len(fields) > 2
    assert owner.autosave(f"form/{section}/", **fields)["base"] == 1
    assert head_of(owner.pack).number == 1


@pytest.mark.parametrize(
    ("section", "field", "typed", "path", "value"),
    [
        ("basics", "f.title", "A new title", ("title",), "A new title"),
        ("basics", "f.heat", "medium", ("heat",), "medium"),
        ("basics", "f.ground_rules", "One\n\nTwo\nThree", ("ground_rules",), ["One", "Two", "Three"]),
        ("basics", "f.not_yet_known", "Line one.\nLine two.", ("not_yet_known",), "Line one.\nLine two."),
        ("seats", "f.seats.0.title", "A renamed\nkeeper", ("seats", 0, "title"), "A renamed keeper"),
        ("seats", "f.seats.0.side", "west", ("seats", 0, "side"), "west"),
        ("seats", "f.seats.0.tracks", "3, 5", ("seats", 0, "tracks"), [3, 5]),
        ("seats", "f.seats.0.private.type", "V", ("seats", 0, "private", "type"), "V"),
        ("agenda", "f.agenda.0.minutes.45", "9", ("agenda", 0, "minutes", 45), 9),
        ("agenda", "f.agenda.0.minutes.90", "nine", ("agenda", 0, "minutes", 90), "nine"),
        ("issues", "f.issues.0.positions.east", "Ours.", ("issues", 0, "positions", "east"), "Ours."),
        ("injects", "f.injects.0.text", "News.", ("injects", 0, "text"), "News."),
        ("facts", "f.facts.0.confidence", "low", ("facts", 0, "confidence"), "low"),
        ("debrief", "f.debrief.0.prompts", "Why?", ("debrief", 0, "prompts"), ["Why?"]),
    ],
)  # fmt: skip
def test_each_form_changes_what_was_changed_and_nothing_else(
    owner: Visitor, section: str, field: str, typed: str, path: tuple[Any, ...], value: Any
) -> None:
    wanted = data(owner.pack)
    at = wanted
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    told = owner.autosave(f"form/{section}/", **filled(owner, section) | {field: typed})
    assert told["state"] == "saved"
    assert data(owner.pack) == wanted


def test_ticks_are_saved_too(owner: Visitor) -> None:
    fields = filled(owner, "agenda")
    fields["f.agenda.0.rooms"] = ["plenary", "corridor"]
    fields["f.agenda.0.out_of_role"] = ["1"]
    owner.autosave("form/agenda/", **fields)
    step = data(owner.pack)["agenda"][0]
    assert set(step["rooms"]) == {"plenary", "corridor"} and step["out_of_role"] is True


def test_an_agenda_that_does_not_add_up_is_told_in_one_sentence(owner: Visitor) -> None:
    first = data(owner.pack)["agenda"][0]["minutes"][45]
    owner.autosave("form/agenda/", **filled(owner, "agenda") | {"f.agenda.0.minutes.45": str(first + 1)})
    shown = owner.get("form/agenda/").content.decode()
    assert "The steps of the 45-minute form add up to 46: 1 minute too many." in shown


def test_a_brief_that_begins_with_the_name_of_its_seat_follows_it(owner: Visitor) -> None:
    first = data(owner.pack)["seats"][0]
    seat = first["id"]
    owner.autosave(f"text/seats/{seat}.md", base="1", text=f"# {first['title']}\n\nYou have a lamp.\n")
    for name in ("Clerk of the port", "", "Pilot"):
        owner.autosave("form/seats/", **filled(owner, "seats") | {"f.seats.0.title": name})
        assert texts_of(head_of(owner.pack))[f"seats/{seat}.md"].startswith(f"# {name}\n")
    owner.autosave(f"text/seats/{seat}.md", base=str(head_of(owner.pack).number), text="# Of his own\n")
    owner.autosave("form/seats/", **filled(owner, "seats") | {"f.seats.0.title": "Cook"})
    assert texts_of(head_of(owner.pack))[f"seats/{seat}.md"] == "# Of his own\n"


@pytest.mark.parametrize(
    ("section", "field", "typed", "said", "place"),
    [
        ("issues", "f.issues.0.title", "", "Is empty. Write", "Issues and outcomes: issue 1, Title"),
        ("issues", "f.outcomes.0.gains.east", "x" * 301, "Is too long", "outcome 1, What it gives, East"),
        ("more", "f.common_ground", "many", "Write it in digits.", "Thresholds and the rest: Common ground"),
        ("more", "f.common_ground", "101", "Use 100 or less.", "Thresholds and the rest: Common ground"),
        ("agenda", "f.agenda.0.minutes.45", "x", "Write it in digits.", "Agenda: step 1, Minutes of 45"),
    ],
)  # fmt: skip
def test_the_checker_speaks_of_a_wrong_value_as_the_form_does(
    owner: Visitor, section: str, field: str, typed: str, said: str, place: str
) -> None:
    told = owner.autosave(f"form/{section}/", **filled(owner, section) | {field: typed})
    assert said in told["checker"] and f"{place} (pack.yaml, line " in told["checker"]


def test_a_field_is_called_by_where_it_stands() -> None:
    assert label_of(("attribution",)) != label_of(("agenda", 2, "attribution"))
    assert label_of(("course", "tracks")) == "Track of the initiative"
    assert label_of(("seats", 0, "tracks")) == "Tracks of diplomacy they stand for (numbers 1 to 9)"
    assert nothing_for(("attribution", "plenary")) == nothing_for(("agenda", 2, "attribution")) == "as usual"
    assert nothing_for(("audiences", 0, "side")) != nothing_for(("seats", 0, "side")) == "not given"
    assert word_for("methods", "leak") == "A leak" and word_for("kind", "leak") == "Leak"


def renamed(owner: Visitor, seat: int, title: str) -> Any:
    """The seat's short label after its title was changed, and nothing else was."""
    fields = filled(owner, "seats") | {f"f.seats.{seat}.title": title}
    told = owner.autosave("form/seats/", **fields)
    short = data(owner.pack)["seats"][seat]["short"]
    assert told["follows"] == (
        {} if short in fields[f"f.seats.{seat}.short"] else {f"f.seats.{seat}.short": short}
    )
    return short


def test_a_short_label_that_is_the_name_of_its_seat_follows_it_letter_by_letter(owner: Visitor) -> None:
    owner.autosave(
        "form/seats/", **filled(owner, "seats") | {"f.seats.0.short": "Clerk", "f.seats.0.title": "Clerk"}
    )
    for title in ("", "P", "Pilot", "Pilot of the harbour, retired", "Pilots"):
        assert renamed(owner, 0, title) == (title if len(title) < 24 else "Pilot of the harbour")


def test_a_short_label_that_was_written_by_hand_stays(owner: Visitor) -> None:
    owner.autosave("form/seats/", **filled(owner, "seats") | {"f.seats.0.short": "The old hand"})
    assert renamed(owner, 0, "Pilot") == "The old hand"
    both = {"f.seats.0.title": "Purser", "f.seats.0.short": "Of the purse"}
    assert owner.autosave("form/seats/", **filled(owner, "seats") | both)["follows"] == {}
    assert data(owner.pack)["seats"][0]["short"] == "Of the purse"


def test_a_new_seat_gets_its_short_label_with_its_name(owner: Visitor) -> None:
    owner.post("form/seats/", **filled(owner, "seats") | {"do": "add:seats"})
    assert renamed(owner, len(data(owner.pack)["seats"]) - 1, "Keeper of the nets") == "Keeper of the nets"


def test_two_seats_of_one_name_are_told_apart_by_the_letter_of_their_side(owner: Visitor) -> None:
    for seat in (0, 1):
        owner.autosave(
            "form/seats/",
            **filled(owner, "seats")
            | {f"f.seats.{seat}.short": f"P{seat}", f"f.seats.{seat}.title": f"P{seat}"},
        )
    sides = {side["id"]: side["letter"] for side in data(owner.pack)["sides"]}
    letter = sides[data(owner.pack)["seats"][1]["side"]]
    assert renamed(owner, 0, "Hydrologist") == "Hydrologist"
    assert renamed(owner, 1, "Hydrologist") == f"Hydrologist ({letter})"
    assert renamed(owner, 1, "Water engineer") == "Water engineer"


def test_a_save_tells_how_many_errors_the_checker_has_now(owner: Visitor) -> None:
    first = data(owner.pack)["agenda"][0]["minutes"][45]
    told = owner.autosave(
        "form/agenda/", **filled(owner, "agenda") | {"f.agenda.0.minutes.45": str(first + 1)}
    )
    assert told["errors"] == 1
    bar = owner.get("form/agenda/").content.decode().partition("editor-bar")[2].partition("</div>")[0]
    assert "1 error in the checker" in bar and "1 minute too many." in bar


def test_a_seat_is_added_with_its_brief_and_removed_with_all_that_names_it(owner: Visitor) -> None:
    before = texts_of(head_of(owner.pack))
    count = len(data(owner.pack)["seats"])
    owner.post("form/seats/", **filled(owner, "seats") | {"do": "add:seats"})
    added = data(owner.pack)["seats"][-1]
    assert f"seats/{added['id']}.md" in texts_of(head_of(owner.pack))
    assert load_own(owner.pack).seats[added["id"]]
    owner.post("form/seats/", **filled(owner, "seats") | {"do": f"remove:seats.{count}"})
    assert texts_of(head_of(owner.pack)) == before
    gone = data(owner.pack)["seats"][0]["id"]
    owner.post("form/seats/", **filled(owner, "seats") | {"do": "remove:seats.0"})
    now = texts_of(head_of(owner.pack))
    assert f"seats/{gone}.md" not in now
    assert all(gone not in cast["seats"] for cast in data(owner.pack)["casts"])


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("seats", "sides"),
        ("seats", "casts"),
        ("agenda", "agenda"),
        ("issues", "issues"),
        ("issues", "outcomes"),
        ("injects", "injects"),
        ("facts", "facts"),
        ("facts", "glossary"),
        ("debrief", "debrief"),
    ],
)
def test_items_are_added_moved_and_removed(owner: Visitor, section: str, name: str) -> None:
    before = data(owner.pack)[name]
    owner.post(f"form/{section}/", **filled(owner, section) | {"do": f"add:{name}"})
    assert data(owner.pack)[name][:-1] == before
    last = len(before)
    owner.post(f"form/{section}/", **filled(owner, section) | {"do": f"remove:{name}.{last}"})
    assert data(owner.pack)[name] == before
    if last > 1:
        owner.post(f"form/{section}/", **filled(owner, section) | {"do": f"down:{name}.0"})
        assert data(owner.pack)[name][:2] == before[1::-1]


@pytest.mark.parametrize(
    "do",
    ["remove:seats.99", "add:nothing", "up:seats.0", "remove:title", "fly:seats.0", "add:", "remove:seats.x"],
)
def test_an_item_that_is_not_there_is_refused_in_words(owner: Visitor, do: str) -> None:
    told = owner.autosave("form/seats/", base=1, do=do)
    assert told["state"] == "refused" and "not there any more" in told["says"]


def test_what_is_typed_beside_a_button_is_saved_with_it(owner: Visitor) -> None:
    owner.post("form/seats/", **filled(owner, "seats") | {"f.seats.0.fear": "The dark", "do": "down:seats.0"})
    assert data(owner.pack)["seats"][1]["fear"] == "The dark"


def test_two_people_on_one_form_both_keep_what_they_typed(owner: Visitor, bilal: Any) -> None:
    shared_with(owner.pack, bilal, may_edit=True)
    other = Visitor(owner.pack, bilal)
    mine, theirs = filled(owner, "seats"), filled(other, "seats")
    owner.autosave("form/seats/", **mine | {"f.seats.0.fear": "Asha's word"})
    told = other.autosave("form/seats/", **theirs | {"f.seats.1.fear": "Bilal's word"})
    assert told["others"]
    seats = data(owner.pack)["seats"]
    assert (seats[0]["fear"], seats[1]["fear"]) == ("Asha's word", "Bilal's word")
    again = theirs | {"f.seats.1.fear": "Bilal's word", "f.seats.2.fear": "More", "base": told["base"]}
    other.autosave("form/seats/", **again)
    assert data(owner.pack)["seats"][0]["fear"] == "Asha's word"
