"""A pack loads whole, or says everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import PackErrors, Problem
from tests.scenarios.conftest import problems_of

Edit = Callable[..., list[Problem]]


def test_a_good_pack_loads_whole(harbour: LoadedPack) -> None:
    assert harbour.pack.id == "harbour"
    assert harbour.public.startswith("# The lamp")
    assert set(harbour.sides) == {"east", "west"}
    assert list(harbour.seats) == ["e1", "w1", "e2", "w2", "e3", "w3"]
    assert "secret-teaching-note" in harbour.teaching
    assert harbour.rehearsals[45].form == 45


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "title: The harbour light",
            "titel: The harbour light",
            'pack.yaml:3:1 titel: is not a field here. Did you mean "title"?',
        ),
        ("title: The harbour light", "titel: The harbour light", "pack.yaml:1:1 title: is missing. Add it."),
        (
            "    fear: secret-fear-w1",
            "    feer: x",
            'pack.yaml:34:5 seats.1.feer: is not a field here. Did you mean "fear"?',
        ),
        (
            "heat: low",
            "heat: tepid",
            "pack.yaml:9:1 heat: cannot be \"tepid\". Use 'low', 'medium' or 'high'.",
        ),
        (
            "as_of: Year X, in spring",
            "as_of: 2007",
            'as_of: should be a text, not 2007. Put it in quotes: "2007".',
        ),
        ("summary: Two coasts share one lighthouse, and it is out of oil.", "summary:", "summary: is empty."),
        ("letter: E", "letter: EE", 'sides.0.letter: "EE" has not the right form. Use one capital letter.'),
        ("id: oil", "id: Big Oil", 'issues.0.id: "Big Oil" has not the right form. Use small letters'),
        (
            "    out_of_role: true",
            "    out_of_role: yes",
            'agenda.3.out_of_role: should be true or false, not "yes"',
        ),
        (
            "minutes: {45: 5, 90: 10}",
            "minutes: {45: '5', 90: 10}",
            "agenda.0.minutes.45: should be a whole number",
        ),
        (
            "minutes: {45: 5, 90: 10}",
            "minutes: {45: 5, 60: 10}",
            "agenda.0.minutes.60: cannot be 60. Use 45, 90, 180 or 900.",
        ),
        ("students: 6", "students: 4", "casts.0.students: 4 is too small. Use 6 or more."),
        ("rooms: [caucus]", "rooms: caucus", 'agenda.0.rooms: should be a list, not "caucus"'),
        ("rooms: [caucus]", "rooms: [cellar]", 'agenda.0.rooms.0: cannot be "cellar"'),
        ("  - Anyone may pause.\n", "", "ground_rules: has 2 entries. Give at least 3."),
        (
            "{work: Lamps of the East, origin: indian}",
            "Lamps",
            "reading.0: should be a mapping of names to values",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_remedy(problems: Edit, old: str, new: str, said: str) -> None:
    assert said in "\n".join(map(str, problems(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("side: east", "side: north", 'seats.0.side: there is no side "north". Use one of: east, west.'),
        ("seats: [e1,", "seats: [e9,", 'casts.0.seats.0: there is no seat "e9"'),
        ("seats: [e1, w1, e2, w2, e3, w3]", "seats: [e1, e1, e2, w2, e3, w3]", 'names "e1" 2 times'),
        ("side: east", "side: west", "casts.0.seats: has 2 seats of east and 4 of west"),
        ("phases: [think]", "phases: [thnk]", 'injects.0.phases.0: there is no phase "thnk"'),
        ("embarrasses: west", "embarrasses: south", 'injects.1.embarrasses: there is no side "south"'),
        ("positions: {east:", "positions: {esat:", 'issues.0.positions.esat: there is no side "esat"'),
        ("gains: {east:", "gains: {esat:", 'outcomes.0.gains.esat: there is no side "esat"'),
        (
            "minutes: {45: 5, 90: 10}",
            "minutes: {45: 6, 90: 10}",
            "agenda: the steps of the 45-minute form add up to 46",
        ),
        (
            "minutes: {45: 5, 90: 10}",
            "minutes: {45: 5}",
            "agenda: the steps of the 90-minute form add up to 80",
        ),
        ("code: PH0", "code: PH2", "agenda.1.code: PH1 stands after PH2"),
        ("    out_of_role: true\n", "", "the last phase is in role"),
        ("id: w2", "id: e1", 'seats.3.id: "e1" is already used by seats.0'),
        ("letter: W", "letter: E", 'sides.1.letter: "E" is already used'),
        ("id: F2", "id: F1", 'facts.1.id: "F1" is already used'),
        ("id: harbour", "id: haven", 'id: is "haven" but the folder is "harbour"'),
        (
            "minutes: {45: 1, 90: 2}",
            "minutes: {45: 1, 180: 2}",
            "debrief.0.minutes.180: the agenda has no 180-minute form",
        ),
    ],
)
def test_what_does_not_agree_is_named(problems: Edit, old: str, new: str, said: str) -> None:
    assert said in "\n".join(map(str, problems(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("form: 45", "form: 90", "form: is 90. Write 45, as in the file's name."),
        ("phase: open", "phase: opening", 'phases.1.phase: there is no phase in this form "opening"'),
        ("phase: open", "phase: prepare", "phases.1.phase: is out of order"),
        ("{by: e1, as: hello", "{by: e9, as: hello", 'phases.1.steps.1.by: there is no seat "e9"'),
        ("heard: hello", "heard: hullo", 'phases.1.steps.2.heard: there is no earlier line called "hullo"'),
        ("reply: hello", "reply: later", 'there is no earlier line called "later"'),
        (
            "raise_hand: true",
            "raise_hand: true, help: me",
            "a step does exactly one thing; it has raise_hand, help",
        ),
        ("{by: w2, raise_hand: true}", "{by: w2}", "a step does exactly one thing; it has none"),
        ("{by: facilitator, call_next", "{by: e1, call_next", "only the facilitator can do this"),
        ("{by: e2, invite: w2}", "{by: facilitator, invite: w2}", "only a seat can do this"),
        ("inject: storm", "inject: strom", 'there is no inject "strom"'),
        ("invite: w2", "invite: e2", 'there is no other seat "e2"'),
        ("{by: w2, accept: true}", "{by: w3, accept: true}", "nobody has invited this seat"),
        ("{by: w2, room: corridor", "{by: w3, room: corridor", "this seat is in no corridor"),
        ("room: caucus", "room: corridor", "the corridor is not open in prepare"),
        ("room: caucus", "room: cellar", 'there is no room "cellar"'),
        ("{by: e1, room: caucus", "{by: facilitator, room: caucus", "the facilitator speaks in the plenary"),
        (
            "{by: w1, heard: hello",
            "{by: w1, as: again, heard: hello",
            "only `say` and `use` have a name",
        ),
        ("use: write_entry", "use: end", 'there is no command of a tool "end"'),
        ("use: write_entry", "use: restate", "reflecting is not on the table in prepare"),
        ("with: {text: secret-script-better}", "with: {txt: x}", "a field that does not belong to it"),
        ("of: {entry: entry}", "of: {entry: enrty}", 'there is no earlier `use` called "enrty"'),
        ("of: {entry: entry}", "of: {entry: [entry]}", "The entry of the command is not what it should be"),
        (", of: {entry: entry}", "", "The command lacks its entry"),
        ("heard: hello", "heard: entry", 'there is no earlier line called "entry"'),
        ("{by: w2, raise_hand: true}", "{by: w2, raise_hand: true, of: {card: hello}}", "belong to `use`"),
        ("after: 1", "after: -1", "phases.1.steps.2.after: -1 is too small"),
        ("after: 1", "aftr: 1", 'Did you mean "after"?'),
    ],
)
def test_a_rehearsal_that_could_not_be_played_is_named(problems: Edit, old: str, new: str, said: str) -> None:
    found = problems(old, new, "rehearsal-45.yaml")
    assert said in "\n".join(map(str, found))
    assert all(problem.file == "rehearsal-45.yaml" for problem in found)


def test_every_mistake_is_told_at_once_in_the_order_of_files_and_lines(folder: Path, problems: Edit) -> None:
    (folder / "seats" / "e1.md").unlink()
    (folder / "notes.txt").write_text("x")
    (folder / "teaching.md").write_bytes(b"one\ntwo \xff")
    found = problems("heat: low", "heat: tepid\nhaet: low")
    assert [(problem.file, problem.line) for problem in found] == [
        ("notes.txt", 1),
        ("pack.yaml", 9),
        ("pack.yaml", 10),
        ("teaching.md", 2),
    ]


def test_briefs_that_are_missing_or_belong_to_nobody_are_named(folder: Path) -> None:
    (folder / "seats" / "e1.md").rename(folder / "seats" / "e7.md")
    (folder / "sides" / "west.md").unlink()
    said = [str(problem) for problem in problems_of(folder)]
    assert said == [
        "seats/e1.md:1:1 is missing. Add the file.",
        "seats/e7.md:1:1 the pack has no such seat. Remove or rename it.",
        "sides/west.md:1:1 is missing. Add the file.",
    ]


def test_the_report_stays_short_when_everything_is_wrong(folder: Path) -> None:
    fields = "".join(f"nonsense-{n}: 1\n" for n in range(500))
    (folder / "pack.yaml").write_text(fields)
    with pytest.raises(PackErrors) as caught:
        load_pack(folder)
    assert len(caught.value.problems) == 100
    assert caught.value.more > 400
    assert str(caught.value).endswith("more")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    code: PH4\n",
            "    code: PH4\n    tools: [caucus-shet]\n",
            'there is no tool "caucus-shet". Use one of: ',
        ),
        (
            "    code: PH4\n",
            "    code: PH4\n    gates: [open-sesame]\n",
            'there is no gate "open-sesame". Use one of: ',
        ),
        ("gate: rules-accepted", "gate: open-sesame", 'agenda.1.gate: there is no gate "open-sesame".'),
        (
            "gate: rules-accepted",
            "gates: [rules-accepted, rules-accepted]",
            "agenda.1.gates: names one twice.",
        ),
        (
            "gate: rules-accepted",
            "gate: rules-accepted\n    gates: [rules-accepted]",
            "agenda.1.gate: stands beside gates. Write it there: gates: [rules-accepted, …].",
        ),
    ],
)
def test_a_tool_or_a_gate_that_the_rules_do_not_know_is_an_error(
    problems: Edit, old: str, new: str, said: str
) -> None:
    assert any(said in str(problem) for problem in problems(old, new))


def test_one_gate_may_be_written_as_older_packs_do(problems: Edit) -> None:
    assert problems("gate: rules-accepted", "gates: [rules-accepted]") == []
