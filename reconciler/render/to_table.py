"""Draws occurrences as a table for people, one line each.

Takes the view of occurrences and a style; returns text. Nothing is ever cut. In a terminal,
columns give way to the width: columns of names are wrapped first, then columns are left out
from the right. Date, time and address stay, if need be beyond the width; in a file or a
pipe everything does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from reconciler.render.dates import classes, full_day
from reconciler.render.layout import BOLD, Style, columns, painted, show, wrapped
from reconciler.render.lesson_times import lesson_of, lesson_words
from reconciler.render.occurrence_views import OccurrencesView, OccurrenceView
from reconciler.render.series import series_of

_HEADS = ("Date", "Time", "Class", "Service", "Teacher", "Rooms", "Seats")
_FIXED = 3
"""Columns that are always there: date, time and address."""
_NARROW = 10
"""Columns to which a column of names may be narrowed."""
_TIME, _TIME_WIDTH = 1, 13
"""The column of times, and the width to which it is narrowed: offsets go below their time."""
_GAP = 2


def occurrences_to_table(view: OccurrencesView, style: Style) -> str:
    """The table and the number of classes, or one sentence if there are none."""
    rows = [_row(each, style) for each in view["occurrences"]]
    gone = _gone(view)
    if not rows:
        return f"No classes in these dates{gone}.\n"
    widths = _widths(rows, style)
    head = [painted(line, BOLD, style) for line in _lines(_HEADS, widths)]
    lines = [
        *head,
        *(line for row in rows for line in _lines(row, widths)),
        "",
        f"{classes(len(rows))}{gone}.",
    ]
    return "\n".join(lines) + "\n"


def _gone(view: OccurrencesView) -> str:
    """`; 3 fall out; 1 moved`: what rules took out of the pattern, and put elsewhere."""
    removed, moved = len(view["removals"]), len(view["moved"])
    out = f"; {removed} {'falls' if removed == 1 else 'fall'} out" if removed else ""
    return f"{out}; {moved} moved" if moved else out


def _row(view: OccurrenceView, style: Style) -> tuple[str, ...]:
    names = view["names"]
    start, length_s, break_s = view["start"], view["length_s"], view["break_s"]
    return (
        full_day(date.fromisoformat(start[:10])),
        lesson_words(lesson_of(start, view["timezone"], length_s, break_s, utc=view["utc"])),
        show(series_of(view["address"]), style),
        show(names["service"] or "", style),
        show(names["staff"] or "", style),
        show(", ".join(names["rooms"] or ()), style),
        "" if view["capacity"] is None else str(view["capacity"]),
    )


def _widths(rows: Sequence[tuple[str, ...]], style: Style) -> list[int]:
    """Widths of the columns that are shown."""
    widths = [max(columns(row[index]) for row in [_HEADS, *rows]) for index in range(len(_HEADS))]
    room = style.columns
    if not style.terminal or _over(widths, room) <= 0:
        return widths
    widths[_TIME] = min(widths[_TIME], _TIME_WIDTH)
    while len(widths) > _FIXED and _over([*widths[:_FIXED], *_narrowest(widths)], room) > 0:
        widths.pop()
    while len(widths) > _FIXED and (over := _over(widths, room)) > 0:
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


def _lines(row: tuple[str, ...], widths: list[int]) -> list[str]:
    """One line, or more where a name has to be wrapped."""
    cells = [wrapped(text, width) for text, width in zip(row, widths, strict=False)]
    return [_line(line, widths) for line in zip_longest(*cells, fillvalue="")]


def _line(cells: Sequence[str], widths: list[int]) -> str:
    padded = [cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True)]
    return (" " * _GAP).join(padded).rstrip()
