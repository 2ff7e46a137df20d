"""Opening hours: no lesson starts before the place opens or ends after it closes.

Takes house rules and occurrences; returns a finding for each series and rule. A night that ends
after midnight belongs to the day on which it began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from reconciler.expand.house.findings import finding, lesson_s, when, where
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.house import HouseRules, OpenOn
from reconciler.model.occurrence import Occurrence

_DAY_MIN: Final = 1440
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SERIES = attrgetter("series")


def outside_hours(rules: HouseRules, occurrences: Sequence[Occurrence]) -> Iterator[Diagnostic]:
    """Lessons that start before the place opens or end after it closes."""
    by_day: dict[date, OpenOn | None] = {}
    for _, its in groupby(occurrences, key=_SERIES):
        outside: dict[Span, list[Occurrence]] = {}
        for one in its:
            day = one.start.date()
            if day not in by_day:
                by_day[day] = rules.open_on(day)
            rule = by_day[day]
            if rule is not None and not _is_open(rules, by_day, one, rule):
                outside.setdefault(rule.span, []).append(one)
        for span, late in sorted(outside.items()):
            yield _closed(rules, late, span)


def _is_open(rules: HouseRules, by_day: dict[date, OpenOn | None], one: Occurrence, rule: OpenOn) -> bool:
    """Whether one stretch of its day, or of the night before, holds the whole lesson."""
    start = one.start.hour * 60 + one.start.minute
    end = start + lesson_s(one) // 60
    if any(stretch.from_min <= start and end <= stretch.until_min for stretch in rule.hours):
        return True
    before = one.start.date() - _DAY
    if before not in by_day:
        by_day[before] = rules.open_on(before)
    night = by_day[before]
    return night is not None and any(
        start + _DAY_MIN < stretch.until_min and end + _DAY_MIN <= stretch.until_min
        for stretch in night.hours
    )


def _closed(rules: HouseRules, late: Sequence[Occurrence], span: Span) -> Diagnostic:
    first = late[0]
    rule = rules.open_on(first.start.date())
    hours = () if rule is None else rule.hours
    end = first.start.hour * 60 + first.start.minute + lesson_s(first) // 60
    day = "that holiday" if first.start.date() in rules.holidays else _WEEKDAYS[first.start.weekday()]
    open_at = ", ".join(f"{_clock(each.from_min)} to {_clock(each.until_min)}" for each in hours)
    return finding(
        "EXP071",
        Severity.ERROR,
        f"{first.series.address} lies outside of the opening hours {when(one.start.date() for one in late)}",
        f"It runs {first.start:%H:%M} to {_clock(end)}; "
        + (f"the place is open {open_at} on {day}." if hours else f"the place is closed on {day}."),
        "change its time, or the opening hours of these dates",
        span=where(first),
        rule=span,
    )


def _clock(minutes: int) -> str:
    return "24:00" if minutes == _DAY_MIN else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
