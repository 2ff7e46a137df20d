"""Whatever the layout of a document, each span points at the text it claims."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.load.document import Document, parse_document
from reconciler.model.diagnostic import Span

WORDS = st.text("abcdefgh 0123456789:-äж", min_size=1, max_size=12)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
ROOTS = st.dictionaries(WORDS, VALUES, min_size=1, max_size=5)


class Writer:
    """Writes a value as YAML in a random layout, and notes where it put each key and scalar."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.keys: dict[tuple[str | int, ...], tuple[int, str]] = {}
        self.scalars: dict[tuple[str | int, ...], tuple[int, str]] = {}

    def quoted(self, text: str) -> str:
        plain = text.strip() == text and text[0].isalpha() and ":" not in text and "-" not in text
        style = self.draw(st.sampled_from(["plain", "single", "double"] if plain else ["single", "double"]))
        return {"plain": text, "single": f"'{text}'", "double": json.dumps(text, ensure_ascii=False)}[style]

    def scalar(self, text: str, path: tuple[str | int, ...]) -> None:
        written = self.quoted(text)
        self.scalars[path] = (len(self.text), written)
        self.text += written

    def key(self, text: str, path: tuple[str | int, ...]) -> None:
        written = self.quoted(text)
        self.keys[path] = (len(self.text), written)
        self.text += written + ":"

    def flow(self, value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, str):
            self.scalar(value, path)
            return
        gap = self.draw(st.sampled_from(["", " ", "\n          "]))
        self.text += "{" if isinstance(value, dict) else "["
        for number, step in enumerate(value):
            self.text += ("," if number else "") + (gap or " ")
            if isinstance(value, dict):
                self.key(step, (*path, step))
                self.text += " "
                self.flow(value[step], (*path, step))
            else:
                self.flow(step, (*path, number))
        self.text += "}" if isinstance(value, dict) else "]"

    def block(self, value: Any, path: tuple[str | int, ...], indent: int) -> None:
        if not isinstance(value, str) and (not value or self.draw(st.booleans())):
            self.text += " "
            self.flow(value, path)
            self.text += self.draw(st.sampled_from(["\n", "  # comment: x\n", "\n\n"]))
        elif isinstance(value, str):
            self.text += " "
            self.scalar(value, path)
            self.text += self.draw(st.sampled_from(["\n", " # so\n"]))
        else:
            self.text += "\n"
            self.entries(value, path, indent + self.draw(st.integers(1, 4)))

    def entries(self, value: Any, path: tuple[str | int, ...], indent: int) -> None:
        for number, step in enumerate(value):
            self.text += " " * indent
            if isinstance(value, dict):
                self.key(step, (*path, step))
                self.block(value[step], (*path, step), indent)
            elif isinstance(step, dict) and step and self.draw(st.booleans()):
                self.compact(step, (*path, number), indent)
            else:
                self.text += "-"
                self.block(step, (*path, number), indent)

    def compact(self, value: dict[str, Any], path: tuple[str | int, ...], indent: int) -> None:
        """`- key: value`, the first key on the line of the dash."""
        self.text += "- "
        for number, step in enumerate(value):
            self.text += " " * (indent + 2) if number else ""
            self.key(step, (*path, step))
            self.block(value[step], (*path, step), indent + 2)


def shown(document: Document, span: Span) -> str:
    assert span.line == span.end_line
    return document.text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def offset(document: Document, span: Span) -> int:
    return sum(len(line) + 1 for line in document.text.split("\n")[: span.line - 1]) + span.column - 1


@given(ROOTS, st.data(), st.booleans())
def test_each_span_points_at_the_text_it_claims(
    value: dict[str, Any], data: st.DataObject, pure: bool
) -> None:
    writer = Writer(data.draw)
    writer.entries(value, (), 0)
    parsed = parse_document("s.yaml", writer.text.encode(), pure=pure)
    assert parsed.document is not None, (writer.text, parsed.diagnostics)
    assert parsed.document.root == value
    for is_key, places in ((True, writer.keys), (False, writer.scalars)):
        for path, (start, written) in places.items():
            span = parsed.document.span(path, key=is_key)
            assert (offset(parsed.document, span), shown(parsed.document, span)) == (start, written)


@given(st.binary(max_size=200), st.booleans())
def test_random_bytes_are_read_or_refused_but_never_raise(raw: bytes, pure: bool) -> None:
    parsed = parse_document("s.yaml", raw, pure=pure)
    assert (parsed.document is None) == bool(parsed.diagnostics)


@given(st.text(max_size=200), st.booleans())
def test_random_text_is_read_alike_by_both_parsers_or_refused(text: str, pure: bool) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    one, other = parse_document("s.yaml", raw), parse_document("s.yaml", raw, pure=True)
    if one.document is not None and other.document is not None:
        assert one.document.root == other.document.root
