"""What a fact of a plan is, and readers that find the facts in each format without our own code.

A fact is one class on one date: its sign, series, date, hours, names, seats, what changes and why.
`class_facts` takes a view; the readers take the text of a format.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

SIGN_OF_ACTION = {"create": "+", "update": "~", "delete": "-", "no-op": " "}
SIGN_OF_DRIFT = {"differs": "~", "surplus": "-", "undeclared": "-", "native_schedule": "=", "duplicate": "!"}
FIELD_WORDS = {
    "start": "start", "service_id": "service", "staff_id": "teacher", "resource_instance_ids": "rooms",
    "label_ids": "labels", "capacity": "seats", "length_s": "length", "break_s": "break",
    "comment": "comment", "color": "color", "instructions": "instructions", "stream_link": "link",
}  # fmt: skip


class ClassFact(NamedTuple):
    """One class on one date."""

    section: str
    """Which list of the view has it: `changes`, `held_back`, `conflicts` or `drift`."""
    sign: str
    location: str
    series: str
    """Address; "" for what the files do not know."""
    day: date
    hours: str
    details: dict[str, Any]
    """As it is told: what is there, for what changes; what is wanted, for the rest."""
    entry: dict[str, Any]
    """The entry of the view."""


def class_facts(view: Any) -> list[ClassFact]:
    """Every class that the view names."""
    found = []
    for each in view["resource_changes"]:
        (action,) = each["change"]["actions"]
        sign = SIGN_OF_ACTION[action]
        details = each["change"]["before" if sign in "~-" else "after"]
        found.append(_fact("changes", sign, each["address"], details, each))
    for section in ("held_back", "conflicts"):
        found += [_fact(section, "!", each["address"], each["after"], each) for each in view[section]]
    for each in view["drift"]:
        sign = SIGN_OF_DRIFT[each["reason"]]
        fact = _fact("drift", sign, each["address"] or f"{each['location']}/", each["before"], each)
        found.append(fact._replace(series="" if each["address"] is None else fact.series))
    return found


def _fact(section: str, sign: str, address: str, details: Any, entry: Any) -> ClassFact:
    location, series = address.partition("/")[0], address.rpartition("/")[0]
    return ClassFact(section, sign, location, series, day_of(details), hours_of(details), details, entry)


def day_of(details: Any) -> date:
    return date.fromisoformat(details["start"][:10])


def hours_of(details: Any) -> str:
    """`18:30-19:25`, by the clock on the wall."""
    start = details["start"][11:16]
    if details["length_s"] is None:
        return str(start)
    zone = ZoneInfo(details["timezone"])
    local = datetime.fromisoformat(details["start"])
    begin = datetime.fromisoformat(details["utc"]) if details["utc"] else local.replace(tzinfo=zone)
    lesson = timedelta(seconds=details["length_s"] - (details["break_s"] or 0))
    return f"{start}-{(begin.astimezone(UTC) + lesson).astimezone(zone):%H:%M}"


def without_offsets(words: str) -> str:
    """`22:00-04:00 (UTC+1 to +2)` is told on days of a clock change; the hours are what counts here."""
    return re.sub(r" \(UTC\S+ to \S+\)", "", words)


def squeezed(text: str) -> str:
    """Without blanks: lines are broken anywhere."""
    return "".join(text.split())


class Node:
    """An element of a page."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Node | str] = []

    def all(self, tag: str = "", kind: str = "") -> list[Node]:
        """Elements below it, in their order, by tag and class."""
        found = []
        for each in self.inside:
            if isinstance(each, Node):
                if tag in ("", each.tag) and kind in ("", *each.attributes.get("class", "").split()):
                    found.append(each)
                found += each.all(tag, kind)
        return found

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class _Page(HTMLParser):
    VOID = frozenset({"meta", "input", "rect", "br", "link"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in self.VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_html(text: str) -> Node:
    """The page as a tree; AssertionError if an element is not closed where it should be."""
    page = _Page()
    page.feed(text)
    page.close()
    assert len(page.open) == 1
    return page.root


def sections_of(page: Node) -> dict[str, Node]:
    """Sections of the report, by the id of their heading."""
    return {
        section.attributes["aria-labelledby"]: section
        for section in page.all("section")
        if not section.attributes["aria-labelledby"].startswith("week-")
    }


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows; cells as they stand, with the apostrophe that guards a formula."""
    return list(csv.DictReader(StringIO(text, newline="")))


def plain_markdown(text: str) -> str:
    """What a reader sees of a phrase: code and entities are shown."""
    return unescape(re.sub(r"</?code>", "", text)).replace("`", "").replace("**", "")


class MarkdownRule(NamedTuple):
    """One rule of a class in a comment."""

    section: str
    series: str
    sign: str
    when: str
    what: str
    texts: tuple[str, ...]


def markdown_rules(text: str) -> list[MarkdownRule]:
    """The rules of the lists of a comment, by the heading above them."""
    found, section, series = [], "", ""
    for line in text.split("\n"):
        heading = re.match(r"#{4} (.*)|<summary>(.*)</summary>", line)
        if heading:
            section = heading[1] or heading[2]
        elif head := re.match(r" *- (?!`)(.*)", line):
            series = plain_markdown(head[1].partition("  (")[0])
        elif rule := re.match(r" +- `([-+~])` \*\*(.*?)\*\* (.*)", line):
            what, *texts = rule[3].split("<br>")
            found.append(MarkdownRule(section, series, rule[1], rule[2], what, tuple(texts)))
    return found


def markdown_tables(text: str) -> list[list[list[str]]]:
    """The tables: rows of cells, without the line below the head."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in text.split("\n"):
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return tables
