"""Recognise how people write weekdays, days of a month and choices of weeks.

Each function takes a text that is not in the language and returns `Wrong`, as in `spelling`.
"""

from __future__ import annotations

import re

from reconciler.load.spelling import Wrong, corrected, shortened

# ruff: noqa: RUF001 - weekdays of several alphabets, where letters look alike
_FOREIGN_DAYS = (
    "monday mo montag lun lundi lunes lunedì lunedi segunda maandag poniedziałek пн понедельник понеділок",
    "tuesday di dienstag tues mar mardi martes martedì martedi terça dinsdag wtorek вт вторник вівторок",
    "wednesday mi mittwoch weds mer mercredi miércoles mercoledì quarta woensdag środa ср среда середа",
    "thursday do donnerstag thur thurs jeu jeudi jueves gio giovedì donderdag czwartek чт четверг четвер",
    "friday fr freitag ven vendredi vie viernes venerdì venerdi sexta vrijdag piątek пт пятница п'ятниця",
    "saturday sa samstag sonnabend sam samedi sáb sab sábado sabado sabato zaterdag sobota сб суббота субота",
    "sunday so sonntag dim dimanche dom domingo domenica zondag niedziela вс воскресенье нд неділя",
)
_DAY_OF = {
    word: day
    for day, words in zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), _FOREIGN_DAYS, strict=True)
    for word in words.split()
}
_ORDINALS = {
    word: nth
    for nth, words in {
        "1st": "1 1st first",
        "2nd": "2 2nd second",
        "3rd": "3 3rd third",
        "4th": "4 4th fourth",
        "5th": "5 5th fifth",
        "last": "last final",
    }.items()
    for word in words.split()
}


def weekday(text: str) -> Wrong:
    """What is meant by a weekday in another language or another abbreviation."""
    word = shortened(text).rstrip(".s").lower()
    problem = "no weekday"
    if re.search(r"[,;/&+ ]", word):
        return Wrong(problem, "write several weekdays as a list: [mon, wed]")
    if re.search("[-\u2010-\u2015]", word):
        return Wrong(problem, "write `weekdays` for Monday to Friday, or a list: [mon, tue, wed]")
    day = _DAY_OF.get(word) or _DAY_OF.get(shortened(text).lower())
    if day is None:
        return Wrong(problem, "write mon, tue, wed, thu, fri, sat, sun, weekdays, weekend or daily")
    return corrected(problem, day)


def month_day(text: str) -> Wrong | None:
    """What is meant by first saturday, 1. sat, 2 tue, last day of the month; None if it is no such."""
    problem = "no day of a month"
    word = re.sub(r" of (the|each|every) month$", "", shortened(text).lower())
    found = re.fullmatch(r"(?:the )?([a-z]+|[0-9](?:st|nd|rd|th|\.)?)[ -]([a-z]+)", word)
    nth = _ORDINALS.get(found[1].rstrip(".")) if found else None
    if found is None or nth is None:
        return None
    day = "day" if (nth, found[2]) == ("last", "day") else _weekday_short(found[2])
    fix = f"{nth} {day}"
    if day and fix != text:
        return corrected(problem, fix)
    return Wrong(problem, f"name one weekday, for example: {nth} sat")


def weeks(text: str) -> Wrong:
    """What is meant by every 2, biweekly, 2 weeks, every second week, A."""
    problem = "no choice of weeks"
    word = shortened(text).lower()
    if word in {"odd", "even", "all"}:
        return corrected(problem, word)
    day = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word)
    count = re.search(r"\b([0-9]{1,2})\b", word.replace(day[0], "") if day else word)
    number = count[1] if count else "2" if re.search("second|other|bi|fort|zwei", word) else ""
    if number and not 2 <= int(number) <= 52:
        return Wrong(problem, "the number of weeks is from 2 to 52")
    if number:
        fix = f"every {number} from {day[0] if day else '2026-09-07'}"
        if day:
            return corrected(problem, fix)
        return Wrong(problem, f"name a date in a week that counts, for example: {fix}")
    if re.fullmatch("[a-d]", word):
        return Wrong(problem, f"week {word.upper()} belongs to a cycle: write `cycle:` and `week:`")
    return Wrong(problem, "write odd, even, or every 2 from 2026-09-07")


def _weekday_short(word: str) -> str:
    """The short English name of a weekday, "" if it is none."""
    return _DAY_OF.get(word, word if word in _DAY_OF.values() else "")
