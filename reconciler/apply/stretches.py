"""Cuts what is to be looked for into stretches of at most four weeks, so that few reads serve many classes.

`stretches` takes places (key of a location, local naive start); returns each stretch with its places.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

LONGEST = timedelta(days=28)

Place = tuple[str, datetime]
"""Key of a location, and a local naive start there."""


class Stretch(NamedTuple):
    """Whole days at one location."""

    location: str
    first: datetime
    last: datetime
    places: tuple[Place, ...]
    """What is looked for there: never none, ascending, each once."""


def stretches(places: Iterable[Place]) -> tuple[Stretch, ...]:
    """The fewest stretches that hold all places, by location and start."""
    found: list[list[Place]] = []
    for place in sorted({*places}):
        if not found or not _near(found[-1][0], place):
            found.append([])
        found[-1].append(place)
    return tuple(_stretch(group) for group in found)


def _near(first: Place, other: Place) -> bool:
    return first[0] == other[0] and other[1] - first[1] < LONGEST


def _stretch(group: list[Place]) -> Stretch:
    location, begin = group[0]
    first = datetime.combine(begin.date(), time.min)
    last = datetime.combine(group[-1][1].date(), time(23, 59, 59))
    return Stretch(location, first, last, tuple(group))
