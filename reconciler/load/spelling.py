"""Recognise how people write what the timetable language spells otherwise.

Each function takes a text that is not in the language and returns `Wrong`: what it is not, and
the corrected spelling if it can be told.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 60
"""Characters of the longest text that is looked at; hostile ones would take patterns too long."""


class Wrong(NamedTuple):
    """A text that has no value. `"{text}" is {problem}` makes a sentence; `hint` mends it."""

    problem: str
    hint: str = ""
    fix: str = ""
    """The corrected spelling, "" if it cannot be told."""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COLORS = {
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "yellow": "#ffff00",
    "orange": "#ffa500",
    "purple": "#800080",
    "pink": "#ffc0cb",
    "black": "#000000",
    "white": "#ffffff",
    "grey": "#808080",
    "gray": "#808080",
}

# Compiled where they are used, for files without errors never need them.
_CLOCK = r"([0-9]{1,2})(?:[:.,h\uff1a-]?([0-5][0-9]))?(?::[0-9]{2})?\s*h?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?"
_HOURS_MINUTES = (
    r"(?:([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*(?:h|hr|hrs|hours?|std|stunden?)\.?)?\s*(?:and\s+)?"
    r"(?:([0-9]{1,4})\s*(?:m|min|mins|minutes?|minuten|'|\u2032)?\.?)?"
)
_DATE_BEFORE = r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})[T ]+"
_DATE_AND_TIME = r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]+[0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?Z?"
_LONG = r"([0-9]{1,3})\s*-?(d|days?|tage?n?|w|wk|weeks?|wochen?)"


def time(text: str) -> Wrong:
    """What is meant by 6:30pm, 18.30, 18h30, 1830, 18 Uhr."""
    problem = "no time of day"
    written = shortened(text)
    if re.fullmatch(r"24[:.h]?00", written):
        return Wrong(problem, 'a day ends at "23:59"; write "00:00" and the next date', "00:00")
    if re.fullmatch(r"[0-9]{1,2}:[0-9]", written):
        return Wrong(
            problem, f'write the minutes with two digits, "{written[:-1]}0{written[-1]}" or "{written}0"'
        )
    written = re.sub(_DATE_BEFORE, "", written)
    compact = re.fullmatch(r"([0-9]{1,2})([0-5][0-9])(?:[0-5][0-9])?", written)
    found = compact or re.fullmatch(_CLOCK, written, re.I)
    hour = int(found[1]) if found else 99
    minute = int(found[2] or 0) if found else 0
    half = "" if found is None or compact else (found[3] or "").lower()
    if half[:1] == "p" and hour < 12:
        hour += 12
    elif half[:1] == "a" and hour == 12:
        hour = 0
    if hour > 23:
        return Wrong(problem, 'write hours (0 to 23) and minutes, for example "18:30"')
    return corrected(problem, f"{hour:02}:{minute:02}", quoted=True)


def duration(text: str) -> Wrong:
    """What is meant by 90, 1h30, 1:30, 90 min, 1.5h, 10d."""
    problem = "no duration"
    written = shortened(text)
    clock = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", written)
    if clock:
        return corrected(problem, _spoken(int(clock[1]) * 60 + int(clock[2])))
    long = re.fullmatch(_LONG, written, re.I)
    if long:
        unit = "week" if long[2][0].lower() == "w" else "day"
        return corrected(problem, f"{int(long[1])} {unit}{'s' if int(long[1]) > 1 else ''}")
    found = re.fullmatch(_HOURS_MINUTES, re.sub("^PT", "", written), re.I)
    if not found or not (found[1] or found[3]):
        return Wrong(problem, "write 55m, 1h, 1h15m, 48h or 2 weeks")
    part_of_hour = round(float(f"0.{found[2]}") * 60) if found[2] else 0
    minutes = part_of_hour + int(found[3] or 0)
    return corrected(problem, _spoken(int(found[1]) * 60 + minutes) if found[1] else f"{minutes}m")


def date(text: str) -> Wrong:
    """What is meant by 7 Sep 2026, 07.09.2026, 2026-9-7, 20260907."""
    problem = "no date"
    timed = re.fullmatch(_DATE_AND_TIME, shortened(text))
    if timed:
        alone = "-".join(timed.groups())
        return Wrong(problem, f"write the date alone, {alone}; times have keys of their own", alone)
    found = _year_month_day(shortened(text))
    if found is None:
        return Wrong(problem, "write year-month-day, for example 2026-09-07")
    year, month, day = found
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return Wrong(problem, "write year-month-day, for example 2026-09-07")
    if not year:
        return Wrong(problem, f"write it with the year in front: 2026-{month:02}-{day:02}, for example")
    return corrected(problem, f"{year}-{month:02}-{day:02}")


def days(text: str) -> Wrong:
    """What is meant by a range with dots or dashes between its dates."""
    problem = "no date and no range of dates"
    dates = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", shortened(text))
    if len(dates) == 2:
        return corrected(problem, f"{dates[0]} to {dates[1]}")
    single = date(text)
    return Wrong(
        problem, single.hint if single.fix else "write 2026-12-24, or 2026-12-24 to 2027-01-03", single.fix
    )


def number(text: str) -> Wrong:
    """What is meant by 12 seats, 1_000, 12.0."""
    problem = "no whole number above zero"
    found = re.fullmatch(
        r"0*([1-9][0-9]{0,8})(?:[.,]0+)?(?:\s*[a-z]+)?", shortened(text).replace("_", ""), re.I
    )
    return corrected(problem, found[1]) if found else Wrong(problem, "write digits only, for example 12")


def truth(text: str) -> Wrong:
    """What is meant by yes, no, on, off."""
    problem = "neither true nor false"
    word = shortened(text).lower()
    if word in {"yes", "y", "on", "1", "ja", "oui", "да"}:
        return corrected(problem, "true")
    if word in {"no", "n", "off", "0", "nein", "non", "нет"}:
        return corrected(problem, "false")
    return Wrong(problem, "write true or false")


def color(text: str) -> Wrong:
    """What is meant by ff8800, #f80, orange."""
    problem = "no colour"
    word = shortened(text).lower()
    short = re.fullmatch(r"#?([0-9a-f])([0-9a-f])([0-9a-f])", word)
    if re.fullmatch(r"[0-9a-f]{6}", word):
        return corrected(problem, f"#{word}", quoted=True)
    if short:
        return corrected(problem, "#" + "".join(digit * 2 for digit in short.groups()), quoted=True)
    if word in _COLORS:
        return corrected(problem, _COLORS[word], quoted=True)
    return Wrong(problem, 'write it as in "#ff8800", with the quotation marks')


def shortened(text: str) -> str:
    """The text without spaces around it; "" if it is too long to be worth a search for its meaning."""
    return text.strip() if len(text) <= LONGEST else ""


def corrected(problem: str, fix: str, *, quoted: bool = False) -> Wrong:
    """What to write instead, in a sentence, with the quotation marks that YAML needs."""
    return Wrong(problem, f'write "{fix}"' if quoted else f"write {fix}", fix)


def _spoken(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")


def _year_month_day(written: str) -> tuple[int, int, int] | None:
    """Year (0 if not written), month and day of a date in another form; None if it is no such."""
    numbers = re.fullmatch(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})", written)
    if numbers:
        return int(numbers[1]), int(numbers[3]), int(numbers[4])
    turned = re.fullmatch(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})?", written)
    if turned:
        return int(turned[3] or 0), int(turned[2]), int(turned[1])
    words = re.fullmatch(
        r"([0-9]{1,2})\.?(?:st|nd|rd|th)?\s*([a-z]{3})[a-z]*\.?,?\s*([0-9]{4})?", written, re.I
    )
    if words and words[2].lower() in _MONTHS:
        return int(words[3] or 0), _MONTHS.index(words[2].lower()) + 1, int(words[1])
    american = re.fullmatch(
        r"([a-z]{3})[a-z]*\.?\s*([0-9]{1,2})(?:st|nd|rd|th)?,?\s*([0-9]{4})?", written, re.I
    )
    if american and american[1].lower() in _MONTHS:
        return int(american[3] or 0), _MONTHS.index(american[1].lower()) + 1, int(american[2])
    return None
