"""The values that a report is made of, in words and lists, before it is HTML. Types only.

Texts of others are in them as they are; the template escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reconciler.render.html.headline import Headline
from reconciler.render.plan_text.rule_words import RuleWords
from reconciler.render.shape import SummaryView


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


class Cell(NamedTuple):
    """One class in the week."""

    kind: str
    sign: str
    hue: int
    """0 to 7, the same for every class of a service."""
    hours: str
    service: str
    staff: str
    rooms: tuple[str, ...]
    when: str
    """What its dates have of their own: `from 20 Jan; not 8 Mar`."""
    number: int
    weeks: str
    """Weeks with a date of it, counted from the first of its location: `0-3 5 7-12`."""
    lost: str
    """Weeks in which it falls out, in the same form."""
    anchor: str
    """Block of its class, "" if there is none."""


class Band(NamedTuple):
    """Part of a day: 0 morning, 1 afternoon, 2 evening."""

    place: int
    cells: tuple[Cell, ...]


class DayColumn(NamedTuple):
    """One weekday."""

    place: int
    """Column, from 1."""
    name: str
    bands: tuple[Band, ...]


class Slice(NamedTuple):
    """Part of the bar of a week."""

    kind: str
    top: int
    height: int


class Bar(NamedTuple):
    """One week of the season."""

    week: int
    monday: str
    day: str
    month: str
    """Name of the month where it begins, else ""."""
    total: int
    words: str
    slices: tuple[Slice, ...]
    marks: tuple[tuple[str, int], ...]  # kind and number of exceptions: `("lost", 9)`


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationBlock:
    """The timetable of one location."""

    key: str
    timezone: str
    number: int
    monday: str
    closed: str
    """Days without a class although the patterns have some: `1-7 Feb, 8 Mar`."""
    bands: tuple[tuple[int, str], ...]
    """Place and name of the parts of the day that occur."""
    days: tuple[DayColumn, ...]
    single: tuple[Cell, ...]
    bars: tuple[Bar, ...]


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
