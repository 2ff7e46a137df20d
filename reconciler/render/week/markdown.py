"""Writes the week of a plan as a table of Markdown: days across, times down, signs in the cells.

Takes the sheets of a plan; returns lines. The strip of weeks is the one of the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reconciler.render.dates import WEEKDAYS, classes, day_list
from reconciler.render.escape import for_markdown
from reconciler.render.layout import Style
from reconciler.render.shape import PlanView
from reconciler.render.week.by import Sheet
from reconciler.render.week.other import Other, arrow_meanings, both_sides, place_words
from reconciler.render.week.strip import strip
from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import Entry, Week
from reconciler.render.wording import COMPARED, LEGEND

_ARROW: Final = "→"
_TOGETHER: Final = "&nbsp;"
"""An arrow and its time stand in one line."""
_STRIP: Final = Style(width=80, color=False, expand=False)
"""Comments are about as wide as this in every browser."""


def week_lines(sheet: Sheet) -> list[str]:
    """The grid of one sheet, its weeks, and classes of single dates."""
    title = ", ".join(for_markdown(word) for word in (sheet.location, sheet.name) if word)
    lines = [f"\n#### {title}: the week\n", *_table(sheet.grid, sheet.by), *_weeks(sheet)]
    lines += [""] if sheet.single else []
    for entry in sheet.single:
        hours = f"{entry.start}-{entry.end}" if entry.end else entry.start
        lines.append(f"- {_sign(entry)}{day_list(entry.days)} {hours} {_words(entry, sheet.by)}")
    return lines


def _table(entries: Iterable[Entry], by: str) -> list[str]:
    rows: dict[str, dict[int, list[Entry]]] = {}
    for entry in entries:
        rows.setdefault(entry.start, {}).setdefault(entry.weekday, []).append(entry)
    weekdays = sorted({weekday for by_day in rows.values() for weekday in by_day})
    if not weekdays:
        return []
    lines = [
        f"| | {' | '.join(WEEKDAYS[weekday] for weekday in weekdays)} |",
        f"| --- |{' --- |' * len(weekdays)}",
    ]
    for time, by_day in rows.items():
        cells = [
            "<br>".join(f"{_sign(each)}{_words(each, by)}" for each in by_day.get(day, ()))
            for day in weekdays
        ]
        lines.append(f"| {time} | {' | '.join(cells)} |")
    return lines


def _weeks(sheet: Sheet) -> list[str]:
    """How full the weeks are and where exceptions fall; in a word if they are all alike."""
    weeks = sheet.weeks
    if len(weeks) < 2:
        return []
    if len({_alike(week) for week in weeks}) == 1:
        return [f"\n{classes(weeks[0].classes)} in each of {len(weeks)} weeks."]
    return ["", "```text", *strip(weeks, _STRIP, compared=sheet.compared), "```"]


def _alike(week: Week) -> tuple[object, ...]:
    return (*sorted(week.counts.items()), week.lost, week.moved)


def _sign(entry: Entry) -> str:
    return "" if entry.sign == IN_PLACE else f"`{entry.sign}` "


def _words(entry: Entry, by: str) -> str:
    """`Yoga Flow · Anna → Ben ← 18:30`: who, and what a change does to it; for a teacher, where."""
    other = entry.other or Other(later=False)
    rooms = None if other.rooms is None else ", ".join(map(for_markdown, other.rooms))
    names = [_both(for_markdown(entry.service), _shown(other.service), other)]
    if by != "teacher" or other.staff is not None:
        names.append(_both(for_markdown(entry.staff), _shown(other.staff), other))
    if by == "teacher" or rooms is not None:
        names.append(_both(", ".join(map(for_markdown, entry.rooms)), rooms, other))
    told = " · ".join(name for name in names if name)
    return f"{told} {place_words(other, _ARROW).replace(' ', _TOGETHER)}".strip()


def _both(mine: str, others: str | None, other: Other) -> str:
    return both_sides(mine, others, _ARROW, later=other.later)


def _shown(name: str | None) -> str | None:
    return None if name is None else for_markdown(name)


def legend_lines(view: PlanView, sheets: Iterable[Sheet]) -> list[str]:
    """What the signs and arrows in these weeks mean."""
    entries = [entry for sheet in sheets for entry in (*sheet.grid, *sheet.single)]
    signs, compared = {entry.sign for entry in entries}, "comparison" in view
    meanings = COMPARED if compared else LEGEND
    words = [f"`{sign}` {meaning}" for sign, meaning in meanings.items() if sign in signs]
    others = (entry.other for entry in entries)
    words += [f"{arrow} {meaning}" for arrow, meaning in arrow_meanings(others, _ARROW, compared=compared)]
    return ["", f"<sub>{', '.join(words)}</sub>"] if words else []
