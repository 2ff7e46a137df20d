"""The grammar of recurrence rules: what is read, and what is refused with the part and the reason."""

from __future__ import annotations

from datetime import datetime

import pytest

from reconciler.load.rrule import Fault
from reconciler.load.rrule_sense import most_instances
from reconciler.load.rules import _rule
from reconciler.model.schedule import Frequency, Rule


def read(text: str, *, zone: str = "Europe/Berlin", allow_subdaily: bool = True) -> Rule | Fault:
    return _rule(text, zone, allow_subdaily=allow_subdaily)


def accepted(text: str, zone: str = "Europe/Berlin") -> Rule:
    rule = read(text, zone=zone)
    assert isinstance(rule, Rule), rule
    return rule


def test_each_part_is_read() -> None:
    text = "FREQ=YEARLY;INTERVAL=2;COUNT=9;BYMONTH=1,12;BYMONTHDAY=-1,24;BYDAY=1MO,-1SU,FR;BYHOUR=9,18"
    rule = accepted(f"{text};BYMINUTE=0,30;BYYEARDAY=-1,1;BYSETPOS=1,-1;WKST=SU")
    assert rule.frequency is Frequency.YEARLY
    assert (rule.interval, rule.count, rule.until, rule.week_start) == (2, 9, None, 6)
    assert (rule.months, rule.month_days, rule.year_days) == ((1, 12), (-1, 24), (-1, 1))
    assert rule.weekdays == ((-1, 6), (0, 4), (1, 0))
    assert (rule.hours, rule.minutes, rule.positions) == ((9, 18), (0, 30), (-1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "rrule:freq=weekly;byday=mo",
        "FREQ=WEEKLY;BYDAY=MO;",
        " FREQ=WEEKLY;BYDAY=MO ",
        "BYDAY=MO;FREQ=WEEKLY",
    ],
)
def test_prefix_case_order_outer_spaces_and_a_last_semicolon_do_not_matter(text: str) -> None:
    rule = accepted(text)
    assert (rule.frequency, rule.weekdays) == (Frequency.WEEKLY, ((0, 0),))


def test_lists_are_sorted_and_said_once() -> None:
    assert accepted("FREQ=MONTHLY;BYMONTHDAY=15,1,15,+1").month_days == (1, 15)
    assert accepted("FREQ=WEEKLY;BYDAY=FR,MO,FR").weekdays == ((0, 0), (0, 4))


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20261220", datetime.fromisoformat("2026-12-20 23:59")),
        ("20261220T183000", datetime.fromisoformat("2026-12-20 18:30")),
        ("20261220T173000Z", datetime.fromisoformat("2026-12-20 18:30")),
        ("20260720T163000Z", datetime.fromisoformat("2026-07-20 18:30")),
        ("20261025T011000Z", datetime.fromisoformat("2026-10-25 02:59")),  # the second 02:10
        ("19701231T020000Z", datetime.fromisoformat("1970-12-31 03:00")),
        ("99991231T235959Z", datetime.fromisoformat("9999-12-31 23:59:59")),
    ],
)
def test_until_is_a_last_local_start(until: str, expected: datetime) -> None:
    assert accepted(f"FREQ=DAILY;UNTIL={until}").until == expected


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "RRL001", "empty part"),
        (";", "RRL001", "empty part"),
        ("WEEKLY", "RRL001", '"WEEKLY"'),
        ("FREQ=WEEKLY;;BYDAY=MO", "RRL001", "empty part"),
        ("FREQ=WEEKLY;BYDAY=", "RRL001", '"BYDAY="'),
        ("FREQ=WEEKLY; BYDAY=MO", "RRL001", "write FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=MO, WE", "RRL001", "write FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;BYDAYS=MO", "RRL002", "write BYDAY"),
        ("FREQ=WEEKLY;X-NAME=1", "RRL002", "X-NAME"),
        ("FREQ=YEARLY;BYEASTER=0", "RRL002", "BYEASTER"),
        ("RSCALE=GREGORIAN;FREQ=DAILY", "RRL002", "RFC 7529"),
        ("FREQ=MONTHLY;SKIP=FORWARD", "RRL002", "RFC 7529"),
        ("DTSTART=20260907;FREQ=DAILY", "RRL002", "`from:` and `at:`"),
        ("EXRULE:FREQ=DAILY", "RRL002", "dropped by RFC 5545"),
        ("FREQ=WEEKLY;BYDAY=MO;BYDAY=TU", "RRL003", "BYDAY"),
        ("FREQ=WEEKLY;INTERVAL=0", "RRL004", "INTERVAL"),
        ("FREQ=WEEKLY;INTERVAL=-1", "RRL004", "INTERVAL"),
        ("FREQ=WEEKLY;INTERVAL=+1", "RRL004", "INTERVAL"),
        ("FREQ=WEEKLY;INTERVAL=" + "9" * 5000, "RRL004", "INTERVAL"),
        ("FREQ=WEEKLY;COUNT=0", "RRL004", "COUNT"),
        ("FREQ=WEEKLY;COUNT=1.5", "RRL004", "COUNT"),
        ("FREQ=FORTNIGHTLY", "RRL004", "FREQ"),
        ("FREQ=WEEKLY;WKST=1MO", "RRL004", "WKST"),
        ("FREQ=YEARLY;BYMONTH=13", "RRL004", '"13" in BYMONTH'),
        ("FREQ=YEARLY;BYMONTH=0", "RRL004", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=-1", "RRL004", "BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "RRL004", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "RRL004", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "RRL004", "BYMONTHDAY"),
        ("FREQ=YEARLY;BYYEARDAY=-367", "RRL004", "BYYEARDAY"),
        ("FREQ=YEARLY;BYWEEKNO=54", "RRL004", "BYWEEKNO"),
        ("FREQ=DAILY;BYHOUR=24", "RRL004", "BYHOUR"),
        ("FREQ=DAILY;BYMINUTE=60", "RRL004", "BYMINUTE"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "RRL004", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=54MO", "RRL004", '"54MO" in BYDAY'),
        ("FREQ=MONTHLY;BYDAY=0MO", "RRL004", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=MON", "RRL004", "BYDAY"),
        ("FREQ=DAILY;UNTIL=2026-12-20", "RRL004", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260230", "RRL004", "UNTIL"),
        ("FREQ=DAILY;UNTIL=00000101T000000Z", "RRL004", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20261220T250000Z", "RRL004", "UNTIL"),
        ("FREQ=YEARLY;BYYEARDAY=" + ",".join(["1"] * 401), "RRL004", "401 entries"),
        ("BYDAY=MO", "RRL005", "FREQ"),
        ("FREQ=MONTHLY;BYWEEKNO=20", "RRL006", "BYWEEKNO"),
        ("FREQ=DAILY;BYYEARDAY=20", "RRL006", "BYYEARDAY"),
        ("FREQ=WEEKLY;BYYEARDAY=20", "RRL006", "BYYEARDAY"),
        ("FREQ=MONTHLY;BYYEARDAY=20", "RRL006", "BYYEARDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=20", "RRL006", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "RRL006", "FREQ=WEEKLY"),
        ("FREQ=DAILY;BYDAY=-1FR", "RRL006", "FREQ=DAILY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "RRL006", "BYWEEKNO"),
        ("FREQ=MONTHLY;BYSETPOS=1", "RRL006", "BYSETPOS"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261220", "RRL007", "exclude each other"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRL008", "BYMONTH with BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31,-31", "RRL008", "BYMONTH with BYMONTHDAY"),
        ("FREQ=YEARLY;BYMONTH=1;BYYEARDAY=100", "RRL008", "BYMONTH with BYYEARDAY"),
        ("FREQ=YEARLY;BYMONTHDAY=2;BYYEARDAY=1", "RRL008", "BYMONTHDAY with BYYEARDAY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "RRL008", "BYDAY"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-6MO", "RRL008", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "RRL008", "BYSETPOS"),
        ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-3,3", "RRL008", "BYSETPOS"),
        ("FREQ=MINUTELY;BYHOUR=9;BYSETPOS=2", "RRL008", "BYSETPOS"),
        ("FREQ=DAILY;BYSECOND=30", "RRL010", "BYSECOND"),
        ("FREQ=DAILY;BYSECOND=0,60", "RRL010", "BYSECOND"),
        ("FREQ=SECONDLY", "RRL010", "INTERVAL=1 "),
        ("FREQ=SECONDLY;INTERVAL=90", "RRL010", "INTERVAL=90"),
    ],
)
def test_a_wrong_rule_is_refused_with_the_part_and_the_reason(text: str, code: str, said: str) -> None:
    fault = read(text)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert said in f"{fault.summary} {fault.detail} {fault.hint}"
    assert fault.hint
    assert len(fault.summary) < 120 or "FREQ=" in fault.summary


@pytest.mark.parametrize("frequency", ["HOURLY", "MINUTELY", "SECONDLY"])
def test_rules_within_the_day_must_be_asked_for(frequency: str) -> None:
    fault = read(f"FREQ={frequency};INTERVAL=120", allow_subdaily=False)
    assert isinstance(fault, Fault)
    assert (fault.code, "allow_subdaily: true" in fault.hint) == ("RRL009", True)
    assert isinstance(read(f"FREQ={frequency};INTERVAL=120"), Rule)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYYEARDAY=366",
        "FREQ=YEARLY;BYYEARDAY=-366;BYMONTH=1",
        "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=53MO",
        "FREQ=MONTHLY;BYDAY=MO,3TH",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=DAILY;BYHOUR=9,18;BYSETPOS=2",
        "FREQ=WEEKLY;BYSETPOS=1;BYHOUR=9",
        "FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=12",
        "FREQ=YEARLY;BYDAY=MO;BYMONTH=1,2;BYSETPOS=10",
        "FREQ=YEARLY;BYWEEKNO=1,53;BYSETPOS=2",
        "FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=2",
        "FREQ=HOURLY;BYYEARDAY=1;BYMONTHDAY=1",
    ],
)
def test_a_rare_rule_is_no_wrong_rule(text: str) -> None:
    assert isinstance(read(text), Rule)


@pytest.mark.parametrize(
    ("text", "days", "least", "most"),
    [
        ("FREQ=DAILY", 100, 100, 103),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU", 140, 20, 24),
        ("FREQ=HOURLY", 10, 240, 250),
        ("FREQ=MINUTELY;BYHOUR=9;BYMINUTE=0", 10, 10, 10),
        ("FREQ=YEARLY;BYHOUR=9,18", 36525, 200, 208),
        ("FREQ=HOURLY;BYMONTH=1;BYHOUR=9", 3652, 310, 372),
        ("FREQ=MINUTELY;BYMONTHDAY=-1;BYHOUR=9", 365, 720, 900),
        ("FREQ=MINUTELY;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0,30", 70, 40, 48),
        ("FREQ=HOURLY;INTERVAL=12;BYYEARDAY=1,-1", 3652, 40, 80),
    ],
)
def test_what_a_rule_gives_at_most_is_never_too_few_and_not_far_off(
    text: str, days: int, least: int, most: int
) -> None:
    assert least <= most_instances(accepted(text), days) <= most


def test_seconds_become_minutes() -> None:
    def every(text: str) -> tuple[str, int]:
        rule = accepted(text)
        return rule.frequency.value, rule.interval

    assert every("FREQ=SECONDLY;INTERVAL=120") == ("MINUTELY", 2)
    assert every("FREQ=SECONDLY;INTERVAL=90;BYSECOND=0") == ("MINUTELY", 3)
    assert every("FREQ=MINUTELY;BYSECOND=0") == ("MINUTELY", 1)
