"""A recurrence rule as people paste it: with its prefix, folded, or with the whole property block around it.

Takes the text under `rrule`, returns the rule alone in capital letters, or a `Fault` that says under
which keys the other properties stand.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_LONGEST: Final = 2000
_PROPERTY = re.compile(r"(DTSTART|RRULE|RDATE|EXDATE|EXRULE|DTEND|DURATION)([;:].*)", re.I | re.S)
_FOLD = re.compile(r"\r?\n[ \t]")
_START = re.compile(r".*:([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})[0-9]{2}(Z?))?", re.I)


class Pasted(NamedTuple):
    """Properties of a calendar file that were pasted in place of a rule."""

    name: str
    """The first one that is no rule."""
    hint: str
    """What to write in their place."""


def rule_alone(text: str) -> str | Pasted:
    """The rule unfolded, without prefix and last semicolon, in capitals; `Pasted` if more stands there."""
    text = _FOLD.sub("", text)
    properties = [found for found in map(_PROPERTY.match, text[:_LONGEST].split()) if found]
    others = [found[1].upper() for found in properties if found[1].upper() != "RRULE"]
    if not others:
        return text.strip().upper().removeprefix("RRULE:").removesuffix(";")
    written = [f"`{line}`" for found in properties for line in _in_yaml(found[1].upper(), found[2])]
    return Pasted(others[0], "write " + ", ".join(written) if written else "keep the rule alone")


def _in_yaml(name: str, value: str) -> list[str]:
    """The lines of a class that say the same as a property; none if the class has no such line."""
    if name == "RRULE":
        return [f"rrule: {value[1:].upper().removesuffix(';')}"]
    if name in {"RDATE", "EXDATE"}:
        return [f'{name.lower()}: "{value[1:]}"']
    start = _START.fullmatch(value)
    if name != "DTSTART" or not start:
        return []
    year, month, day, hour, minute, utc = start.groups()
    at = [f'at: "{hour}:{minute}"' + (" (UTC: make local time of it)" if utc else "")] if hour else []
    return [f"from: {year}-{month}-{day}", *at]
