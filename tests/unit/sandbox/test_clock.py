from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from reconciler.sandbox.clock import locate, parse_local, wall_clock

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-12",
        "2027-01-12T18:30:00",
        "2027-01-12 18:30",
        "2027-02-30 10:00:00",
        "٢٠٢٧-01-12 18:30:00",
        "2027-01-12 18:30:00\n",
        "2027-01-12 18:30:00+01:00",
        "1969-12-31 23:59:59",
        "2200-01-01 00:00:00",
        "",
    ],
)
def test_only_the_exact_form_is_local_time(text: str) -> None:
    assert parse_local(text) is None


def test_the_exact_form_is_read() -> None:
    assert str(parse_local("2027-01-12 18:30:05")) == "2027-01-12 18:30:05"


@pytest.mark.parametrize(
    ("text", "offset", "utc"),
    [
        ("2027-01-12 18:30:00", "+0100", "2027-01-12 17:30:00"),
        ("2027-07-12 18:30:00", "+0200", "2027-07-12 16:30:00"),
        ("2027-10-31 02:30:00", "+0200", "2027-10-31 00:30:00"),
    ],
    ids=["winter", "summer", "the first of a repeated hour"],
)
def test_local_time_has_an_instant(text: str, offset: str, utc: str) -> None:
    local = parse_local(text)
    assert local is not None
    instant = locate(local, BERLIN)
    assert instant is not None
    assert instant.offset == offset
    assert str(datetime.fromtimestamp(instant.utc, UTC).replace(tzinfo=None)) == utc


def test_a_skipped_local_time_has_none() -> None:
    local = parse_local("2027-03-28 02:30:00")
    assert local is not None
    assert locate(local, BERLIN) is None


def test_now_is_shown_by_the_wall_clock_of_the_location() -> None:
    assert wall_clock(datetime(2027, 1, 4, 23, 30, tzinfo=UTC), BERLIN) == "2027-01-05 00:30:00"
