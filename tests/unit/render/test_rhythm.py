from __future__ import annotations

from datetime import date, timedelta

from reconciler.render.rhythm import Rhythm, days_of, gaps, rhythms

MONDAY = date(2026, 9, 7)
WEDNESDAY = date(2026, 9, 9)


def every(start: date, count: int, weeks: int = 1) -> list[date]:
    return [start + timedelta(weeks=n * weeks) for n in range(count)]


def test_two_weekdays_are_one_rhythm() -> None:
    days = every(MONDAY, 5) + every(WEDNESDAY, 5)
    assert rhythms(days) == (Rhythm((0, 2), 1, MONDAY, WEDNESDAY + timedelta(weeks=4), 10, (), ()),)


def test_a_few_gaps_are_named() -> None:
    days = every(MONDAY, 10)
    gap = days.pop(3)
    assert rhythms(days) == (Rhythm((0,), 1, MONDAY, days[-1], 9, (gap,), ()),)


def test_every_second_week_is_seen() -> None:
    days = every(MONDAY, 6, weeks=2)
    assert rhythms(days) == (Rhythm((0,), 2, MONDAY, days[-1], 6, (), ()),)


def test_one_stray_date_does_not_spoil_the_rhythm() -> None:
    stray = date(2026, 9, 17)
    rhythm, rest = rhythms([*every(MONDAY, 8), stray])
    assert (rhythm.weekdays, rhythm.number, rhythm.missing) == ((0,), 8, ())
    assert (rest.weekdays, rest.dates) == ((), (stray,))


def test_weekdays_that_start_far_apart_are_told_apart() -> None:
    found = rhythms(every(MONDAY, 20) + every(WEDNESDAY + timedelta(weeks=9), 11))
    assert [(each.weekdays, each.number) for each in found] == [((0,), 20), ((2,), 11)]


def test_weekdays_with_a_holiday_each_are_one_rhythm_with_named_stretches() -> None:
    days = [MONDAY + timedelta(weeks=week, days=day) for week in range(12) for day in range(4)]
    left_out = {*days[12:16], *days[33:36], days[44]}
    (rhythm,) = rhythms(day for day in days if day not in left_out)
    assert (rhythm.weekdays, rhythm.number) == ((0, 1, 2, 3), 40)
    assert gaps(rhythm) == [(days[12], days[15]), (days[33], days[35]), (days[44], days[44])]


def test_absences_that_follow_each_other_in_the_rhythm_are_one_stretch() -> None:
    days = sorted([*every(MONDAY, 9), *every(WEDNESDAY, 9)])
    (rhythm,) = rhythms([*days[:5], *days[8:]])
    assert gaps(rhythm) == [(days[5], days[7])]
    fortnightly = every(MONDAY, 9, weeks=2)
    (rhythm,) = rhythms([*fortnightly[:3], *fortnightly[5:]])
    assert gaps(rhythm) == [(fortnightly[3], fortnightly[4])]


def test_a_weekday_that_starts_later_is_a_rhythm_of_its_own() -> None:
    late = every(WEDNESDAY + timedelta(weeks=12), 8)
    assert [(each.weekdays, each.number) for each in rhythms([*every(MONDAY, 20), *late])] == [
        ((0,), 20),
        ((2,), 8),
    ]


def test_a_few_days_in_a_row_are_listed() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    assert rhythms(days)[0].dates == tuple(days)


def test_every_day_of_three_weeks_is_a_rhythm() -> None:
    (rhythm,) = rhythms([MONDAY + timedelta(days=n) for n in range(21)])
    assert (rhythm.weekdays, rhythm.missing) == (tuple(range(7)), ())


def test_one_or_two_dates_are_just_dates() -> None:
    assert rhythms([MONDAY]) == (Rhythm((), 1, MONDAY, MONDAY, 1, (), (MONDAY,)),)
    assert rhythms([WEDNESDAY, MONDAY])[0].dates == (MONDAY, WEDNESDAY)


def test_dates_without_rhythm_are_listed() -> None:
    days = [MONDAY, date(2027, 3, 9), date(2029, 1, 3), date(9999, 12, 31)]
    (rest,) = rhythms(days)
    assert (rest.weekdays, rest.dates) == ((), tuple(days))


def test_each_date_is_counted_once() -> None:
    days = {MONDAY + timedelta(days=n * n % 97) for n in range(60)}
    found = rhythms(days)
    assert sorted(day for each in found for day in days_of(each)) == sorted(days)
    assert sum(each.number for each in found) == len(days)
