"""Template filters of the precedent shelf."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from scenarios.shelf_reader import Shelf
from scenarios.shelf_schema import Claim, ShelfTerm

register = template.Library()


@register.filter
def named(tags: list[str], sources: dict[str, str]) -> str:
    """The sources behind their tags, one after the other."""
    return "; ".join(sources[tag] for tag in tags)


@register.filter
def told(claims: list[Claim], later: bool) -> list[Claim]:
    """The claims that may be told before the pack is played, or those that are for afterwards."""
    return [claim for claim in claims if claim.later == later]


@register.filter
def terms_in(ids: list[str], shelf: Shelf) -> list[ShelfTerm]:
    return shelf.named(ids)


@register.filter
def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """The text with the words of a search marked, where they are spelt alike."""
    if not words:
        return escape(text)
    wanted = re.compile(rf"(\b(?:{'|'.join(map(re.escape, words))})\w*)", re.IGNORECASE)
    parts = enumerate(wanted.split(text))
    html = (f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in parts)
    return mark_safe("".join(html))  # noqa: S308 - every part is escaped above
