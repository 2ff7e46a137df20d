"""Activities of others that leave a room or a teacher too little time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from builders import (
    ANNA,
    BEN,
    BIG_HALL,
    PILATES,
    SMALL_HALL,
    a_location,
    a_series,
    a_span,
    an_activity,
    an_occurrence,
)

from reconciler.model.activity import Activity
from reconciler.model.diagnostic import Severity
from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.house import Buffers, HouseRules
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import Schedule, Timetable
from reconciler.model.staffing import Staffing
from reconciler.model.travel import Travel
from reconciler.planner import Nearness, Studio, nearness
from reconciler.planner.cases import Blocked, OnlyDesired
from reconciler.planner.closeness import with_closeness

CLASS = an_occurrence(at="18:30", length_s=4200, break_s=600)  # a lesson until 19:30, the room until 19:40
MITTE, NORD = a_location(), a_location("nord", 102)
ANNA_THERE = 77
NAMES = {
    "mitte": Names(staff={ANNA: "Anna", BEN: "Ben"}),
    "nord": Names(staff={ANNA_THERE: "Anna", 78: "Clara"}),
}


def a_timetable(key: str, **changed: object) -> Timetable:
    location = MITTE if key == "mitte" else NORD
    table = Timetable(location=location, names=NAMES[key], classes=(), closures=(), exceptions=())
    return replace(table, **changed)


def rooms_need(seconds: int, **rooms: int) -> Nearness:
    buffers = Buffers(rooms={SMALL_HALL: rooms.get("small", seconds)}, default_s=seconds, span=a_span())
    return Nearness(buffers={"mitte": buffers}, ways=None)


def ways(
    *activities: Activity,
    at: str = "nord",
    between: int = 1800,
    between_rooms: int = 0,
    wanted: Iterable[Occurrence] = (),
    **there: object,
) -> Nearness:
    travel = Travel(between={("mitte", "nord"): between}, between_rooms=between_rooms, span=a_span())
    tables = (a_timetable("mitte"), a_timetable("nord", **there))
    studio = Studio(MITTE if at == "mitte" else NORD, tuple(wanted), activities)
    return nearness(Schedule(timetables=tables, travel=travel), [studio], {})


def causes(
    near: Nearness, *here: Activity, occurrence: Occurrence = CLASS, wanted: Iterable[Occurrence] = ()
) -> list[Hindrance]:
    studio = Studio(MITTE, (occurrence, *wanted), here)
    (case,) = with_closeness([OnlyDesired(occurrence)], studio, near)
    return list(case.hindrances) if isinstance(case, Blocked) else []


@pytest.mark.parametrize(
    ("at", "length_s", "left"),
    [
        ("17:00", 4800, 600),
        ("17:00", 4500, None),
        ("17:00", 5400, 0),
        ("17:00", 5700, None),  # it overlaps: that is a clash, and may be allowed
        ("19:40", 3600, 0),
        ("19:50", 3600, 600),
        ("19:55", 3600, None),
        ("18:15", None, 600),
    ],
)
def test_a_room_needs_its_time_on_both_sides(at: str, length_s: int | None, left: int | None) -> None:
    other = an_activity(1, at=at, staff_id=BEN, length_s=length_s)
    found = causes(rooms_need(900), other)
    expected = [] if left is None else [Hindrance(HindranceKind.BUFFER, BIG_HALL, 1, "mitte", 900, left)]
    assert found == expected


def test_only_the_same_room_counts_and_each_room_has_its_own_time() -> None:
    other = an_activity(1, at="19:45", staff_id=BEN, room_ids=(SMALL_HALL,))
    assert causes(rooms_need(900), other) == []
    both = an_occurrence(at="18:30", length_s=4200, room_ids=(BIG_HALL, SMALL_HALL))
    (cause,) = causes(rooms_need(900, small=600), other, occurrence=both)
    assert (cause.resource_id, cause.needed_s, cause.between_s, cause.code) == (
        SMALL_HALL,
        600,
        300,
        "EXP070",
    )
    assert causes(rooms_need(900, small=0), other, occurrence=both) == []


def test_what_the_files_want_there_was_judged_before() -> None:
    neighbour = an_occurrence("pilates", at="19:45", staff_id=BEN)
    there = an_activity(1, at="19:45", staff_id=BEN)
    assert causes(rooms_need(900), there, wanted=[neighbour]) == []
    moved = an_activity(1, at="19:50", staff_id=BEN)
    assert len(causes(rooms_need(900), moved, wanted=[neighbour])) == 1, "nobody judged where it is now"


def test_buffers_that_are_no_error_in_the_files_hold_nothing_back() -> None:
    buffers = Buffers(rooms={}, default_s=900, span=a_span())
    schedule = Schedule(timetables=(a_timetable("mitte", house=HouseRules(buffers=buffers)),))
    assert nearness(schedule, [], {}).buffers == {"mitte": buffers}
    for weight in (Severity.WARNING, None):
        assert nearness(schedule, [], {"EXP070": weight}).buffers == {}


@pytest.mark.parametrize(
    ("at", "length_s", "code", "left"),
    [
        ("17:00", 3600, None, None),
        ("17:00", 3900, "EXP061", 1500),
        ("17:00", 5400, "EXP061", 0),
        ("17:00", 5700, "EXP060", -300),
        ("18:45", 1800, "EXP060", -2700),
        ("19:30", 3600, "EXP061", 0),
        ("19:55", 3600, "EXP061", 1500),
        ("20:00", 3600, None, None),
    ],
)
def test_people_need_time_from_one_studio_to_another(
    at: str, length_s: int, code: str | None, left: int | None
) -> None:
    there = an_activity(1, at=at, staff_id=ANNA_THERE, length_s=length_s, break_s=0)
    found = causes(ways(there))
    assert [(each.code, each.between_s, each.needed_s, each.location) for each in found] == (
        [] if code is None else [(code, left, 1800, "nord")]
    )


def test_a_break_may_be_spent_on_the_way() -> None:
    there = an_activity(1, at="17:00", staff_id=ANNA_THERE, length_s=4200, break_s=600)
    assert causes(ways(there)) == []


def test_nobody_is_in_two_places_even_where_the_way_takes_no_time() -> None:
    there = an_activity(1, at="18:45", staff_id=ANNA_THERE, length_s=1800)
    assert [each.code for each in causes(ways(there, between=0))] == ["EXP060"]


def test_other_people_placeholders_and_classes_that_may_overlap_are_let_be() -> None:
    clara = an_activity(1, at="18:45", staff_id=78)
    assert causes(ways(clara)) == []
    there = an_activity(1, at="18:45", staff_id=ANNA_THERE)
    nobody = Staffing(placeholder_ids=frozenset({ANNA_THERE}))
    assert causes(ways(there, staffing=nobody)) == []
    tolerant = an_occurrence(a_series("open-gym", allow_overlap=True), at="18:30")
    assert causes(ways(there), occurrence=tolerant) == []


def test_a_class_of_the_files_at_the_other_studio_was_judged_before() -> None:
    there = an_activity(1, at="18:45", staff_id=ANNA_THERE)
    series = a_series("pilates", location="nord", location_id=102)
    known = an_occurrence(series, at="18:45", staff_id=ANNA_THERE)
    assert causes(ways(there, wanted=[known])) == []


def test_from_room_to_room_takes_time_too() -> None:
    after = an_activity(1, at="19:35", room_ids=(SMALL_HALL,), service_id=PILATES)
    (cause,) = causes(ways(after, at="mitte", between_rooms=600))
    assert (cause.code, cause.between_s, cause.needed_s) == ("EXP061", 300, 600)
    same_room = an_activity(1, at="19:35", room_ids=(BIG_HALL,))
    assert causes(ways(same_room, at="mitte", between_rooms=600)) == []


def test_what_is_blocked_already_stays_as_it_is() -> None:
    blocked = Blocked(CLASS, (an_activity(5),))
    other = an_activity(1, at="19:45", staff_id=BEN)
    assert list(with_closeness([blocked], Studio(MITTE, (CLASS,), [other]), rooms_need(900))) == [blocked]


def test_the_activities_in_the_way_are_named_once_in_the_order_of_time() -> None:
    late, early = an_activity(1, at="19:45", staff_id=BEN), an_activity(2, at="17:15", staff_id=BEN)
    both = an_occurrence(at="18:30", length_s=4200, room_ids=(BIG_HALL, SMALL_HALL))
    late = late._replace(details=late.details._replace(room_ids=(BIG_HALL, SMALL_HALL)))
    (case,) = with_closeness([OnlyDesired(both)], Studio(MITTE, (both,), [late, early]), rooms_need(900))
    assert isinstance(case, Blocked)
    assert [activity.id for activity in case.activities] == [2, 1]
    assert len(case.hindrances) == 3
