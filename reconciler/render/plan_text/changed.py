"""Folds classes that change or end into sessions, so that one line speaks for many dates.

Takes changes of a view; returns sessions: dates on which the same becomes of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.dates import WEEKDAYS, counted, month_day
from reconciler.render.layout import Style
from reconciler.render.lesson_times import lesson_of, lesson_words
from reconciler.render.plan_text.bundles import Session, shared_key, variant_key
from reconciler.render.rhythm import rhythms
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView
from reconciler.render.turns import changed_fields, merged

_Key = tuple[object, ...]


class Changed(NamedTuple):
    """One class that changes, or that takes place no longer."""

    sign: str
    """`~` or `-`."""
    series: str
    """Address of its series."""
    origin: OriginView
    before: DetailsView
    after: DetailsView | None
    fields: tuple[str, ...]
    """Keys that change, the start aside."""


class Sessions(NamedTuple):
    """What becomes of one series in one way."""

    sign: str
    series: str
    origin: OriginView
    sessions: list[Session]


def changed_in(view: PlanView) -> Iterator[Changed]:
    """What changes and what ends between two revisions; what a rule takes out is told with the rule."""
    summary = view["summary"]
    if not (summary["change"] or summary["destroy"]):
        return
    told = {
        address for removal in view["removals"] for day in removal["days"] for address in day["addresses"]
    }
    for change in view["resource_changes"]:
        action, before, after = (
            change["change"]["actions"][0],
            change["change"]["before"],
            change["change"]["after"],
        )
        series, origin = series_of(change["address"]), change["origin"]
        if action == "update" and before is not None and after is not None:
            yield Changed("~", series, origin, before, after, tuple(changed_fields(before, after)))
        elif action == "delete" and before is not None and change["address"] not in told:
            yield Changed("-", series, origin, before, None, ())


def folded(changed: Iterable[Changed], style: Style) -> list[Sessions]:
    """For each series and sign its sessions."""
    found: dict[
        tuple[str, str], tuple[OriginView, dict[_Key, tuple[Changed, Mapping[str, Any], list[date]]]]
    ] = {}
    for one in changed:
        details = merged(one.before, one.after, one.fields)
        key = (_times_key(one), variant_key(details), shared_key(details))
        _, groups = found.setdefault((one.series, one.sign), (one.origin, {}))
        groups.setdefault(key, (one, details, []))[2].append(_day(one.before))
    return [
        Sessions(
            sign, series, origin, [each for group in groups.values() for each in _sessions(*group, style)]
        )
        for (series, sign), (origin, groups) in found.items()
    ]


def _sessions(
    first: Changed, details: Mapping[str, Any], days: list[date], style: Style
) -> Iterator[Session]:
    for rhythm in rhythms(days):
        yield Session(_times(first, style, alone=rhythm.number == 1), rhythm, details)


def _times_key(one: Changed) -> _Key:
    return (_span(one.before), None if one.after is None else (_shift(one), _span(one.after)))


def _times(one: Changed, style: Style, *, alone: bool) -> str:
    """`18:30-19:25`, `18:30-19:25 -> 18:45-19:40`, with the new day if it is another one."""
    before = _span(one.before)
    if one.after is None:
        return before
    after, shift = _span(one.after), _shift(one)
    if not shift:
        return before if before == after else f"{before} {style.arrow} {after}"
    day = _day(one.after)
    when = f"{WEEKDAYS[day.weekday()]} {month_day(day)}" if alone else _days_apart(shift)
    return f"{before} {style.arrow} {when} {after}"


def _days_apart(shift: int) -> str:
    return f"{counted(abs(shift), 'day', 'days')} {'later' if shift > 0 else 'earlier'}"


def _shift(one: Changed) -> int:
    assert one.after is not None, "it takes place on both sides"
    return (_day(one.after) - _day(one.before)).days


def _day(details: DetailsView) -> date:
    return date.fromisoformat(details["start"][:10])


def _span(details: DetailsView) -> str:
    length_s, break_s = details["length_s"], details["break_s"]
    return lesson_words(
        lesson_of(details["start"], details["timezone"], length_s, break_s, utc=details["utc"])
    )
