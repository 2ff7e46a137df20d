"""Puts classes that are alike together, so that a season reads as some lines and unfolds to dates.

Takes members, each one class on one date with what happens to it; returns `Group`s, each with
its dates by the reasons for which they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reconciler.render.class_shape import DetailsView, StepView
from reconciler.render.dates import WEEKDAYS, full_day, month_day, stretch
from reconciler.render.html.shapes import Day, Group, Part, Why
from reconciler.render.plan_text.heads import times_words


class Member(NamedTuple):
    """One class on one date."""

    kind: str
    sign: str
    details: DetailsView
    trace: int | None
    difference: str = ""
    note: str = ""


class _Alike(NamedTuple):
    kind: str
    sign: str
    hours: str
    service: str
    staff: str
    rooms: tuple[str, ...]
    seats: int | None
    difference: str


_Dated = list[tuple[str, str]]
"""Date and note."""


def groups_of(members: Iterable[Member], traces: Sequence[Sequence[StepView]]) -> tuple[Group, ...]:
    """The groups, by their first date."""
    found: dict[_Alike, dict[int | None, _Dated]] = {}
    for member in members:
        dated = found.setdefault(_alike(member), {}).setdefault(member.trace, [])
        dated.append((member.details["start"][:10], member.note))
    groups = [_group(alike, parts, traces) for alike, parts in found.items()]
    return tuple(sorted(groups, key=lambda group: (group.parts[0].days[0].date, group.when, group.service)))


def _alike(member: Member) -> _Alike:
    details, names = member.details, member.details["names"]
    return _Alike(
        member.kind,
        member.sign,
        times_words(details),
        names["service"] or "",
        names["staff"] or "",
        tuple(names["rooms"] or ()),
        details["capacity"],
        member.difference,
    )


def _group(alike: _Alike, parts: Mapping[int | None, _Dated], traces: Sequence[Sequence[StepView]]) -> Group:
    days = sorted(date.fromisoformat(day) for dated in parts.values() for day, _ in dated)
    weekdays = sorted({day.weekday() for day in days})
    names = "Daily" if len(weekdays) == 7 else ", ".join(WEEKDAYS[weekday] for weekday in weekdays)
    shown = sorted((_part(dated, traces, number) for number, dated in parts.items()), key=_first_date)
    return Group(
        kind=alike.kind,
        sign=alike.sign,
        when=f"{names} {alike.hours}",
        service=alike.service,
        staff=alike.staff,
        rooms=alike.rooms,
        seats="" if alike.seats is None else str(alike.seats),
        difference=alike.difference,
        number=len(days),
        span=full_day(days[0]) if len(days) == 1 else stretch(days[0], days[-1]),
        parts=tuple(shown),
    )


def _first_date(part: Part) -> str:
    return part.days[0].date


def _part(dated: _Dated, traces: Sequence[Sequence[StepView]], number: int | None) -> Part:
    days, year = [], 0
    for iso, note in sorted(dated):
        day = date.fromisoformat(iso)
        words = f"{WEEKDAYS[day.weekday()]} {month_day(day)}"
        days.append(Day(iso, words if day.year == year else f"{words} {day.year}", note))
        year = day.year
    return Part(tuple(days), () if number is None else why(traces[number]))


def why(trace: Iterable[StepView]) -> tuple[Why, ...]:
    """A trace in words, in its order."""
    return tuple(Why(step["kind"], step["text"], f"{step['file']}:{step['line']}") for step in trace)
