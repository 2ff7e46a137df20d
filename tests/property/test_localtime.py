"""Local time, there and back, across every change of clocks of every zone, 1990 to 2040."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from reconciler.expand.localtime import Clock, Hitch

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (1990, 2041))
STEP = 28 * 86_400
AROUND = [
    timedelta(minutes=minutes)
    for minutes in (-1441, -1440, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 1440)
]


def _offset(zone: ZoneInfo, utc: int) -> timedelta:
    offset = datetime.fromtimestamp(utc, zone).utcoffset()
    assert offset is not None
    return offset


def _changes(zone: ZoneInfo) -> Iterator[tuple[int, timedelta]]:
    """Instants at which the offset changes, with the offset before; every 28 days is looked at."""
    low, old = FIRST, _offset(zone, FIRST)
    for high in range(FIRST + STEP, LAST, STEP):
        new = _offset(zone, high)
        if new != old:
            near, far = low, high
            while far - near > 1:
                middle = (near + far) // 2
                near, far = (middle, far) if _offset(zone, middle) == old else (near, middle)
            yield far, old
        low, old = high, new


def _check(clock: Clock, zone: ZoneInfo, local: datetime) -> Hitch | None:
    moment = clock[local.toordinal() * 1440 + local.hour * 60 + local.minute]
    aware = local.replace(tzinfo=zone)
    back = datetime.fromtimestamp(moment.utc, zone).replace(tzinfo=None, fold=0)
    assert (moment.start, moment.day) == (local, local.date())
    assert moment.utc == int(aware.timestamp())
    assert (moment.hitch is Hitch.MISSING) is (back != local)
    twice = int(aware.replace(fold=1).timestamp()) != moment.utc
    assert (moment.hitch is Hitch.REPEATED) is (twice and back == local)
    return moment.hitch


def _check_transitions(names: list[str]) -> set[Hitch | None]:
    met = set()
    for name in names:
        zone, clock = ZoneInfo(name), Clock(name)
        for instant, before in _changes(zone):
            edge = datetime.fromtimestamp(instant, UTC).replace(tzinfo=None) + before
            for distance in AROUND:
                met.add(_check(clock, zone, (edge + distance).replace(second=0, microsecond=0)))
    return met


def test_there_and_back_across_every_transition_of_some_zones():
    assert _check_transitions(ZONES[::12]) == {None, Hitch.MISSING, Hitch.REPEATED}


@pytest.mark.exhaustive
def test_there_and_back_across_every_transition_of_all_zones():
    assert len(ZONES) > 300
    assert _check_transitions(ZONES) == {None, Hitch.MISSING, Hitch.REPEATED}


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "Antarctica/Troll"])
def test_zones_with_several_changes_a_year_agree_each_day(name: str):
    """A month apart, Casablanca changes twice: a search by months would overlook it."""
    zone, clock = ZoneInfo(name), Clock(name)
    day = datetime(2010, 1, 1, 2, 30)  # noqa: DTZ001 - local time is what is asked about
    while day.year < 2031:
        _check(clock, zone, day)
        day += timedelta(days=1)
