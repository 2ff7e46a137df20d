"""One teacher, one room, one time."""

from __future__ import annotations

import pytest
from unit.expand.builders import (
    SAT,
    SUN,
    TUE,
    exception,
    group,
    move_to,
    period,
    schedule,
    settings,
    slot,
    span,
    timetable,
    weekly,
)

from reconciler.expand import expand
from reconciler.model.diagnostic import Severity
from reconciler.model.names import Names
from reconciler.model.schedule import LOCATION_DEFAULT, Schedule

SPRING = period("2026-03-16 to 2026-04-12")


def _class(name: str, at: str = "18:30", *, line: int = 10, overlap: bool = False, **fields):
    return group(name, line=line, allow_overlap=overlap, settings=settings(slots=(slot(at),), **fields))


def _found(*classes, **fields):
    return expand(schedule(*classes, **fields)).diagnostics


def test_a_shared_teacher_is_one_error_for_each_pair_with_count_and_dates():
    (found,) = _found(_class("pilates", "19:00", line=11), _class("yoga"))
    assert (found.code, found.severity, found.span) == ("EXP016", Severity.ERROR, span(11))
    assert found.summary == (
        "mitte/pilates and mitte/yoga overlap 4 times, "
        "first on 2026-09-07, 2026-09-14, 2026-09-21: both need teacher Anna"
    )
    assert found.related == (("mitte/pilates", span(11)), ("mitte/yoga", span(10)))
    assert "19:00 to 19:55" in found.detail


def test_back_to_back_is_no_clash():
    assert _found(_class("pilates", "19:25"), _class("yoga")) == ()


def test_the_break_counts():
    (found,) = _found(_class("pilates", "19:25"), _class("yoga", break_s=300))
    assert "18:30 to 19:30" in found.detail


def test_a_default_break_counts_as_none_for_nobody_knows_it():
    assert _found(_class("pilates", "19:25"), _class("yoga", break_s=LOCATION_DEFAULT)) == ()


def test_a_shared_room_is_an_error():
    (found,) = _found(_class("pilates", staff_id=6, room_ids=(71, 72)), _class("yoga", room_ids=(72,)))
    assert found.summary.endswith("both need room small hall")


def test_different_teachers_and_rooms_do_not_meet():
    assert _found(_class("pilates", staff_id=6, room_ids=(71,)), _class("yoga", room_ids=(72,))) == ()


def test_a_room_is_not_the_teacher_of_the_same_number():
    assert _found(_class("pilates", staff_id=71), _class("yoga", room_ids=(71,))) == ()


def test_teacher_and_room_together_are_one_finding():
    (found,) = _found(_class("pilates", room_ids=(71,)), _class("yoga", room_ids=(71,)))
    assert "overlap 4 times" in found.summary
    assert found.summary.endswith("both need room big hall, teacher Anna")


@pytest.mark.parametrize(("one", "other", "clashes"), [(True, True, 0), (True, False, 1), (False, True, 1)])
def test_only_if_both_allow_it_an_overlap_is_fine(one, other, clashes):
    assert len(_found(_class("pilates", overlap=one), _class("yoga", overlap=other))) == clashes


def test_a_tolerant_class_between_does_not_hide_a_clash():
    long = _class("camp", "09:00", lesson_s=36000)
    found = _found(long, _class("open-gym", "10:00", overlap=True), _class("yoga"))
    assert [one.summary.split(" overlap")[0] for one in found] == [
        "mitte/camp and mitte/open-gym",
        "mitte/camp and mitte/yoga",
    ]


def test_a_moved_class_points_at_its_exception():
    tuesday = group("pilates", settings=settings(recurrence=weekly(TUE)))
    move = exception("2026-09-14", line=60, move_to=move_to("2026-09-15"))
    (found,) = _found(tuesday, group(), exceptions=(move,))
    assert "overlap on 2026-09-15" in found.summary
    assert span(60) in {place for _, place in found.related}


def test_a_class_may_clash_with_itself():
    (found,) = _found(group(), exceptions=(exception("2026-09-14", move_to=move_to("2026-09-21")),))
    assert found.summary.startswith("mitte/yoga and mitte/yoga overlap on 2026-09-21")


def test_teachers_of_two_locations_are_different_people():
    others = Names(staff={5: "Rita"}, rooms={71: "big hall"})
    both = (timetable(_class("yoga"), key="mitte"), timetable(_class("yoga"), key="wedding", names=others))
    assert expand(Schedule(timetables=both)).diagnostics == ()


def test_many_at_once_all_appear_without_every_pair():
    found = _found(*(_class(f"c{n:02d}") for n in range(30)))
    named = {address for one in found for address, _ in one.related}
    assert len(named) == 30
    assert len(found) < 30 * 9


def test_over_midnight_reaches_the_next_day():
    tuesday = group("early", settings=settings(recurrence=weekly(TUE), slots=(slot("00:15"),)))
    (found,) = _found(_class("late", "23:30", lesson_s=3600), tuesday)
    assert "23:30 to 00:30" in found.detail


def test_order_of_classes_does_not_matter():
    classes = [_class(f"c{n:02d}", line=n + 1) for n in range(12)]
    assert _found(*classes) == _found(*reversed(classes))


def test_a_season_apart_is_no_clash():
    later = group("pilates", periods=(period("2026-10-05 to 2026-10-31"),))
    assert _found(later, group()) == ()


def test_a_long_class_is_remembered_beside_many_short_ones():
    short = [_class(f"c{n:02d}", "10:00", overlap=True) for n in range(12)]
    found = _found(_class("all-day", "09:00", lesson_s=43200, overlap=True), *short, _class("yoga"))
    assert [one.summary.split(" overlap")[0] for one in found] == ["mitte/all-day and mitte/yoga"]


def test_classes_that_name_each_other_may_overlap_and_nobody_else():
    gym = group("gym", may_overlap=frozenset({"yoga"}))
    yoga = group("yoga", line=11, may_overlap=frozenset({"gym"}))
    assert _found(gym, yoga) == ()
    assert [found.summary.split(" overlap")[0] for found in _found(gym, yoga, _class("zumba", line=12))] == [
        "mitte/gym and mitte/zumba",
        "mitte/yoga and mitte/zumba",
    ]


def test_a_class_that_overlaps_itself_is_said_once_however_many_slots_it_has():
    slots = tuple(slot(f"{hour}:00", str(hour)) for hour in range(10, 16))
    swim = group("swim", settings=settings(slots=slots, break_s=600))
    (found,) = _found(swim)
    assert (found.code, found.span) == ("EXP016", span(10))
    assert found.summary == (
        "mitte/swim overlaps itself 20 times, first on 2026-09-07, 2026-09-14, 2026-09-21: "
        "6 of its series need teacher Anna"
    )
    assert found.detail == (
        "On 2026-09-07 mitte/swim@10 runs 10:00 to 11:05, mitte/swim@11 11:00 to 12:05, breaks included."
    )


def test_two_slots_of_a_class_are_said_as_a_pair():
    swim = group("swim", settings=settings(slots=(slot("10:00", "a"), slot("10:30", "b"))))
    (found,) = _found(swim)
    assert found.summary.startswith("mitte/swim@a and mitte/swim@b overlap 4 times")


def test_a_lesson_over_a_clock_change_reaches_into_the_next_one_an_hour_later_on_the_clock():
    night = {"recurrence": weekly(SUN), "lesson_s": 3600}
    early = group("early", line=10, settings=settings(slots=(slot("01:30"),), **night), periods=(SPRING,))
    late = group("late", line=11, settings=settings(slots=(slot("03:00"),), **night), periods=(SPRING,))
    (found,) = _found(early, late)
    assert (found.code, "on 2026-03-29" in found.summary) == ("EXP016", True)


def test_in_the_night_of_a_clock_change_a_long_gap_on_the_clock_may_be_none():
    eve = group("eve", line=10, settings=_nightly(SAT, "23:00", 4 * 3600), periods=(SPRING,))
    dawn = group("dawn", line=11, settings=_nightly(SUN, "03:30", 3600), periods=(SPRING,))
    assert [found.summary.split()[5] for found in _found(eve, dawn)] == ["2026-03-29:"]


def _nightly(weekday, at, lesson_s):
    return settings(recurrence=weekly(weekday), slots=(slot(at),), lesson_s=lesson_s)
