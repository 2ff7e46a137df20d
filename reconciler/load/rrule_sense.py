"""Whether the parts of a recurrence rule go together, and how much such a rule can give.

Takes the parts of a rule, or the rule made of them, returns a `Fault` or a number. RFC 5545
section 3.3.10 forbids some combinations; others are allowed but can never match.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from math import gcd
from typing import Final

from reconciler.load.rrule import SUBDAILY, Fault, Parts
from reconciler.model.schedule import Frequency, Rule

_DAYS_OF: Final = {
    Frequency.YEARLY: 365,
    Frequency.MONTHLY: 28,
    Frequency.WEEKLY: 7,
    Frequency.DAILY: 1,
    Frequency.HOURLY: 1,
    Frequency.MINUTELY: 1,
}
"""Days of the shortest year, month and so on; finer frequencies are counted by the day."""
_FORBIDDEN: Final = (
    ("BYWEEKNO", ("MONTHLY", "WEEKLY", "DAILY", *SUBDAILY), "Week numbers need FREQ=YEARLY."),
    ("BYYEARDAY", ("MONTHLY", "WEEKLY", "DAILY"), "Days of the year need FREQ=YEARLY."),
    ("BYMONTHDAY", ("WEEKLY",), "A week has no days of the month: use FREQ=MONTHLY or FREQ=DAILY."),
)


def forbidden(parts: Parts, *, allow_subdaily: bool) -> Fault | None:
    """The first combination that the RFC or this program forbids."""
    if parts.count is not None and parts.until is not None:
        return Fault(
            "RRL007", "COUNT and UNTIL exclude each other", "Only one can end the rule.", "keep one of them"
        )
    for name, frequencies, why in _FORBIDDEN:
        if name in parts.numbers and parts.frequency in frequencies:
            return Fault(
                "RRL006", f"{name} is not allowed with FREQ={parts.frequency}", why, f"take {name} out"
            )
    return _bad_ordinals(parts) or _bad_positions(parts) or _too_fine(parts, allow_subdaily=allow_subdaily)


def steps_in_minutes(parts: Parts) -> Parts | Fault:
    """The rule without its seconds: `FREQ=SECONDLY;INTERVAL=120` is every second minute."""
    numbers = {name: values for name, values in parts.numbers.items() if name != "BYSECOND"}
    seconds = parts.numbers.get("BYSECOND", (0,))
    if seconds != (0,):
        return Fault(
            "RRL010",
            "BYSECOND other than 0 is not possible",
            "The booking system starts classes on whole minutes.",
            "take BYSECOND out",
        )
    if parts.frequency != "SECONDLY":
        return replace(parts, numbers=numbers)
    if parts.interval % 60 and "BYSECOND" not in parts.numbers:
        return Fault(
            "RRL010",
            f"FREQ=SECONDLY with INTERVAL={parts.interval} would start classes between the minutes",
            "The booking system starts classes on whole minutes.",
            "write FREQ=MINUTELY, or an INTERVAL that is a multiple of 60",
        )
    minutes = parts.interval // gcd(parts.interval, 60)
    return replace(parts, frequency="MINUTELY", interval=minutes, numbers=numbers)


def never_matches(rule: Rule) -> Fault | None:
    """Why no day of any year can ever match, as far as that can be told without a start."""
    in_months = rule.frequency is Frequency.MONTHLY or (rule.months and not rule.weeks)
    if rule.weekdays and in_months and all(abs(ordinal) > 5 for ordinal, _ in rule.weekdays):
        return _never("BYDAY", "No weekday occurs more than five times in a month.")
    named = [
        name
        for name, values in (
            ("BYMONTH", rule.months),
            ("BYMONTHDAY", rule.month_days),
            ("BYYEARDAY", rule.year_days),
        )
        if values
    ]
    if len(named) > 1 and not any(_day_fits(rule, day) for day in _two_years()):
        return _never(" with ".join(named), "There is no such day in any year.")
    most = most_days(rule) * _times_a_frame(rule)
    if rule.positions and all(abs(position) > most for position in rule.positions):
        return _never("BYSETPOS", f"The rule gives at most {most} to choose from.")
    return None


def most_instances(rule: Rule, days: int) -> int:
    """How many instances `rule` has in so many days at most; never too few."""
    if not rule.subdaily:
        frames = days // (_DAYS_OF[rule.frequency] * rule.interval) + 2
        return frames * most_days(rule) * _times_a_frame(rule)
    days = _days_at_most(rule, days)
    hours = len(rule.hours) or 24
    if rule.frequency is Frequency.HOURLY:
        return days * min(hours, 24 // rule.interval + 1) * (len(rule.minutes) or 1)
    return days * min(hours * (len(rule.minutes) or 60), 1440 // rule.interval + 1)


def _days_at_most(rule: Rule, days: int) -> int:
    """Of so many days in a row, those that the limits of `rule` can let pass."""
    bounds = [
        (len(rule.months) * 31, 365),
        (len(rule.month_days), 28),
        (len(rule.year_days), 365),
        (len({weekday for _, weekday in rule.weekdays}), 7),
    ]
    return min([days, *(most * (days // frame + 2) for most, frame in bounds if most)])


def most_days(rule: Rule) -> int:
    """Days that one year, month, week or day of the rule's frequency has at most."""
    match rule.frequency:
        case Frequency.YEARLY:
            return _most_of_a_year(rule)
        case Frequency.MONTHLY:
            weekdays = sum(1 if ordinal else 5 for ordinal, _ in rule.weekdays)
            return min(len(rule.month_days) or 31, weekdays or 31) if rule.month_days or weekdays else 1
        case Frequency.WEEKLY:
            return len(rule.weekdays) or 1
        case _:
            return 1


def _most_of_a_year(rule: Rule) -> int:
    months = len(rule.months) or 12
    if rule.weeks:
        return min(7 * len(rule.weeks), 371)
    bounds = [
        len(rule.year_days),
        len(rule.month_days) * months,
        sum(1 if ordinal else 53 for ordinal, _ in rule.weekdays) * months,
    ]
    return min([bound for bound in bounds if bound] or [len(rule.months) or 1, 12])


def _times_a_frame(rule: Rule) -> int:
    hours = 1 if rule.subdaily else len(rule.hours) or 1
    return hours * (1 if rule.frequency is Frequency.MINUTELY else len(rule.minutes) or 1)


def _bad_ordinals(parts: Parts) -> Fault | None:
    if not any(ordinal for ordinal, _ in parts.weekdays):
        return None
    if parts.frequency not in {"MONTHLY", "YEARLY"}:
        why = "Only a month or a year has a first or last Monday: use FREQ=MONTHLY or FREQ=YEARLY."
        return Fault(
            "RRL006",
            f"a number in BYDAY is not allowed with FREQ={parts.frequency}",
            why,
            "write MO, not 1MO",
        )
    if "BYWEEKNO" in parts.numbers:
        why = "A week has each weekday once."
        return Fault("RRL006", "a number in BYDAY is not allowed with BYWEEKNO", why, "write MO, not 1MO")
    return None


def _bad_positions(parts: Parts) -> Fault | None:
    if "BYSETPOS" in parts.numbers and len(parts.numbers) == 1 and not parts.weekdays:
        why = "It chooses among what another BY part gives."
        return Fault(
            "RRL006", "BYSETPOS needs another BY part", why, "add, for example, BYDAY=MO,TU,WE,TH,FR"
        )
    return None


def _too_fine(parts: Parts, *, allow_subdaily: bool) -> Fault | None:
    if parts.frequency in SUBDAILY and not allow_subdaily:
        why = "Such a rule gives many classes a day, which is seldom meant."
        hint = "use BYHOUR and BYMINUTE with FREQ=DAILY, or add `allow_subdaily: true` if it is meant"
        return Fault("RRL009", f"FREQ={parts.frequency} repeats within the day", why, hint)
    return None


def _never(part: str, why: str) -> Fault:
    return Fault("RRL008", f"{part} can never match", why, "correct the numbers")


def _two_years() -> Iterable[date]:
    """Every day of a common year and of a leap year."""
    first = date(2023, 1, 1)
    return (first + timedelta(days=number) for number in range(365 + 366))


def _day_fits(rule: Rule, day: date) -> bool:
    of_year = day.timetuple().tm_yday
    from_end = of_year - (366 if isleap(day.year) else 365) - 1
    from_month_end = day.day - monthrange(day.year, day.month)[1] - 1
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or day.day in rule.month_days or from_month_end in rule.month_days)
        and (not rule.year_days or of_year in rule.year_days or from_end in rule.year_days)
    )
