"""Read YAML into plain values that keep what was written, and find the place of each.

Takes the name and the bytes of a file; returns a `Document` whose scalars are all text, or
the diagnostics that say why there is none. Nothing is constructed by YAML's own types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import parser, reader, scanner
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from reconciler.load.findings import Findings
from reconciler.load.guards import decode
from reconciler.load.mapping import Mapping, Path, first_line, home_of, nearest_mapping, span_between
from reconciler.model.diagnostic import Diagnostic, Span

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment, misc]  # a class or nothing

__all__ = ["Document", "Mapping", "Parsed", "Path", "parse_document"]

MAX_DEPTH = 50
"""Mappings and lists inside each other; a timetable needs eight."""

_NEAR = 4096

EventSource = Callable[[], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as plain values: `Mapping`, list, str, or None for an empty value or `~`."""

    name: str
    text: str = field(repr=False)
    root: Mapping = field(repr=False)

    def at(self, mapping: Mapping) -> Span:
        """Where a mapping starts, up to the end of that line. Costs no scan."""
        return first_line(self.name, self.text, mapping)

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Place of the value at `path`, or of its key.

        A scalar's span covers it with its quotes, a mapping's its first line, and a list's its
        first character. A path that does not exist gives the nearest mapping around it.
        """
        around, rest = nearest_mapping(self.root, path, key=key)
        name, text = home_of(around, self.name, self.text)
        if not rest:
            return self.at(around)
        for end in (around.offset + _NEAR, None):
            near = " " * (around.column - 1) + text[around.offset : end]
            marks = _locate(_events(near), rest, key=key)
            # A value is surely not cut off by the end of the piece if another line follows it.
            if marks and (end is None or "\n" in near[marks[1].index :].rstrip()):
                return span_between(name, around, *marks)
        return self.at(around)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document, or None together with at least one error."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...] = ()


def parse_document(name: str, raw: bytes, *, pure: bool = False) -> Parsed:
    """Read one YAML file.

    All findings are reported in one run as far as YAML can be followed (YML001 to YML018), by
    place. `pure` takes the slower parser that needs no C extension; the result is the same.
    """
    text, refused = decode(name, raw)
    if text is None:
        return Parsed(document=None, diagnostics=refused)
    findings = Findings(name, text)
    try:
        root = _Builder(name, text, findings).build(_events(text, pure=pure))
    except yaml.YAMLError as error:
        findings.syntax(error)
        root = None
    diagnostics = findings.sorted()
    if diagnostics or not isinstance(root, Mapping):
        return Parsed(document=None, diagnostics=diagnostics)
    return Parsed(document=Document(name=name, text=text, root=root))


def _events(text: str, *, pure: bool = False) -> EventSource:
    """The parser's events; the C extension's if PyYAML was built with it."""
    return (_PureParser if pure or CParser is None else CParser)(text).get_event


class _PureParser(reader.Reader, scanner.Scanner, parser.Parser):
    """PyYAML's own parser without composer and constructor: it needs no recursion."""

    def __init__(self, text: str) -> None:
        reader.Reader.__init__(self, text)
        scanner.Scanner.__init__(self)
        parser.Parser.__init__(self)


class _Builder:
    """Builds the values of one file from its events."""

    def __init__(self, name: str, text: str, findings: Findings) -> None:
        self._name = name
        self._text = text
        self._findings = findings

    def build(self, next_event: EventSource) -> Mapping | None:  # noqa: C901, PLR0912 - see below
        """The root mapping, None with a finding if there is none.

        One loop, although it is long: a call for each event would double the time.
        """
        roots: list[Any] = []
        box: Any = roots
        key: str | None = None
        in_mapping = False
        around: list[tuple[Any, bool]] = []
        while True:
            event = next_event()
            kind = event.__class__
            if kind is ScalarEvent:
                value = event.value
                if event.tag is not None or event.anchor is not None or not value.isprintable():
                    self._findings.odd_value(event)
                if in_mapping and key is None:
                    if not value or value in box or value == "<<":
                        self._odd_key(event, box)
                    key = value
                    continue
                if (not value or value == "~") and not event.style:
                    value = None
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                box, in_mapping = around.pop()
                key = None
                continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                value = self._open(event, len(around), as_key=in_mapping and key is None)
                if value is None:
                    return None
                if in_mapping:
                    box[key] = value
                else:
                    box.append(value)
                around.append((box, in_mapping))
                box, key, in_mapping = value, None, kind is MappingStartEvent
                continue
            elif kind is AliasEvent:
                self._findings.anchor(event, "*")
                value = ""
                if in_mapping and key is None:
                    key = value
                    continue
            elif kind is StreamEndEvent:
                return self._root(roots)
            elif kind is DocumentStartEvent and roots:
                self._findings.second_document(event)
                return None
            else:
                continue
            if in_mapping:
                box[key] = value
                key = None
            else:
                box.append(value)

    def _open(self, event: Any, depth: int, *, as_key: bool) -> Any:
        """An empty mapping or list, None if what follows cannot be followed."""
        is_marked = event.tag is not None or event.anchor is not None
        if is_marked:
            self._findings.odd_value(event)
        if as_key or depth >= MAX_DEPTH:
            self._findings.not_a_key(event) if as_key else self._findings.too_deep(event, MAX_DEPTH)
            return None
        if event.__class__ is SequenceStartEvent:
            return []
        mark = event.start_mark
        if event.flow_style and not is_marked and self._text[mark.index] != "{":
            self._findings.pair_without_braces(event)
        mapping = Mapping()
        mapping.line, mapping.column, mapping.offset = mark.line + 1, mark.column + 1, mark.index
        return mapping

    def _odd_key(self, event: Any, mapping: Mapping) -> None:
        if event.value not in mapping:
            self._findings.odd_key(event)
            return
        document = Document(name=self._name, text=self._text, root=mapping)
        # A file of nothing but repeated keys must not be searched once for each of them.
        first = document.at(mapping) if self._findings.full else document.span((event.value,), key=True)
        self._findings.repeated_key(event, first)

    def _root(self, roots: list[Any]) -> Mapping | None:
        root = roots[0] if roots else None
        if not isinstance(root, Mapping):
            self._findings.root(empty=root is None, found="a list" if isinstance(root, list) else "one text")
        return root if isinstance(root, Mapping) else None


def _locate(next_event: EventSource, rest: Path, *, key: bool) -> tuple[Any, Any] | None:
    """Marks of a value's (or its key's) start and end below the first mapping of the stream."""
    try:
        for _ in ("stream", "document", "mapping"):
            next_event()
        name = next_event()
        while name.__class__ is ScalarEvent and name.value != rest[0]:
            _skip(next_event, next_event())
            name = next_event()
        if name.__class__ is not ScalarEvent:
            return None
        found = name if key and len(rest) == 1 else next_event()
        for index in rest[1:]:
            for _ in range(int(index)):
                _skip(next_event, next_event())
            found = next_event()
    except yaml.YAMLError:
        # What follows the mapping in its file need not make sense without what precedes it.
        return None
    return found.start_mark, found.end_mark


def _skip(next_event: EventSource, event: Any) -> None:
    """Pass over the rest of the value that starts with `event`."""
    depth = 0
    while True:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth <= 0:
            return
        event = next_event()
