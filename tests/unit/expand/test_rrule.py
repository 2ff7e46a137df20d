"""Instances of recurrence rules: what the RFC prints, and what it says where programs differ."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from unit.expand.rrule_cases import RFC, WHERE_DATEUTIL_ERRS, Case, rule_of, starts

from reconciler.expand.rrule import instances


def given(case: Case, zone: str = "America/New_York") -> list[str]:
    return found(case.start, case.rule, case.last, zone)


def found(start: str, rule: str, last: str, zone: str = "America/New_York") -> list[str]:
    first = datetime.fromisoformat(start)
    minute = first.toordinal() * 1440 + first.hour * 60 + first.minute
    minutes = instances(rule_of(rule, zone), minute, date.fromisoformat(last).toordinal())
    return [shown(one) for one in minutes]


def shown(minute: int) -> str:
    day, time = divmod(minute, 1440)
    return f"{date.fromordinal(day).isoformat()} {time // 60:02}:{time % 60:02}"


@pytest.mark.parametrize("case", RFC, ids=lambda case: case.rule)
def test_an_example_of_the_rfc_gives_what_the_rfc_prints(case: Case) -> None:
    assert starts(case.expected, case.start) == given(case)


@pytest.mark.parametrize("case", WHERE_DATEUTIL_ERRS.values(), ids=WHERE_DATEUTIL_ERRS)
def test_a_shape_on_which_programs_differ_follows_the_text_of_the_rfc(case: Case) -> None:
    assert starts(case.expected, case.start) == given(case)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (
            Case("2026-09-08 18:30", "FREQ=MONTHLY", "2026-11-30", "2026 Sep 8; Oct 8; Nov 8"),
            "day of the month",
        ),
        (Case("2026-01-31 18:30", "FREQ=MONTHLY", "2026-05-31", "2026 Jan 31; Mar 31; May 31"), "a 31st"),
        (
            Case("2024-02-29 18:30", "FREQ=YEARLY", "2032-12-31", "2024 Feb 29 / 2028 Feb 29 / 2032 Feb 29"),
            "29 Feb",
        ),
        (Case("2026-09-08 18:30", "FREQ=WEEKLY", "2026-09-22", "2026 Sep 8,15,22"), "weekday"),
        (
            Case("2026-09-08 18:30", "FREQ=YEARLY;BYMONTH=10", "2027-12-31", "2026 Oct 8 / 2027 Oct 8"),
            "day in a month",
        ),
        (
            Case(
                "2026-09-08 18:30",
                "FREQ=YEARLY;BYMONTHDAY=30;COUNT=3",
                "2027-12-31",
                "2026 Sep 30; Oct 30; Nov 30",
            ),
            "every month",
        ),
        (
            Case("2026-09-08 18:30", "FREQ=DAILY;BYHOUR=9;COUNT=2", "2026-12-31", "2026 Sep 9-10 @09:30"),
            "minutes",
        ),
        (
            Case("2026-09-08 18:30", "FREQ=DAILY;BYMINUTE=0,45;COUNT=1", "2026-12-31", "2026 Sep 8 @18:45"),
            "hour",
        ),
    ],
)
def test_what_a_rule_leaves_out_is_taken_from_the_start(case: Case, reason: str) -> None:
    assert starts(case.expected, case.start) == given(case), reason


def test_the_start_is_no_instance_unless_it_matches() -> None:
    assert found("2026-09-08 18:30", "FREQ=WEEKLY;BYDAY=MO;COUNT=1", "2026-12-31") == ["2026-09-14 18:30"]


def test_count_counts_matches_from_the_start_on_only() -> None:
    assert found("2026-09-09 18:30", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=3", "2026-12-31") == [
        "2026-09-09 18:30",
        "2026-09-11 18:30",
        "2026-09-14 18:30",
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260915", 15),
        ("20260915T183000", 15),
        ("20260915T182959", 8),
        ("20260915T163000Z", 15),  # 18:30 in Berlin is 16:30 UTC in September
        ("20260915T162959Z", 8),
    ],
)
def test_until_includes_its_own_moment(until: str, last: int) -> None:
    days = found("2026-09-01 18:30", f"FREQ=WEEKLY;UNTIL={until}", "2026-12-31", "Europe/Berlin")
    assert days[-1] == f"2026-09-{last:02} 18:30"


def test_an_until_in_the_repeated_hour_means_its_instant() -> None:
    # In Berlin 02:00 to 03:00 comes twice on 25 October 2026: the second 02:10 is 01:10 UTC.
    rule = "FREQ=MINUTELY;INTERVAL=25;UNTIL=20261025T{}Z"
    at = "2026-10-25 01:40"
    assert [int(one[-2:]) for one in found(at, rule.format("011000"), "2026-10-25", "Europe/Berlin")] == [
        40,
        5,
        30,
        55,
    ]
    assert [int(one[-2:]) for one in found(at, rule.format("001000"), "2026-10-25", "Europe/Berlin")] == [
        40,
        5,
    ]


def test_months_limit_the_days_of_a_week_before_positions_choose() -> None:
    # The week from 28 September 2026 has Thursday to Sunday in October.
    assert found("2026-09-28 18:30", "FREQ=WEEKLY;BYMONTH=10;BYDAY=MO,TH,SU;BYSETPOS=1", "2026-10-06") == [
        "2026-10-01 18:30",
        "2026-10-05 18:30",
    ]


def test_positions_choose_among_days_and_times_together() -> None:
    rule = "FREQ=DAILY;BYHOUR=9,18;BYSETPOS=1"
    assert found("2026-09-08 12:00", rule, "2026-09-10") == [
        "2026-09-09 09:00",
        "2026-09-10 09:00",
    ]


def test_numbers_in_byday_count_in_the_month_if_months_are_named_else_in_the_year() -> None:
    assert found("2026-01-01 18:30", "FREQ=YEARLY;BYDAY=-1MO", "2026-12-31") == ["2026-12-28 18:30"]
    assert found("2026-01-01 18:30", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2026-12-31") == ["2026-05-25 18:30"]


def test_the_week_start_decides_which_weeks_are_skipped_and_which_is_week_1() -> None:
    # 1 January 2028 is a Saturday: counted from Saturday, week 1 starts on it.
    assert found("2027-06-01 18:30", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SA;WKST=SA", "2028-12-29") == [
        "2028-01-01 18:30"
    ]
    assert found("2027-06-01 18:30", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SA;WKST=MO", "2028-12-29") == [
        "2028-01-08 18:30"
    ]


def test_every_seconds_that_make_minutes_are_minutes() -> None:
    assert [
        int(one[-2:]) for one in found("2026-09-08 18:30", "FREQ=SECONDLY;INTERVAL=120;COUNT=3", "2026-09-08")
    ] == [
        30,
        32,
        34,
    ]
    assert [
        int(one[-2:])
        for one in found("2026-09-08 18:30", "FREQ=SECONDLY;INTERVAL=90;BYSECOND=0;COUNT=3", "2026-09-08")
    ] == [30, 33, 36]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=999999999;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=9",
        "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=9;BYMINUTE=0;BYMONTH=2",
        "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=3",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_a_rule_that_never_meets_its_start_ends_without_a_result(rule: str) -> None:
    assert found("1971-01-01 18:30", rule, "2100-12-31") == []
