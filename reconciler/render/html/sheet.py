"""Finds how large the letters of a printed week can be, so that it hangs on the wall as one page.

Takes the days and single dates of a location as they will be drawn; returns halves of a CSS pixel.
It estimates widths as no browser does, and on the safe side; `paper.css` draws what it counts on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final, NamedTuple

from reconciler.render.html.week_shapes import Cell, DayColumn
from reconciler.render.layout import columns, wrapped
from reconciler.render.week.typical import LASTING

_WIDE, _HIGH = 1047, 700
"""CSS pixels of A4 landscape within margins of 10 mm, and a little less than its height."""
_LARGEST, _SMALLEST = 40, 16
"""20 and 8 pixels: read from across the hall, and the smallest that is read at all."""
_SEVERAL: Final = 20
"""10 pixels, where one page is not enough anyway."""
_MOST: Final = 50
"""Classes of a day from which on one page is surely not enough."""
_LETTER: Final = 0.5
"""Width of a letter, of which words fill a line; this and the following in sizes of the letters."""
_SMALL, _BOLD = 0.87, 1.05
"""Size of the lines of a class below its name; how much wider the line of the name is."""
_LEADING: Final = 1.22
_CHIP: Final = 0.7
"""Height of a class beside its lines: padding, border and the gap to the next one."""
_EDGES: Final = 1.35
"""Width of a class beside its letters."""
_PART: Final = 0.55
"""Height of the line between the parts of a day."""
_HEAD, _DAY, _ONCE, _KEY = 5.2, 1.7, 2.2, 1.8
"""Heights of the title and its line of notes, a weekday, the heading of single dates, and the key."""
_SINGLE: Final = 13.0
"""The least width of a single date."""
_GAP: Final = 0.45


class Sheet(NamedTuple):
    """What is drawn on paper for one location."""

    days: Sequence[DayColumn]
    single: Sequence[Cell]
    key: bool
    """Whether signs are explained."""


def letters_of(sheet: Sheet) -> int:
    """The largest size at which all is on one page, or one for several pages."""
    most = max((len(cells) for cells in _stacks(sheet.days)), default=0)
    if most > _MOST or len(sheet.single) > _MOST:
        return _SEVERAL
    sizes = range(_SMALLEST, _LARGEST + 1)
    fitting = bisect_right(sizes, _HIGH, key=lambda size: ceil(_height(sheet, size / 2)))
    return sizes[fitting - 1] if fitting else _SEVERAL


def _stacks(days: Iterable[DayColumn]) -> list[list[Cell]]:
    return [[cell for band in day.bands for cell in band.cells if cell.paper is not None] for day in days]


def _height(sheet: Sheet, size: float) -> float:
    """Pixels of the page, at this size of the letters."""
    gap = _GAP * size
    height = _HEAD + (_KEY if sheet.key else 0.0)
    if sheet.days:
        wide = (_WIDE - gap * (len(sheet.days) - 1)) / len(sheet.days)
        parts = max(sum(bool(band.cells) for band in day.bands) for day in sheet.days)
        stacks = (sum(_weekly(cell, wide / size) for cell in cells) for cells in _stacks(sheet.days))
        height += _DAY + _PART * parts + max(stacks)
    if sheet.single:
        beside = int((_WIDE + gap) // (_SINGLE * size + gap))
        wide = (_WIDE - gap * (beside - 1)) / beside / size
        chips = [_once(cell, wide) for cell in sheet.single]
        height += _ONCE + sum(max(chips[at : at + beside]) for at in range(0, len(chips), beside))
    return height * size


def _weekly(cell: Cell, wide: float) -> float:
    """Height of a class in a column of that width, both in sizes of the letters."""
    return _chip(wide, _title(cell), " · ".join(filter(None, (_who(cell), cell.paper))))


def _once(cell: Cell, wide: float) -> float:
    """Height of a single date, which stands above the class."""
    return _chip(wide, _title(cell), _who(cell), cell.paper or "")


def _title(cell: Cell) -> str:
    return f"{cell.hours} {cell.service or 'no service'}{'' if cell.sign in LASTING else ' ++'}"


def _who(cell: Cell) -> str:
    return " · ".join(filter(None, (cell.staff, ", ".join(cell.rooms))))


def _chip(wide: float, title: str, *small: str) -> float:
    inner = wide - _EDGES
    lines = sum(_lines(words, inner / _SMALL) for words in small if words)
    return (_lines(title, inner / _BOLD) + lines * _SMALL) * _LEADING + _CHIP


def _lines(words: str, wide: float) -> int:
    room = max(int(wide / _LETTER), 4)
    return 1 if columns(words) <= room else len(wrapped(words, room))
