"""A form as a browser sends it back when nobody has changed anything."""

from html.parser import HTMLParser
from typing import Any


def as_a_browser(html: str) -> dict[str, list[str]]:
    """The fields of the first form in this HTML, as a submit without a button would send them."""
    reader = _Reader()
    reader.feed(html)
    return {name: values for name, values in reader.fields.items() if name != "csrfmiddlewaretoken"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = False
        self.over = False
        self.text: str | None = None
        self.select = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attributes)
        if tag == "form":
            self.inside = not self.over
        if not self.inside:
            return
        if tag == "input" and "name" in given and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.setdefault(given["name"], []).append(given.get("value") or "")
        elif tag == "textarea":
            self.text, self.select = "", given["name"]
        elif tag == "select":
            self.select, self.options = given["name"], []
        elif tag == "option":
            self.options.append((given.get("value") or "", "selected" in given))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            self.inside, self.over = False, True
        elif tag == "textarea" and self.text is not None:
            self.fields[self.select] = [self.text.removeprefix("\n").replace("\n", "\r\n")]
            self.text = None
        elif tag == "select" and self.inside:
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.fields[self.select] = chosen
