"""Own packs: whose they are, what a save keeps, and that two people never lose a word to each other."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from scenarios.finding import find_pack, own_packs_that_load
from scenarios.models import OwnPack, PackVersion
from scenarios.own_packs import (
    Refusal,
    create_from_files,
    files_of,
    head_of,
    may_edit,
    open_asides,
    pack_for,
    packs_of,
    person_named,
    texts_of,
)
from scenarios.own_saving import save
from scenarios.problems import PackErrors
from tests.scenarios.own import harbour_files, instructor, own_harbour, shared_with

pytestmark = pytest.mark.django_db
TEXT = "One.\n\nTwo.\n\nThree.\n"


@pytest.fixture
def pack(asha: Any) -> OwnPack:
    """Asha's, with a public text of three short paragraphs."""
    own = own_harbour(asha)
    save(own, asha, 1, {"public.md": TEXT}, "three paragraphs")
    return own


def public(pack: OwnPack) -> str:
    return texts_of(head_of(pack))["public.md"]


def everything_kept(pack: OwnPack) -> str:
    """The words of the pack as it is, and of all that waits for a choice."""
    kept = [head_of(pack), *open_asides(pack)]
    return " ".join(text for version in kept for text in texts_of(version).values())


def test_the_files_come_back_as_they_were_given(asha: Any) -> None:
    assert files_of(own_harbour(asha)) == harbour_files()


def test_an_own_pack_is_its_owners_and_nobody_elses(pack: OwnPack, asha: Any, bilal: Any) -> None:
    assert list(packs_of(asha)) == [pack] and list(packs_of(bilal)) == []
    assert find_pack(pack.id, asha).pack.id == pack.id
    with pytest.raises(KeyError):
        find_pack(pack.id, bilal)
    with pytest.raises(OwnPack.DoesNotExist):
        pack_for(bilal, pack.id)
    assert [each.pack.id for each in own_packs_that_load(asha)] == [pack.id]
    assert own_packs_that_load(bilal) == []


@pytest.mark.parametrize("edit", [True, False])
def test_a_colleague_reads_and_edits_as_they_were_let(
    pack: OwnPack, asha: Any, bilal: Any, edit: bool
) -> None:
    shared_with(pack, bilal, edit)
    assert pack_for(bilal, pack.id) == pack
    assert may_edit(bilal, pack) is edit
    assert may_edit(asha, pack)


def test_colleagues_are_found_by_name_or_address_and_only_if_it_is_one_person(asha: Any, bilal: Any) -> None:
    assert person_named("asha") == person_named("ASHA@example.org") == asha
    bilal.email = asha.email
    bilal.save()
    assert person_named("asha@example.org") is None
    assert person_named("") is None


def test_a_pack_that_does_not_load_is_kept_and_told_of(asha: Any) -> None:
    own = create_from_files(asha, {"pack.yaml": b"id: x\n"}, "Half a pack")
    with pytest.raises(PackErrors):
        find_pack(own.id, asha)
    assert own_packs_that_load(asha) == []


@pytest.mark.parametrize(
    "files", [{"../pack.yaml": b""}, {"pack.yaml": b"\xff"}, {"public.md": b"x" * 300_000}]
)
def test_what_is_no_pack_is_refused_and_nothing_is_kept(asha: Any, files: dict[str, bytes]) -> None:
    with pytest.raises(Refusal):
        create_from_files(asha, files, "No pack")
    assert OwnPack.objects.count() == PackVersion.objects.count() == 0


def test_a_save_is_a_new_version_and_the_old_one_stays(pack: OwnPack, asha: Any) -> None:
    done = save(pack, asha, 2, {"public.md": "New.\n"}, "public.md")
    assert (done.base, done.others, done.clash) == (3, False, None)
    assert public(pack) == "New.\n"
    assert texts_of(pack.versions.get(number=2))["public.md"] == TEXT
    assert [version.number for version in pack.versions.order_by("number")] == [1, 2, 3]


def test_a_save_that_changes_nothing_is_no_version(pack: OwnPack, asha: Any) -> None:
    assert save(pack, asha, 2, {"public.md": TEXT}, "").base == 2
    assert pack.versions.count() == 2


def test_line_ends_become_one_kind_and_what_is_invisible_goes(pack: OwnPack, asha: Any) -> None:
    save(pack, asha, 2, {"public.md": "a\r\nb\x00\u202e\rc"}, "")
    assert public(pack) == "a\nb\nc"


def test_the_list_shows_the_title_that_the_file_gives(pack: OwnPack, asha: Any) -> None:
    yaml = texts_of(head_of(pack))["pack.yaml"]
    save(pack, asha, 2, {"pack.yaml": re.sub(r"(?m)^title:.*$", "title: Renamed", yaml)}, "")
    assert OwnPack.objects.get(pk=pack.pk).title == "Renamed"


def test_two_people_in_different_paragraphs_are_put_together(pack: OwnPack, asha: Any, bilal: Any) -> None:
    save(pack, asha, 2, {"public.md": TEXT.replace("One", "One by Asha")}, "")
    done = save(pack, bilal, 2, {"public.md": TEXT.replace("Three", "Three by Bilal")}, "")
    assert done.others and done.clash is None
    assert public(pack) == "One by Asha.\n\nTwo.\n\nThree by Bilal.\n"


def test_whoever_goes_on_writing_after_that_takes_nothing_back(pack: OwnPack, asha: Any, bilal: Any) -> None:
    """Bilal's page still shows what he wrote and not Asha's words; his next save must not undo them."""
    save(pack, asha, 2, {"public.md": TEXT.replace("One", "One by Asha")}, "")
    written = TEXT.replace("Three", "Three by Bilal")
    base = save(pack, bilal, 2, {"public.md": written}, "").base
    done = save(pack, bilal, base, {"public.md": written + "\nFour.\n"}, "")
    assert done.clash is None
    assert public(pack) == "One by Asha.\n\nTwo.\n\nThree by Bilal.\n\nFour.\n"


def test_two_people_in_one_paragraph_both_keep_their_words(pack: OwnPack, asha: Any, bilal: Any) -> None:
    save(pack, asha, 2, {"public.md": TEXT.replace("Two", "Two by Asha")}, "")
    done = save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two by Bilal")}, "")
    assert done.clash is not None and done.base == 2
    assert "Two by Asha" in public(pack)
    assert list(open_asides(pack)) == [done.clash]
    assert "Two by Bilal" in texts_of(done.clash)["public.md"]


def test_what_is_put_aside_again_takes_the_place_of_the_first(pack: OwnPack, asha: Any, bilal: Any) -> None:
    save(pack, asha, 2, {"public.md": TEXT.replace("Two", "Two by Asha")}, "")
    first = save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two by Bil")}, "").clash
    second = save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two by Bilal")}, "", settles=first).clash
    assert list(open_asides(pack)) == [second]
    again = save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two by Bilal")}, "", settles=second)
    assert again.clash == second
    assert pack.versions.count() == 5


def test_another_page_of_the_same_person_settles_nothing(pack: OwnPack, asha: Any, bilal: Any) -> None:
    save(pack, asha, 2, {"public.md": TEXT.replace("Two", "Two by Asha")}, "")
    save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two in one tab")}, "")
    save(pack, bilal, 2, {"public.md": TEXT.replace("Two", "Two in the other")}, "")
    save(pack, bilal, 2, {"teaching.md": "Only this.\n"}, "")
    assert open_asides(pack).count() == 2


def test_a_file_that_one_took_away_and_the_other_changed_is_kept(
    pack: OwnPack, asha: Any, bilal: Any
) -> None:
    save(pack, asha, 2, {"public.md": None}, "")
    done = save(pack, bilal, 2, {"public.md": TEXT + "\nMore.\n"}, "")
    assert done.clash is not None and "More." in everything_kept(pack)


def test_a_save_whose_answer_was_lost_may_be_sent_again(pack: OwnPack, asha: Any, bilal: Any) -> None:
    save(pack, asha, 2, {"public.md": TEXT.replace("One", "One by Asha")}, "")
    text = TEXT.replace("Three", "Three by Bilal")
    first = save(pack, bilal, 2, {"public.md": text}, "")
    again = save(pack, bilal, 2, {"public.md": text}, "")
    assert again.base == first.base and again.others


def test_a_version_of_another_pack_is_no_base(pack: OwnPack, asha: Any) -> None:
    with pytest.raises(Refusal):
        save(pack, asha, 99, {"public.md": "x"}, "")


class TestTwoPeople(TestCase):
    """Any saves by two people, each from what their page last showed or from an old page."""

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 1), st.integers(0, 4), st.booleans(), st.sampled_from(["add", "change"])
            ),
            min_size=2,
            max_size=8,
        )
    )
    def test_no_word_that_anybody_saved_is_lost(self, steps: list[tuple[int, int, bool, str]]) -> None:
        people = [instructor("asha"), instructor("bilal")]
        pack = create_from_files(people[0], {"public.md": TEXT.encode()}, "Two people")
        shown = [(1, TEXT), (1, TEXT)]
        clash: list[PackVersion | None] = [None, None]
        for count, (who, place, reload, kind) in enumerate(steps):
            if reload:
                shown[who], clash[who] = (head_of(pack).number, public(pack)), None
            base, text = shown[who]
            parts = text.split("\n\n")
            word = f"word{count}"
            if kind == "add":
                parts.insert(place % (len(parts) + 1), word)
            else:
                parts[place % len(parts)] = f"{word} {parts[place % len(parts)]}"
            text = "\n\n".join(parts)
            done = save(pack, people[who], base, {"public.md": text}, "", settles=clash[who])
            shown[who], clash[who] = (done.base, text), done.clash
            kept = everything_kept(pack)
            assert all(f"word{each}" in kept for each in range(count + 1))
