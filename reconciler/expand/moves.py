"""Classes that move away from a holiday: the rule of a policy finds them another date.

Takes the dates that closed days took out of the runs of one class, returns those that a rule
moves as runs again, with their original date and address; what cannot move stays out. A class
moves within its season, onto an open day, and not onto another date of its series.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from reconciler.expand.closures import Calendar, Loss, Placement, closed_by
from reconciler.expand.segments import Run
from reconciler.expand.special_weeks import is_replaced
from reconciler.expand.weeks import monday_of
from reconciler.expand.words import dates_in_words
from reconciler.model.calendars import DayPolicy, MoveRule
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.house import HouseRules
from reconciler.model.occurrence import Step
from reconciler.model.schedule import GroupClass, ScheduleException, Timetable

LONGEST_MOVE: Final = 28
"""Days that a class moves at most; further away it would be another class."""


class Dated(NamedTuple):
    """One class after closed days."""

    runs: list[Run]
    losses: list[Loss]


class Moved(NamedTuple):
    """One class after the moves."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


class _Ground(NamedTuple):
    timetable: Timetable
    group: GroupClass
    calendar: Calendar
    shut: frozenset[int]
    """Days with a timetable of their own: nothing moves there."""
    house: HouseRules | None


def with_moves(
    timetable: Timetable,
    group: GroupClass,
    calendar: Calendar,
    found: Dated,
    exceptions: Sequence[ScheduleException],
) -> Moved:
    """The runs with what moves, and what does not; the very same lists if no policy moves anything."""
    runs, losses = found
    policies = {policy.span: policy for policy in timetable.policies if policy.move_to is not None}
    if not policies or not any(loss.step.span in policies for loss in losses):
        return Moved(runs, losses, [])
    special = timetable.special
    shut = frozenset(one.day.toordinal() for one in special.days) if special else frozenset[int]()
    ground = _Ground(timetable, group, calendar, shut, timetable.house)
    taken = _starts(runs)
    result = Moved(list(runs), [], [])
    stuck: dict[Span, list[Loss]] = {}
    for loss in sorted(losses, key=lambda one: (one.day, one.run.series.address)):
        policy = policies.get(loss.step.span)
        if policy is None or policy.move_to is None or _is_kept(loss, exceptions):
            result.losses.append(loss)
            continue
        other = _otherwise_closed(ground, loss)
        if other is not None:
            result.losses.append(loss._replace(step=other))
            continue
        its = taken.setdefault(loss.run.series.address, set())
        run = _moved(ground, loss, policy.move_to, its)
        if run is not None:
            its.add(loss.day + run.offset)
            result.runs.append(run)
            continue
        result.losses.append(loss._replace(step=_nowhere(loss.step)))
        if policy.if_impossible == "error":
            stuck.setdefault(policy.span, []).append(loss)
    result.diagnostics.extend(_impossible(group, policies[span], its) for span, its in stuck.items())
    return result


class AtStart(NamedTuple):
    """Runs on the days on which they start, and where moved ones come from."""

    runs: list[Run]
    origins: Mapping[tuple[str, int], int]
    """Address of the series and day of the start -> original day."""

    def back(self, runs: list[Run]) -> list[Run]:
        """Runs that were made of these, with their original days."""
        if not self.origins:
            return runs
        return [self._original(run, run.days[0]) if len(run.days) == 1 else run for run in runs]

    def lost(self, losses: list[Loss]) -> list[Loss]:
        """Losses of these, with their original days."""
        if not self.origins:
            return losses
        runs = [self._original(loss.run, loss.day) for loss in losses]
        return [
            loss._replace(run=run, day=loss.day - run.offset) for run, loss in zip(runs, losses, strict=True)
        ]

    def _original(self, run: Run, day: int) -> Run:
        origin = self.origins.get((run.series.address, day))
        return run if origin is None else run._replace(days=[origin], offset=day - origin)


def at_start(runs: list[Run]) -> AtStart:
    """The runs for those steps that ask on which day a class starts; the very same list without moves."""
    moved = [run for run in runs if run.offset]
    if not moved:
        return AtStart(runs, {})
    origins = {(run.series.address, day + run.offset): day for run in moved for day in run.days}
    shifted = [
        run._replace(days=[day + run.offset for day in run.days], offset=0) if run.offset else run
        for run in runs
    ]
    return AtStart(shifted, origins)


def reach_of_moves(
    timetable: Timetable, patterns: Iterable[tuple[GroupClass, Sequence[Run]]]
) -> Iterator[int]:
    """Day numbers between which moved classes may start: what is closed there must be known."""
    if any(policy.move_to is not None for policy in timetable.policies):
        for group, runs in patterns:
            if runs and group.periods:
                first, last = _bounds((group.periods[0].days.first, group.periods[-1].days.last))
                yield max(min(run.days[0] for run in runs) - LONGEST_MOVE, first)
                yield min(max(run.days[-1] for run in runs) + LONGEST_MOVE, last)


def _starts(runs: Iterable[Run]) -> dict[str, set[int]]:
    """The days on which each series has a class."""
    taken: dict[str, set[int]] = {}
    for run in runs:
        taken.setdefault(run.series.address, set()).update(run.days)
    return taken


def _is_kept(loss: Loss, exceptions: Sequence[ScheduleException]) -> bool:
    """Whether an exception lets it run where it was."""
    series = loss.run.series
    return any(
        exception.keep
        and exception.date.toordinal() == loss.day
        and exception.slot in {None, series.slot}
        and exception.part in {None, series.part}
        for exception in exceptions
    )


def _otherwise_closed(ground: _Ground, loss: Loss) -> Step | None:
    """What would close it on that day even without a policy that moves: then nobody wants it elsewhere."""
    run = loss.run
    others = tuple(
        one for one in ground.calendar.get(loss.day, ()) if one.policy is None or one.policy.move_to is None
    )
    placement = Placement(loss.day, run.slot.start_min, run.lesson_s, run.details)
    return closed_by({loss.day: others}, ground.group, placement)


def _moved(ground: _Ground, loss: Loss, rule: MoveRule, taken: set[int]) -> Run | None:
    run = loss.run
    start_min = run.slot.start_min if rule.start_min is None else rule.start_min
    for day in _candidates(ground.group, loss.day, rule):
        placement = Placement(day, start_min, run.lesson_s, run.details)
        if day in taken or day in ground.shut or not _is_open(ground, placement):
            continue
        before, after = _when(loss.day, run.slot.start_min), _when(day, start_min)
        step = loss.step._replace(text=f"{loss.step.text}; moved from {before} to {after}")
        return run._replace(
            days=[loss.day],
            slot=run.slot._replace(start_min=start_min),
            trace=(*run.trace, step),
            offset=day - loss.day,
        )
    return None


def _is_open(ground: _Ground, placement: Placement) -> bool:
    """Whether nothing closes the class there, and the place is open if somebody says when it is."""
    if closed_by(ground.calendar, ground.group, placement) is not None:
        return False
    if is_replaced(ground.timetable, ground.group, placement.made_of, placement.day):
        return False
    day = date.fromordinal(placement.day)
    rule = ground.house.open_on(day) if ground.house else None
    end = placement.start_min + placement.lesson_s / 60
    return rule is None or any(
        one.from_min <= placement.start_min and end <= one.until_min for one in rule.hours
    )


def _candidates(group: GroupClass, day: int, rule: MoveRule) -> Iterator[int]:
    """The days that the rule allows, the best one first, inside the stretch in which the class runs."""
    within = next(
        (one for one in map(_bounds, (p.days for p in group.periods)) if one[0] <= day <= one[1]), None
    )
    if within is None:
        return
    if rule.weekday is not None:
        days: Iterable[int] = (monday_of(day) + rule.weekday + (7 if rule.way == "next week" else 0),)
    elif rule.way == "previous open day":
        days = range(day - 1, day - LONGEST_MOVE - 1, -1)
    else:
        days = range(day + 1, day + LONGEST_MOVE + 1)
    yield from (one for one in days if within[0] <= one <= within[1] and one != day)


def _bounds(days: tuple[date, date]) -> tuple[int, int]:
    return days[0].toordinal(), days[1].toordinal()


def _nowhere(step: Step) -> Step:
    return step._replace(text=f"{step.text}; no open day to move to")


def _when(day: int, start_min: int) -> str:
    return f"{date.fromordinal(day).isoformat()} {start_min // 60:02d}:{start_min % 60:02d}"


def _impossible(group: GroupClass, policy: DayPolicy, losses: Sequence[Loss]) -> Diagnostic:
    rule = policy.move_to.text if policy.move_to else ""
    return Diagnostic(
        code="EXP043",
        severity=Severity.ERROR,
        summary=f"{group.id} cannot move from {dates_in_words(sorted({loss.day for loss in losses}))}",
        detail=f"`{rule}` leads to no open day in its season within {LONGEST_MOVE} days.",
        hint="move or cancel it by an exception, or write `if_impossible: skip`",
        span=policy.span,
        related=((group.id, group.span),),
    )
