"""Markdown of a pack as safe HTML: a small part of CommonMark, no raw HTML, no pictures.

Only for texts that authors write. What delegates type is plain text and never comes here.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "blockquote",
    "code",
    "pre",
    "hr",
    "br",
    "a",
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "mailto"}
DEEPEST = 6

_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=512)
def render(text: str, shift: int = 1) -> str:
    """Safe HTML. Headings go down by ``shift`` levels, so that they fit under the page's own."""
    tokens = _markdown.parse(text)
    for token in tokens:
        _lower(token, shift)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def _lower(token: Token, shift: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1:]) + shift, DEEPEST)}"
