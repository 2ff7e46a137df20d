"""Holds back classes that were renamed in the files after somebody had moved them by hand.

A new key of a location, class, slot or part gives every date a new mark. What stands where it did is
still recognised by its slot, and its old mark shows that the class was renamed. One that was moved to
another day has neither: it looks like a class that is missing beside one that nobody declares. Takes
a `Matching`; returns it with such classes as doubtful.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import NamedTuple

from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.planner.cases import Doubt, Doubtful, OnlyDesired, PairedBy
from reconciler.planner.match import Matching

NEAR = timedelta(days=28)
"""How far from its date a class is looked for: people move one by days or weeks, not by months."""
SHOWN = 3
"""So many candidates are named, the nearest ones."""


class _Homeless(NamedTuple):
    """Activities of one service that carry a mark of ours which no class of the files has."""

    starts: list[datetime]
    activities: list[Activity]


def with_renamed(found: Matching) -> Matching:
    """The same, with each missing class of a renamed series held where one with an old mark is near."""
    homeless = _homeless(found)
    renamed = _renamed(found) if homeless and found.only_desired else frozenset[str]()
    if not renamed:
        return found
    missing: list[OnlyDesired] = []
    held: list[Doubtful] = []
    for case in found.only_desired:
        occurrence = case.occurrence
        near = _near(occurrence, homeless) if occurrence.series.address in renamed else ()
        if near:
            held.append(Doubtful(occurrence, Doubt.RENAMED, near))
        else:
            missing.append(case)
    named = {activity.id for case in held for activity in case.activities}
    return found._replace(
        doubtful=found.doubtful + held,
        only_desired=missing,
        only_observed=[case for case in found.only_observed if case.activity.id not in named],
    )


def _renamed(found: Matching) -> frozenset[str]:
    """Addresses of series of which a class stands in its place with another mark of ours."""
    by_slot = (
        pair.occurrence
        for pair in found.pairs
        if pair.how is PairedBy.SLOT and pair.activity.marker is not None
    )
    in_doubt = (
        case.occurrence
        for case in found.doubtful
        if any(activity.marker not in (None, case.occurrence.marker) for activity in case.activities)
    )
    return frozenset(occurrence.series.address for group in (by_slot, in_doubt) for occurrence in group)


def _homeless(found: Matching) -> dict[int | None, _Homeless]:
    by_service: defaultdict[int | None, list[Activity]] = defaultdict(list)
    for (activity,) in found.only_observed:
        if activity.marker is not None:
            by_service[activity.details.service_id].append(activity)
    return {service: _in_order(activities) for service, activities in by_service.items()}


def _in_order(activities: list[Activity]) -> _Homeless:
    ordered = sorted(activities, key=lambda activity: (activity.start, activity.id))
    return _Homeless([activity.start for activity in ordered], ordered)


def _near(occurrence: Occurrence, homeless: dict[int | None, _Homeless]) -> tuple[Activity, ...]:
    there = homeless.get(occurrence.details.service_id)
    if there is None:
        return ()
    first = bisect_left(there.starts, occurrence.start - NEAR)
    last = bisect_right(there.starts, occurrence.start + NEAR)
    near = there.activities[first:last]
    return tuple(nsmallest(SHOWN, near, key=lambda one: (abs(one.start - occurrence.start), one.id)))
