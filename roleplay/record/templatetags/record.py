"""What the templates of the record need: who spoke, the words with what was searched for, the script."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from roleplay.live.scripts import script_of
from roleplay.record import search
from roleplay.record.lens import FACILITATORS, Who

register = template.Library()


@register.simple_tag
def who(one: Who, names: Mapping[str, str]) -> SafeString:
    """Whoever spoke: by colour, shape, letter and role where the view may tell, in words where not."""
    name = names.get(one.participant, "")
    words = format_html("{}, <bdi>{}</bdi>", one.label, name) if name else one.label
    if not one.letter:
        return format_html("<b>{}</b>", words)
    tone = "staff" if one.label == FACILITATORS else one.number
    side = format_html('<span class="unseen"> ({})</span>', one.side_name) if one.side_name else ""
    return format_html(
        '<span class="seat seat-{}" data-letter="{}"><span>{}{}</span></span>', tone, one.letter, words, side
    )


@register.filter
def highlighted(text: str, words: list[str]) -> SafeString:
    """The text, with the words that were searched for marked."""
    if not words:
        return format_html("{}", text)
    return format_html_join("", "{}", ((_piece(piece, hit),) for piece, hit in search.marked(text, words)))


def _piece(text: str, hit: bool) -> SafeString:
    return format_html("<mark>{}</mark>" if hit else "{}", text)


@register.simple_tag
def script(text: str) -> SafeString:
    """The language and direction of a text, as attributes."""
    language, direction = script_of(text)
    if not language:
        return format_html('dir="{}"', direction)
    return format_html('lang="{}" dir="{}"', language, direction)
