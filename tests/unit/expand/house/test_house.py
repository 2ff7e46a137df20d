from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import a_series, an_occurrence

from reconciler.expand.house import check_house
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.house import Buffers, HouseRules, Opening, OpeningHours, WorkingLimits
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import Days

RULE = Span("house.yaml", 3, 1, 3, 9)
NAMES = Names(staff={11: "Anna"}, rooms={31: "big hall", 32: "pool"}, services={501: "Yoga"})
MONDAY = date(2026, 9, 7)
FROM_7_TO_22 = {weekday: (Opening(420, 1320),) for weekday in range(6)} | {6: ()}


def found(rules: HouseRules, occurrences: Iterable[Occurrence]) -> list[Diagnostic]:
    in_order = sorted(occurrences, key=lambda one: (one.series.address, one.date))
    return check_house(rules, NAMES, in_order)


def hours(*rules: OpeningHours) -> HouseRules:
    return HouseRules(opening=rules)


def always(by_weekday: dict[int, tuple[Opening, ...]]) -> OpeningHours:
    return OpeningHours(days=(), hours=by_weekday, span=RULE)


def lesson(
    at: str, minutes: int = 60, *, day: date = MONDAY, break_min: int = 0, **changed: object
) -> Occurrence:
    series = a_series(f"class-{at.replace(':', '')}")
    length = (minutes + break_min) * 60
    return an_occurrence(series, day, at, length_s=length, break_s=break_min * 60, **changed)


@pytest.mark.parametrize("at", ["07:00", "12:00", "21:00"])
def test_a_lesson_within_the_hours_is_fine(at: str) -> None:
    assert found(hours(always(FROM_7_TO_22)), [lesson(at, break_min=10)]) == []


@pytest.mark.parametrize("at", ["06:55", "21:05", "23:00"])
def test_a_lesson_that_reaches_outside_is_an_error_with_both_places(at: str) -> None:
    (wrong,) = found(hours(always(FROM_7_TO_22)), [lesson(at)])
    assert (wrong.code, wrong.severity) == ("EXP071", Severity.ERROR)
    assert wrong.related == (("the rule", RULE),)


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    late = hours(always({weekday: (Opening(1080, 1560),) for weekday in range(7)}))
    assert found(late, [lesson("23:30", 120), lesson("00:30", 60)]) == []
    assert [one.code for one in found(late, [lesson("01:30", 60)])] == ["EXP071"]


def test_the_hours_of_a_date_hold_in_place_of_the_usual_ones() -> None:
    closed = OpeningHours(days=(Days(MONDAY, MONDAY),), hours={0: ()}, span=RULE)
    rules = hours(closed, always(FROM_7_TO_22))
    assert [one.code for one in found(rules, [lesson("12:00")])] == ["EXP071"]
    assert found(rules, [lesson("12:00", day=date(2026, 9, 14))]) == []


def test_a_holiday_has_its_hours_whatever_its_weekday() -> None:
    festive = replace(always(FROM_7_TO_22), on_holidays=(Opening(600, 840),))
    rules = HouseRules(opening=(festive,), holidays=frozenset({MONDAY}))
    (wrong,) = found(rules, [lesson("10:00"), lesson("18:00"), lesson("18:00", day=date(2026, 9, 14))])
    assert wrong.summary == "mitte/class-1800 lies outside of the opening hours on 2026-09-07"
    assert wrong.detail == "It runs 18:00 to 19:00; the place is open 10:00 to 14:00 on that holiday."


def test_hours_with_dates_come_before_those_of_holidays() -> None:
    dated = OpeningHours(days=(Days(MONDAY, MONDAY),), hours={0: (Opening(420, 1320),)}, span=RULE)
    festive = replace(always(FROM_7_TO_22), on_holidays=())
    rules = HouseRules(opening=(dated, festive), holidays=frozenset({MONDAY}))
    assert found(rules, [lesson("12:00")]) == []


def test_a_series_is_named_once_with_its_first_dates() -> None:
    dates = [lesson("06:00", day=MONDAY + timedelta(weeks=week)) for week in range(5)]
    (wrong,) = found(hours(always(FROM_7_TO_22)), dates)
    assert "on 5 dates, first 2026-09-07, 2026-09-14, 2026-09-21" in wrong.summary


BUFFERS = HouseRules(buffers=Buffers(rooms={32: 600}, default_s=0, span=RULE))


def test_a_room_needs_its_buffer_after_the_break() -> None:
    first = lesson("09:00", 55, break_min=5, room_ids=(32,))
    assert found(BUFFERS, [first, lesson("10:10", room_ids=(32,))]) == []
    (wrong,) = found(BUFFERS, [first, lesson("10:05", room_ids=(32,))])
    assert (wrong.code, wrong.severity) == ("EXP070", Severity.ERROR)
    assert "There are 5 minutes between them, 10 are needed, so 5 are missing" in wrong.detail
    assert [name for name, _ in wrong.related] == ["mitte/class-0900", "the rule"]


def test_other_rooms_and_classes_that_overlap_are_not_the_buffers_business() -> None:
    assert found(BUFFERS, [lesson("09:00", room_ids=(31,)), lesson("10:00", room_ids=(31,))]) == []
    assert found(BUFFERS, [lesson("09:00", room_ids=(32,)), lesson("09:30", room_ids=(32,))]) == []


def test_the_longest_class_so_far_counts_not_the_last_one() -> None:
    its = [
        lesson("09:00", 120, room_ids=(32,)),
        lesson("09:30", 30, room_ids=(32,)),
        lesson("11:05", room_ids=(32,)),
    ]
    (wrong,) = found(BUFFERS, its)
    assert wrong.summary.startswith("mitte/class-1105 follows mitte/class-0900 too soon in pool")


def limits(day_s: int | None = None, in_a_row: int | None = None, pause_s: int = 0) -> HouseRules:
    return HouseRules(limits=WorkingLimits(day_s=day_s, in_a_row=in_a_row, pause_s=pause_s, span=RULE))


def test_hours_of_a_day_are_lessons_without_breaks() -> None:
    its = [lesson("09:00", 60, break_min=15), lesson("12:00", 60, break_min=15)]
    assert found(limits(day_s=7200), its) == []
    (wrong,) = found(limits(day_s=7140), its)
    assert (wrong.code, wrong.severity) == ("EXP072", Severity.WARNING)


def test_a_short_pause_is_none() -> None:
    its = [lesson("09:00"), lesson("10:10"), lesson("11:20")]
    assert found(limits(in_a_row=2, pause_s=600), its) == []
    (wrong,) = found(limits(in_a_row=2, pause_s=900), its)
    assert wrong.code == "EXP073"
    assert "there are 3 from 09:00 on" in wrong.detail


def test_limits_of_a_person_hold_in_place_of_the_general_ones() -> None:
    own = WorkingLimits(day_s=3600, in_a_row=None, pause_s=0, span=RULE)
    rules = HouseRules(limits_of={11: own})
    assert [one.code for one in found(rules, [lesson("09:00"), lesson("12:00")])] == ["EXP072"]
    assert found(rules, [lesson("09:00", staff_id=12), lesson("12:00", staff_id=12)]) == []


def test_seats_are_those_of_all_rooms_of_known_size_and_of_the_service() -> None:
    rules = HouseRules(room_seats={31: 10, 32: 6}, service_seats={501: 15})
    assert found(rules, [lesson("09:00", capacity=15, room_ids=(31, 32))]) == []
    assert found(rules, [lesson("09:00", capacity=99, service_id=7, room_ids=(77,))]) == []
    wrong = found(rules, [lesson("09:00", capacity=17, room_ids=(31, 32))])
    assert [(one.code, one.severity) for one in wrong] == [
        ("EXP074", Severity.ERROR),
        ("EXP075", Severity.ERROR),
    ]
    assert "17 seats, big hall and pool has 16" in wrong[0].summary


def test_too_many_seats_may_be_meant() -> None:
    series = a_series("yoga", allow_over_capacity=True)
    rules = HouseRules(service_seats={501: 10})
    assert found(rules, [an_occurrence(series, capacity=12)]) == []


def test_elapsed_time_counts_where_the_clocks_change() -> None:
    """At 02:00 the clocks go back: a lesson of two hours from 01:30 ends at 02:30, in the second pass."""
    night = datetime.combine(date(2026, 10, 25), time(1, 30), ZoneInfo("Europe/Berlin"))
    one = lesson("01:30", 120, day=night.date(), room_ids=(32,))
    other = lesson("03:30", 60, day=night.date(), room_ids=(32,))
    assert found(BUFFERS, [one, other]) == []
