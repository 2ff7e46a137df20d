"""The dates beside a rule: how they may be written, and which local start each of them means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.load.timetables import a_class, codes_of_class

from reconciler.load.instances import parse_instances
from reconciler.load.spelling import Wrong
from reconciler.model.schedule import Rule

RULE = 'rrule: FREQ=DAILY, at: "18:30"'


STARTS = [
    "2026-10-05 18:30",
    "2026-10-05T18:30",
    "2026-10-05T18:30:00",
    "20261005T183000",
    "20261005T1830",
    "20261005T163000Z",
    "2026-10-05T16:30:00Z",
    "2026-10-05T16:30:00+00:00",
    "2026-10-05 12:30-0400",
    "TZID=Europe/Berlin:20261005T183000",
    "TZID=America/New_York:20261005T123000",
    "VALUE=DATE-TIME:20261005T183000",
    "EXDATE:20261005T163000Z",
    "EXDATE;TZID=Asia/Tokyo:20261006T013000",
    "EXDATE;VALUE=DATE-TIME;TZID=Europe/Berlin:20261005T183000",
]


def removed(exdate: str) -> list[tuple[date, int | None]]:
    """Of a class in Europe/Berlin."""
    rule = a_class(f"{RULE}, exdate: {exdate}").settings.recurrence
    assert isinstance(rule, Rule)
    return [(one.day, one.minute) for one in rule.removed]


@pytest.mark.parametrize("written", STARTS)
def test_all_forms_of_a_start_mean_the_same_local_time(written: str) -> None:
    assert removed(f'"{written}"') == [(date(2026, 10, 5), 1110)]


@pytest.mark.parametrize("written", ["2026-10-05", "20261005", "VALUE=DATE:20261005", "EXDATE:20261005"])
def test_a_date_alone_means_the_whole_day_in_every_form(written: str) -> None:
    assert removed(written) == [(date(2026, 10, 5), None)]


def test_dates_with_commas_between_them_are_a_list() -> None:
    three = [(date(2026, 10, 5), 1110), (date(2026, 10, 7), 1110), (date(2026, 10, 8), None)]
    assert removed('"20261007T183000,20261005T163000Z,20261008"') == three
    assert removed('["TZID=Europe/Berlin:20261007T183000, 20261005T183000", 2026-10-08]') == three


def test_utc_on_the_two_sides_of_a_clock_change_is_not_the_same_local_time() -> None:
    assert removed('"20261024T163000Z,20261025T163000Z"') == [
        (date(2026, 10, 24), 1110),
        (date(2026, 10, 25), 1050),
    ]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("20261005T183015", "whole minutes"),
        ("TZID=US-Eastern:20261005T183000", "nobody knows, US-Eastern"),
        ("TZID=/etc/localtime:20261005T183000", "nobody knows"),
        ("TZID=../UTC:20261005T183000", "nobody knows"),
        ("VALUE=PERIOD:20261005T183000/PT1H", "a stretch of time"),
        ("X-ZONE=CET:20261005T183000", "X-ZONE=CET means nothing here"),
        ("20260231", "no date of the calendar"),
        ("20261005T2460", "no time of day"),
        ("20261005Z", "no date"),
        ("2026-10-05 18:30+01:60", "no time of day"),
        ("2026-10-05 18:30-24:00", "no time of day"),
        ("20261005,", 'where it says ""'),
        ("20261005,7 Oct", 'where it says "7 Oct"'),
        ("Oct 5", "no date"),
        ("", "no date"),
    ],
)
def test_what_is_no_date_is_named_with_the_reason(written: str, problem: str) -> None:
    wrong = parse_instances(written)
    assert isinstance(wrong, Wrong)
    assert problem in wrong.problem
    assert wrong.hint


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.text("0123456789-:+TZ ,;=/RDATEXIVLU\x00\n", max_size=40), st.sampled_from(STARTS), st.integers(0, 40)
)
def test_no_text_brings_the_reading_down(typed: str, start: str, place: int) -> None:
    for text in (typed, start[:place] + typed[:2] + start[place + 1 :]):
        read = parse_instances(text)
        assert isinstance(read, Wrong) or all(one.day.year >= 1970 for one in read)


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ('exdate: "RDATE:20261005T183000"', "CHK001"),
        ('rdate: "EXDATE:20261005T183000"', "CHK001"),
        ('exdate: "20261005T183000,20261005T163000Z"', "CHK018"),
        ("exdate: [2026-10-05, 20261005]", "CHK018"),
        ('exdate: "TZID=Mars/Phobos:20261005T183000"', "CHK001"),
    ],
)
def test_dates_that_contradict_their_key_or_stand_there_twice_are_found(dates: str, code: str) -> None:
    assert codes_of_class(f"{RULE}, {dates}") == [code]
