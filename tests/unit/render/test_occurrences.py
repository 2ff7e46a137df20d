"""The same occurrences in every form of `expand`."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from io import StringIO

import pytest
from builders import BEN, PILATES, a_series, an_occurrence
from calendars import read_calendar
from icalendar import Calendar
from unit.render.render_plans import NAMES, NOW, a_style

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.names import Names
from reconciler.render import occurrences_to_csv, occurrences_to_table, occurrences_view, to_json
from reconciler.render.occurrence_views import OccurrencesView
from reconciler.render.to_csv import HEADER
from reconciler.render.to_ics import occurrences_to_ics

MITTE = {"mitte": NAMES}
SLOT = a_series("pilates", slot="early", part="ben")
PAIR = (
    an_occurrence(),
    an_occurrence(SLOT, date(2026, 10, 24), "07:00", service_id=PILATES, staff_id=BEN, room_ids=(31, 32)),
)


def a_view(*occurrences: object, names: dict[str, Names] = MITTE) -> OccurrencesView:
    return occurrences_view(occurrences or PAIR, (), names)


def test_json_tells_who_when_what_and_why() -> None:
    found = Diagnostic(code="EXP001", severity=Severity.WARNING, summary="s")
    view = json.loads(to_json(occurrences_view(PAIR, [found], MITTE)))
    assert view["format_version"] == "1.0"
    assert [each["code"] for each in view["diagnostics"]] == ["EXP001"]
    second = view["occurrences"][1]
    assert {key: second[key] for key in list(second)[:12]} == {
        "address": "mitte/pilates@early+ben/2026-10-24",
        "location": "mitte",
        "class": "pilates",
        "slot": "early",
        "part": "ben",
        "date": "2026-10-24",
        "utc_offset": "+02:00",
        "end": "2026-10-24T08:00:00",
        "start": "2026-10-24T07:00:00",
        "timezone": "Europe/Berlin",
        "utc": "2026-10-24T05:00:00Z",
        "length_s": 4200,
    }
    assert second["trace"] == [
        {"kind": "pattern", "text": "every Monday at 18:30", "file": "schedules/autumn.yaml", "line": 4}
    ]


@pytest.mark.parametrize(
    ("day", "at", "zone", "offset", "end"),
    [
        (date(2026, 10, 25), "02:30", "Europe/Berlin", "+02:00", "2026-10-25T02:30:00"),
        (date(2026, 10, 25), "00:30", "Europe/Berlin", "+02:00", "2026-10-25T01:30:00"),
        (date(2026, 3, 29), "01:30", "Europe/Berlin", "+01:00", "2026-03-29T03:30:00"),
        (date(2026, 9, 7), "18:30", "America/St_Johns", "-02:30", "2026-09-07T19:30:00"),
    ],
)
def test_duration_is_elapsed_time(day: date, at: str, zone: str, offset: str, end: str) -> None:
    (only,) = a_view(an_occurrence(a_series(timezone=zone), day, at))["occurrences"]
    assert (only["utc_offset"], only["end"]) == (offset, end)


def test_the_table_shows_names() -> None:
    assert occurrences_to_table(a_view(), a_style(120)) == (
        "Date             Time         Class                    Service    Teacher  Rooms"
        "                 Seats\n"
        "Mon 7 Sep 2026   18:30-19:30  mitte/yoga-evening       Yoga Flow  Anna     big hall"
        "              12\n"
        "Sat 24 Oct 2026  07:00-08:00  mitte/pilates@early+ben  Pilates    Ben      big hall, small hall"
        "  12\n"
        "\n"
        "2 classes.\n"
    )


def test_the_table_gives_way_to_a_narrow_terminal_but_keeps_addresses() -> None:
    assert occurrences_to_table(a_view(), a_style(90)) == (
        "Date             Time         Class                    Service    Teacher  Rooms\n"
        "Mon 7 Sep 2026   18:30-19:30  mitte/yoga-evening       Yoga Flow  Anna     big hall\n"
        "Sat 24 Oct 2026  07:00-08:00  mitte/pilates@early+ben  Pilates    Ben      big hall, small\n"
        "                                                                           hall\n"
        "\n"
        "2 classes.\n"
    )
    assert occurrences_to_table(a_view(), a_style(64)) == (
        "Date             Time         Class                    Service\n"
        "Mon 7 Sep 2026   18:30-19:30  mitte/yoga-evening       Yoga Flow\n"
        "Sat 24 Oct 2026  07:00-08:00  mitte/pilates@early+ben  Pilates\n"
        "\n"
        "2 classes.\n"
    )


@pytest.mark.parametrize("width", [40, 50, 64, 80, 90, 200])
def test_date_time_and_address_are_always_whole(width: int) -> None:
    lines = occurrences_to_table(a_view(), a_style(width)).splitlines()
    assert lines[2].startswith("Sat 24 Oct 2026  07:00-08:00  mitte/pilates@early+ben")
    assert max(map(len, lines)) <= max(width, 53)


@pytest.mark.parametrize("width", [40, 80])
def test_without_a_terminal_the_table_is_as_wide_as_it_needs(width: int) -> None:
    piped = replace(a_style(width), terminal=False)
    assert occurrences_to_table(a_view(), piped) == occurrences_to_table(a_view(), a_style(200))


def test_the_table_names_the_offsets_where_the_clocks_change_inside_a_class() -> None:
    night = an_occurrence("night-yoga", date(2026, 10, 25), "02:30", service_id=PILATES)
    wide = occurrences_to_table(a_view(PAIR[0], night), a_style(200)).splitlines()
    assert wide[1].startswith("Mon 7 Sep 2026   18:30-19:30                mitte/yoga-evening")
    assert wide[2].startswith("Sun 25 Oct 2026  02:30-02:30 (UTC+2 to +1)  mitte/night-yoga")
    narrow = occurrences_to_table(a_view(PAIR[0], night), a_style(80)).splitlines()
    assert narrow[1].startswith("Mon 7 Sep 2026   18:30-19:30    mitte/yoga-evening")
    assert narrow[2].startswith("Sun 25 Oct 2026  02:30-02:30    mitte/night-yoga")
    assert narrow[3] == "                 (UTC+2 to +1)"


def test_no_classes_are_a_sentence() -> None:
    assert occurrences_to_table(occurrences_view((), (), {}), a_style()) == "No classes in these dates.\n"


def test_csv_has_one_row_for_each_occurrence() -> None:
    text = occurrences_to_csv(a_view())
    assert text.count("\r\n") == text.count("\n") == 3
    header, first, second = csv.reader(StringIO(text, newline=""))
    assert tuple(header) == HEADER
    row = dict(zip(header, second, strict=True))
    assert (row["start"], row["end"]) == ("2026-10-24T07:00:00", "2026-10-24T08:00:00")
    assert (row["rooms"], row["labels"], row["capacity"]) == ("big hall; small hall", "", "12")
    assert first[0] == "mitte/yoga-evening/2026-09-07"


def test_csv_is_no_place_for_formulas_or_line_breaks() -> None:
    names = {"mitte": Names(services={501: '=HYPERLINK("x")'}, staff={11: "a\r\nb"}, rooms={31: "x,y"})}
    text = occurrences_to_csv(a_view(an_occurrence(comment='say "hi"'), names=names))
    (row,) = csv.DictReader(StringIO(text, newline=""))
    assert (row["service"], row["staff"], row["rooms"]) == ('\'=HYPERLINK("x")', "a\\r\\nb", "x,y")
    assert row["comment"].startswith('say "hi" #rc:')


def test_a_calendar_has_an_entry_for_each_class_in_local_time() -> None:
    text = occurrences_to_ics(a_view(), NOW, "Mitte; autumn")
    calendar = Calendar.from_ical(text)
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert calendar["METHOD"] == "PUBLISH"
    assert read_calendar(text.encode())[0] == "Mitte; autumn"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    first, second = calendar.walk("VEVENT")
    assert str(second["UID"]) == "mitte/pilates@early+ben/2026-10-24@schedule-reconciler"
    assert second["DTSTART"].dt.isoformat() == "2026-10-24T07:00:00+02:00"
    assert second["DTEND"].dt.isoformat() == "2026-10-24T08:00:00+02:00"
    assert second["DTSTAMP"].dt == NOW
    assert (str(first["SUMMARY"]), str(first["LOCATION"])) == ("Yoga Flow", "big hall")
    assert str(first["DESCRIPTION"]) == "Anna"


def test_the_calendar_is_the_same_for_the_same_classes() -> None:
    assert occurrences_to_ics(a_view(), NOW) == occurrences_to_ics(a_view(), NOW)


def test_nothing_breaks_out_of_its_line_of_the_calendar() -> None:
    hostile = "a;b,c\\\r\nEND:VEVENT\x07\u202e"
    names = {"mitte": Names(services={501: hostile}, staff={}, rooms={31: hostile})}
    calendar = Calendar.from_ical(occurrences_to_ics(a_view(PAIR[0], names=names), NOW))
    (entry,) = calendar.walk("VEVENT")
    assert str(entry["SUMMARY"]) == "a;b,c\\\nEND:VEVENT\\x07\\u202e"


def test_a_class_of_unknown_length_has_no_end() -> None:
    view = a_view(an_occurrence(length_s=None))
    (entry,) = Calendar.from_ical(occurrences_to_ics(view, NOW)).walk("VEVENT")
    assert "DTEND" not in entry
    assert "Mon 7 Sep 2026  18:30 " in occurrences_to_table(view, a_style())
    assert datetime.fromisoformat(view["occurrences"][0]["start"]) == PAIR[0].start
