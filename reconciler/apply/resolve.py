"""What became of creates whose answer was lost: looked for until they are seen or cannot come any more.

Takes `Parked` creates; yields the final outcome of each. A request may linger at a gateway and
land late, so not seeing its class proves something only when the grace period has passed since
the answer was lost. Only then it is sent a second time, and never a third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain, repeat
from typing import NamedTuple

from reconciler.apply.hands import Hands
from reconciler.apply.looking import Looker, LookFailedError, Recognised, Seen, wanted_of
from reconciler.apply.stretches import Place, stretches
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, Outcome, Refused, Unknown

STEPS_S = (0.5, 2.0, 5.0, 15.0, 30.0)
"""Seconds between two looks; the last one is repeated."""
CONFLICT = 409
_TRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How a create whose answer was lost is looked for."""

    looker: Looker
    grace_s: float
    """Seconds after which a request cannot land any more, 0 or more."""
    clock: Callable[[], float]
    """Seconds, never going back."""
    known: frozenset[int] = frozenset()
    """Ids of activities that were there before."""
    waiting: Callable[[int, float], None] = lambda _count, _seconds: None
    """Told before the first wait: how many are looked for, and for how many seconds at most."""


class Parked(NamedTuple):
    """A create in doubt."""

    number: int
    occurrence: Occurrence
    message: str
    since: float
    """When its answer was lost, on the clock of the recovery."""
    attempts: int = 1
    refused: Refused | None = None
    """The second try was refused, perhaps by the class of the first one."""


Doubts = dict[int, Parked]
"""By number of the operation."""


def resolve(doubts: Doubts, hands: Hands, recovery: Recovery, *, retry: bool) -> Iterator[Outcome]:
    """Yield the outcome of each, journaled; what is yielded is taken out of `doubts`.

    `retry` says whether what never came is sent again. If somebody asks to stop, what is still in
    doubt is yielded as it is; so is what cannot be looked for.

    Raises:
        JournalError: as `Hands.create`; what is left in `doubts` has not been yielded.
    """
    waits = chain(STEPS_S, repeat(STEPS_S[-1]))
    told = False
    while doubts and not hands.stopping():
        began = recovery.clock()
        seen = _looked(doubts.values(), recovery.looker)
        for one in list(doubts.values()):
            now: Outcome | Parked | None = _seen(one, seen[one.number], hands.known)
            if now is None and began - one.since >= recovery.grace_s:
                now = _overdue(one, seen[one.number], hands, recovery, retry=retry)
            if isinstance(now, Parked):
                doubts[one.number] = now
            elif now is not None:
                hands.journal.resolved(one.number, now)
                del doubts[one.number]
                yield now
        if not doubts:
            return
        soonest = min(one.since for one in doubts.values()) + recovery.grace_s - recovery.clock()
        if not told and soonest > 0:
            told = True
            recovery.waiting(len(doubts), soonest)
        hands.nap(min(next(waits), max(soonest, 0.0)))
    for one in [*doubts.values()]:
        del doubts[one.number]
        yield Unknown(occurrence=one.occurrence, message=one.message)


def _seen(one: Parked, seen: Seen | None, known: Set[int]) -> Outcome | None:
    """The outcome that can be seen; None if there is nothing to see."""
    if seen is None:
        return None
    return _judged(one.occurrence, seen.recognised(wanted_of(one.occurrence), known))


def _judged(occurrence: Occurrence, found: Recognised) -> Outcome | None:
    ids = tuple(sorted(activity.id for activity in found.own))
    if len(ids) > 1:
        named = " and ".join(map(str, ids))
        return Unknown(
            occurrence=occurrence, message=f"it is there more than once: activities {named}", activity_ids=ids
        )
    if ids:
        activity, details = found.own[0], occurrence.details
        there = (activity.start, activity.details.service_id, activity.details.staff_id)
        if there == (occurrence.start, details.service_id, details.staff_id):
            return Created(occurrence=occurrence, activity_id=activity.id, recovered=True)
        message = f"activity {activity.id} carries its mark, but has another start, service or teacher"
        return Unknown(occurrence=occurrence, message=message, activity_ids=ids)
    if found.strangers:
        ids = tuple(sorted(activity.id for activity in found.strangers))
        message = f"activity {ids[0]} stands in its place, without its mark"
        return Unknown(occurrence=occurrence, message=message, activity_ids=ids)
    return None


def _overdue(
    one: Parked, seen: Seen | None, hands: Hands, recovery: Recovery, *, retry: bool
) -> Outcome | Parked:
    """What follows for a create that was not seen, and could not come any more."""
    occurrence = one.occurrence
    if seen is None or occurrence.start < seen.since:
        return Unknown(occurrence=occurrence, message=f"{one.message}; it could not be looked for")
    if one.refused is not None:
        return one.refused
    waited = f"{recovery.grace_s:g} s"
    if one.attempts >= _TRIES or not retry:
        message = f"{one.message}; it was not there {waited} later"
        return Unknown(occurrence=occurrence, message=message)
    outcome = hands.create(one.number, occurrence, attempt=one.attempts + 1)
    if isinstance(outcome, Unknown):
        return one._replace(message=outcome.message, since=recovery.clock(), attempts=one.attempts + 1)
    if isinstance(outcome, Refused) and outcome.status == CONFLICT:
        # The class in the way may be the one of the first try: look once more before believing it.
        return one._replace(since=recovery.clock() - recovery.grace_s, refused=outcome)
    return outcome


def _looked(doubts: Iterable[Parked], looker: Looker) -> Mapping[int, Seen | None]:
    """What is seen around each, by number; None where nothing could be seen. Few reads for many."""
    wanted = {one.number: (one.occurrence.series.location, one.occurrence.start) for one in doubts}
    seen: dict[Place, Seen | None] = {}
    for stretch in stretches(wanted.values()):
        try:
            sight = Seen(looker.look(stretch.location, stretch.first, stretch.last))
        except LookFailedError:
            sight = None
        seen.update(dict.fromkeys(stretch.places, sight))
    return {number: seen[place] for number, place in wanted.items()}
