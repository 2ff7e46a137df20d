"""Working limits: how long a person teaches on a date, and how many classes without a pause.

Takes house rules and the occurrences of one location; returns a finding for each person and limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

from reconciler.expand.house.findings import finding, lesson_s, when, where
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.house import HouseRules, WorkingLimits
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_UTC = attrgetter("utc")


def overworked(rules: HouseRules, names: Names, occurrences: Sequence[Occurrence]) -> Iterator[Diagnostic]:
    """People with too many hours on a date, or too many classes without a pause."""
    by_person: dict[int, list[Occurrence]] = {}
    for one in sorted(occurrences, key=_UTC):
        person = one.details.staff_id
        if person is not None and (rules.limits is not None or person in rules.limits_of):
            by_person.setdefault(person, []).append(one)
    for person, its in sorted(by_person.items()):
        limits = rules.limits_of.get(person, rules.limits)
        if limits is not None:
            name = names.staff.get(person, f"#{person}")
            yield from _long_days(limits, name, its)
            yield from _long_rows(limits, name, its)


def _long_days(limits: WorkingLimits, name: str, its: Sequence[Occurrence]) -> Iterator[Diagnostic]:
    if limits.day_s is None:
        return
    days: dict[date, int] = {}
    for one in its:
        day = one.start.date()
        days[day] = days.get(day, 0) + lesson_s(one)
    over = {day: seconds for day, seconds in days.items() if seconds > limits.day_s}
    if over:
        first = min(over)
        witness = next(one for one in its if one.start.date() == first)
        yield finding(
            "EXP072",
            Severity.WARNING,
            f"{name} teaches more than {_hours(limits.day_s)} {when(over)}",
            f"On {first.isoformat()} it is {_hours(over[first])}.",
            "give a class to somebody else, or raise `hours_a_day`",
            span=where(witness),
            rule=limits.span,
        )


def _long_rows(limits: WorkingLimits, name: str, its: Sequence[Occurrence]) -> Iterator[Diagnostic]:
    if limits.in_a_row is None:
        return
    rows: list[tuple[Occurrence, int]] = []
    row: list[Occurrence] = []
    end = 0
    for one in its:
        if row and one.utc - end >= max(limits.pause_s, 1):
            rows += [(row[0], len(row))] if len(row) > limits.in_a_row else []
            row = []
        row.append(one)
        end = max(end, one.utc + lesson_s(one))
    rows += [(row[0], len(row))] if len(row) > limits.in_a_row else []
    if rows:
        first, number = rows[0]
        pause = f" of {limits.pause_s // 60} minutes" if limits.pause_s else ""
        yield finding(
            "EXP073",
            Severity.WARNING,
            f"{name} teaches more than {limits.in_a_row} classes without a pause{pause} "
            f"{when(one.start.date() for one, _ in rows)}",
            f"On {first.start.date().isoformat()} there are {number} from {first.start:%H:%M} on.",
            "move a class, give one to somebody else, or raise `in_a_row`",
            span=where(first),
            rule=limits.span,
        )


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds // 60, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
