"""The check at the end of an apply: one complete read of the whole window, held against what was done.

Takes the outcomes; returns them with what the read shows: what was lost and is there, what came out
other than it was sent, what is there twice. Only then an apply is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from reconciler.altegio.errors import AltegioError, BusyError, IncompleteReadError, UnreachableError
from reconciler.apply.resolve import STEPS_S
from reconciler.cli.looking import words_of
from reconciler.cli.stop import Stop
from reconciler.model.plan import Action, ActionKind, Plan, Reason
from reconciler.model.report import Created, Outcome, Unknown

Actions = dict[str, Action]
"""By address."""
_PASSING = (BusyError, IncompleteReadError, UnreachableError)
"""Reasons why there is no list now that may be gone in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What the last read showed."""

    outcomes: tuple[Outcome, ...]
    twins: tuple[tuple[int, int], ...] = ()
    """Ids of activities that are there twice: the copy, and its original."""
    failed: str = ""
    """Why there was no read; "" if there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How the check is made."""

    again: Callable[[], Plan]
    """Reads everything and plans anew."""

    def of(
        self,
        outcomes: Sequence[Outcome],
        *,
        grace_s: float,
        nap: Callable[[float], None],
        stopping: Callable[[], bool],
    ) -> Audited:
        """The outcomes as the booking system shows them; a list that lags, or cannot be read, is waited for.

        Naps add up to no more than `grace_s`, and end when somebody asks to stop.
        """
        waited = 0.0
        for wait in chain(STEPS_S, repeat(STEPS_S[-1])):
            over = waited >= grace_s or stopping()
            try:
                plan = self.again()
            except (AltegioError, Stop) as error:
                if over or not isinstance(error, _PASSING):
                    return Audited(outcomes=tuple(outcomes), failed=str(error))
            else:
                actions = _by_address(plan)
                if over or not any(_is_unseen(outcome, actions) for outcome in outcomes):
                    break
            nap(min(wait, grace_s - waited))
            waited += wait
        return Audited(outcomes=tuple(_audited(one, actions) for one in outcomes), twins=_twins(plan))


def worth_auditing(outcomes: Iterable[Outcome]) -> bool:
    """Whether anything may have been written."""
    return any(isinstance(outcome, Created | Unknown) for outcome in outcomes)


def _by_address(plan: Plan) -> Actions:
    return {
        action.occurrence.address: action
        for location in plan.locations
        for action in location.actions
        if action.occurrence is not None
    }


def _is_unseen(outcome: Outcome, actions: Actions) -> bool:
    """Whether what was surely created is not in the list."""
    action = actions.get(outcome.occurrence.address)
    if action is None or not isinstance(outcome, Created):
        return False
    # In doubt, for the journal of this very run does not know yet that it was seen.
    return action.kind is ActionKind.CREATE or action.reason is Reason.IN_DOUBT


def _audited(outcome: Outcome, actions: Actions) -> Outcome:
    action = actions.get(outcome.occurrence.address)
    if action is None:
        # Its time has come meanwhile: lists begin with the present.
        return outcome
    match outcome:
        case Created():
            return _created(outcome, action)
        case Unknown(activity_ids=()) if action.activity is not None:
            found = Created(occurrence=outcome.occurrence, activity_id=action.activity.id, recovered=True)
            return _created(found, action)
        case _:
            return outcome


def _created(outcome: Created, action: Action) -> Outcome:
    occurrence = outcome.occurrence
    if action.activity is None:
        ids = tuple(sorted({outcome.activity_id, *(other.id for other in action.others)}))
        named = " and ".join(map(str, ids))
        twice = f"it is there more than once: activities {named}"
        lost = f"activity {outcome.activity_id} was created, but it is not in the list"
        message = twice if len(ids) > 1 else lost
        return Unknown(occurrence=occurrence, message=message, activity_ids=ids)
    if action.activity.id != outcome.activity_id:
        ids = tuple(sorted((outcome.activity_id, action.activity.id)))
        message = f"it is there more than once: activities {ids[0]} and {ids[1]}"
        return Unknown(occurrence=occurrence, message=message, activity_ids=ids)
    if action.reason is Reason.DIFFERS and not outcome.differs:
        return replace(outcome, differs=words_of(action.changes))
    return outcome


def _twins(plan: Plan) -> tuple[tuple[int, int], ...]:
    return tuple(
        (action.activity.id, other.id)
        for location in plan.locations
        for action in location.actions
        for other in action.others
        if action.reason is Reason.DUPLICATE and action.activity is not None
    )
