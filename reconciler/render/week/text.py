"""Draws the typical week for a terminal: days across, times down, signs in the cells.

Takes a `PlanView` and a `Style`; returns text that fits the width. Where it is too narrow for seven days,
some stand below the others. Names that do not fit in three lines are cut with an ellipsis; the list of the
plan has them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from reconciler.render.dates import WEEKDAYS, full_day
from reconciler.render.findings_words import findings_section
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
from reconciler.render.plan_text.totals import gates_section, totals_section
from reconciler.render.shape import PlanView
from reconciler.render.week.by import Sheet, sheets
from reconciler.render.week.other import Other, arrow_meanings, both_sides, place_words
from reconciler.render.week.strip import strip
from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import Entry, week_plans
from reconciler.render.wording import COMPARED, LEGEND

_TIME_WIDTH: Final = 5
_GAP: Final = 1
_NARROWEST: Final = 9
"""Columns that a cell has at least, its sign included."""
_NARROWEST_WRITTEN: Final = 12
"""The same where characters are written out: the longest is `\\U0001f9d8`."""
_ROOMY: Final = 18
"""From so many columns on a cell names the teacher, too, or the room on the sheet of a teacher."""
_LINES: Final = 3
"""Lines that a name may take."""


def week_to_text(view: PlanView, style: Style) -> str:
    """The week of each location, its weeks, single dates; then all exceptions by rule, and the totals."""
    found = [sheet for plan in week_plans(view) for sheet in sheets(plan, style.by)]
    if not found:
        return "\n".join(("No classes in these dates.", *findings_section(view["diagnostics"], style), ""))
    sections = [
        _legend(view, found, style),
        *(part for sheet in found for part in _sheet(sheet, style)),
        removed_section(view, style),
        moved_section(view, style),
        gates_section(view, style),
        findings_section(view["diagnostics"], style),
        totals_section(view, style),
    ]
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections if section)


def _legend(view: PlanView, found: Iterable[Sheet], style: Style) -> list[str]:
    entries = [entry for sheet in found for entry in (*sheet.grid, *sheet.single)]
    signs, compared = {entry.sign for entry in entries}, "comparison" in view
    lines: list[str] = []
    for sign, meaning in (COMPARED if compared else LEGEND).items():
        if sign in signs:
            lines += signed(sign, meaning, 2, style)
    others = (entry.other for entry in entries)
    for arrow, meaning in arrow_meanings(others, style.arrow, compared=compared):
        lines += indented(f"{arrow} {meaning}", 2, style)
    return ["Symbols:", *lines] if lines else []


def _sheet(sheet: Sheet, style: Style) -> list[list[str]]:
    words = [show(word, style) for word in (sheet.location, sheet.name) if word]
    head = [painted(line, BOLD, style) for line in indented(f"{', '.join(words)}: the week", 0, style)]
    weeks = strip(sheet.weeks, style, compared=sheet.compared) if len(sheet.weeks) > 1 else []
    return [[*head, *_grid(sheet.grid, style)], weeks, _single(sheet, style)]


def _grid(entries: Sequence[Entry], style: Style) -> list[str]:
    """Days across; where so many days leave no room for a name, the days stand below each other."""
    weekdays = sorted({entry.weekday for entry in entries})
    written_out = style.ascii_only and not all(entry.service.isascii() for entry in entries)
    narrowest = _NARROWEST_WRITTEN if written_out else _NARROWEST
    fitting = max((style.columns - _TIME_WIDTH - _GAP) // (narrowest + _GAP), 1)
    tables = -(-len(weekdays) // fitting)
    lines: list[str] = []
    for table in range(tables):
        some = weekdays[len(weekdays) * table // tables : len(weekdays) * (table + 1) // tables]
        lines += [""] if lines else []
        lines += _table(some, [entry for entry in entries if entry.weekday in some], style)
    return lines


def _table(weekdays: Sequence[int], entries: Iterable[Entry], style: Style) -> list[str]:
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
    """Some lines for each class; parallel groups of a service share theirs."""
    alike: dict[tuple[str, str, Other | None], list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.sign, entry.service, entry.other), []).append(entry)
    lines: list[str] = []
    for (sign, _, _), group in alike.items():
        first, *more = _words(group, width, style)
        mark = painted(sign, SIGN_COLOURS[sign], style) if sign != IN_PLACE else sign
        lines.append(mark + _padded(first, width - 1))
        lines += [" " + _padded(words, width - 1) for words in more]
    return lines


def _words(group: list[Entry], width: int, style: Style) -> list[str]:
    """The class in as few lines as it needs; below it what a change does to it."""
    entry, room = group[0], width - 1
    other = entry.other or Other(later=False)
    service, staff, rooms, place = _parts(entry, style)
    service = service or "?"
    if len(group) > 1:
        return _folded(service, plain(f" \u00d7{len(group)}", style), room, style)
    teacher_first = style.by != "teacher"
    usual = (staff if teacher_first else rooms) if width >= _ROOMY else ""
    names = [service]
    if staff and (other.staff is not None or (usual and teacher_first)):
        names.append(staff)
    if rooms and (other.rooms is not None or (usual and not teacher_first)):
        names.append(rooms)
    told = [plain(" · ", style).join(names)] if usual else names
    return [line for words in (*told, place) if words for line in _folded(words, "", room, style)]


def _parts(entry: Entry, style: Style) -> tuple[str, str, str, str]:
    """Service, teacher, rooms and time, each as before and after where it differs."""
    other = entry.other or Other(later=False)
    rooms = None if other.rooms is None else ", ".join(show(name, style) for name in other.rooms)

    def both(mine: str, others: str | None) -> str:
        return both_sides(mine, others, style.arrow, later=other.later)

    return (
        both(show(entry.service, style), _shown(other.service, style)),
        both(show(entry.staff, style), _shown(other.staff, style)),
        both(", ".join(show(name, style) for name in entry.rooms), rooms),
        place_words(other, style.arrow),
    )


def _shown(name: str | None, style: Style) -> str | None:
    return None if name is None else show(name, style)


def _folded(words: str, end: str, room: int, style: Style) -> list[str]:
    """The words in up to three lines, cut with an ellipsis if those are too short."""
    if columns(words + end) <= room:
        return [words + end]
    lines = wrapped(words, room)
    if columns(lines[-1] + end) > room:
        lines.append("")
    if len(lines) <= _LINES:
        return [*lines[:-1], (lines[-1] + end).strip()]
    last, ellipsis = lines[_LINES - 1], plain("…", style)
    room -= columns(end)
    whole = columns(last + ellipsis) <= room
    told = last + ellipsis if whole else cut(f"{last} {lines[_LINES]}", room, style)
    return [*lines[: _LINES - 1], told + end]


def _padded(words: str, room: int) -> str:
    return words + " " * (room - columns(words))


def _single(sheet: Sheet, style: Style) -> list[str]:
    if not sheet.single:
        return []
    lines = ["Single dates"]
    for entry in sheet.single:
        days = ", ".join(full_day(day) for day in entry.days)
        hours = f"{entry.start}-{entry.end}" if entry.end else entry.start
        *names, place = _parts(entry, style)
        words = plain(" · ", style).join(filter(None, names))
        text = f"{days} {hours}  {words} {place}".rstrip()
        lines += signed(entry.sign, text, 2, style) if entry.sign != IN_PLACE else indented(text, 4, style)
    return lines
