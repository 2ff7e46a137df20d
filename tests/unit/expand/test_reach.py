"""Classes without an end."""

from __future__ import annotations

from datetime import date, timedelta

from unit.expand.builders import day, exception, group, period, schedule, settings, timetable, weekly

from reconciler.expand import Expansion, expand
from reconciler.expand.reach import within_reach
from reconciler.model.schedule import FOREVER, SINCE_EVER, Days, GroupClass, Period
from reconciler.model.window import Window


def endless(first: date = SINCE_EVER, **fields: object) -> GroupClass:
    stretch = Period(days=Days(first, FOREVER), season="", breaks=(), open=True)
    return group(periods=(stretch,), **fields)


def dates(found: Expansion) -> list[str]:
    return [one.date.isoformat() for one in found.occurrences]


def window(first: str, last: str) -> Window:
    return Window(first=day(first), last=day(last))


def test_a_class_without_an_end_goes_as_far_as_the_window():
    found = expand(schedule(endless(day("2026-09-09"))), window("2026-09-01", "2026-09-28"))
    assert dates(found) == ["2026-09-14", "2026-09-21", "2026-09-28"]


def test_or_as_far_as_it_is_published():
    found = expand(
        schedule(endless(day("2026-09-07"))), horizons={"mitte": window("2026-09-01", "2026-09-20")}
    )
    assert dates(found) == ["2026-09-07", "2026-09-14"]


def test_without_a_start_it_begins_today_whatever_else_is_dated_later():
    other = group("pilates", settings=settings(staff_id=6), periods=(period("2026-09-21 to 2026-09-22"),))
    found = expand(schedule(endless(), other), horizons={"mitte": window("2026-09-07", "2026-09-20")})
    assert dates(found) == ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-21"]


def test_without_a_start_it_begins_with_the_window():
    found = expand(schedule(endless()), window("2026-09-07", "2026-09-13"))
    assert dates(found) == ["2026-09-07"]


def test_an_exception_beyond_the_horizon_still_hits():
    cancelled = exception("2027-03-01", cancel=True)
    found = expand(
        schedule(endless(day("2026-09-07")), exceptions=(cancelled,)),
        horizons={"mitte": window("2026-09-01", "2026-09-20")},
    )
    assert found.diagnostics == ()
    assert [one.date for one in found.removals] == [day("2027-03-01")]


def test_a_clash_with_a_season_beyond_the_horizon_shows():
    one = endless(day("2026-09-07"))
    other = group("pilates", periods=(period("2027-03-01 to 2027-03-07", "spring"),))
    found = expand(schedule(one, other), horizons={"mitte": window("2026-09-01", "2026-09-20")})
    assert [one.code for one in found.diagnostics] == ["EXP016"]


def test_with_nothing_asked_a_year_is_looked_at_whatever_the_date_is_today():
    found = expand(schedule(endless(), endless(id="other", settings=settings(staff_id=6))))
    assert len(found.occurrences) == 2 * 53
    assert found.diagnostics == ()


def test_adjacent_windows_are_exactly_their_union():
    one = endless(settings=settings(recurrence=weekly(0, 2, 5)))
    other = group("pilates", settings=settings(staff_id=6))
    both = schedule(one, other)
    start = day("2026-08-01")
    whole = expand(both, Window(first=start, last=start + timedelta(days=99)))
    pieces = [
        expand(both, Window(first=start + timedelta(days=n), last=start + timedelta(days=n + 24)))
        for n in range(0, 100, 25)
    ]
    assert whole.occurrences == tuple(one for piece in pieces for one in piece.occurrences)


def test_a_timetable_with_ends_is_left_alone():
    declared = timetable(group())
    assert within_reach(declared, None, None) is declared
