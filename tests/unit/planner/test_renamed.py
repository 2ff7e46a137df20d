"""Renamed classes of which one was moved by hand: never a second one of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import (
    BEN,
    MONDAY,
    PILATES,
    a_request,
    a_series,
    an_occurrence,
    created_from,
)

from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.planner import plan_location

WEEKS = [MONDAY + timedelta(weeks=n) for n in range(6)]
OLD = [an_occurrence(a_series("yoga-evening"), day=day) for day in WEEKS]
NEW = [an_occurrence(a_series("yoga-late"), day=day) for day in WEEKS]
OTHER_LOCATION = [an_occurrence(a_series("yoga-evening", location="center"), day=day) for day in WEEKS]
OTHER_SLOT = [an_occurrence(a_series("yoga-evening", slot="1830"), day=day) for day in WEEKS]
THERE = [created_from(one, 9000 + n) for n, one in enumerate(OLD)]


def moved(activity: Activity, **by: int) -> Activity:
    return activity._replace(
        start=activity.start + timedelta(**by),
        utc=None if activity.utc is None else activity.utc + int(timedelta(**by).total_seconds()),
    )


def words(occurrences: list[Occurrence], activities: list[Activity]) -> list[str]:
    plan = plan_location(a_request(occurrences, activities))
    return sorted(
        f"{action.kind} {action.reason}" + "".join(f" ?{other.id}" for other in action.others)
        for action in plan.actions
        if action.reason not in ("in_place", "in_place_unmarked")
    )


@pytest.mark.parametrize("renamed", [NEW, OTHER_LOCATION, OTHER_SLOT], ids=["class", "location", "slot"])
@pytest.mark.parametrize("days", [1, -2, 20])
def test_a_class_that_was_moved_before_its_name_changed_is_held_not_made_again(
    renamed: list[Occurrence], days: int
) -> None:
    activities = [*THERE[:2], moved(THERE[2], days=days, hours=1), *THERE[3:]]
    assert words(renamed, activities) == ["hold doubtful_renamed ?9002"]


def test_also_if_its_time_changed_with_the_name() -> None:
    later = [an_occurrence(a_series("yoga-late"), day=day, at="19:30") for day in WEEKS]
    activities = [*THERE[:2], moved(THERE[2], days=1), *THERE[3:]]
    assert words(later, activities).count("hold doubtful_renamed ?9002") == 1
    assert not any(line.startswith("create") for line in words(later, activities))


def test_a_renamed_series_still_grows() -> None:
    assert words(NEW, THERE[:5]) == ["create missing"]


def test_another_weekday_is_no_new_name() -> None:
    """Its old dates are surplus, with marks that no date of the files has; the new ones are made."""
    tuesdays = [an_occurrence(a_series("yoga-evening"), day=day + timedelta(days=1)) for day in WEEKS]
    told = words(tuesdays, THERE)
    assert told[:6] == ["create missing"] * 6
    assert {*told[6:]} == {"report surplus"}


def test_a_surplus_of_another_service_or_far_away_blocks_nothing() -> None:
    other = created_from(OLD[2], 9002)
    other = other._replace(details=other.details._replace(service_id=PILATES, staff_id=BEN))
    for stray in (moved(other, days=1), moved(THERE[2], days=60)):
        activities = [*THERE[:2], stray, *THERE[3:]]
        assert words(NEW, activities)[0] == "create missing"


def test_of_many_candidates_the_three_nearest_are_named() -> None:
    strays = [moved(THERE[2], days=days)._replace(id=100 + days) for days in (1, 2, 3, 4, -9)]
    strays = [one._replace(marker=f"{one.id:012x}") for one in strays]
    assert words(NEW, [*THERE[:2], *strays, *THERE[3:]]) == [
        "hold doubtful_renamed ?101 ?102 ?103",
        "report surplus",
        "report surplus",
    ]
