"""Draws occurrences as a table for people, one line each.

Takes the view of occurrences and a style; returns text. Columns give way to the width: long
texts are cut first, then columns are left out from the right.
"""

from __future__ import annotations

from datetime import date

from reconciler.render.dates import classes, full_day, time_span
from reconciler.render.layout import BOLD, Style, columns, cut, painted, show
from reconciler.render.occurrences_view import OccurrencesView, OccurrenceView
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
    while True:
        over = sum(widths) + _GAP * (len(widths) - 1) - room
        if over <= 0 or len(widths) == _FIXED:
            return widths
        widest = max(widths[_FIXED:])
        if widest > _NARROW:
            index = widths.index(widest, _FIXED)
            others = sorted(widths[_FIXED:])
            next_widest = others[-2] if len(others) > 1 and others[-2] < widest else widest - 1
            widths[index] = max(widest - over, next_widest, _NARROW)
        else:
            widths.pop()


def _line(row: tuple[str, ...], widths: list[int], style: Style) -> str:
    cells = [cut(text, width, style) for text, width in zip(row, widths, strict=False)]
    padded = [cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True)]
    return (" " * _GAP).join(padded).rstrip()
