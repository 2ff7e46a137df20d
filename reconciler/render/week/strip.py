"""Draws the weeks of a season as a strip for a terminal: how full they are and where exceptions fall.

Takes the weeks of a `WeekPlan` and a `Style`; returns lines that fit the width, as many strips one
below the other as the season needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from reconciler.render.dates import MONTHS
from reconciler.render.layout import BOLD, SIGN_COLOURS, Style, painted
from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import Week

_LABEL: Final = 13
_WEEK: Final = 4
"""Columns of a week, more if its numbers need them."""
_SIGNS: Final = (("+", "create"), ("~", "differ"), ("-", "not in files"), ("=", "native"), ("!", "to decide"))
_COMPARED: Final = (("+", "new"), ("~", "change"), ("-", "end"))


class _Row(NamedTuple):
    label: str
    number: Callable[[Week], int]
    colour: str = ""


def strip(weeks: Sequence[Week], style: Style, *, compared: bool) -> list[str]:
    """The strip: Mondays, classes, and a row for each kind of exception that occurs.

    Of two revisions that are `compared` it says what is new, changes and ends.
    """
    rows = list(_rows(weeks, _COMPARED if compared else _SIGNS))
    width = max(_WEEK, *(len(str(week.counts.total() + week.lost)) + 1 for week in weeks))
    fitting = max((style.columns - 2 - _LABEL) // width, 1)
    strips = -(-len(weeks) // fitting)
    each = -(-len(weeks) // strips)  # as long as each other, so that no week stands alone
    lines = ["Weeks"]
    for start in range(0, len(weeks), each):
        lines += _strip(weeks[start : start + each], rows, width, style)
    return lines


def _rows(weeks: Sequence[Week], words: Iterable[tuple[str, str]]) -> Iterator[_Row]:
    yield _Row("classes", lambda week: week.classes, BOLD)
    signs = {sign for week in weeks for sign in week.counts}
    if len(signs) > 1 or signs - {"+", IN_PLACE}:
        for sign, word in words:
            if sign in signs:
                yield _Row(f"{sign} {word}", partial(_signed, sign), SIGN_COLOURS[sign])
    if any(week.lost for week in weeks):
        yield _Row("  fall out", lambda week: week.lost)
    if any(week.moved for week in weeks):
        yield _Row("  moved here", lambda week: week.moved)


def _signed(sign: str, week: Week) -> int:
    return week.counts[sign]


def _strip(weeks: Sequence[Week], rows: Sequence[_Row], width: int, style: Style) -> Iterator[str]:
    margin = " " * (2 + _LABEL)
    yield (margin + _months(weeks, width)).rstrip()
    yield margin + "".join(f"{week.monday.day:>{width}}" for week in weeks)
    for row in rows:
        numbers = [row.number(week) for week in weeks]
        if row.label == "classes" or any(numbers):
            shown = "".join(f"{number or _nothing(row):>{width}}" for number in numbers)
            label = f"{row.label:<{_LABEL}}"
            yield ("  " + (painted(label, row.colour, style) if row.colour else label) + shown).rstrip()


def _nothing(row: _Row) -> str:
    return "0" if row.label == "classes" else ""


def _months(weeks: Sequence[Week], width: int) -> str:
    """The month above the first Monday of it, and the year above the first of all and of each year."""
    line, month, year = "", 0, 0
    for place, week in enumerate(weeks):
        day = week.monday
        if day.month != month and len(line) <= place * width:
            words = MONTHS[day.month - 1] if day.year == year else f"{MONTHS[day.month - 1]} {day.year}"
            line = f"{line:<{place * width + 1}}{words}"
            month, year = day.month, day.year
    return line
