"""Which stretch of a YAML text says what, and what to write there instead.

Knows the text and the parser's tree of it, not what an edit is for: that is ``yaml_editing.py``.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from scenarios.strict_yaml import Path
from scenarios.yaml_writing import flow, item, value_after_colon

GONE = object()
"""The value that takes an entry away."""

Span = tuple[int, int, str]


class CannotEdit(Exception):
    """The careful way does not work here."""


class Places:
    """A text that ``strict_yaml`` can read. Spans are (start, end, what to write there)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree: Any = yaml.compose(text, Loader=yaml.CSafeLoader)

    def with_spans(self, spans: list[Span]) -> str:
        """All replacements at once, from the end, so that no place moves before its turn."""
        text, last = self.text, len(self.text) + 1
        for start, end, new in sorted(spans, key=lambda span: span[:2], reverse=True):
            if end > last:
                raise CannotEdit
            text, last = text[:start] + new + text[end:], start
        return text

    def value(self, path: Path, value: Any) -> Span:
        """So that the value at ``path`` becomes this one, or its entry goes."""
        parent = self._list_or_mapping(path[:-1])
        if isinstance(parent, yaml.SequenceNode):
            return self._item(parent, int(path[-1]), value)
        for index, (name, old) in enumerate(parent.value):
            if name.value == str(path[-1]):
                return self._entry(parent, index, name, old, value)
        if value is GONE or not parent.value:
            raise CannotEdit
        end, indent = self.end(parent), parent.start_mark.column
        return end, end, f"\n{' ' * indent}{flow(path[-1])}:{value_after_colon(value, indent)}"

    def new_item(self, path: Path, index: int, value: Any) -> Span:
        node = self._list_or_mapping(path)
        if not isinstance(node, yaml.SequenceNode) or index == 0:
            raise CannotEdit
        end = self.end(node.value[index - 1])
        return end, end, f"\n{item(value, node.start_mark.column)}"

    def swapped(self, path: Path, one: int, other: int) -> list[Span]:
        node = self._list_or_mapping(path)
        (start, end), (later, last) = sorted(
            (each.start_mark.index, self.end(each)) for each in (node.value[one], node.value[other])
        )
        return [(start, end, self.text[later:last]), (later, last, self.text[start:end])]

    def end(self, node: Any) -> int:
        """Where what a node says ends; its own mark is often only where the next one begins."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(node, yaml.MappingNode) else last)
        start: int = node.start_mark.index
        end: int = node.end_mark.index
        return start + len(self.text[start:end].rstrip())

    def _entry(self, parent: Any, index: int, name: Any, old: Any, value: Any) -> Span:
        start, end = name.end_mark.index, self.end(old)
        if value is GONE:
            if index == 0:
                raise CannotEdit  # it may stand behind a dash
            return self.end(parent.value[index - 1][1]), end, ""
        return start, end, ":" + self._fitting(value, name.start_mark.column, end)

    def _item(self, parent: Any, index: int, value: Any) -> Span:
        old = parent.value[index]
        if value is GONE:
            if index == 0 or (isinstance(old, yaml.CollectionNode) and not old.value):
                raise CannotEdit
            return self.end(parent.value[index - 1]), self.end(old), ""
        indent = parent.start_mark.column
        return old.start_mark.index, self.end(old), item(value, indent).lstrip(" ")[2:]

    def _fitting(self, value: Any, indent: int, end: int) -> str:
        """On one line where a comment follows on the same line, which a longer text would swallow."""
        line = self.text[end:].partition("\n")[0]
        return " " + flow(value) if line.strip() else value_after_colon(value, indent)

    def _list_or_mapping(self, path: Path) -> Any:
        nodes = list(self._nodes(path))
        if len(nodes) <= len(path) or any(node.flow_style for node in nodes):
            raise CannotEdit
        return nodes[-1]

    def _nodes(self, path: Path) -> Iterator[Any]:
        """The mappings and lists on the way along ``path``, as far as there are any."""
        node = self.tree
        for part in (*path, None):
            if not isinstance(node, yaml.CollectionNode):
                return
            yield node
            if isinstance(node, yaml.SequenceNode):
                node = node.value[part] if isinstance(part, int) and part < len(node.value) else None
            else:
                node = next((value for name, value in node.value if name.value == str(part)), None)
