"""What is closed when: season breaks, holidays, own calendars and closures as one calendar.

Takes closures and the days of policies, returns a `Calendar` that says for one class at one
time which rule closes it. Where several rules apply, the first in the order season break, public
holiday, school holiday, own calendar, closure is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from reconciler.expand.segments import Run
from reconciler.expand.selection import selects
from reconciler.model.calendars import DayPolicy
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import Closure, GroupClass, Selector

DAY_MIN: Final = 1440


class Placement(NamedTuple):
    """When one lesson is, the break not included, and what it is made of."""

    day: int
    start_min: int
    lesson_s: int
    made_of: ClassDetails


class Closing(NamedTuple):
    """One rule on one day."""

    stretches: tuple[tuple[int, int], ...]
    """Closed minutes of the day, from and until (exclusive)."""
    room_ids: frozenset[int]
    only: Selector
    step: Step
    unless: tuple[Selector, ...] = ()
    """Classes that a narrower policy of the same calendar speaks about."""
    policy: DayPolicy | None = None
    """What asks for it; None for a closure."""


Calendar = Mapping[int, tuple[Closing, ...]]
"""The rules of each closed day, by day number, in their order."""


class Loss(NamedTuple):
    """One date that a rule took out of a run."""

    run: Run
    day: int
    step: Step


def calendar_of(
    policies: Mapping[int, tuple[Closing, ...]], closures: Sequence[Closure], span: range
) -> Calendar:
    """The closed days within `span` (day numbers), those of `policies` first."""
    days = dict(policies)
    for closure in sorted(closures, key=lambda closure: (closure.days, closure.span, closure.because)):
        step = Step(StepKind.CLOSURE, _closure_in_words(closure), closure.span)
        closing = Closing(_stretches(closure), closure.room_ids, closure.only, step)
        for first, last in closure.days:
            for day in range(max(first.toordinal(), span.start), min(last.toordinal() + 1, span.stop)):
                days[day] = (*days.get(day, ()), closing)
    return days


def closed_by(
    calendar: Calendar, group: GroupClass, placement: Placement, *, pausing: bool = True
) -> Step | None:
    """The rule that closes `group` at this place and time, None if it may run.

    `pausing` is whether breaks of its season count: not where a special day put it in.
    """
    for first, last, step in breaks_of(group) if pausing else ():
        if first <= placement.day <= last:
            return step
    return closing_of(calendar.get(placement.day, ()), group, placement)


def room_closed(calendar: Calendar, group: GroupClass, placement: Placement) -> Step | None:
    """The rule that closes the rooms of `placement`, whatever is open around them; None if they are open."""
    of_rooms = [closing for closing in calendar.get(placement.day, ()) if closing.room_ids]
    return closing_of(of_rooms, group, placement) if of_rooms else None


def put_in(trace: Iterable[Step]) -> bool:
    """Whether a special day put it in: then no break of its season takes it out again."""
    return any(step.kind is StepKind.SPECIAL_DAY for step in trace)


def closing_of(closings: Iterable[Closing], group: GroupClass, placement: Placement) -> Step | None:
    """The first of these rules of one day that closes `group` at this place and time."""
    start, end = placement.start_min, placement.start_min + placement.lesson_s / 60
    made_of = placement.made_of
    for closing in closings:
        if closing.room_ids and closing.room_ids.isdisjoint(made_of.room_ids or ()):
            continue
        if not selects(closing.only, group, made_of):
            continue
        if any(selects(narrower, group, made_of) for narrower in closing.unless):
            continue
        if any(start < until and end > since for since, until in closing.stretches):
            return closing.step
    return None


def breaks_of(group: GroupClass) -> list[tuple[int, int, Step]]:
    """First and last day number of each break of its seasons, and the step that says so."""
    found: dict[tuple[int, int], Step] = {}
    for period in group.periods:
        if not period.breaks:
            continue
        within = f" in {period.season}" if period.season else ""
        for pause in sorted(period.breaks, key=lambda pause: (pause.days, pause.span)):
            first, last = pause.days
            days = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
            why = f": {pause.because}" if pause.because else ""
            step = Step(StepKind.SEASON_BREAK, f"break{within}: {days}{why}", pause.span)
            found.setdefault((first.toordinal(), last.toordinal()), step)
    return [(first, last, step) for (first, last), step in found.items()] if found else []


def _stretches(closure: Closure) -> tuple[tuple[int, int], ...]:
    after, before = closure.after_min, closure.before_min
    if after is None or before is None:
        return ((0 if after is None else after, DAY_MIN if before is None else before),)
    if after < before:
        return ((after, before),)
    return ((0, before), (after, DAY_MIN))


def _closure_in_words(closure: Closure) -> str:
    after, before = closure.after_min, closure.before_min
    since = "" if after is None else f" after {after // 60:02d}:{after % 60:02d}"
    until = "" if before is None else f" before {before // 60:02d}:{before % 60:02d}"
    return f"closed{since}{until}" + (f": {closure.because}" if closure.because else "")
