"""Draws what is created: one block for each series.

Takes a view and a style; returns lines.
"""

from __future__ import annotations

from datetime import date

from reconciler.model.marker import split_marker
from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.dates import (
    classes,
    full_day,
    lesson_end,
    listed,
    some_days,
    stretch,
    time_span,
)
from reconciler.render.details_words import joined, main_words, other_words
from reconciler.render.layout import Style, indented, show, signed
from reconciler.render.rhythm import FEW
from reconciler.render.series import series_of
from reconciler.render.shape import GroupView, PlanView, ResourceChange


def place(origin: OriginView, style: Style) -> str:
    """`(schedules/autumn.yaml:12)`."""
    return f"({show(origin['file'], style)}:{origin['line']})"


def creates_section(view: PlanView, style: Style) -> list[str]:
    """All blocks, with an empty line between them."""
    dates = _by_series(view["resource_changes"]) if style.expand else {}
    lines: list[str] = []
    for series in view["series_changes"]:
        if lines:
            lines.append("")
        head = f"{show(series['address'], style)}  {place(series['origin'], style)}"
        lines += signed("#", head, 2, style)
        if style.expand:
            for change in dates.get(series["address"], []):
                lines += _one(change, style)
        else:
            for group in series["groups"]:
                lines += _group(group, style)
    return lines


def _by_series(changes: list[ResourceChange]) -> dict[str, list[ResourceChange]]:
    found: dict[str, list[ResourceChange]] = {}
    for change in changes:
        if change["change"]["actions"] == ["create"]:
            found.setdefault(series_of(change["address"]), []).append(change)
    return found


def _group(group: GroupView, style: Style) -> list[str]:
    days = [date.fromisoformat(day) for day in group["dates"]]
    span = time_span(group["time"], group["end"])
    when = f"{full_day(days[0])} {span}" if len(days) == 1 else _rhythm(group, span)
    lines = signed("+", f"{when}  {main_words(group['details'], style)}", 4, style)
    other = other_words(group["details"], style)
    if other:
        lines += indented(other, 6, style)
    if len(days) > 1:
        lines += indented(f"{classes(group['count'])}: {some_days(days, FEW)}", 6, style)
    elif not days:
        lines += indented(_count(group), 6, style)
    return lines


def _rhythm(group: GroupView, span: str) -> str:
    if not group["weekdays"]:
        return span
    weekdays = "Daily" if len(group["weekdays"]) == 7 else ", ".join(map(str.title, group["weekdays"]))
    weeks = "" if group["every_weeks"] == 1 else f" every {group['every_weeks']} weeks"
    return f"{weekdays}{weeks} {span}"


def _count(group: GroupView) -> str:
    first, last = date.fromisoformat(group["first"]), date.fromisoformat(group["last"])
    text = f"{classes(group['count'])}, {stretch(first, last)}"
    missing = [date.fromisoformat(day) for day in group["not"]]
    if missing:
        text += f"; not {listed(missing, years=first.year != last.year)}"
    return text


def _one(change: ResourceChange, style: Style) -> list[str]:
    after = change["change"]["after"]
    assert after is not None, "a create has an after"
    moved = ""
    planned = change["address"].rpartition("/")[2]
    if planned != after["start"][:10]:
        moved = f"  (moved from {_original(planned, style)})"
    words = [main_words(after, style), _others(after, style)]
    details = joined([each for each in words if each], style)
    return signed("+", f"{start_words(after)}  {details}{moved}", 4, style)


def _original(planned: str, style: Style) -> str:
    """The original date of an address in words, or as it stands if it is no date."""
    try:
        return full_day(date.fromisoformat(planned))
    except ValueError:
        return show(planned, style)


def _others(after: DetailsView, style: Style) -> str:
    note = split_marker(after["comment"])[0] if after["comment"] else None
    return other_words({**after, "comment": note}, style)


def start_words(details: DetailsView) -> str:
    """`Mon 7 Sep 2026 18:30-19:25`."""
    time = details["start"][11:16]
    span = time_span(time, lesson_end(time, details["length_s"], details["break_s"]))
    return f"{full_day(date.fromisoformat(details['start'][:10]))} {span}"
