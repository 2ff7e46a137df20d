"""Which weeks count."""

from __future__ import annotations

from datetime import date

import pytest
from unit.expand.builders import MON, SUN, TUE, change, day, group, period, schedule, settings, weekly

from reconciler.expand import expand
from reconciler.expand.weeks import in_weeks, new_year_jump, weeks_in_words
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import EveryWeeks, GroupClass, IsoWeeks

ODD, EVEN = IsoWeeks(parity="odd"), IsoWeeks(parity="even")


def every(step: int, monday: str) -> EveryWeeks:
    return EveryWeeks(step=step, monday=day(monday))


def numbers(*texts: str) -> list[int]:
    return [day(text).toordinal() for text in texts]


def dates_of(one: GroupClass) -> list[str]:
    return [occurrence.date.isoformat() for occurrence in expand(schedule(one)).occurrences]


def test_every_second_week_is_counted_from_its_anchor_in_both_directions():
    days = numbers("2026-09-01", "2026-09-08", "2026-09-15", "2026-09-22", "2026-09-29")
    expected = numbers("2026-09-08", "2026-09-22")
    assert expected == in_weeks(every(2, "2026-09-07"), days)
    assert expected == in_weeks(every(2, "2027-09-06"), days)


def test_a_week_starts_on_monday_so_a_sunday_belongs_to_the_monday_before():
    days = numbers("2026-09-13", "2026-09-14", "2026-09-20", "2026-09-21")
    assert in_weeks(every(2, "2026-09-07"), days) == numbers("2026-09-13", "2026-09-21")


def test_every_fifty_second_week_counts_no_day_twice():
    days = list(range(*numbers("2026-01-05", "2028-01-03")))
    assert len(in_weeks(every(52, "2026-01-05"), days)) == 14


@pytest.mark.parametrize(("weeks", "expected"), [(ODD, "2026-09-07"), (EVEN, "2026-09-14")])
def test_odd_and_even_are_numbers_of_the_iso_calendar(weeks: IsoWeeks, expected: str):
    assert in_weeks(weeks, numbers("2026-09-07", "2026-09-14")) == numbers(expected)


def test_a_class_runs_only_in_its_weeks_and_a_change_can_end_that():
    one = group(
        settings=settings(recurrence=weekly(TUE), weeks=every(2, "2026-09-07")),
        changes=(change("2026-09-28", weeks=every(1, "2000-01-03")),),
        periods=(period("2026-09-07 to 2026-10-11"),),
    )
    assert dates_of(one) == ["2026-09-08", "2026-09-22", "2026-09-29", "2026-10-06"]


def test_the_trace_names_the_weeks():
    one = group(settings=settings(weeks=ODD))
    (step,) = expand(schedule(one)).occurrences[0].trace
    assert step.text == "every mon at 18:30, odd weeks in autumn"
    assert weeks_in_words(every(3, "2026-09-07")) == ", every 3 weeks from 2026-09-07"
    assert weeks_in_words(every(1, "2000-01-03")) == weeks_in_words(None) == ""


@pytest.mark.parametrize(
    ("weeks", "jump"), [(ODD, ("2026-12-28", "2027-01-04")), (EVEN, ("2026-12-21", "2027-01-11"))]
)
def test_a_week_53_breaks_the_rhythm_and_the_dates_are_named(weeks: IsoWeeks, jump: tuple[str, str]):
    one = group(settings=settings(weeks=weeks), periods=(period("2026-12-07 to 2027-01-31"),))
    found = expand(schedule(one))
    (warning,) = found.diagnostics
    assert (warning.code, warning.severity) == ("EXP021", Severity.WARNING)
    assert warning.summary == f"yoga runs on {jump[0]} and then on {jump[1]}, not two weeks later"


@pytest.mark.parametrize("text", ["2027-12-06 to 2028-01-30", "2026-12-07 to 2027-01-03"])
def test_years_of_52_weeks_and_classes_that_end_in_time_are_quiet(text: str):
    one = group(settings=settings(weeks=ODD), periods=(period(text),))
    assert expand(schedule(one)).diagnostics == ()


def test_days_that_fall_out_over_new_year_keep_the_warning_away():
    one = group(
        settings=settings(weeks=ODD),
        periods=(period("2026-12-07 to 2027-01-31", breaks=("2026-12-24 to 2027-01-03",)),),
    )
    assert expand(schedule(one)).diagnostics == ()


def test_a_steady_rhythm_has_no_jump():
    days = list(range(date(2026, 12, 1).toordinal(), date(2027, 2, 1).toordinal()))
    assert new_year_jump(every(2, "2026-09-07"), days) is None
    assert new_year_jump(ODD, []) is None


def test_weeks_of_sundays_and_mondays_differ_by_the_week_they_belong_to():
    one = group(
        settings=settings(recurrence=weekly(MON, SUN), weeks=every(2, "2026-09-07")),
        periods=(period("2026-09-07 to 2026-09-27"),),
    )
    assert dates_of(one) == ["2026-09-07", "2026-09-13", "2026-09-21", "2026-09-27"]
