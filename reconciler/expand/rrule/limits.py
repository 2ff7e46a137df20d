"""What a recurrence rule allows of a single day: the parts that only limit.

Takes a rule, returns a test of day numbers. BYMONTH, BYYEARDAY, BYMONTHDAY and weekdays without
an ordinal; a part that the rule does not name allows every day.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable
from datetime import date

from reconciler.model.schedule import Rule


def fits(rule: Rule) -> Callable[[int], bool]:
    """Whether a day passes all the limits of `rule`; cheap ones are tried first."""
    weekdays = frozenset(weekday for _, weekday in rule.weekdays) or frozenset(range(7))
    months = frozenset(rule.months) or frozenset(range(1, 13))
    if not (rule.months or rule.month_days or rule.year_days):
        return lambda day: (day - 1) % 7 in weekdays

    def passes(number: int) -> bool:
        if (number - 1) % 7 not in weekdays:
            return False
        day = date.fromordinal(number)
        return day.month in months and _month_day_fits(rule, day) and _year_day_fits(rule, day)

    return passes


def _month_day_fits(rule: Rule, day: date) -> bool:
    wanted = rule.month_days
    return not wanted or day.day in wanted or day.day - monthrange(day.year, day.month)[1] - 1 in wanted


def _year_day_fits(rule: Rule, day: date) -> bool:
    wanted = rule.year_days
    if not wanted:
        return True
    number = day.timetuple().tm_yday
    return number in wanted or number - (366 if isleap(day.year) else 365) - 1 in wanted
