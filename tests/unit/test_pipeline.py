"""From when on a location can be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reconciler.pipeline import first_readable


@pytest.mark.parametrize(
    ("now", "ahead_s"),
    [
        ("2026-09-07T18:28:00+02:00", 60),
        ("2026-09-07T18:28:00.000001+02:00", 119.999999),
        ("2026-09-07T18:28:01+02:00", 119),
        ("2026-09-07T18:28:59+02:00", 61),
        ("2026-10-25T02:30:00+02:00", 60),
        ("2026-10-25T02:59:30+02:00", 90),
        ("2026-10-25T02:30:00+01:00", 60),
        ("2027-03-28T01:59:30+01:00", 90),
    ],
)
def test_the_read_starts_a_minute_or_two_ahead_also_when_clocks_change(now: str, ahead_s: float) -> None:
    moment = datetime.fromisoformat(now).astimezone(ZoneInfo("Europe/Berlin"))
    found = first_readable(moment)
    assert found.timestamp() - moment.timestamp() == pytest.approx(ahead_s, abs=1e-5)
    assert found.second == found.microsecond == 0
    assert found.utcoffset() == timedelta(0)
