"""Counts, dates and addresses."""

from __future__ import annotations

import pytest
from unit.expand.builders import (
    FRI,
    MON,
    SAT,
    closure,
    dates,
    exception,
    group,
    move_to,
    part,
    period,
    public_holidays,
    schedule,
    settings,
    slot,
    span,
    weekly,
)

from reconciler.expand import expand
from reconciler.model.diagnostic import Severity


def _found(declared, **fields):
    return expand(schedule(declared, **fields)).diagnostics


def test_the_expected_count_is_silent_when_it_is_right():
    assert _found(group(expected_sessions=4)) == ()


def test_a_lost_session_is_an_error_that_says_what_took_it():
    (found,) = _found(group(expected_sessions=4), closures=(closure("2026-09-14", because="gala"),))
    assert (found.code, found.severity, found.span) == ("EXP015", Severity.ERROR, span(10))
    assert found.summary == "mitte/yoga has 3 sessions, 4 are expected"
    assert "2026-09-14 by closure: closed: gala (mitte.yaml:40:1)" in found.detail
    assert found.related == (("closed: gala", span(40)),)


def test_a_holiday_calendar_is_one_place_however_many_dates_it_takes():
    declared = group(
        expected_sessions=4,
        periods=(period("2027-03-22 to 2027-03-31"),),
        settings=settings(recurrence=weekly(MON, FRI)),
    )
    (found,) = _found(declared, policies=(public_holidays("DE-BE"),))
    assert found.summary == "mitte/yoga has 1 sessions, 4 are expected"
    assert found.related == (("public holiday (Karfreitag), public holiday (Ostermontag)", span(50)),)


def test_a_make_up_class_counts():
    makeup = exception("2026-09-14", move_to=move_to("2026-09-16"))
    assert _found(group(expected_sessions=4), closures=(closure("2026-09-14"),), exceptions=(makeup,)) == ()
    added = exception("2026-09-16", added=True)
    assert _found(group(expected_sessions=5), exceptions=(added,)) == ()


def test_each_series_is_counted_by_itself():
    declared = group(expected_sessions=4, parts=(part("anna", staff_id=5), part("ben", staff_id=6)))
    (found,) = _found(declared, exceptions=(exception("2026-09-14", part="ben", cancel=True),))
    assert found.summary == "mitte/yoga+ben has 3 sessions, 4 are expected"


def test_too_many_sessions_are_an_error_too():
    (found,) = _found(group(expected_sessions=3))
    assert "has 4 sessions, 3 are expected" in found.summary


def test_a_written_date_on_a_closed_day_is_a_warning():
    declared = group(settings=settings(recurrence=dates("2026-09-12", "2026-09-13")))
    (found,) = _found(declared, closures=(closure("2026-09-13"),))
    assert (found.code, found.severity) == ("EXP017", Severity.WARNING)
    assert "yoga on 2026-09-13" in found.summary


def test_a_written_date_that_is_cancelled_by_hand_is_no_surprise():
    declared = group(settings=settings(recurrence=dates("2026-09-12", "2026-09-13")))
    assert _found(declared, exceptions=(exception("2026-09-13", cancel=True),)) == ()


def test_a_written_date_outside_of_the_season_is_a_warning():
    (found,) = _found(group(settings=settings(recurrence=dates("2026-09-12", "2027-09-13"))))
    assert (found.code, found.severity) == ("EXP020", Severity.WARNING)
    assert "2027-09-13" in found.summary


def test_a_class_without_a_date_is_a_warning():
    declared = group(settings=settings(recurrence=weekly(SAT)), periods=(period("2026-09-07 to 2026-09-10"),))
    (found,) = _found(declared)
    assert (found.code, found.severity) == ("EXP019", Severity.WARNING)


@pytest.mark.parametrize("bounds", ["1969-12-31 to 1970-01-31", "2100-12-01 to 2101-01-01"])
def test_years_that_cannot_be_computed_are_an_error(bounds):
    (found,) = _found(group(periods=(period(bounds),)))
    assert (found.code, found.severity) == ("EXP018", Severity.ERROR)


def test_two_times_of_one_name_on_one_day_are_an_error():
    (found,) = _found(group(settings=settings(slots=(slot("07:00"), slot("18:30")))))
    assert (found.code, found.severity) == ("EXP009", Severity.ERROR)
    assert "mitte/yoga would run more than once on 2026-09-07" in found.summary


def test_two_parts_of_one_name_are_an_error():
    found = _found(group(parts=(part("ben", staff_id=5), part("ben", staff_id=6))))
    assert [one.code for one in found] == ["EXP009"]
