"""Writes docs/reference.md from the schemas: every key, what it may be, what it means, an example.

Takes the schemas as parsed JSON; returns Markdown. Each kind of mapping has a section of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reconciler.load.grammars import called

Node = Mapping[str, Any]

HEAD = """\
# Reference

Every key of the files, as the schemas have it. The [guide](language.md) explains them with examples
that run; the [concepts](concepts.md) are a list of what can be said.

This page is made from `schemas/`. After a change there: `GOLDEN_WRITE=1 pytest tests/docs`.

A key in **bold** is required. Where a list may stand, a single value may stand without brackets.
"""
_TITLES = {"schedule": "The schedule file", "project": "The project file"}
_WORDS = {
    "a time": '`"18:30"`, or start and end: `"18:30-19:25"`',
    "a time span": '`"07:00-13:00"`',
    "opening hours": '`"07:00-22:00"`, or `closed`',
    "a weekday": "`mon` to `sun`, `weekdays`, `weekend`, `daily`",
    "one weekday": "`mon` to `sun`",
    "a weekday or a day of the month": "a weekday, or `1st sat` to `5th sat`, `last sun`, `last day`",
    "a duration": "`55m`, `1h`, `1h15m`, `2 weeks`, `48h`",
    "a date": "`2027-01-11`",
    "a date or a range of dates": "a date, or `2026-12-24 to 2027-01-03`; both ends included",
    "a date, or a date and time": "a date, or `2027-01-11 18:30`",
    "a date and time": "`2027-01-11 18:30`, a date alone, or a time alone",
    "a choice of weeks": "`every 2 from 2027-01-11`, `odd`, `even`, `all`",
    "a key": "small letters, digits and hyphens: `yoga-evening`",
    "the name of a week": "letters, digits and hyphens: `A`",
    "a colour": '`"#ff8800"`',
    "true or false": "`true`, `false`",
}
"""Words of a value that need an example, as the schema calls them."""


class _Section(NamedTuple):
    anchor: str
    title: str
    node: Node


def reference(schedule: Node, project: Node) -> str:
    """The whole page."""
    parts = [HEAD, _words()]
    for which, schema in (("schedule", schedule), ("project", project)):
        page = _Page(schema, known=_Page(schedule, known=set()).named if which == "project" else set())
        parts += [f"## {_TITLES[which]}\n", page.table(schema), *page.sections()]
    return "\n".join(parts)


def _words() -> str:
    rows = "".join(f"| {name} | {text} |\n" for name, text in _WORDS.items())
    return f"## Words of a value\n| Called | Written |\n| --- | --- |\n{rows}"


class _Page:
    """One schema; `known` are definitions that another one has explained already."""

    def __init__(self, schema: Node, *, known: set[str]) -> None:
        self._schema, self._known = schema, known
        self.named = {name for name, node in self._definitions().items() if _keys(node)}

    def _definitions(self) -> dict[str, Node]:
        found: dict[str, Node] = self._schema["definitions"]
        return found

    def sections(self) -> Iterator[str]:
        """A section for each mapping that has keys of its own."""
        for name, node in sorted(self._definitions().items()):
            if _keys(node) and name not in self._known:
                yield f"### {_title(name)}\n"
                yield self.table(node)

    def table(self, node: Node) -> str:
        """The keys of a mapping; those of mappings inside of it that have no name follow with a dot."""
        rows = "".join(self._rows(node, ""))
        return f"| Key | Value | Meaning | Example |\n| --- | --- | --- | --- |\n{rows}"

    def _rows(self, node: Node, before: str) -> Iterator[str]:
        required = node.get("required", ())
        for key, part in _keys(node).items():
            name = f"**`{before}{key}`**" if key in required else f"`{before}{key}`"
            cells = (name, self._forms(part), _meaning(part), _example(part, key))
            yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"
            if not self._reference(part):
                yield from self._rows(part, f"{before}{key}.")

    def _reference(self, part: Node) -> str:
        for inner in (part, *part.get("allOf", ())):
            if "$ref" in inner:
                return str(inner["$ref"]).rpartition("/")[2]
        return ""

    def _forms(self, part: Node) -> str:
        name = self._reference(part)
        node = self._definitions()[name] if name else part
        if self._reference(node):
            return self._forms(node)
        kinds = node.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        return "; or ".join(self._alternatives(node, name, kinds)) or "anything"

    def _alternatives(self, node: Node, name: str, kinds: list[str]) -> Iterator[str]:
        if "enum" in node:
            shown = dict.fromkeys(str(each).lower() for each in node["enum"])
            yield ", ".join(f"`{each}`" for each in shown)
        elif {"string", "integer", "number", "boolean"} & set(kinds):
            yield called(dict(node))
        if "object" in kinds:
            yield self._mapping(node, name)
        if "array" in kinds:
            items = node.get("items", {})
            inner = self._forms(items) if items else "anything"
            same = kinds != ["array"] and "items" in node
            yield "a list of these" if same else f"a list of: {inner}"

    def _mapping(self, node: Node, name: str) -> str:
        if _keys(node):
            return f"a mapping ([{_title(name).lower()}](#{_anchor(_title(name))}))" if name else "a mapping"
        inner = node.get("additionalProperties")
        return f"names, each with {self._forms(inner)}" if isinstance(inner, dict) else "a mapping"


def _keys(node: Node) -> Mapping[str, Node]:
    found: Mapping[str, Node] = node.get("properties", {})
    return found


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _meaning(part: Node) -> str:
    text = str(part.get("description", ""))
    default = f" Default: `{part['default']}`." if "default" in part else ""
    return text + default


def _example(part: Node, key: str) -> str:
    examples = part.get("examples", [])
    return f"`{key}: {_flow(examples[0])}`" if examples else ""


def _flow(value: object) -> str:
    """A value as people write it on one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if isinstance(value, str):
        quoted = ":" in value or value.startswith(("#", "*", "@", "%", "&", "!")) or not value
        return json.dumps(value, ensure_ascii=False) if quoted else value
    return json.dumps(value)
