"""What a document is made of: mappings that know where they start, and ways through them."""

from __future__ import annotations

from typing import Any

from reconciler.model.diagnostic import Span

Path = tuple[str | int, ...]
"""The keys and list indexes that lead from the root to a value."""


class Mapping(dict[str, Any]):
    """A mapping and where it starts: `line` and `column` from 1, `offset` in characters from 0."""

    __slots__ = ("column", "line", "offset")

    line: int
    column: int
    offset: int


class Merged(Mapping):
    """Several mappings as one: `homes` has, by key, the mapping that a value comes from if not from here."""

    __slots__ = ("homes",)

    homes: dict[str, Mapping]


class Borrowed(Mapping):
    """A mapping that stands in another file, `name` with its `text`, than the document that uses it."""

    __slots__ = ("name", "text")

    name: str
    text: str


_MAX_WIDTH = 200


def home_of(mapping: Mapping, name: str, text: str) -> tuple[str, str]:
    """Name and text of the file that a mapping stands in, if not in the one of these."""
    return (mapping.name, mapping.text) if isinstance(mapping, Borrowed) else (name, text)


def first_line(name: str, text: str, mapping: Mapping) -> Span:
    """From where a mapping starts to the end of that line, at most 200 characters."""
    name, text = home_of(mapping, name, text)
    start = mapping.offset
    end = text.find("\n", start, start + _MAX_WIDTH)
    width = len(text[start : end if end >= 0 else start + _MAX_WIDTH].rstrip())
    return Span(name, mapping.line, mapping.column, mapping.line, mapping.column + width)


def span_between(name: str, around: Mapping, start: Any, end: Any) -> Span:
    """The span of two of the parser's marks, whose lines count from the mapping `around`."""
    line, end_line = around.line + start.line, around.line + end.line
    column, end_column = start.column + 1, end.column + 1
    return Span(name, line, column, end_line, max(end_column, column + 1) if line == end_line else end_column)


def nearest_mapping(root: Mapping, path: Path, *, key: bool) -> tuple[Mapping, Path]:
    """The innermost mapping around a place, and the rest of the path from there."""
    around, rest, value = root, path, root
    for depth, step in enumerate(path, start=1):
        try:
            value = value[step]  # type: ignore[index]  # a list takes the steps that are numbers
        except (KeyError, IndexError, TypeError):
            return around, ()
        is_last = depth == len(path)
        if isinstance(value, Mapping) and not (is_last and key and isinstance(step, str)):
            around, rest = value, path[depth:]
    if rest and isinstance(around, Merged):
        around = around.homes.get(str(rest[0]), around)
    return around, rest
