"""Pairs occurrences with activities, one to one, and says so when that would be a guess.

Takes both sides of one location in any order, gives a `Matching`. Two rounds find sure pairs:
by marker, then by same start, service and teacher. Four more look for whatever else might be
an occurrence that is still without one; what they find blocks it, but is no pair.

An activity that is not surely another occurrence's blocks every occurrence that it might be,
not only the first: if a class of Anna's was given to Ben and another one of Ben's is missing
on that day, then which of the two is there is for a person to say. All rounds are hash joins,
linear in both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.marker import marker_of
from reconciler.model.occurrence import Occurrence
from reconciler.planner.cases import Doubt, Doubtful, Duplicate, OnlyDesired, OnlyObserved, Pair, PairedBy


class Matching(NamedTuple):
    """Every occurrence is in exactly one of pairs, doubtful and only_desired.

    Every activity is in one of pairs, doubtful (perhaps of several), duplicates (then perhaps
    also of a doubtful one), and only_observed. No list has a meaningful order.
    """

    pairs: list[Pair]
    doubtful: list[Doubtful]
    duplicates: list[Duplicate]
    only_desired: list[OnlyDesired]
    only_observed: list[OnlyObserved]


def match(occurrences: Sequence[Occurrence], activities: Sequence[Activity]) -> Matching:
    """Pair both sides. Addresses and activity ids are unique; activities are live."""
    marked = _by_marker(occurrences, activities)
    slots = _by_slot(marked.occurrences, marked.activities)
    pairs = marked.pairs + slots.pairs
    free = _not_paired(activities, pairs)
    doubts = _by_doubt(slots.occurrences, free)
    doubtful = marked.doubtful + slots.doubtful + doubts.doubtful
    duplicates = marked.duplicates + _same_slot(pairs, free)
    explained = marked.doubted | slots.doubted | doubts.doubted
    explained.update(duplicate.activity.id for duplicate in duplicates)
    return Matching(
        pairs=pairs,
        doubtful=doubtful,
        duplicates=duplicates,
        only_desired=[OnlyDesired(occurrence) for occurrence in doubts.occurrences],
        only_observed=[OnlyObserved(activity) for activity in free if activity.id not in explained],
    )


class _Round(NamedTuple):
    """What one round found, and what it leaves to the next."""

    pairs: list[Pair]
    doubtful: list[Doubtful]
    duplicates: list[Duplicate]
    doubted: set[int]
    """Ids of the activities of `doubtful`."""
    occurrences: Sequence[Occurrence]
    activities: Sequence[Activity]


def _by_marker(occurrences: Sequence[Occurrence], activities: Sequence[Activity]) -> _Round:
    carriers: defaultdict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        if activity.marker is not None:
            carriers[activity.marker].append(activity)
    if not carriers:
        return _Round([], [], [], set(), occurrences, activities)
    owners: defaultdict[str, list[Occurrence]] = defaultdict(list)
    left: list[Occurrence] = []
    for occurrence in occurrences:
        # Also where markers are now turned off: a mark of earlier days still tells who it is.
        marker = marker_of(occurrence.series.location_id, occurrence.address)
        if marker in carriers:
            owners[marker].append(occurrence)
        else:
            left.append(occurrence)
    unclaimed = [activity for activity in activities if activity.marker not in owners]
    found = _Round([], [], [], set(), left, unclaimed)
    for marker, wanted in owners.items():
        _settle_marker(wanted, carriers[marker], found)
    return found


def _settle_marker(wanted: list[Occurrence], carriers: list[Activity], found: _Round) -> None:
    occurrence = wanted[0]
    if len(wanted) == 1 and len(carriers) == 1:
        found.pairs.append(Pair(occurrence, carriers[0], PairedBy.MARKER))
        return
    # Copying an activity in the booking system copies its comment, and with it the marker: the
    # one that stands where the files want it is the original.
    on_time = [activity for activity in carriers if activity.start == occurrence.start]
    if len(wanted) == 1 and len(on_time) == 1:
        twin = on_time[0]
        found.pairs.append(Pair(occurrence, twin, PairedBy.MARKER))
        found.duplicates.extend(Duplicate(occurrence, a, twin) for a in carriers if a is not twin)
        return
    _hold(wanted, Doubt.TIE, carriers, found)


def _by_slot(occurrences: Sequence[Occurrence], activities: Sequence[Activity]) -> _Round:
    wanted = _grouped(occurrences, _slot)
    present = _grouped(activities, _slot, among=wanted)
    left: list[Occurrence] = []
    found = _Round([], [], [], set(), left, [])
    for key, candidates in present.items():
        group = wanted.pop(key)
        if len(group) == 1 and len(candidates) == 1:
            found.pairs.append(Pair(group[0], candidates[0], PairedBy.SLOT))
        else:
            _hold(group, Doubt.TIE, candidates, found)
    left.extend(occurrence for group in wanted.values() for occurrence in group)
    return found


def _by_doubt(occurrences: Sequence[Occurrence], free: Sequence[Activity]) -> _Round:
    found = _Round([], [], [], set(), [], free)
    left = occurrences
    for key_of, doubt in _DOUBTS:
        if not left or not free:
            break
        wanted = _grouped(left, key_of)
        for key, candidates in _grouped(free, key_of, among=wanted).items():
            group = wanted.pop(key)
            alone = len(group) == 1 and len(candidates) == 1
            _hold(group, doubt if alone else Doubt.TIE, candidates, found)
        left = [occurrence for group in wanted.values() for occurrence in group]
    return found._replace(occurrences=left)


def _hold(wanted: Iterable[Occurrence], how: Doubt, candidates: list[Activity], found: _Round) -> None:
    activities = tuple(candidates)
    found.doubtful.extend(Doubtful(occurrence, how, activities) for occurrence in wanted)
    found.doubted.update(activity.id for activity in activities)


def _not_paired(activities: Sequence[Activity], pairs: list[Pair]) -> list[Activity]:
    if len(pairs) == len(activities):
        return []
    paired = {pair.activity.id for pair in pairs}
    return [activity for activity in activities if activity.id not in paired]


def _same_slot(pairs: list[Pair], free: list[Activity]) -> list[Duplicate]:
    """Unmarked activities that stand exactly where the activity of a pair stands."""
    unmarked = _grouped((activity for activity in free if activity.marker is None), _slot)
    if not unmarked:
        return []
    found: list[Duplicate] = []
    for pair in sorted(pairs, key=lambda pair: pair.activity.id):
        # pop: where classes may overlap, two pairs can share a slot, but a copy counts once
        twins = unmarked.pop(_slot(pair.activity), ())
        found.extend(Duplicate(pair.occurrence, activity, pair.activity) for activity in twins)
    return found


class _Class(Protocol):
    """Either side: a class with a local start and details."""

    @property
    def start(self) -> datetime: ...
    @property
    def details(self) -> ClassDetails: ...


_C = TypeVar("_C", bound=_Class)
_Key = tuple[Hashable, ...]


def _grouped(
    classes: Iterable[_C],
    key_of: Callable[[_Class], _Key],
    *,
    among: dict[_Key, list[Occurrence]] | None = None,
) -> dict[_Key, list[_C]]:
    groups: defaultdict[_Key, list[_C]] = defaultdict(list)
    for one in classes:
        key = key_of(one)
        if among is None or key in among:
            groups[key].append(one)
    return dict(groups)


def _slot(one: _Class) -> _Key:
    details = one.details
    return (one.start, details.service_id, details.staff_id)


def _start_and_service(one: _Class) -> _Key:
    return (one.start, one.details.service_id)


def _date_service_and_staff(one: _Class) -> _Key:
    details = one.details
    return (one.start.date(), details.service_id, details.staff_id)


def _start_and_staff(one: _Class) -> _Key:
    return (one.start, one.details.staff_id)


_DOUBTS = (
    # Sure pairs by slot are gone, so what still shares a slot is a copy of another class.
    (_slot, Doubt.TIE),
    (_start_and_service, Doubt.STAFF),
    (_date_service_and_staff, Doubt.TIME),
    (_start_and_staff, Doubt.SERVICE),
)
