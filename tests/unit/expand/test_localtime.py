"""Local time to UTC, and the two kinds of trouble."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reconciler.expand.localtime import FIRST_DAY, LAST_DAY, Clock, Hitch, Leap


def _minute(text: str) -> int:
    start = datetime.fromisoformat(text)
    return start.toordinal() * 1440 + start.hour * 60 + start.minute


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("UTC", "1970-01-01 00:00", 0),
        ("Europe/Berlin", "2026-07-01 18:30", 1782923400),
        ("Europe/Berlin", "2026-12-01 18:30", 1796146200),
        ("Asia/Kathmandu", "2026-07-01 00:00", 1782843300),
        ("Europe/Berlin", "2100-12-31 23:59", 4133977140),
    ],
)
def test_utc_of_a_local_time(zone: str, local: str, utc: int):
    moment = Clock(zone)[_minute(local)]
    assert (datetime.fromisoformat(local), utc, None) == (moment.start, moment.utc, moment.hitch)
    assert moment.start.date() == moment.day


@pytest.mark.parametrize(
    ("zone", "local", "hitch", "before", "after"),
    [
        ("Europe/Berlin", "2026-03-29 02:00", Hitch.MISSING, "2026-03-29 02:00", "2026-03-29 03:00"),
        ("Europe/Berlin", "2026-03-29 02:59", Hitch.MISSING, "2026-03-29 02:00", "2026-03-29 03:00"),
        ("Europe/Berlin", "2026-10-25 02:30", Hitch.REPEATED, "2026-10-25 03:00", "2026-10-25 02:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", Hitch.MISSING, "2026-10-04 02:00", "2026-10-04 02:30"),
        ("America/Santiago", "2026-09-06 00:30", Hitch.MISSING, "2026-09-06 00:00", "2026-09-06 01:00"),
        ("America/Santiago", "2026-04-04 23:30", Hitch.REPEATED, "2026-04-05 00:00", "2026-04-04 23:00"),
        ("Pacific/Apia", "2011-12-30 18:30", Hitch.MISSING, "2011-12-30 00:00", "2011-12-31 00:00"),
    ],
)
def test_clock_changes(zone: str, local: str, hitch: Hitch, before: str, after: str):
    clock = Clock(zone)
    moment = clock[_minute(local)]
    assert hitch == moment.hitch
    assert Leap(datetime.fromisoformat(before), datetime.fromisoformat(after)) == clock.leap(moment.start)


def test_a_repeated_time_means_the_first():
    clock = Clock("Europe/Berlin")
    assert clock[_minute("2026-10-25 03:00")].utc - clock[_minute("2026-10-25 02:59")].utc == 3600 + 60


def test_the_minutes_beside_a_change_have_no_hitch():
    clock = Clock("Europe/Berlin")
    beside = ["2026-03-29 01:59", "2026-03-29 03:00", "2026-10-25 01:59", "2026-10-25 03:00"]
    assert [clock[_minute(local)].hitch for local in beside] == [None] * 4


def test_the_range_is_1970_to_2100():
    assert (date(1970, 1, 1), date(2100, 12, 31)) == (date.fromordinal(FIRST_DAY), date.fromordinal(LAST_DAY))
    clock = Clock("Pacific/Kiritimati")
    assert date(1970, 1, 1) == clock[FIRST_DAY * 1440].day
    assert date(2100, 12, 31) == clock[LAST_DAY * 1440 + 1439].day
