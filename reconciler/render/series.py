"""Folds the creates of a plan into one entry for each series: rule, dates, count.

Takes the `resource_changes` of a view, made just now or read from a file; returns its
`series_changes`, ascending by address. Both are drawn from the same operations, so what a
person reads is what would be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from reconciler.model.marker import split_marker
from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.dates import WEEKDAYS
from reconciler.render.lesson_times import Lesson, clock_changes, lesson_of
from reconciler.render.rhythm import Rhythm, rhythms
from reconciler.render.shape import GroupView, ResourceChange, SeriesChange

_Key = tuple[object, ...]
_Dates = dict[_Key, tuple[DetailsView, list[date]]]
_PER_DATE = frozenset({"start", "utc", "timezone"})
"""Keys of a class that are its date's own, or the series' own."""


def series_of(address: str) -> str:
    """`mitte/yoga-evening` from `mitte/yoga-evening/2026-09-07`."""
    return address.rpartition("/")[0]


def class_of(address: str) -> str:
    """`mitte/aqua-kids` from `mitte/aqua-kids@0900+ben`, the address of a series."""
    return address.partition("@")[0].partition("+")[0]


def location_of(address: str) -> str:
    """`mitte` from any address in it."""
    return address.partition("/")[0]


def fold(changes: Iterable[ResourceChange]) -> list[SeriesChange]:
    """The series changes; `ValueError` if a start is not a date and time (only in a forged file)."""
    found: dict[str, tuple[OriginView, _Dates]] = {}
    for change in changes:
        after = change["change"]["after"]
        if after is None or change["change"]["actions"] != ["create"]:
            continue
        series = series_of(change["address"])
        entry = found.get(series)
        if entry is None:
            entry = found[series] = (change["origin"], {})
        key = _alike(after)
        group = entry[1].get(key)
        if group is None:
            group = entry[1][key] = (after, [])
        group[1].append(date.fromisoformat(after["start"][:10]))
    return [_series(address, *found[address]) for address in sorted(found)]


def _alike(after: DetailsView) -> _Key:
    """What two classes of a series share if one line can speak for both."""
    comment, rooms, labels = after["comment"], after["resource_instance_ids"], after["label_ids"]
    names = after["names"]
    return (
        after["start"][11:],
        _across_a_clock_change(after),
        after["length_s"],
        after["break_s"],
        after["service_id"],
        after["staff_id"],
        None if rooms is None else tuple(rooms),
        None if labels is None else tuple(labels),
        after["capacity"],
        None if comment is None else split_marker(comment)[0],
        after["color"],
        after["instructions"],
        after["stream_link"],
        names["service"],
        names["staff"],
        after.get("force"),
    )


def _across_a_clock_change(after: DetailsView) -> tuple[int, int] | None:
    """The offsets at start and end of a lesson in which the clocks change: its end is its own."""
    if not clock_changes(after["timezone"], after["start"][:10]):
        return None
    return _lesson(after).offsets


def _lesson(after: DetailsView) -> Lesson:
    return lesson_of(after["start"], after["timezone"], after["length_s"], after["break_s"], utc=after["utc"])


def _series(address: str, origin: OriginView, dates: _Dates) -> SeriesChange:
    groups = [_group(after, rhythm) for after, days in dates.values() for rhythm in rhythms(days)]
    groups.sort(key=lambda group: (not group["weekdays"], group["first"], group["time"]))
    return {
        "address": address,
        "location": location_of(address),
        "timezone": next(iter(dates.values()))[0]["timezone"],
        "origin": origin,
        "create": sum(group["count"] for group in groups),
        "groups": groups,
    }


def _group(after: DetailsView, rhythm: Rhythm) -> GroupView:
    return {
        "weekdays": [WEEKDAYS[weekday].lower() for weekday in rhythm.weekdays],
        "every_weeks": rhythm.every_weeks,
        "time": after["start"][11:16],
        "end": _lesson(after).end,
        "first": rhythm.first.isoformat(),
        "last": rhythm.last.isoformat(),
        "count": rhythm.number,
        "not": [day.isoformat() for day in rhythm.missing],
        "dates": [day.isoformat() for day in rhythm.dates],
        "details": _shared(after),
    }


def _shared(after: DetailsView) -> dict[str, Any]:
    """The details without date, and the comment as people wrote it."""
    details: dict[str, Any] = {key: value for key, value in after.items() if key not in _PER_DATE}
    if after["comment"] is not None:
        details["comment"] = split_marker(after["comment"])[0] or None
    return details
