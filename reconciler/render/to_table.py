"""Draws occurrences as a table for people, one line each.

Takes the view of occurrences and a style; returns text. Columns give way to the width: long
texts are cut first, then columns are left out from the right.
"""

from __future__ import annotations

from datetime import date

from reconciler.render.dates import classes, full_day, time_span
from reconciler.render.layout import BOLD, Style, columns, cut, painted, show
from reconciler.render.occurrence_views import OccurrencesView, OccurrenceView
from reconciler.render.series import series_of

_HEADS = ("Date", "Time", "Class", "Service", "Teacher", "Rooms", "Seats")
_FIXED = 2
"""Columns that are never cut: date and time."""
_NARROW = 8
_GAP = 2


def occurrences_to_table(view: OccurrencesView, style: Style) -> str:
    """The table and the number of classes, or one sentence if there are none."""
    rows = [_row(each, style) for each in view["occurrences"]]
    if not rows:
        return "No classes in these dates.\n"
    widths = _widths(rows, style.columns)
    head = painted(_line(_HEADS, widths, style), BOLD, style)
    lines = [head, *(_line(row, widths, style) for row in rows), "", f"{classes(len(rows))}."]
    return "\n".join(lines) + "\n"


def _row(view: OccurrenceView, style: Style) -> tuple[str, ...]:
    names, end = view["names"], view["end"]
    return (
        full_day(date.fromisoformat(view["start"][:10])),
        time_span(view["start"][11:16], None if end is None else end[11:16]),
        show(series_of(view["address"]), style),
        show(names["service"] or "", style),
        show(names["staff"] or "", style),
        show(", ".join(names["rooms"] or ()), style),
        "" if view["capacity"] is None else str(view["capacity"]),
    )


def _widths(rows: list[tuple[str, ...]], room: int) -> list[int]:
    widths = [max(columns(row[index]) for row in [_HEADS, *rows]) for index in range(len(_HEADS))]
    while len(widths) > _FIXED and _over([*widths[:_FIXED], *_narrowest(widths)], room) > 0:
        widths.pop()
    while (over := _over(widths, room)) > 0 and len(widths) > _FIXED:
        others = sorted(widths[_FIXED:])
        widest, second = others[-1], others[-2] if len(others) > 1 else 0
        floor = second if second < widest else widest - 1
        widths[widths.index(widest, _FIXED)] = max(widest - over, floor)
    return widths


def _narrowest(widths: list[int]) -> list[int]:
    return [min(width, _NARROW) for width in widths[_FIXED:]]


def _over(widths: list[int], room: int) -> int:
    """Columns by which a line of these widths is too long."""
    return sum(widths) + _GAP * (len(widths) - 1) - room


def _line(row: tuple[str, ...], widths: list[int], style: Style) -> str:
    cells = [cut(text, width, style) for text, width in zip(row, widths, strict=False)]
    padded = [cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True)]
    return (" " * _GAP).join(padded).rstrip()
