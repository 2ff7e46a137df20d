"""The numbers of a plan in words and as a table in a terminal: per week, before and after.

Takes the numbers of a view; returns rows such as `Anna`, `4 -> 6 (+2)`, or lines of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reconciler.render.dates import counted
from reconciler.render.frame_shape import AmountsView, NumbersView
from reconciler.render.layout import BOLD, Style, columns, cut, indented, painted, show
from reconciler.render.numbers_view import KINDS

HEADS = ("Classes", "Seats", "Hours")
_TITLES = dict(zip(KINDS, ("All", "Services", "Teachers", "Rooms"), strict=True))
_NARROWEST, _WIDEST = 8, 30
"""Columns of a name."""


class NumberRow(NamedTuple):
    """One line: whose numbers, and the three amounts a week."""

    name: str
    """With its location, where there are several."""
    cells: tuple[str, str, str]
    """Each `4 -> 6 (+2)`, one number if nothing changes, `4 (a little more)` if rounding hides it."""
    changes: bool


def number_blocks(numbers: NumbersView) -> Iterator[tuple[str, list[NumberRow]]]:
    """Title and rows of each block: all, services, teachers, rooms; what there is none of is left out."""
    weeks = numbers["weeks"] or 1
    several = len({row["location"] for row in numbers["rows"]}) > 1
    for kind in KINDS:
        rows = [
            NumberRow(
                f"{row['name']} ({row['location']})" if several and kind != "all" else row["name"],
                _cells(row["before"], row["after"], weeks),
                row["before"] != row["after"],
            )
            for row in numbers["rows"]
            if row["kind"] == kind
        ]
        if rows:
            yield _TITLES[kind], rows


def weeks_words(numbers: NumbersView) -> str:
    """`Numbers: a week, on average over 12 weeks`."""
    return f"Numbers: a week, on average over {counted(numbers['weeks'], 'week', 'weeks')}"


def numbers_to_text(numbers: NumbersView, style: Style) -> str:
    """The table; "" if there is nothing to count."""
    blocks = list(number_blocks(numbers))
    if not blocks:
        return ""
    rows = [row for _, its in blocks for row in its]
    widths = [max(len(head), *(len(row.cells[n]) for row in rows)) for n, head in enumerate(HEADS)]
    room = style.columns - sum(widths) - 2 * len(widths) - 2
    if room < _NARROWEST:
        return _below_each_other(blocks, numbers, style)
    name_width = max(_NARROWEST, min(_WIDEST, room, max(columns(show(row.name, style)) for row in rows)))
    head = "  ".join(name.ljust(width) for name, width in zip(HEADS, widths, strict=True))
    lines = [painted(weeks_words(numbers), BOLD, style), f"{' ' * (name_width + 2)}  {head}".rstrip()]
    for title, its in blocks:
        lines.append(title)
        for row in its:
            name = cut(show(row.name, style), name_width, style)
            cells = "  ".join(cell.ljust(width) for cell, width in zip(row.cells, widths, strict=True))
            lines.append(f"  {name}{' ' * (name_width - columns(name))}  {cells}".rstrip())
    return "\n".join((*lines, ""))


def _below_each_other(
    blocks: Iterable[tuple[str, list[NumberRow]]], numbers: NumbersView, style: Style
) -> str:
    """The rows as sentences, where a terminal is too narrow for the table."""
    lines = indented(weeks_words(numbers), 0, style)
    for title, its in blocks:
        lines.append(title)
        for row in its:
            lines += indented(show(row.name, style), 2, style)
            pairs = zip(row.cells, HEADS, strict=True)
            lines += indented(", ".join(f"{cell} {head.lower()}" for cell, head in pairs), 4, style)
    return "\n".join((*lines, ""))


def _cells(before: AmountsView, after: AmountsView, weeks: int) -> tuple[str, str, str]:
    return (
        _cell(before["classes"], after["classes"], weeks),
        _cell(before["seats"], after["seats"], weeks),
        _cell(before["lesson_s"] / 3600, after["lesson_s"] / 3600, weeks),
    )


def _cell(before: float, after: float, weeks: int) -> str:
    """Rounded to a tenth; the difference is that of what is shown."""
    one, other = round(before * 10 / weeks), round(after * 10 / weeks)
    if before == after:
        return _tenths(other)
    if one == other:
        return f"{_tenths(other)} (a little {'more' if after > before else 'less'})"
    if not before:
        return f"0 -> {_tenths(other)}"
    difference = other - one
    return f"{_tenths(one)} -> {_tenths(other)} ({'+' if difference > 0 else ''}{_tenths(difference)})"


def _tenths(number: int) -> str:
    whole, tenth = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole}{f'.{tenth}' if tenth else ''}"
