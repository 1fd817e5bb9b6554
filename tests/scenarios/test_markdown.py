"""Authors' Markdown becomes safe HTML that fits under the headings of a page."""

import re
import time

import pytest

from scenarios.loader import MAX_PROSE_BYTES
from scenarios.markdown import render, without_title

ALLOWED = re.compile(
    r"</?(?:p|h[2-6]|ul|ol|li|strong|em|blockquote|code|pre|table|thead|tbody|tr|th|td)>|<hr>|<br>|</a>"
    r"|<ol start=\"\d+\">"
    r"|<a(?: href=\"(?:https:|mailto:)?[^\"<>]*\")?(?: title=\"[^\"<>]*\")?(?: rel=\"noopener noreferrer\")?>"
)


def test_headings_go_below_those_of_the_page() -> None:
    assert render("# One\n\n## Two") == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert render("# One\n\n#### Four", 3) == "<h4>One</h4>\n<h6>Four</h6>\n"


def test_a_table_is_a_table_without_style() -> None:
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


def test_a_title_that_the_page_already_shows_can_be_left_out() -> None:
    assert without_title("# One\n\nText") == "Text"
    assert without_title("Text\n\n# One") == "Text\n\n# One"
    assert without_title("# One") == ""


def test_what_authors_need_is_there() -> None:
    html = render("A *b* **c**\n\n- one\n- two\n\n3. x\n\n> q\n\n[site](https://example.org)")
    assert "<em>b</em> <strong>c</strong>" in html
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert '<ol start="3">' in html
    assert "<blockquote>" in html
    assert '<a href="https://example.org" rel="noopener noreferrer">site</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<style>*{}</style>",
        "<div onclick=x>y</div>",
        "<!-- x --><iframe src=//x>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](vbscript:x)",
        "[x](http://example.org)",
        "[x](//example.org)",
        '[x](https://example.org "\\"><script>")',
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<https://example.org/\"onmouseover='x'>",
        "`<script>`",
        "```html\n<script>\n```",
        "    <script>",
        "&lt;script&gt; &#60;script&#62; &#x3c;script>",
        "# <b>x</b>\n\n<b",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext></p><img src=x>",
    ],
)
def test_nothing_but_the_allowed_tags_comes_out(text: str) -> None:
    html = render(text)
    assert "<" not in ALLOWED.sub("", html)
    assert "javascript:" not in "".join(re.findall(r"href=\"([^\"]*)\"", html)).lower()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "*" * 20_000,
        "*a " * 10_000,
        "_a *b " * 8_000,
        "`" * 20_000,
        "> " * 10_000,
        "- " * 10_000,
        "[a](" * 10_000,
        "[a][" * 10_000,
        "<" * 20_000,
        "<a " * 10_000,
        "&" * 20_000,
        "\\" * 20_000,
        "#" * 20_000,
        "a\n" * 20_000,
        "1. " * 10_000,
        "[x]: y\n" * 5_000,
        "![" * 15_000,
        "**a" * 10_000,
        "`" + "a`" * 10_000,
        "|a" * 10_000,
        "|a|\n|-|\n" + "|b|\n" * 8_000,
        "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + "|\n" * 8_000,
        "\n".join("`" * n for n in range(300)),
    ],
)
def test_a_text_built_to_be_slow_is_not(text: str) -> None:
    begun = time.process_time()
    render(text[:MAX_PROSE_BYTES])
    assert time.process_time() - begun < 2
