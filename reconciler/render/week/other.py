"""Says of a class what it is on the other side of a change: another time, teacher, room or name.

Takes the details of both sides; returns an `Other`, or None where nothing of that differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import WEEKDAYS, month_day

_BACK: Final = {"->": "<-", "→": "←"}
_NONE: Final = "none"


class Other(NamedTuple):
    """What differs on the other side. Names are as others wrote them; "" is nobody and nothing."""

    later: bool
    """Whether it is what will be there, or is wanted; else what was there."""
    place: str = ""
    """`18:45`, `Wed 18:45` or `Wed 16 Sep 18:45`; "" if it is at the same time."""
    service: str | None = None
    """None if it is the same."""
    staff: str | None = None
    rooms: tuple[str, ...] | None = None
    moved: bool = False
    """Whether it is the date that the pattern has, and nothing else."""


def other_side(mine: DetailsView, other: DetailsView, *, later: bool) -> Other | None:
    """What `other` has of its own; rooms and teachers that one side does not know are not compared."""
    names, others = mine["names"], other["names"]
    rooms, other_rooms = names["rooms"], others["rooms"]
    service, staff = others["service"], others["staff"]
    found = Other(
        later,
        "" if mine["start"] == other["start"] else _place(mine["start"], other["start"]),
        None if service == names["service"] else service or "",
        None if staff == names["staff"] else staff or "",
        None if rooms is None or other_rooms is None or rooms == other_rooms else tuple(other_rooms),
    )
    return None if found == (later, "", None, None, None, False) else found


def moved_from(address: str, start: str) -> Other | None:
    """The date of the pattern, if the class takes place on another one."""
    day = address[-10:]
    if start.startswith(day):
        return None
    told = date.fromisoformat(day)
    return Other(later=False, place=f"{WEEKDAYS[told.weekday()]} {month_day(told)}", moved=True)


def _place(mine: str, other: str) -> str:
    """A start as it is told to somebody who looks at the other one."""
    here, there = date.fromisoformat(mine[:10]), date.fromisoformat(other[:10])
    time = other[11:16]
    if here == there:
        return time
    if _monday(here) == _monday(there):
        return f"{WEEKDAYS[there.weekday()]} {time}"
    return f"{WEEKDAYS[there.weekday()]} {month_day(there)} {time}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def both_sides(mine: str, other: str | None, arrow: str, *, later: bool) -> str:
    """`Anna -> Ben`, or what there is if nothing differs. Texts are safe already."""
    if other is None:
        return mine
    before, after = (mine, other) if later else (other, mine)
    return f"{before or _NONE} {arrow} {after or _NONE}"


def in_words(other: Other) -> str:
    """`was 18:30 · Anna`, `in the files: Ben`, `moved from Mon 7 Sep`. Names are as others wrote them."""
    if other.moved:
        return f"moved from {other.place}"
    rooms = None if other.rooms is None else ", ".join(other.rooms)
    names = (name or _NONE for name in (other.service, other.staff, rooms) if name is not None)
    told = " · ".join((*((other.place,) if other.place else ()), *names))
    return f"in the files: {told}" if other.later else f"was {told}"


def place_words(other: Other, arrow: str) -> str:
    """`-> 18:45`, `<- Mon 7 Sep`; "" if it is at the same time."""
    mark = arrow if other.later else _BACK[arrow]
    return f"{mark} {other.place}" if other.place else ""


def arrow_meanings(
    others: Iterable[Other | None], arrow: str, *, compared: bool
) -> Iterator[tuple[str, str]]:
    """The arrows before times that occur, and what they mean."""
    kinds = {(other.later, other.moved) for other in others if other is not None and other.place}
    meanings = {
        (True, False): (arrow, "goes there" if compared else "the files want it there"),
        (False, False): (_BACK[arrow], "comes from there" if compared else "it is there"),
        (False, True): (_BACK[arrow], "moved from that date"),
    }
    yield from (meaning for kind, meaning in meanings.items() if kind in kinds)
