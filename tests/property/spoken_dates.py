"""Reads the words of a rule back into dates, as a person would, and knows nothing of who wrote them.

`dates_told` takes the words of one rule (`Mon, Wed 18:30-19:25`, `14 classes, 7 each, 16 Jan to
20 Mar 2027; not 6 Feb`, `except lane 1: not 13 Feb`); returns every date that they tell, as often as
they tell it, or the number of classes alone where dates are counted and not listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = rf"(?:{'|'.join(WEEKDAYS)})"
MONTH = rf"(?:{'|'.join(MONTHS)})"
TIME = r"\d\d:\d\d"
SPAN = rf"{TIME}(?:-{TIME}(?: \(UTC\S+ to \S+\))?)?"
WHEN = re.compile(
    rf"(?:(?P<on>{DAY} \d+ {MONTH} \d{{4}})|(?P<row>{DAY} to {DAY})"
    rf"|(?P<daily>Daily)|(?P<days>{DAY}(?:, {DAY})*))?(?: every (?P<weeks>\d+) weeks)? ?(?P<times>{TIME}.*)"
)
COUNT = re.compile(r"(?P<number>\d+) class(?:es)?(?:, (?P<each>\d+) each)?(?P<rest>.*)", re.DOTALL)
MORE = re.compile(r" and (\d+) more \(--expand lists them\)")


class Told(NamedTuple):
    """What a rule says."""

    number: int
    dates: Counter[date]
    """All of them, or fewer where the rest is counted in words."""
    folded: int
    """How many dates the words count without naming them, for each session of the rule."""


def one_day(words: str, *, year: int | None = None) -> date:
    """`Mon 7 Sep 2026`, `7 Sep`; the weekday must be the right one."""
    found = re.fullmatch(rf"(?:({DAY}) )?(\d+) ({MONTH})(?: (\d{{4}}))?", words)
    assert found, words
    known = int(found[4]) if found[4] else year
    assert known is not None, words
    day = date(known, MONTHS.index(found[3]) + 1, int(found[2]))
    assert found[1] in {None, WEEKDAYS[day.weekday()]}, words
    return day


def stretch_of(words: str) -> tuple[date, date]:
    """`7 Sep to 2 Dec 2026`, `12 to 26 Jan 2027`, `7 Sep 2026`."""
    first, _, last = words.partition(" to ")
    if not last:
        return one_day(first), one_day(first)
    end = one_day(last)
    if first.isdigit():
        return end.replace(day=int(first)), end
    return one_day(first, year=end.year), end


def listed_days(words: str, first: date, last: date) -> list[tuple[date, date]]:
    """`1-4 Feb, 8 Mar 2027, 29 Mar-5 Apr`: stretches, each in the year that fits between first and last."""
    found = []
    year: int | None = None
    for part in reversed(words.split(", ")):
        match = re.fullmatch(rf"(\d+)(?: ({MONTH}))?(?:-(\d+) ({MONTH}))?(?: (\d{{4}}))?", part)
        assert match, words
        day, month, other_day, other_month, told = match.groups()
        year = int(told) if told else year
        ends = f"{other_day} {other_month}" if other_day else f"{day} {month}"
        end = _in_time(ends, first, last, year)
        begins = f"{day} {month or other_month}"
        begin = one_day(begins, year=end.year)
        found.append((begin if begin <= end else one_day(begins, year=end.year - 1), end))
    return found


def _in_time(words: str, first: date, last: date, year: int | None) -> date:
    if year is not None:
        return one_day(words, year=year)
    years = range(first.year - 1, last.year + 2)
    near = [_distance(one_day(words, year=each), first, last) for each in years if _is_day(words, each)]
    return min(near)[1]


def _is_day(words: str, year: int) -> bool:
    try:
        one_day(words, year=year)
    except ValueError:
        return False
    return True


def _distance(day: date, first: date, last: date) -> tuple[int, date]:
    return max((first - day).days, (day - last).days, 0), day


def day_list(words: str) -> list[date]:
    """`Mon 28 Dec 2026, Mon 11 Jan, Wed 27 Jan 2027`."""
    days: list[date] = []
    year: int | None = None
    for part in reversed(words.split(", ")):
        day = one_day(part, year=year)
        year = day.year
        days.append(day)
    return days[::-1]


def dates_told(when: str, count: str, exceptions: Sequence[str], *, sessions_of: int) -> Told:
    """What the rule says. `sessions_of` is how many times and variants its head names, multiplied."""
    head = WHEN.fullmatch(when)
    assert head, when
    if not count:
        assert not exceptions
        assert head["on"], when
        return Told(1, Counter([one_day(head["on"])]), 0)
    found = COUNT.fullmatch(count)
    assert found, count
    number = int(found["number"])
    if head["on"]:
        return Told(number, Counter({one_day(head["on"]): number}), 0)
    rest, _, missing = found["rest"].partition("; not ")
    if rest.startswith(": "):
        more = MORE.search(rest)
        days = day_list(MORE.sub("", rest[2:]))
        folded = int(more[1]) if more else 0
    else:
        days, folded = _rhythm(head, rest.removeprefix(", "), missing), 0
    if found["each"]:
        assert int(found["each"]) == len(days) + folded
    return Told(number, _with(days, exceptions, sessions_of), folded)


def _rhythm(head: re.Match[str], words: str, missing: str) -> list[date]:
    first, last = stretch_of(words)
    weekdays = set(range(7))
    if head["days"]:
        weekdays = {WEEKDAYS.index(each) for each in head["days"].split(", ")}
    weeks = int(head["weeks"] or 1)
    monday = first - timedelta(days=first.weekday())
    gaps = listed_days(missing, first, last) if missing else []
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        day
        for day in days
        if day.weekday() in weekdays
        and (day - monday).days // 7 % weeks == 0
        and not any(start <= day <= end for start, end in gaps)
    ]


def _with(days: list[date], exceptions: Sequence[str], sessions: int) -> Counter[date]:
    told: Counter[date] = Counter()
    for words in exceptions:
        found = re.fullmatch(r"except (?P<who>.*): (?P<what>(?:not|also) .*?)", words, re.DOTALL)
        assert found, words
        own = set(days)
        # The last `: not` or `: also` begins the dates; names stand before it.
        for kind, listed in re.findall(r"(not|also) (.+?)(?=, (?:not|also) |$)", found["what"]):
            for start, end in listed_days(listed, days[0], days[-1]):
                between = {start + timedelta(days=n) for n in range((end - start).days + 1)}
                own = own - between if kind == "not" else own | between
        alike = found["who"].count("; ") + 1
        sessions -= alike
        for day in own:
            told[day] += alike
    for day in days:
        told[day] += sessions
    return +told
