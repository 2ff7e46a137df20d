"""Draws the typical week for a terminal: days across, times down, signs in the cells.

Takes a `PlanView` and a `Style`; returns text that fits the width. Names that do not fit in two
lines are cut with an ellipsis; the list of the plan has them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from reconciler.render.dates import WEEKDAYS, full_day
from reconciler.render.layout import (
    BOLD,
    SIGN_COLOURS,
    Style,
    columns,
    cut,
    indented,
    painted,
    plain,
    show,
    signed,
    wrapped,
)
from reconciler.render.plan_text.removed import moved_section, removed_section
from reconciler.render.shape import PlanView
from reconciler.render.week.by import sheets
from reconciler.render.week.prolonged import told_once
from reconciler.render.week.strip import strip
from reconciler.render.week.typical import IN_PLACE, Entry, WeekPlan, week_plans
from reconciler.render.wording import COMPARED, LEGEND

_TIME_WIDTH: Final = 5
_GAP: Final = 1
_ROOMY: Final = 18
"""From so many columns on a cell names the teacher, too."""


def week_to_text(view: PlanView, style: Style) -> str:
    """The week of each location, its weeks, classes of single dates; then all exceptions by rule."""
    plans = week_plans(view)
    if not plans:
        return "No classes in these dates.\n"
    sections = [
        _legend(view, plans, style),
        *(section for plan in plans for section in _location(plan, style)),
    ]
    sections += [removed_section(view, style), moved_section(view, style)]
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def _legend(view: PlanView, plans: Iterable[WeekPlan], style: Style) -> list[str]:
    signs = {entry.sign for plan in plans for entry in (*plan.usual, *plan.single)}
    lines: list[str] = []
    for sign, meaning in (COMPARED if "comparison" in view else LEGEND).items():
        if sign in signs:
            lines += signed(sign, meaning, 2, style)
    return ["Symbols:", *lines] if lines else []


def _location(plan: WeekPlan, style: Style) -> list[list[str]]:
    named = sheets(plan, style.by) if style.by else [("", plan)]
    return [section for name, sheet in named for section in _sheet(name, sheet, style)]


def _sheet(name: str, plan: WeekPlan, style: Style) -> list[list[str]]:
    words = [show(word, style) for word in (plan.location, name) if word]
    head = [painted(line, BOLD, style) for line in indented(f"{', '.join(words)}: the week", 0, style)]
    weeks = strip(plan.weeks, style, compared=plan.compared) if len(plan.weeks) > 1 else []
    return [[*head, *_grid(told_once(plan.usual), style)], weeks, _single(plan, style)]


def _grid(entries: Sequence[Entry], style: Style) -> list[str]:
    weekdays = sorted({entry.weekday for entry in entries})
    if not weekdays:
        return []
    width = (style.columns - _TIME_WIDTH - _GAP) // len(weekdays) - _GAP
    rows: dict[str, dict[int, list[Entry]]] = {}
    for entry in entries:
        rows.setdefault(entry.start, {}).setdefault(entry.weekday, []).append(entry)
    heads = [painted(WEEKDAYS[weekday], BOLD, style) + " " * (width - 3) for weekday in weekdays]
    lines = [_line("", heads)]
    for time, by_day in rows.items():
        cells = [_cell(by_day.get(weekday, ()), width, style) for weekday in weekdays]
        for number, parts in enumerate(zip_longest(*cells, fillvalue=" " * width)):
            lines.append(_line("" if number else time, parts))
    return lines


def _line(time: str, cells: Iterable[str]) -> str:
    return f"{time:<{_TIME_WIDTH}} {' '.join(cells)}".rstrip()


def _cell(entries: Iterable[Entry], width: int, style: Style) -> list[str]:
    """A line or two for each class; parallel groups of a service share theirs."""
    alike: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.sign, entry.service), []).append(entry)
    lines: list[str] = []
    for (sign, service), group in alike.items():
        first, *more = _words(service, group, width, style)
        mark = painted(sign, SIGN_COLOURS[sign], style) if sign != IN_PLACE else sign
        lines.append(mark + _padded(first, width - 1))
        lines += [" " + _padded(words, width - 1) for words in more]
    return lines


def _words(service: str, group: list[Entry], width: int, style: Style) -> list[str]:
    """The class in one line, or in two if it is too long for one."""
    words = show(service, style) or "?"
    if len(group) > 1:
        many = plain(f" \u00d7{len(group)}", style)
        return _in_two(words, many, width - 1, style)
    if width >= _ROOMY and group[0].staff:
        words = f"{words}{plain(' · ', style)}{show(group[0].staff, style)}"
        return [cut(words, width - 1, style)]
    return _in_two(words, "", width - 1, style)


def _in_two(words: str, end: str, room: int, style: Style) -> list[str]:
    if columns(words + end) <= room:
        return [words + end]
    first, *more = wrapped(words, room)
    if not more:
        return [first, end.strip()]
    return [first, cut(" ".join(more), room - columns(end), style) + end]


def _padded(words: str, room: int) -> str:
    return words + " " * (room - columns(words))


def _single(plan: WeekPlan, style: Style) -> list[str]:
    if not plan.single:
        return []
    lines = ["Single dates"]
    for entry in plan.single:
        days = ", ".join(full_day(day) for day in entry.days)
        hours = f"{entry.start}-{entry.end}" if entry.end else entry.start
        words = plain(" · ", style).join(
            show(word, style) for word in (entry.service, entry.staff, ", ".join(entry.rooms)) if word
        )
        text = f"{days} {hours}  {words}"
        lines += signed(entry.sign, text, 2, style) if entry.sign != IN_PLACE else indented(text, 4, style)
    return lines
