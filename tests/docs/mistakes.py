"""Puts one line of the timetable language into a timetable that is right but for it."""

from __future__ import annotations

import re

_TOP = {
    "version": "1",
    "locations": "{mitte: {id: 101, timezone: Europe/Berlin}}",
    "services": "{Yoga Flow: 9001}",
    "staff": "{Anna: 5511, Ben: 5512}",
    "rooms": "{big hall: 71}",
    "seasons": "{spring-2027: {from: 2027-01-11, to: 2027-04-04}}",
    "defaults": "{duration: 55m, capacity: 12}",
}
_CLASS = {
    "id": "yoga-evening",
    "service": "Yoga Flow",
    "staff": "Anna",
    "every": "[mon, wed]",
    "at": '"18:30"',
}
_NEW_TOP = ("locations", "closures", "exceptions", "public_holidays")
"""Top-level keys that a line may be about; every other line belongs to the class."""

ROW = re.compile(r"^\| `([a-z_]+): (.+)` \| ([A-Z]{3}\d{3}): (.+) \| (.+) \|$", re.MULTILINE)
"""A row of the table of mistakes: key, value, code, summary, hint."""


def timetable_with(key: str, value: str) -> str:
    """The text of a schedule file in which `key` has this value, in the class or at the top."""
    top, own = dict(_TOP), dict(_CLASS)
    (top if key in _NEW_TOP else own)[key] = value
    lines = [f"{name}: {text}" for name, text in top.items()]
    lines += ["classes:", *(f"    {name}: {text}" for name, text in own.items())]
    lines[len(top) + 1] = lines[len(top) + 1].replace("    ", "  - ", 1)
    return "\n".join(lines) + "\n"
