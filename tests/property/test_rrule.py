"""Recurrence rules against two other readings: the RFC read day by day, and python-dateutil.

The first knows nothing of frames or bounds: it asks of every single day whether it matches, and
groups afterwards. The second is compared only where it is known to follow the RFC.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reconciler.expand.rrule import instances
from reconciler.load.rrule import DAYS, Fault
from reconciler.load.rules import _rule
from reconciler.model.schedule import Frequency, Rule

MANY = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
)
NEW_YEAR_OR_ANY = st.one_of(
    st.builds(
        lambda year, shift: date(year, 1, 1) + timedelta(days=shift),
        st.integers(1995, 2035),
        st.integers(-5, 5),
    ),
    st.dates(date(1970, 1, 8), date(2095, 1, 1)),
)
MARGIN_DAYS = {"YEARLY": 400, "MONTHLY": 31, "WEEKLY": 7, "DAILY": 1, "HOURLY": 1, "MINUTELY": 1}
SPAN_DAYS = {"YEARLY": 3000, "MONTHLY": 1200, "WEEKLY": 400, "DAILY": 500, "HOURLY": 12, "MINUTELY": 3}


def some(low: int, high: int, *, signed: bool = False, most: int = 4) -> st.SearchStrategy[list[int]]:
    number = st.integers(low, high)
    either = st.one_of(number, number.map(lambda one: -one)) if signed else number
    return st.lists(either, min_size=1, max_size=most, unique=True)


@st.composite
def weekdays(draw: st.DrawFn, numbered: int) -> list[str]:
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
    if not numbered:
        return days
    ordinals = st.one_of(st.just(0), st.integers(-numbered, numbered))
    return [f"{number or ''}{day}" for day in days for number in [draw(ordinals)]]


@st.composite
def rules(draw: st.DrawFn, frequencies: tuple[str, ...]) -> str:
    frequency = draw(st.sampled_from(frequencies))
    parts: dict[str, Any] = {"FREQ": frequency, "WKST": draw(st.sampled_from(DAYS))}
    weeks = frequency == "YEARLY" and draw(st.booleans())
    numbered = {"YEARLY": 0 if weeks else 20, "MONTHLY": 5}.get(frequency, 0)
    wishes = {
        "INTERVAL": st.integers(1, 40 if frequency in {"HOURLY", "MINUTELY"} else 5),
        "BYMONTH": some(1, 12),
        "BYDAY": weekdays(numbered),
        "BYHOUR": some(0, 23),
        "BYMINUTE": some(0, 59),
        "BYSETPOS": some(1, 8, signed=True, most=3),
        "COUNT": st.integers(1, 30),
    }
    if weeks:
        parts["BYWEEKNO"] = draw(
            st.one_of(some(1, 53, signed=True), st.sampled_from([[1], [-1], [52], [53], [1, 53]]))
        )
    if frequency != "WEEKLY":
        wishes["BYMONTHDAY"] = some(1, 31, signed=True)
    if frequency in {"YEARLY", "HOURLY", "MINUTELY"}:
        wishes["BYYEARDAY"] = some(1, 366, signed=True)
    for name in draw(st.lists(st.sampled_from(sorted(wishes)), max_size=4, unique=True)):
        parts[name] = draw(wishes[name])
    if parts.keys() <= {"FREQ", "WKST", "INTERVAL", "COUNT", "BYSETPOS"}:
        parts.pop("BYSETPOS", None)
    return ";".join(f"{name}={_text(value)}" for name, value in parts.items())


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


starts = st.tuples(NEW_YEAR_OR_ANY, st.sampled_from([0, 570, 1110, 1439]))


def accepted(text: str) -> Rule:
    rule = _rule(text, "Europe/Berlin", allow_subdaily=True)
    assume(not isinstance(rule, Fault))
    assert not isinstance(rule, Fault)
    return rule


@MANY
@given(rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")), starts)
def test_a_rule_gives_what_the_rfc_says_of_every_single_day(text: str, start: tuple[date, int]) -> None:
    rule = accepted(text)
    last = min(start[0] + timedelta(days=SPAN_DAYS[rule.frequency.value]), date(2100, 12, 31))
    begin = start[0].toordinal() * 1440 + start[1]
    assert read_day_by_day(rule, start[0], start[1], last) == instances(rule, begin, last.toordinal())


@MANY
@given(rules(("YEARLY",)).filter(lambda text: "BYWEEKNO" in text), starts)
def test_week_numbers_are_those_of_the_rfc(text: str, start: tuple[date, int]) -> None:
    rule = accepted(text)
    last = min(start[0] + timedelta(days=3000), date(2100, 12, 31))
    begin = start[0].toordinal() * 1440 + start[1]
    assert read_day_by_day(rule, start[0], start[1], last) == instances(rule, begin, last.toordinal())


def where_dateutil_is_right(rule: Rule) -> bool:
    """Outside of its known faults, see `rrule_cases.WHERE_DATEUTIL_ERRS`."""
    mixed = len({bool(ordinal) for ordinal, _ in rule.weekdays}) > 1
    cut_week = rule.frequency is Frequency.WEEKLY and bool(rule.positions)
    odd_weeks = bool(rule.weeks) and (
        not (rule.weekdays or rule.month_days or rule.year_days)  # it takes all seven days
        or rule.interval > 1  # it gives days around New Year to the calendar year
        or bool(rule.positions)
        or not all(2 <= week <= 51 for week in rule.weeks)
    )
    return not (mixed or cut_week or odd_weeks)


@MANY
@given(rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")), starts)
def test_a_rule_gives_what_dateutil_gives_where_that_is_right(text: str, start: tuple[date, int]) -> None:
    rule = accepted(text)
    assume(where_dateutil_is_right(rule))
    last = min(start[0] + timedelta(days=SPAN_DAYS[rule.frequency.value]), date(2100, 12, 31))
    first = datetime.combine(start[0], datetime.min.time()) + timedelta(minutes=start[1])
    end = datetime.combine(last, datetime.max.time())
    theirs = by_dateutil(text, first, end)[: rule.count]
    begin = start[0].toordinal() * 1440 + start[1]
    ours = instances(rule, begin, last.toordinal())
    assert [one.toordinal() * 1440 + one.hour * 60 + one.minute for one in theirs] == ours


def by_dateutil(text: str, first: datetime, end: datetime) -> list[datetime]:
    """Without COUNT: one that is never reached would take it to the year 9999."""
    try:
        return list(rrulestr(re.sub("COUNT=[0-9]+", "BYSECOND=0", text), dtstart=first).replace(until=end))
    except ValueError as error:
        if "empty set" in str(error):  # its word for a step that never meets the hours or minutes
            return []
        raise


@MANY
@given(rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")), starts, st.integers(0, 900))
def test_a_later_end_only_adds(text: str, start: tuple[date, int], days: int) -> None:
    rule = accepted(text)
    begin, first = start[0].toordinal() * 1440 + start[1], start[0].toordinal()
    span = days % (SPAN_DAYS[rule.frequency.value] + 1)
    short, long = instances(rule, begin, first + span), instances(rule, begin, first + span + 7)
    assert [one for one in long if one // 1440 <= first + span] == short
    assert sorted(set(long)) == long


def read_day_by_day(rule: Rule, first: date, start_min: int, last: date) -> list[int]:
    """The RFC's table, asked of every minute, hour or day from well before the start on."""
    found: list[tuple[int, int]] = []
    margin = MARGIN_DAYS[rule.frequency.value]
    for day in range(first.toordinal() - margin, last.toordinal() + margin):
        if day_matches(rule, date.fromordinal(day), first):
            found += [
                (frame_of(rule, day, minute), day * 1440 + minute) for minute in minutes(rule, start_min)
            ]
    begin = first.toordinal() * 1440 + start_min
    base = frame_of(rule, first.toordinal(), start_min)
    if rule.weeks and not day_matches(rule, first, first):
        base = first.year  # only a start that matches belongs to the year of its week
    kept: list[int] = []
    for frame, its in groupby(found, key=lambda one: one[0]):
        whole = [minute for _, minute in its]
        if (frame - base) % rule.interval == 0:
            kept += [
                minute
                for place, minute in enumerate(whole)
                if not rule.positions or place + 1 in rule.positions or place - len(whole) in rule.positions
            ]
    after = [minute for minute in kept if minute >= begin]
    return [minute for minute in after[: rule.count] if minute // 1440 <= last.toordinal()]


def minutes(rule: Rule, start_min: int) -> list[int]:
    hour, minute = divmod(start_min, 60)
    every_hour = range(24) if rule.subdaily else (hour,)
    every_minute = range(60) if rule.frequency is Frequency.MINUTELY else (minute,)
    return [h * 60 + m for h in rule.hours or every_hour for m in rule.minutes or every_minute]


def frame_of(rule: Rule, number: int, minute: int) -> int:
    day = date.fromordinal(number)
    match rule.frequency:
        case Frequency.YEARLY:
            return week_of(day, rule.week_start)[0] if rule.weeks else day.year
        case Frequency.MONTHLY:
            return day.year * 12 + day.month
        case Frequency.WEEKLY:
            return (number - 1 - rule.week_start) // 7
        case Frequency.DAILY:
            return number
        case Frequency.HOURLY:
            return number * 24 + minute // 60
        case Frequency.MINUTELY:
            return number * 1440 + minute


def week_of(day: date, week_start: int) -> tuple[int, int]:
    """Year and number: a week belongs to the year of its fourth day."""
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    return fourth.year, (fourth.timetuple().tm_yday - 1) // 7 + 1


def day_matches(rule: Rule, day: date, first: date) -> bool:
    yearly, monthly = rule.frequency is Frequency.YEARLY, rule.frequency is Frequency.MONTHLY
    says_day = bool(rule.month_days or rule.year_days or rule.weekdays)
    if rule.frequency is Frequency.WEEKLY and not rule.weekdays and day.weekday() != first.weekday():
        return False
    if (monthly or (yearly and not rule.weeks)) and not says_day and day.day != first.day:
        return False
    if yearly and not (says_day or rule.weeks or rule.months) and day.month != first.month:
        return False
    if yearly and rule.weeks and not says_day and day.weekday() != first.weekday():
        return False
    return (
        (not rule.months or day.month in rule.months)
        and week_matches(rule, day)
        and from_both_ends(rule.year_days, day.timetuple().tm_yday, 366 if isleap(day.year) else 365)
        and from_both_ends(rule.month_days, day.day, monthrange(day.year, day.month)[1])
        and weekday_matches(rule, day)
    )


def week_matches(rule: Rule, day: date) -> bool:
    if not rule.weeks:
        return True
    year, number = week_of(day, rule.week_start)
    return from_both_ends(rule.weeks, number, weeks_in(year, rule.week_start))


@cache
def weeks_in(year: int, week_start: int) -> int:
    """52 or 53: the last of the days around New Year that still lies in a week of that year."""
    december = (date(year, 12, 31) - timedelta(days=back) for back in range(7))
    return max(
        number for week_year, number in (week_of(day, week_start) for day in december) if week_year == year
    )


def weekday_matches(rule: Rule, day: date) -> bool:
    if not rule.weekdays:
        return True
    in_year = rule.frequency is Frequency.YEARLY and not rule.months
    place = (day.timetuple().tm_yday if in_year else day.day) - 1
    size = (366 if isleap(day.year) else 365) if in_year else monthrange(day.year, day.month)[1]
    nth = {0, place // 7 + 1, -((size - 1 - place) // 7) - 1}
    return any(weekday == day.weekday() and ordinal in nth for ordinal, weekday in rule.weekdays)


def from_both_ends(wanted: tuple[int, ...], number: int, size: int) -> bool:
    return not wanted or number in wanted or number - size - 1 in wanted
