"""What is closed when: season breaks, holidays, own calendars and closures as one calendar.

Takes closures and the days of policies, returns a `Calendar` that says for one class at one
time which rule closes it, and takes the closed dates out of runs. Where several rules apply,
the first in the order season break, public holiday, school holiday, own calendar, closure is
the one that counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from reconciler.expand.segments import Run
from reconciler.expand.selection import selects
from reconciler.model.calendars import DayPolicy
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import EVERYTHING, Closure, GroupClass, Selector

DAY_MIN: Final = 1440
_ALL_DAY: Final = ((0, DAY_MIN),)


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
    for first, last, step in _breaks(group) if pausing else ():
        if first <= placement.day <= last:
            return step
    return _closing(calendar.get(placement.day, ()), group, placement)


def room_closed(calendar: Calendar, group: GroupClass, placement: Placement) -> Step | None:
    """The rule that closes the rooms of `placement`, whatever is open around them; None if they are open."""
    of_rooms = [closing for closing in calendar.get(placement.day, ()) if closing.room_ids]
    return _closing(of_rooms, group, placement) if of_rooms else None


def put_in(trace: Iterable[Step]) -> bool:
    """Whether a special day put it in: then no break of its season takes it out again."""
    return any(step.kind is StepKind.SPECIAL_DAY for step in trace)


class SharedDays:
    """A calendar, with what closes every class alike worked out once for days that classes share."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._known: dict[int, _Split] = {}

    def split(self, days: Sequence[int]) -> _Split:
        """`days`, which must stay as they are, by what the calendar says whoever the class is."""
        known = self._known.get(id(days))
        if known is None:
            known = self._known[id(days)] = self._split(days)
        return known

    def _split(self, days: Sequence[int]) -> _Split:
        alike: dict[int, Step] = {}
        asked: list[int] = []
        for day in [day for day in days if day in self.calendar]:
            closings = self.calendar[day]
            if closings and _closes_all(closings[0]):
                alike[day] = closings[0].step
            else:
                asked.append(day)
        left = [day for day in days if day not in alike] if alike else days
        return _Split(days, left, list(alike.items()), asked)


class _Split(NamedTuple):
    days: Sequence[int]
    open: Sequence[int]
    """Those that nothing closes for every class."""
    alike: list[tuple[int, Step]]
    asked: list[int]
    """Those on which it depends on the class."""


def without_closed(
    shared: SharedDays, group: GroupClass, runs: Iterable[Run]
) -> tuple[list[Run], list[Loss]]:
    """The runs without their closed dates, and those dates."""
    open_runs: list[Run] = []
    losses: list[Loss] = []
    breaks = _breaks(group)
    for run in runs:
        split = shared.split(run.days)
        pauses = () if breaks and put_in(run.trace) else breaks
        if pauses or split.asked:
            closed = _closed_days(shared.calendar, group, run, pauses, split)
            days: Sequence[int] = [day for day in run.days if day not in closed]
            lost = sorted(closed.items())
        else:
            days, lost = split.open, split.alike
        losses += [Loss(run, day, step) for day, step in lost]
        open_runs.append(run._replace(days=days) if lost else run)
    return open_runs, losses


def _closes_all(closing: Closing) -> bool:
    """Whether it closes every class on the whole day."""
    return (
        closing.stretches == _ALL_DAY
        and not closing.room_ids
        and not closing.unless
        and closing.only == EVERYTHING
    )


def _closed_days(
    calendar: Calendar, group: GroupClass, run: Run, breaks: Sequence[tuple[int, int, Step]], split: _Split
) -> dict[int, Step]:
    days = run.days
    closed: dict[int, Step] = {}
    for first, last, step in breaks:
        for day in days[bisect_left(days, first) : bisect_right(days, last)]:
            closed.setdefault(day, step)
    for day, step in split.alike:
        closed.setdefault(day, step)
    made_of, choice = run.details, run.settings.room_choice
    # With a choice of rooms, a class is closed only where it would be closed in each of them.
    variants = [made_of]
    if choice is not None:
        variants = [
            made_of._replace(room_ids=(*(made_of.room_ids or ()), room_id)) for room_id in choice.room_ids
        ]
    for day in split.asked:
        if day not in closed:
            placements = [Placement(day, run.slot.start_min, run.lesson_s, one) for one in variants]
            found = [_closing(calendar[day], group, placement) for placement in placements]
            if found[0] is not None and None not in found:
                closed[day] = found[0]
    return closed


def _closing(closings: Iterable[Closing], group: GroupClass, placement: Placement) -> Step | None:
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


def _breaks(group: GroupClass) -> list[tuple[int, int, Step]]:
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
    return [(first, last, step) for (first, last), step in found.items()]


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
