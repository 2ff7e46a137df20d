"""The values that a report is made of, in words and lists, before it is HTML. Types only.

Texts of others are in them as they are; the template escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reconciler.render.frame_shape import SummaryView
from reconciler.render.html.headline import Headline
from reconciler.render.html.week_shapes import LocationBlock
from reconciler.render.plan_text.rule_words import RuleWords


class Total(NamedTuple):
    """One number of the summary."""

    number: int
    words: str
    kind: str


class Why(NamedTuple):
    """One rule that had a part in a class."""

    kind: str
    text: str
    place: str
    """`schedules/autumn.yaml:12`."""


class Day(NamedTuple):
    """One date of a class."""

    date: str
    words: str
    note: str
    """What is true of this date alone: `7 booked; activity 9001`."""


class Part(NamedTuple):
    """Dates that are there for the same reasons."""

    days: tuple[Day, ...]
    why: tuple[Why, ...]
    """In order of evaluation; empty where the files do not speak."""


class Group(NamedTuple):
    """Dates of classes that are alike, down to what happens to them."""

    kind: str
    sign: str
    when: str
    """`Mon, Wed 18:30-19:25`."""
    service: str
    staff: str
    rooms: tuple[str, ...]
    seats: str
    difference: str
    """`seats: 10 → 12`, "" if nothing differs."""
    number: int
    span: str
    """`7 Sep to 2 Dec 2026`."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBlock:
    """One class of which something is created, with its rules and its dates."""

    anchor: str
    head: str
    number: int
    rules: tuple[RuleWords, ...]
    groups: tuple[Group, ...]


class ReasonBlock(NamedTuple):
    """Classes about which one thing is to be said."""

    kind: str
    sign: str
    sentence: str
    next_step: str
    number: int
    groups: tuple[Group, ...]


class LostDay(NamedTuple):
    """What one rule takes out of one day."""

    date: str
    words: str
    classes: tuple[str, ...]
    services: tuple[str, ...]
    staff: tuple[str, ...]
    rooms: tuple[str, ...]


class LostBlock(NamedTuple):
    """What one rule takes out of the patterns of one location."""

    words: str
    place: str
    location: str
    number: int
    span: str
    days: tuple[LostDay, ...]


class Moved(NamedTuple):
    """A class on another date, or at another time, than its pattern says."""

    series: str
    before: str
    date: str
    after: str
    why: tuple[Why, ...]


class Finding(NamedTuple):
    """Something that the files say, and what is odd about it."""

    severity: str
    code: str
    summary: str
    detail: str
    hint: str
    place: str
    related: tuple[tuple[str, str], ...]


class Section(NamedTuple):
    """One heading of the report, for the list of contents."""

    anchor: str
    title: str
    number: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole report."""

    title: str
    span: str
    environment: str
    banners: tuple[tuple[str, str, str], ...]
    """Kind, title and text of each."""
    totals: tuple[Total, ...]
    counts: SummaryView
    cost: str
    glance: tuple[Headline, ...]
    contents: tuple[Section, ...]
    legend: tuple[tuple[str, str, str], ...]
    """Kind, sign and words."""
    locations: tuple[LocationBlock, ...]
    classes: tuple[ClassBlock, ...]
    held: tuple[ReasonBlock, ...]
    clashes: tuple[ReasonBlock, ...]
    drift: tuple[ReasonBlock, ...]
    in_place: tuple[Group, ...]
    lost: tuple[LostBlock, ...]
    moved: tuple[Moved, ...]
    renamed: tuple[tuple[str, str, str], ...]
    findings: tuple[Finding, ...]
    services: tuple[str, ...]
    staff: tuple[str, ...]
    rooms: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
