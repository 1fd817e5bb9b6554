"""The precedent shelf on the pages of a workshop: links in briefs, and the cards of the present phase."""

from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import SYSTEM
from roleplay.rules.people import JoinStaff
from roleplay.rules.phases import Next, Start
from roleplay.rules.workshop import Open
from tests.live.test_templates import page
from tests.rules.scene import Scene
from tests.rules.small_pack import small_pack

CARD = 'href="/shelf/card/neemrana/?until=2012" target="_blank"'
TERM = '<a class="to-shelf" href="/shelf/glossary/?until=2012#{}" target="_blank" rel="noopener">'


def with_a_card() -> Scene:
    """One delegate at the table, one still reading; a card is pinned to the first phase."""
    pack = small_pack(opening={"pinned": [{"id": "neemrana", "name": "Neemrana Dialogue"}]}) | {
        "public": "Everybody may read of the LoC.",
        "side_briefs": {"india": "For one side: Siachen.", "pakistan": "For the other: Sir Creek."},
        "seat_briefs": {f"{side}{n}": "Only yours: a CBM." for side in ("in", "pk") for n in range(1, 5)},
    }
    scene = Scene().having(Open(pack), by=SYSTEM).having(JoinStaff("host", "facilitator"), by=SYSTEM)
    return scene.with_seated("in1").having(AcceptRules(), by="in1").with_seated("pk1")


def test_a_card_is_shown_to_delegates_in_its_phase_and_in_no_other() -> None:
    scene = with_a_card()
    assert CARD not in page(scene, "in1")
    scene.having(Start())
    assert CARD in page(scene, "in1")
    assert CARD not in page(scene, "screen")
    scene.having(Next("time"))
    assert CARD not in page(scene, "in1")


def test_each_brief_leads_to_the_shelf_beside_the_page() -> None:
    scene = with_a_card()
    for who, own, other in (("in1", "siachen", "sir-creek"), ("pk1", "sir-creek", "siachen")):
        shown = page(scene, who)
        for term in (own, "line-of-control", "cbm"):
            assert TERM.format(term) in shown, (who, term)
        assert TERM.format(other) not in shown


def test_a_page_without_a_seat_has_the_links_of_the_public_text_alone() -> None:
    shown = page(with_a_card(), "host")
    assert TERM.format("siachen") not in shown


def test_once_out_of_role_the_whole_shelf_is_open() -> None:
    scene = with_a_card()
    scene.having(Start())
    for _ in range(3):
        scene.having(Next("time"))
    shown = page(scene, "in1")
    assert "until=" not in shown and 'href="/shelf/glossary/#cbm"' in shown
