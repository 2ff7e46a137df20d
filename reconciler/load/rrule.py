"""The recurrence rules of RFC 5545, read strictly: one text -> its parts, or what is wrong with it.

Takes `FREQ=MONTHLY;BYDAY=-1FR`, returns `Parts`, or a `Fault` that names the part and the reason.
What the RFC forbids is refused, and what can never match as well: a rule that gives nothing, or
something else in every program, is a mistake that nobody sees. Nothing here knows the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple, TypeVar

from reconciler.load.rrule_text import Pasted, rule_alone

T = TypeVar("T", int, tuple[int, int])

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
SUBDAILY: Final = FREQUENCIES[4:]
RANGES: Final = {
    "BYMONTH": (1, 12, False),
    "BYWEEKNO": (1, 53, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTHDAY": (1, 31, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}
"""Smallest and largest number of each list, and whether it may be counted from the end."""
NAMES: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", *RANGES, "WKST")
LONGEST: Final = 40
"""Characters of a value that are looked at and shown."""
MOST_NUMBERS: Final = 400
"""Entries of the longest list that makes sense: a position for each day of a year."""

_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
_EXPECTED_UNTIL = "write 20261220, 20261220T183000, or 20261220T173000Z in UTC"
_ELSEWHERE: Final = {
    "RSCALE": "Other calendars (RFC 7529) are not supported: few programs agree on them.",
    "SKIP": "Moving days that a month lacks (RFC 7529) is not supported; -1 is the last day of any month.",
    "DTSTART": "The rule starts on the first day of the class (`from:`), at its `at:`.",
    "RDATE": "Added dates have a key of their own.",
    "EXDATE": "Removed dates have a key of their own.",
    "EXRULE": "Exclusion rules were dropped by RFC 5545.",
    "TZID": "The time zone is that of the location.",
}
_MEANT: Final = {
    "DTSTART": "write `from:` and `at:` beside `rrule:`",
    "RDATE": "write `rdate:` beside `rrule:`",
    "EXDATE": "write `exdate:` beside `rrule:`",
    "EXRULE": "use `exdate:`, closures or exceptions",
}


class Fault(NamedTuple):
    """What is wrong with a rule. `summary` names the part; the rest as in a diagnostic."""

    code: str
    summary: str
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A rule taken apart. Lists are ascending and without repeats; those that are not there are empty."""

    text: str
    """In capital letters, without prefix and trailing semicolon."""
    frequency: str
    interval: int
    count: int | None
    until: str | None
    """Digits as written: a date, a date and time, or one with a Z."""
    week_start: int
    weekdays: tuple[tuple[int, int], ...]
    """Ordinal (0 for every one) and weekday (0 is Monday)."""
    numbers: dict[str, tuple[int, ...]]
    """The lists of numbers by the name of their part."""


def parse_rrule(text: str) -> Parts | Fault:
    """Read one rule; combinations are judged by `rrule_sense`."""
    split = _split(text)
    if isinstance(split, Fault):
        return split
    parts: dict[str, str] = {}
    for name, value in split:
        if name not in NAMES:
            return _unknown(name)
        if name in parts:
            return Fault(
                "RRL003",
                f"{name} stands in the rule twice",
                "Only one of the two could count.",
                f"keep one {name}",
            )
        parts[name] = value
    return _valued(parts)


def _split(text: str) -> list[tuple[str, str]] | Fault:
    """Names and values, in capital letters."""
    rule = rule_alone(text)
    if isinstance(rule, Pasted):
        return Fault("RRL002", f"{rule.name} is no part of a rule", _ELSEWHERE.get(rule.name, ""), rule.hint)
    if re.search(r"\s", rule):
        mended = re.sub(r"\s+", "", rule)
        return Fault(
            "RRL001", "a rule has no spaces in it", "Programs read them differently.", f"write {mended}"
        )
    pairs = [part.partition("=") for part in rule.split(";")]
    for name, equals, value in pairs:
        if not (name and equals and value):
            shown = f'"{name}{equals}{value}"' if name or equals else "an empty part"
            return Fault(
                "RRL001",
                f"{shown} is no part of a rule",
                "A rule is made of NAME=VALUE, separated by semicolons.",
                "write, for example, FREQ=MONTHLY;BYDAY=-1FR",
            )
    return [(name, value) for name, _, value in pairs]


def _unknown(name: str) -> Fault:
    known = next((key for key in _ELSEWHERE if re.match(rf"{key}\b", name)), "")
    near = get_close_matches(name, NAMES, n=1)
    hint = _MEANT.get(known) or (f"write {near[0]}" if near and not known else f"take {name} out")
    detail = _ELSEWHERE.get(known) or "Leaving it out silently could change what the rule means."
    return Fault("RRL002", f"{name} is no part of a rule that is read here", detail, hint)


def _valued(parts: dict[str, str]) -> Parts | Fault:
    lists: dict[str, tuple[int, ...]] = {}
    for name in RANGES:
        if name in parts:
            numbers = _numbers(name, parts[name])
            if isinstance(numbers, Fault):
                return numbers
            lists[name] = numbers
    weekdays = _weekdays(parts.get("BYDAY"))
    interval = _positive("INTERVAL", parts.get("INTERVAL", "1"))
    count = _positive("COUNT", parts["COUNT"]) if "COUNT" in parts else None
    frequency = _choice("FREQ", parts.get("FREQ"), FREQUENCIES)
    week_start = _choice("WKST", parts.get("WKST", "MO"), DAYS)
    for value in (frequency, interval, count, weekdays, week_start):
        if isinstance(value, Fault):
            return value
    until = parts.get("UNTIL")
    if until is not None and not _UNTIL.fullmatch(until):
        return _bad_value("UNTIL", until, "a date, or a date and time", _EXPECTED_UNTIL)
    assert isinstance(interval, int)
    assert not isinstance(count, Fault)
    assert not isinstance(weekdays, Fault)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    return Parts(
        text=text,
        frequency=str(frequency),
        interval=interval,
        count=count,
        until=until,
        week_start=DAYS.index(str(week_start)),
        weekdays=weekdays,
        numbers=lists,
    )


def _choice(name: str, value: str | None, known: tuple[str, ...]) -> str | Fault:
    if value is None:
        return Fault(
            "RRL005", f"the rule has no {name}", "It says how often the rule repeats.", f"add {name}=WEEKLY"
        )
    if value in known:
        return value
    near = get_close_matches(value, known, n=1)
    hint = f"write {near[0]}" if near else f"write one of {', '.join(known)}"
    return _bad_value(name, value, f"one of {', '.join(known)}", hint)


def _positive(name: str, value: str) -> int | Fault:
    if re.fullmatch(r"0*[1-9][0-9]{0,8}", value[:LONGEST]) and len(value) <= LONGEST:
        return int(value)
    return _bad_value(name, value, "a whole number from 1 to 999999999", f"write {name}=2, or leave it out")


def _numbers(name: str, value: str) -> tuple[int, ...] | Fault:
    low, high, signed = RANGES[name]
    expected = f"a number from {low} to {high}" + (f" or -{high} to -{low}" if signed else "")
    return _list(name, value, lambda entry: _number(entry, (low, high), signed=signed), expected)


def _number(entry: str, bounds: tuple[int, int], *, signed: bool) -> int | None:
    if not re.fullmatch(r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,2}", entry):
        return None
    return int(entry) if bounds[0] <= abs(int(entry)) <= bounds[1] else None


def _weekdays(value: str | None) -> tuple[tuple[int, int], ...] | Fault:
    if value is None:
        return ()
    return _list(
        "BYDAY", value, _weekday, "a weekday (MO to SU), if need be with a number from 1 to 53 before it"
    )


def _weekday(entry: str) -> tuple[int, int] | None:
    found = _WEEKDAY.fullmatch(entry)
    if not found or (found[1] and not 1 <= abs(int(found[1])) <= 53):
        return None
    return int(found[1] or 0), DAYS.index(found[2])


def _list(name: str, value: str, read: Callable[[str], T | None], expected: str) -> tuple[T, ...] | Fault:
    entries = value.split(",")
    if len(entries) > MOST_NUMBERS:
        return Fault("RRL004", f"{name} has {len(entries)} entries", "", f"write at most {MOST_NUMBERS}")
    found: set[T] = set()
    for entry in entries:
        read_entry = read(entry)
        if read_entry is None:
            return _bad_value(name, entry, expected, f"correct or take out {_shown(entry)} in {name}")
        found.add(read_entry)
    return tuple(sorted(found))


def _bad_value(name: str, value: str, expected: str, hint: str) -> Fault:
    return Fault(
        "RRL004", f"{_shown(value)} in {name} is not {expected}", "RFC 5545 allows nothing else.", hint
    )


def _shown(value: str) -> str:
    return f'"{value if len(value) <= LONGEST else value[:LONGEST] + "…"}"'
