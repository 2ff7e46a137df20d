"""A second reader of iCalendar files, written from RFC 5545 alone.

`read_calendar` takes the bytes of a file and gives its classes; it refuses what the standard
forbids, for what we write must not fit the library alone that wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(?P<value>.*)',
    re.DOTALL,
)
ONCE = {"UID", "DTSTAMP", "DTSTART"}
AT_MOST_ONCE = {"DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE"}
ESCAPE = re.compile(r"\\(.?)", re.DOTALL)


class Entry(NamedTuple):
    """One VEVENT."""

    uid: str
    start: datetime | date
    end: datetime | date | None
    summary: str
    status: str
    sequence: int
    location: str
    description: str


class Line(NamedTuple):
    name: str
    params: dict[str, str]
    value: str


class Component(NamedTuple):
    name: str
    lines: list[Line]
    inside: list[Component]


def read_calendar(octets: bytes) -> tuple[str, list[Entry]]:
    """The name of the calendar and its classes; AssertionError where the file breaks the standard."""
    (calendar,) = components(unfolded(octets))
    assert calendar.name == "VCALENDAR"
    names = {line.name: line.value for line in calendar.lines}
    assert names["VERSION"] == "2.0"
    assert names["PRODID"]
    zones = [text(line.value) for part in calendar.inside for line in part.lines if line.name == "TZID"]
    assert len(set(zones)) == len(zones)
    assert {part.name for part in calendar.inside} <= {"VTIMEZONE", "VEVENT"}
    for part in calendar.inside:
        if part.name == "VTIMEZONE":
            assert part.inside
            for rule in part.inside:
                assert {line.name for line in rule.lines} >= {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}
    entries = [entry(part, set(zones)) for part in calendar.inside if part.name == "VEVENT"]
    assert len({one.uid for one in entries}) == len(entries), "an UID stands twice"
    return text(names.get("X-WR-CALNAME", "")), entries


def unfolded(octets: bytes) -> list[str]:
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\r") == octets.count(b"\n") == octets.count(b"\r\n")
    raw = octets[:-2].split(b"\r\n")
    assert max(map(len, raw)) <= 75
    joined: list[bytes] = []
    for one in raw:
        if one.startswith((b" ", b"\t")):
            joined[-1] += one[1:]
        else:
            joined.append(one)
    return [one.decode("utf-8") for one in joined]


def components(lines: list[str]) -> list[Component]:
    root = Component("", [], [])
    open_ones = [root]
    for one in lines:
        found = LINE.fullmatch(one)
        assert found, one
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            part = Component(value, [], [])
            open_ones[-1].inside.append(part)
            open_ones.append(part)
        elif name == "END":
            assert open_ones.pop().name == value
        else:
            params = dict(each.split("=", 1) for each in found["params"].split(";")[1:])
            open_ones[-1].lines.append(Line(name, params, value))
    assert open_ones == [root]
    assert root.lines == []
    return root.inside


def entry(part: Component, zones: set[str]) -> Entry:
    counts = Counter(line.name for line in part.lines)
    assert all(counts[name] == 1 for name in ONCE), counts
    assert all(counts[name] <= 1 for name in AT_MOST_ONCE), counts
    of = {line.name: line for line in part.lines}
    assert re.fullmatch(r"\d{8}T\d{6}Z", of["DTSTAMP"].value)
    start = moment(of["DTSTART"], zones)
    end = moment(of["DTEND"], zones) if "DTEND" in of else None
    if isinstance(end, datetime):
        assert isinstance(start, datetime)
        assert end.astimezone(UTC) > start.astimezone(UTC)
    sequence = int(of["SEQUENCE"].value)
    assert 0 <= sequence < 2**31
    status = of["STATUS"].value
    assert status in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    told = {
        name: text(of[name].value) if name in of else "" for name in ("SUMMARY", "LOCATION", "DESCRIPTION")
    }
    return Entry(
        text(of["UID"].value),
        start,
        end,
        told["SUMMARY"],
        status,
        sequence,
        told["LOCATION"],
        told["DESCRIPTION"],
    )


def moment(line: Line, zones: set[str]) -> datetime | date:
    value, zone = line.value, line.params.get("TZID", "").strip('"')
    if line.params.get("VALUE") == "DATE":
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert zone in zones, f"{zone} is not described"
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone))


def text(value: str) -> str:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value)
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value

    def plain(found: re.Match[str]) -> str:
        assert found[1] in {"\\", ",", ";", "n", "N"}, value
        return "\n" if found[1] in {"n", "N"} else found[1]

    return ESCAPE.sub(plain, value)
