"""Markdown of a pack as safe HTML: a small part of CommonMark and tables, no raw HTML, no pictures.

Only for texts that authors write. What delegates type is plain text and never comes here.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "blockquote", "code"}
TAGS |= {"pre", "hr", "br", "a", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "mailto"}
DEEPEST = 6

OFF = ["image", "html_block", "html_inline"]
MAX_CELLS = 5000
"""A few bytes can ask for a table of many cells; such a text is shown without tables."""

_plain = MarkdownIt("commonmark", {"html": False}).disable(OFF)
_with_tables = MarkdownIt("commonmark", {"html": False}).enable("table").disable(OFF)


@lru_cache(maxsize=512)
def render(text: str, shift: int = 1) -> str:
    """Safe HTML. Headings go down by ``shift`` levels, so that they fit under the page's own."""
    markdown = _with_tables if _cells(text) <= MAX_CELLS else _plain
    tokens = markdown.parse(text)
    for token in tokens:
        _lower(token, shift)
    html = markdown.renderer.render(tokens, markdown.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def without_title(text: str) -> str:
    """The Markdown after its first line, when that is a title; for places that already show one."""
    title, _, rest = text.partition("\n")
    return rest.lstrip() if title.startswith("# ") else text


def _cells(text: str) -> int:
    """As many cells as the text's tables can have, or more."""
    bars = [line.count("|") for line in text.split("\n") if "|" in line]
    return len(bars) * (max(bars, default=0) + 1)


def _lower(token: Token, shift: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1:]) + shift, DEEPEST)}"
