"""Pairing: what is sure, what is in doubt, and what blocks what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import BEN, MONDAY, PILATES, a_series, an_activity, an_occurrence, created_from

from reconciler.model.activity import Activity
from reconciler.planner.cases import Doubt, PairedBy
from reconciler.planner.match import match

TUESDAY = MONDAY + timedelta(days=1)
CLASS = an_occurrence()


def test_a_marker_pairs_whatever_else_was_changed() -> None:
    changed = an_activity(day=TUESDAY, at="07:00", marker=CLASS.marker, staff_id=BEN, service_id=PILATES)
    (pair,) = match([CLASS], [changed]).pairs
    assert (pair.activity, pair.how) == (changed, PairedBy.MARKER)


def test_a_marker_wins_over_an_activity_on_the_slot() -> None:
    moved = an_activity(1, day=TUESDAY, marker=CLASS.marker)
    on_slot = an_activity(2)
    found = match([CLASS], [on_slot, moved])
    assert [pair.activity.id for pair in found.pairs] == [1]
    assert [case.activity.id for case in found.only_observed] == [2]


def test_swapped_markers_pair_by_marker_not_by_slot() -> None:
    other = an_occurrence(day=TUESDAY)
    a = created_from(CLASS, 1, marker=other.marker)
    b = created_from(other, 2, marker=CLASS.marker)
    found = {pair.occurrence.address: pair.activity.id for pair in match([CLASS, other], [a, b]).pairs}
    assert found == {CLASS.address: 2, other.address: 1}


def test_two_markers_on_the_wanted_start_are_a_tie() -> None:
    found = match([CLASS], [created_from(CLASS, 1), created_from(CLASS, 2)])
    assert [(case.how, [a.id for a in case.activities]) for case in found.doubtful] == [(Doubt.TIE, [1, 2])]


def test_two_markers_both_away_from_the_wanted_start_are_a_tie() -> None:
    copies = [an_activity(n, day=TUESDAY, at=f"0{n}:00", marker=CLASS.marker) for n in (7, 8)]
    assert [case.how for case in match([CLASS], copies).doubtful] == [Doubt.TIE]


@pytest.mark.parametrize(
    ("activity", "doubt"),
    [
        (an_activity(staff_id=BEN), Doubt.STAFF),
        (an_activity(staff_id=None), Doubt.STAFF),
        (an_activity(at="06:00"), Doubt.TIME),
        (an_activity(service_id=PILATES), Doubt.SERVICE),
        (an_activity(service_id=None), Doubt.SERVICE),
    ],
)
def test_an_activity_that_shares_two_thirds_is_in_doubt(activity: Activity, doubt: Doubt) -> None:
    assert [case.how for case in match([CLASS], [activity]).doubtful] == [doubt]


@pytest.mark.parametrize(
    "activity",
    [
        an_activity(staff_id=BEN, service_id=PILATES),
        an_activity(day=TUESDAY),
        an_activity(at="06:00", staff_id=BEN),
        an_activity(staff_id=None, service_id=None),
    ],
)
def test_an_activity_that_shares_less_is_a_stranger(activity: Activity) -> None:
    found = match([CLASS], [activity])
    assert ([CLASS], [activity]) == (
        [case.occurrence for case in found.only_desired],
        [case.activity for case in found.only_observed],
    )


def test_a_sure_pair_frees_its_neighbours_from_doubt() -> None:
    morning = an_occurrence("morning-yoga", at="08:00")
    found = match([CLASS, morning], [created_from(morning)])
    assert [case.occurrence for case in found.only_desired] == [CLASS]


def test_two_wishes_on_one_slot_and_one_activity_are_a_tie() -> None:
    twin = an_occurrence("open-gym")
    found = match([CLASS, twin], [an_activity()])
    assert {case.how for case in found.doubtful} == {Doubt.TIE}
    assert len(found.doubtful) == 2


def test_a_marker_of_another_class_does_not_take_part_by_slot() -> None:
    other = an_occurrence(day=TUESDAY)
    moved_here = created_from(CLASS, 1, marker=other.marker)
    found = match([CLASS, other], [moved_here])
    assert [pair.occurrence for pair in found.pairs] == [other]
    assert [case.occurrence for case in found.only_desired] == [CLASS]


def test_a_marker_still_counts_after_markers_were_turned_off() -> None:
    now_unmarked = an_occurrence(a_series(marked=False))
    moved = an_activity(day=TUESDAY, marker=CLASS.marker)
    assert [pair.how for pair in match([now_unmarked], [moved]).pairs] == [PairedBy.MARKER]


def test_a_hand_made_copy_is_a_duplicate_once_even_where_classes_share_a_slot() -> None:
    other = an_occurrence(a_series("open-gym", allow_overlap=True))
    activities = [created_from(CLASS, 1), created_from(other, 2), an_activity(3)]
    found = match([other, CLASS], activities)
    assert [(case.activity.id, case.twin.id) for case in found.duplicates] == [(3, 1)]


def test_nothing_meets_nothing() -> None:
    assert match([], []) == ([], [], [], [], [])
