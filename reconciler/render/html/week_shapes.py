"""The values that the week of a report is made of, in words and lists, before it is HTML. Types only.

Texts of others are in them as they are; the template escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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
    other: str
    """What it was, or what the files want: `was 18:30 · Anna`; "" if nothing of that differs."""
    others_staff: str
    """The teacher of that other side, "" if it is the same."""
    others_rooms: tuple[str, ...]
    """Its rooms, none if they are the same."""
    paper: str | None
    """What stands on paper for `when`, where a pattern that is prolonged is told once; None where
    another cell of it tells it."""


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
    span: str
    """`11 Jan to 18 Apr 2027`."""
    closed: str
    """Days without a class although the patterns have some: `1-7 Feb, 8 Mar`."""
    bands: tuple[tuple[int, str], ...]
    """Place and name of the parts of the day that occur."""
    days: tuple[DayColumn, ...]
    single: tuple[Cell, ...]
    size: int
    """Of the letters on paper, in halves of a CSS pixel."""
    signs: tuple[tuple[str, str], ...]
    """Sign and words of what is not simply to be as the files say, for paper."""
    bars: tuple[Bar, ...]
