"""Writes the week of a plan as a table of Markdown: days across, times down, signs in the cells.

Takes the weeks of a plan; returns lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.render.dates import WEEKDAYS, classes, stretch
from reconciler.render.escape import for_markdown
from reconciler.render.shape import PlanView
from reconciler.render.week.prolonged import told_once
from reconciler.render.week.typical import IN_PLACE, Entry, WeekPlan, stretches
from reconciler.render.wording import COMPARED, LEGEND


def week_lines(plan: WeekPlan) -> list[str]:
    """The grid of one location, the weeks that differ, and classes of single dates."""
    weekdays = sorted({entry.weekday for entry in plan.usual})
    lines = [f"\n#### {for_markdown(plan.location)}: the week\n"]
    if weekdays:
        lines += [
            f"| | {' | '.join(WEEKDAYS[weekday] for weekday in weekdays)} |",
            f"| --- |{' --- |' * len(weekdays)}",
        ]
        rows: dict[str, dict[int, list[Entry]]] = {}
        for entry in told_once(plan.usual):
            rows.setdefault(entry.start, {}).setdefault(entry.weekday, []).append(entry)
        for time, by_day in rows.items():
            cells = ["<br>".join(map(_cell, by_day.get(weekday, ()))) for weekday in weekdays]
            lines.append(f"| {time} | {' | '.join(cells)} |")
    unusual = [each for each in stretches(plan.weeks) if not each.usual]
    if unusual and len(plan.weeks) > 1:
        words = ", ".join(f"{stretch(each.first, each.last)} ({each.classes})" for each in unusual)
        usual = next((each.classes for each in stretches(plan.weeks) if each.usual), 0)
        lines.append(f"\n{classes(usual)} in a usual week; other weeks: {words}.")
    lines += [""] if plan.single else []
    for entry in plan.single:
        days = ", ".join(day.isoformat() for day in entry.days)
        lines.append(f"- {_sign(entry)}{days} {entry.start} {_entry_words(entry)}")
    return lines


def _cell(entry: Entry) -> str:
    return f"{_sign(entry)}{_entry_words(entry)}"


def _sign(entry: Entry) -> str:
    return "" if entry.sign == IN_PLACE else f"`{entry.sign}` "


def _entry_words(entry: Entry) -> str:
    return " · ".join(for_markdown(name) for name in (entry.service, entry.staff) if name)


def legend_lines(view: PlanView, weeks: Iterable[WeekPlan]) -> list[str]:
    """What the signs in these weeks mean."""
    signs = {entry.sign for plan in weeks for entry in (*plan.usual, *plan.single)}
    meanings = COMPARED if "comparison" in view else LEGEND
    words = [f"`{sign}` {meaning}" for sign, meaning in meanings.items() if sign in signs]
    return ["", f"<sub>{', '.join(words)}</sub>"]
