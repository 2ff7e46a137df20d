"""Draws the typical week for a terminal: days across, times down, signs in the cells.

Takes a `PlanView` and a `Style`; returns text that fits the width. Names that do not fit are
cut with an ellipsis; the list of the plan has them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import zip_longest
from typing import Final

from reconciler.render.dates import WEEKDAYS, classes, full_day, stretch
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
)
from reconciler.render.shape import PlanView
from reconciler.render.week.typical import IN_PLACE, Entry, WeekPlan, stretches, week_plans
from reconciler.render.wording import COMPARED, LEGEND

_WEEK: Final = timedelta(days=7)
_TIME_WIDTH: Final = 5
_GAP: Final = 1
_ROOMY: Final = 18
"""From so many columns on a cell names the teacher, too."""


def week_to_text(view: PlanView, style: Style) -> str:
    """The week of each location, then the weeks that differ, then classes of single dates."""
    plans = week_plans(view)
    if not plans:
        return "No classes in these dates.\n"
    sections = [
        _legend(view, plans, style),
        *(section for plan in plans for section in _location(plan, style)),
    ]
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def _legend(view: PlanView, plans: Iterable[WeekPlan], style: Style) -> list[str]:
    signs = {entry.sign for plan in plans for entry in (*plan.usual, *plan.single)}
    lines: list[str] = []
    for sign, meaning in (COMPARED if "comparison" in view else LEGEND).items():
        if sign in signs:
            lines += signed(sign, meaning, 2, style)
    return ["Symbols:", *lines] if lines else []


def _location(plan: WeekPlan, style: Style) -> list[list[str]]:
    title = f"{show(plan.location, style)}: the week"
    head = [painted(line, BOLD, style) for line in indented(title, 0, style)]
    return [[*head, *_grid(plan.usual, style)], _weeks(plan, style), _single(plan, style)]


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
    """One line for each class; parallel groups of a service share theirs."""
    alike: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.sign, entry.service), []).append(entry)
    return [
        _padded(sign, _words(service, group, width, style), width, style)
        for (sign, service), group in alike.items()
    ]


def _words(service: str, group: list[Entry], width: int, style: Style) -> str:
    words = show(service, style) or "?"
    if len(group) > 1:
        many = plain(f" \u00d7{len(group)}", style)
        return cut(words, width - 1 - columns(many), style) + many
    if width >= _ROOMY and group[0].staff:
        words = f"{words}{plain(' · ', style)}{show(group[0].staff, style)}"
    return cut(words, width - 1, style)


def _padded(sign: str, words: str, width: int, style: Style) -> str:
    mark = painted(sign, SIGN_COLOURS[sign], style) if sign != IN_PLACE else sign
    return mark + words + " " * (width - 1 - columns(words))


def _weeks(plan: WeekPlan, style: Style) -> list[str]:
    """How many classes the weeks have, most of them in one line."""
    found = stretches(plan.weeks)
    usual = next((each.classes for each in found if each.usual), 0)
    lines = ["Weeks"]
    for each in found:
        words = f"{stretch(each.first, each.last)}: {classes(each.classes)}"
        if each.last - each.first > _WEEK:
            words += " a week"
        if not each.usual:
            differs = each.classes - usual
            words += f", {abs(differs)} {'more' if differs > 0 else 'fewer'} than usual"
        lines += indented(words, 2, style)
    return lines


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
