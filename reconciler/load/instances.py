"""The dates beside a recurrence rule: `rdate` and `exdate` -> instances in local time.

Takes the mapping that has these keys, returns an `Instance` for each date. They may be written as
everywhere in a timetable, or as calendar files have them: `19970902T090000`, with a Z for UTC, with
`TZID=America/New_York:` before it, several with commas between them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list
from reconciler.load.spelling import LONGEST, Wrong
from reconciler.load.values import parse_moment
from reconciler.model.schedule import Instance

_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z?))?")
_IN_A_ZONE = re.compile(r"([0-9-]{10}[ T]+[0-9:]{4,8}) ?(Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])")
_SECONDS = re.compile(r"(.*[ T].*:[0-5][0-9]):(?!00)[0-9]{2}")
_PROPERTIES: Final = {"rdate": "RDATE", "exdate": "EXDATE"}
_ZONE: Final = "write an IANA name such as America/New_York, or leave it out: dates are local to the class"
_EXPECTED: Final = "write 2026-12-23, 2026-12-23 19:00, 20261223T190000, or 20261223T180000Z in UTC"


class Written(NamedTuple):
    """A date as it was written: day, and minute of the day or None, both as they are in its zone."""

    day: date
    minute: int | None
    zone: tzinfo | None
    """None is the zone of the class."""


def build_instances(scope: FileScope, node: Mapping, path: Path, key: str) -> tuple[Instance, ...]:
    """The dates under `key`, ascending; wrong ones, and those that stand there twice, are findings."""
    listed = isinstance(node.get(key), list)
    found: dict[tuple[date, int | None], Instance] = {}
    for index, text in enumerate(as_list(node.get(key))):
        where = (*path, key, index) if listed else (*path, key)
        if not _belongs(scope, str(text), where, key):
            continue
        for written in scope.value(parse_instances, text, where) or ():
            moment = _local(written, scope.timezone)
            if moment in found:
                scope.wrong(
                    "CHK018", where, f"{_shown(*moment)} stands here twice", hint="take one of them out"
                )
            found[moment] = Instance(*moment, scope.document.span(where))
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.minute or 0)))


def parse_instances(text: str) -> tuple[Written, ...] | Wrong:
    """One date, or what a calendar file has: `TZID=Europe/Berlin:20261223T190000,20261230T190000`."""
    parameters, values = _taken_apart(text.strip())
    zone = _zone_of(parameters)
    if isinstance(zone, Wrong):
        return zone
    found: list[Written] = []
    for part in values.split(","):
        written = _written(part.strip(), zone)
        if isinstance(written, Wrong):
            return written if part == text else _one_of_several(part.strip(), written)
        found.append(written)
    return tuple(found)


def _taken_apart(text: str) -> tuple[list[str], str]:
    """Name and parameters of a property, and its values; plain dates have none of the former."""
    head, colon, values = text.partition(":")
    if not (colon and head[:1].isalpha() and ("=" in head or head in _PROPERTIES.values())):
        return [], text
    return head.split(";"), values


def _zone_of(parameters: list[str]) -> tzinfo | Wrong | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "TZID":
            try:
                return ZoneInfo(value.strip('"')[:LONGEST])
            except (ZoneInfoNotFoundError, ValueError, OSError):
                return Wrong(f"in a time zone that nobody knows, {value[:LONGEST]}", _ZONE)
        if value == "PERIOD":
            return Wrong("a stretch of time, not a start", "write its start alone; `duration` says how long")
        if parameter not in {*_PROPERTIES.values(), "VALUE=DATE", "VALUE=DATE-TIME"}:
            return Wrong(f"no date: {parameter[:LONGEST]} means nothing here", _EXPECTED)
    return None


def _written(text: str, zone: tzinfo | None) -> Written | Wrong:
    """One date without its parameters; `zone` is what they say."""
    moment, zone_suffix = text, ""
    basic, zoned = _BASIC.fullmatch(text), _IN_A_ZONE.fullmatch(text)
    if basic:
        moment, zone_suffix = "-".join(basic.groups()[:3]), basic[7] or ""
        if basic[4]:
            moment += f" {basic[4]}:{basic[5]}:{basic[6] or '00'}"
    elif zoned:
        moment, zone_suffix = zoned.groups()
    odd = _SECONDS.fullmatch(moment)
    if odd:
        return Wrong("no start of a class: classes start on whole minutes", f"write {odd[1]}")
    parsed = parse_moment(moment)
    if isinstance(parsed, Wrong):
        return parsed
    if zone_suffix:
        shift = "+00:00" if zone_suffix == "Z" else zone_suffix
        zone = datetime.strptime(shift, "%z").tzinfo
    return Written(*parsed, zone)


def _one_of_several(part: str, wrong: Wrong) -> Wrong:
    return Wrong(f'wrong where it says "{part[:LONGEST]}": that is {wrong.problem}', wrong.hint)


def _belongs(scope: FileScope, text: str, where: Path, key: str) -> bool:
    """Whether a property of a calendar file stands under the key of its name."""
    other = next((name for name in _PROPERTIES if name != key), key)
    if not text.strip().startswith((f"{_PROPERTIES[other]}:", f"{_PROPERTIES[other]};")):
        return True
    what = "removes" if key == "rdate" else "adds"
    scope.wrong(
        "CHK001",
        where,
        f"{_PROPERTIES[other]} {what} dates, and `{key}` does the opposite",
        hint=f"write it under `{other}:`",
    )
    return False


def _local(written: Written, timezone: str) -> tuple[date, int | None]:
    """Date and minute in the zone of the class; a local time that comes twice is the first."""
    day, minute, zone = written
    if zone is None or minute is None:
        return day, minute
    moment = datetime.combine(day, time(*divmod(minute, 60)), zone).astimezone(ZoneInfo(timezone))
    return moment.date(), moment.hour * 60 + moment.minute


def _shown(day: date, minute: int | None) -> str:
    return day.isoformat() + ("" if minute is None else f" {minute // 60:02d}:{minute % 60:02d}")
