"""Who is in the way of a class that is to be created."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from builders import BEN, BIG_HALL, MONDAY, SMALL_HALL, a_location, a_series, an_activity, an_occurrence

from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.planner.cases import Blocked, OnlyDesired, Pair, PairedBy
from reconciler.planner.clashes import with_clashes

CLASS = an_occurrence(at="18:30", length_s=3600)


def in_the_way(occurrence: Occurrence, *activities: Activity, pairs: Iterable[Pair] = ()) -> list[int]:
    (case,) = with_clashes([OnlyDesired(occurrence)], activities, pairs, a_location())
    return [activity.id for activity in case.activities] if isinstance(case, Blocked) else []


@pytest.mark.parametrize(
    ("at", "length_s", "blocks"),
    [
        ("17:30", 3600, False),
        ("17:30", 3900, True),
        ("18:45", 300, True),
        ("19:25", 3600, True),
        ("19:30", 3600, False),
        ("18:25", None, False),
        ("18:30", None, True),
        ("12:00", 8 * 3600, True),
    ],
)
def test_only_overlapping_times_block(at: str, length_s: int | None, blocks: bool) -> None:
    assert (in_the_way(CLASS, an_activity(1, at=at, length_s=length_s)) == [1]) is blocks


@pytest.mark.parametrize(
    ("staff", "rooms", "blocks"),
    [
        (CLASS.details.staff_id, (), True),
        (CLASS.details.staff_id, None, True),
        (BEN, (SMALL_HALL, BIG_HALL), True),
        (BEN, (SMALL_HALL,), False),
        (BEN, None, False),
        (None, None, False),
    ],
)
def test_only_a_shared_teacher_or_room_blocks(
    staff: int | None, rooms: tuple[int, ...] | None, blocks: bool
) -> None:
    assert (in_the_way(CLASS, an_activity(1, staff_id=staff, room_ids=rooms)) == [1]) is blocks


def test_a_long_use_is_found_behind_many_short_ones() -> None:
    short = [an_activity(n, at=f"{n:02}:30", length_s=300) for n in range(9, 18)]
    assert in_the_way(CLASS, *short, an_activity(77, at="09:00", length_s=12 * 3600)) == [77]


def test_one_activity_in_the_way_twice_is_named_once_and_in_order_of_start() -> None:
    assert in_the_way(CLASS, an_activity(1, at="19:00"), an_activity(2, at="18:00")) == [2, 1]


def test_a_class_that_may_overlap_is_never_blocked() -> None:
    open_gym = an_occurrence(a_series("open-gym", allow_overlap=True))
    assert in_the_way(open_gym, an_activity()) == []


def test_without_an_instant_the_local_start_is_placed_in_the_zone() -> None:
    assert in_the_way(CLASS, an_activity(1)._replace(utc=None)) == [1]
    tuesday = an_activity(1, day=MONDAY + timedelta(days=1))._replace(utc=None)
    assert in_the_way(CLASS, tuesday) == []


def test_a_class_is_not_blocked_by_those_that_it_may_overlap_but_by_all_others() -> None:
    friend = an_occurrence(a_series("open-gym"), at="18:00")
    there = an_activity(1, at="18:00")
    pairs = [Pair(friend, there, PairedBy.MARKER)]
    wanted = an_occurrence(a_series("yoga", may_overlap=frozenset({"open-gym"})), at="18:30")
    assert in_the_way(wanted, there, pairs=pairs) == []
    assert in_the_way(wanted, there, an_activity(2, at="18:45"), pairs=pairs) == [2]
    assert in_the_way(wanted, there) == [1], "nobody knows what it is"
