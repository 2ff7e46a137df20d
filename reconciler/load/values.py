"""The small grammars of the timetable language: one text -> one value.

Each `parse_…` takes a scalar as it was written and returns its value, or `Wrong` with what to
write instead. Times are minutes after midnight, durations are seconds, dates are local.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from reconciler.load import spelling, spelling_of_days
from reconciler.load.spelling import LONGEST, Wrong
from reconciler.model.schedule import Days, EveryWeeks, IsoWeeks, MonthDay, MoveTo, Weeks

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS: dict[str, frozenset[int]] = {
    **{name: frozenset({number}) for number, name in enumerate(_DAYS)},
    **{name[:3]: frozenset({number}) for number, name in enumerate(_DAYS)},
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "daily": frozenset(range(7)),
}
_NTH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DURATION = re.compile(r"(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,3})s)?")
_LONG_DURATION = re.compile(r"([0-9]{1,3}) (day|week)s?")
_EVERY_WEEKS = re.compile(r"every +([2-9]|[1-4][0-9]|5[0-2]) +from +([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_COLOR = re.compile(r"#[0-9a-f]{6}")
_DASHES = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*")

_FIRST_MONDAY = date(2000, 1, 3)
YEARS = range(1970, 2101)
"""Years that a date may lie in; others are slips of the pen."""
LONGEST_OVERNIGHT_MIN = 6 * 60
"""Minutes of the longest class that may end on the next day, when written as start and end."""


def parse_weekdays(text: str) -> frozenset[int] | Wrong:
    """`mon`, `Monday`, `weekdays`, `weekend` or `daily` -> numbers of weekdays, 0 is Monday."""
    return _WEEKDAYS.get(text.strip().lower()) or spelling_of_days.weekday(text)


def parse_every(text: str) -> frozenset[int] | MonthDay | Wrong:
    """A weekday or group of weekdays, or a day of the month: `1st sat`, `last sun`, `last day`."""
    nth, _, word = text.strip().partition(" ")
    if nth not in _NTH:
        return spelling_of_days.month_day(text) or parse_weekdays(text)
    if (nth, word) == ("last", "day"):
        return MonthDay(-1, None)
    weekdays = parse_weekdays(word)
    if isinstance(weekdays, Wrong) or len(weekdays) > 1:
        return spelling_of_days.month_day(text) or Wrong(
            "no day of a month", f"name one weekday, for example: {nth} sat"
        )
    (weekday,) = weekdays
    return MonthDay(_NTH[nth], weekday)


def parse_time(text: str) -> int | Wrong:
    """`18:30`, `7:05` or `18:30:00` -> minutes after midnight, 0 to 1439."""
    found = _TIME.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else spelling.time(text)


def parse_time_span(text: str) -> tuple[int, int] | Wrong:
    """`18:30-19:25` -> start and end, minutes after midnight; any dash will do.

    An end before the start is on the next day, if that makes a class of at most six hours.
    """
    halves = _DASHES.split(text.strip()) if len(text) <= LONGEST else []
    if len(halves) != 2:
        return Wrong("no start and end", 'write "18:30-19:25"')
    start, end = parse_time(halves[0]), parse_time(halves[1])
    if isinstance(start, Wrong):
        return start
    if isinstance(end, Wrong):
        return end
    if not 0 < (end - start) % 1440 <= (LONGEST_OVERNIGHT_MIN if end <= start else 1440):
        swapped = f'write "{halves[1]}-{halves[0]}" if they were swapped'
        is_night = end < start and end - start + 1440 <= 720
        night = "; for a night of more than six hours write its start, and a `duration`" if is_night else ""
        return Wrong("a time span that ends before it starts", swapped + night)
    return start, end


def parse_hours(text: str) -> tuple[int, int] | tuple[()] | Wrong:
    """`07:00-22:00` -> first and last minute; `closed` -> nothing. `18:00-02:00` ends on the next day."""
    if text.strip().lower() == "closed":
        return ()
    halves = _DASHES.split(text.strip()) if len(text) <= LONGEST else []
    if len(halves) != 2:
        return Wrong("no opening hours", 'write "07:00-22:00", or closed')
    start, end = parse_time(halves[0]), 1440 if halves[1] == "24:00" else parse_time(halves[1])
    if isinstance(start, Wrong):
        return start
    if isinstance(end, Wrong):
        return end
    return start, end if end > start else end + 1440


def parse_duration(text: str) -> int | Wrong:
    """`55m`, `1h`, `1h15m`, `48h`, `3 days`, `2 weeks` or `30s` -> seconds, 0 or more."""
    written = text.strip()
    found = _DURATION.fullmatch(written)
    if found and written:
        return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)
    long = _LONG_DURATION.fullmatch(written)
    if long:
        return int(long[1]) * (7 if long[2] == "week" else 1) * 86400
    return spelling.duration(text)


def parse_date(text: str) -> date | Wrong:
    """`2026-09-07` -> a date that exists, in the years 1970 to 2100."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return spelling.date(text)
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if year not in YEARS:
        return Wrong(
            "no date that a timetable can have", f"the year must lie between {YEARS[0]} and {YEARS[-1]}"
        )
    if not 1 <= month <= 12:
        return Wrong(
            "no date, for there is no month " + found[2], "write year-month-day, for example 2026-09-07"
        )
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return Wrong("no date of the calendar", f"{month_name[month]} {year} has {days} days")
    return date(year, month, day)


def parse_days(text: str) -> Days | Wrong:
    """`2026-12-24 to 2027-01-03`, or a single date -> first and last day, both included."""
    halves = re.split(r"\s+to\s+", text.strip()) if len(text) <= LONGEST else [""]
    if len(halves) > 2 or (len(halves) == 1 and not _DATE.fullmatch(halves[0])):
        return spelling.days(text)
    first, last = parse_date(halves[0]), parse_date(halves[-1])
    if isinstance(first, Wrong):
        return first
    if isinstance(last, Wrong):
        return last
    if last < first:
        return Wrong("a range that ends before it starts", f'write "{last} to {first}" if they were swapped')
    return Days(first, last)


def parse_weeks(text: str) -> Weeks | Wrong:
    """`odd`, `even`, `all` or `every 2 from 2026-09-08` -> which weeks count; 2 to 52 weeks."""
    written = text.strip()
    if written in {"odd", "even"}:
        return IsoWeeks(parity="odd" if written == "odd" else "even")
    if written == "all":
        return EveryWeeks(step=1, monday=_FIRST_MONDAY)
    found = _EVERY_WEEKS.fullmatch(written)
    if not found:
        return spelling_of_days.weeks(text)
    step, day = int(found[1]), parse_date(found[2])
    if isinstance(day, Wrong):
        return day
    return EveryWeeks(step=step, monday=day - timedelta(days=day.weekday()))


def parse_date_time(text: str) -> tuple[date, int] | Wrong:
    """`2026-11-03 19:00` -> the date, and minutes after its midnight."""
    halves = re.split(r"\s+|T", text.strip(), maxsplit=1)
    if len(halves) != 2:
        return Wrong("no date and time", 'write "2026-11-03 19:00"')
    day, minutes = parse_date(halves[0]), parse_time(halves[1])
    if isinstance(day, Wrong):
        return day
    if isinstance(minutes, Wrong):
        return minutes
    return day, minutes


def parse_moment(text: str) -> tuple[date, int | None] | Wrong:
    """`2026-12-23`, or `2026-12-23 19:00` -> the date, and minutes after its midnight if it says them."""
    if not re.search(r"[\sT]", text.strip()):
        day = parse_date(text)
        return day if isinstance(day, Wrong) else (day, None)
    return parse_date_time(text)


def parse_move(text: str) -> MoveTo | Wrong:
    """A date and time, a date alone, or a time alone -> the new start."""
    written = text.strip()
    if _DATE.fullmatch(written):
        day = parse_date(written)
        return day if isinstance(day, Wrong) else MoveTo(day, None)
    if _TIME.fullmatch(written):
        minutes = parse_time(written)
        return minutes if isinstance(minutes, Wrong) else MoveTo(None, minutes)
    both = parse_date_time(written)
    return both if isinstance(both, Wrong) else MoveTo(*both)


def parse_number(text: str) -> int | Wrong:
    """`12` -> a whole number from 1 to 999,999,999."""
    written = text.strip()
    return int(written) if _NUMBER.fullmatch(written) else spelling.number(text)


def parse_bool(text: str) -> bool | Wrong:
    """`true` or `false`."""
    written = text.strip().lower()
    return written == "true" if written in {"true", "false"} else spelling.truth(text)


def parse_color(text: str) -> str | Wrong:
    """`#FF8800` -> `#ff8800`."""
    written = text.strip().lower()
    return written if _COLOR.fullmatch(written) else spelling.color(text)
