"""The edges of the decision table; its branches are told in test_plan_location.py."""

from __future__ import annotations

import pytest
from builders import BEN, an_activity, an_occurrence, created_from

from reconciler.model.plan import ActionKind, FieldChange, Reason
from reconciler.planner.cases import Blocked, Case, Differing, Doubt, Doubtful, OnlyDesired, Pair, PairedBy
from reconciler.planner.decide import decide

WISH = an_occurrence()
THERE = created_from(WISH)
OTHER = an_activity(7, staff_id=BEN)
CHANGES = (FieldChange(field="capacity", before=14, after=12),)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (OnlyDesired(WISH), Reason.MISSING),
        (Blocked(WISH, (OTHER,)), Reason.CLASH),
        (Doubtful(WISH, Doubt.STAFF, (OTHER,)), Reason.DOUBTFUL_STAFF),
    ],
)
def test_the_frozen_time_ends_just_at_the_horizon(case: Case, reason: Reason) -> None:
    assert decide(case, horizon=WISH.utc).reason is reason
    assert decide(case, horizon=WISH.utc + 1).reason is Reason.FROZEN


def test_differences_are_told_from_the_horizon_on() -> None:
    differing = Differing(Pair(WISH, THERE, PairedBy.MARKER), CHANGES)
    told = decide(differing, horizon=WISH.utc)
    assert (told.kind, told.reason, told.changes) == (ActionKind.REPORT, Reason.DIFFERS, CHANGES)
    quiet = decide(differing, horizon=WISH.utc + 1)
    assert (quiet.kind, quiet.reason, quiet.changes) == (ActionKind.NO_OP, Reason.IN_PLACE, ())


def test_a_class_moved_by_hand_into_the_frozen_time_is_left_alone() -> None:
    soon = THERE._replace(utc=WISH.utc - 3600)
    differing = Differing(Pair(WISH, soon, PairedBy.MARKER), CHANGES)
    assert decide(differing, horizon=WISH.utc - 3599).reason is Reason.IN_PLACE
    assert decide(differing, horizon=WISH.utc - 3600).reason is Reason.DIFFERS


def test_a_difference_of_a_native_class_is_told_as_native() -> None:
    native = THERE._replace(schedule_id=7)
    told = decide(Differing(Pair(WISH, native, PairedBy.SLOT), CHANGES), horizon=0)
    assert (told.kind, told.reason, told.changes) == (ActionKind.REPORT, Reason.NATIVE_SCHEDULE, CHANGES)


def test_one_native_class_among_several_is_a_tie() -> None:
    native = OTHER._replace(id=8, schedule_id=7)
    told = decide(Doubtful(WISH, Doubt.TIE, (OTHER, native)), horizon=0)
    assert (told.kind, told.reason) == (ActionKind.HOLD, Reason.DOUBTFUL_TIE)
