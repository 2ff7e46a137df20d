"""The decision table: what is to be done about each case, and why.

Takes one case and the horizon of the frozen near future, gives one `Action`. Complete by
construction: the type checker refuses a case without a branch.
"""

from __future__ import annotations

from typing import assert_never

from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Action, ActionKind, Reason
from reconciler.planner.cases import (
    Blocked,
    Case,
    Differing,
    Doubt,
    Doubtful,
    Duplicate,
    InDoubt,
    OnlyDesired,
    OnlyObserved,
    Pair,
    PairedBy,
)


def decide(case: Case, *, horizon: int) -> Action:
    """The action for a case. What starts before `horizon` (Unix seconds) is left alone."""
    match case:
        case OnlyDesired(occurrence):
            # The class is planned, and nobody has entered it yet.
            return _missing(occurrence, horizon)
        case InDoubt(occurrence):
            # It was sent a moment ago, and may appear a moment from now.
            return Action(kind=ActionKind.HOLD, reason=Reason.IN_DOUBT, occurrence=occurrence)
        case Blocked():
            # Its teacher or room is busy with something else at that time, or has just been.
            return _blocked(case, horizon)
        case Doubtful():
            # Somebody changed a class by hand, or made one that may be meant to be this one.
            return _doubtful(case, horizon)
        case Pair():
            # The class is there as planned.
            return _there(case)
        case Differing(pair, changes):
            # The class is there, and somebody changed it, or the files did.
            if _frozen(pair, horizon):
                return _there(pair)
            occurrence, activity, _ = pair
            return Action(
                kind=ActionKind.REPORT,
                reason=Reason.DIFFERS if activity.schedule_id is None else Reason.NATIVE_SCHEDULE,
                occurrence=occurrence,
                activity=activity,
                changes=changes,
            )
        case Duplicate(_, activity, twin):
            # Clients could book one of two identical classes. The occurrence has its action
            # already, with the twin, which is named here so that a person can choose.
            return Action(kind=ActionKind.REPORT, reason=Reason.DUPLICATE, activity=activity, others=(twin,))
        case OnlyObserved(activity):
            # The studio has a class that the files do not know.
            return Action(kind=ActionKind.REPORT, reason=_stranger(activity), activity=activity)
        case _:
            assert_never(case)


def _missing(occurrence: Occurrence, horizon: int) -> Action:
    if occurrence.utc < horizon:
        return Action(kind=ActionKind.HOLD, reason=Reason.FROZEN, occurrence=occurrence)
    return Action(kind=ActionKind.CREATE, reason=Reason.MISSING, occurrence=occurrence)


def _blocked(case: Blocked, horizon: int) -> Action:
    if case.occurrence.utc < horizon:
        reason = Reason.FROZEN
    elif case.hindrances and not any(each.between_s < 0 for each in case.hindrances):
        reason = Reason.TOO_CLOSE
    else:
        reason = Reason.CLASH
    return Action(
        kind=ActionKind.HOLD,
        reason=reason,
        occurrence=case.occurrence,
        others=case.activities,
        hindrances=case.hindrances,
    )


def _there(pair: Pair) -> Action:
    occurrence, activity, how = pair
    if activity.schedule_id is not None:
        # The class runs, but the booking system's own schedule makes it: nothing for us to do.
        kind, reason = ActionKind.REPORT, Reason.NATIVE_SCHEDULE
    elif how is PairedBy.MARKER or not occurrence.series.marked:
        kind, reason = ActionKind.NO_OP, Reason.IN_PLACE
    else:
        kind, reason = ActionKind.NO_OP, Reason.IN_PLACE_UNMARKED
    return Action(kind=kind, reason=reason, occurrence=occurrence, activity=activity)


def _doubtful(case: Doubtful, horizon: int) -> Action:
    if case.occurrence.utc < horizon:
        reason = Reason.FROZEN
    elif len(case.activities) == 1 and case.activities[0].schedule_id is not None:
        reason = Reason.NATIVE_SCHEDULE
    else:
        reason = _DOUBTS[case.how]
    return Action(kind=ActionKind.HOLD, reason=reason, occurrence=case.occurrence, others=case.activities)


def _stranger(activity: Activity) -> Reason:
    if activity.schedule_id is not None:
        return Reason.NATIVE_SCHEDULE
    return Reason.UNDECLARED if activity.marker is None else Reason.SURPLUS


def _frozen(pair: Pair, horizon: int) -> bool:
    utc = pair.activity.utc
    return pair.occurrence.utc < horizon or (utc is not None and utc < horizon)


_DOUBTS = {
    Doubt.STAFF: Reason.DOUBTFUL_STAFF,
    Doubt.TIME: Reason.DOUBTFUL_TIME,
    Doubt.SERVICE: Reason.DOUBTFUL_SERVICE,
    Doubt.TIE: Reason.DOUBTFUL_TIE,
    Doubt.RENAMED: Reason.DOUBTFUL_RENAMED,
}
