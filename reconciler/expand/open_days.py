"""The days of a run that closed days leave: worked out once for all classes that share them.

Takes a `Calendar` and runs, returns the runs without their closed dates, and those dates with the
rule that closes each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import repeat
from typing import Final, NamedTuple, cast

from reconciler.expand.closures import (
    DAY_MIN,
    Calendar,
    Closing,
    Loss,
    Placement,
    breaks_of,
    closing_of,
    put_in,
)
from reconciler.expand.recurrence import Without, has_day
from reconciler.expand.segments import Run
from reconciler.model.occurrence import Step
from reconciler.model.schedule import EVERYTHING, GroupClass

_ALL_DAY: Final = ((0, DAY_MIN),)
_LOSS: Final = cast("Callable[[tuple[object, ...]], Loss]", partial(tuple.__new__, Loss))
"""`Loss._make` without a Python frame for each."""


class SharedDays:
    """A calendar, with what closes every class alike worked out once for days that classes share."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._known: dict[int, _Split] = {}
        self._by_hours: dict[tuple[int, int, int], Left] = {}
        self._open: dict[tuple[int, tuple[int, ...]], list[int]] = {}

    def split(self, days: Sequence[int]) -> _Split:
        """`days`, which must stay as they are, by what the calendar says whoever the class is."""
        known = self._known.get(id(days))
        if known is None:
            known = self._known[id(days)] = self._split(days)
        return known

    def without(self, group: GroupClass, run: Run) -> Left:
        """The days of a run that stay open, and those that do not."""
        split, breaks = self.split(run.days), breaks_of(group)
        if breaks and not put_in(run.trace):
            return self._left(
                split, {**_closed_days(self.calendar, group, run, split), **_paused(run, breaks)}
            )
        if not split.asked:
            return split.alike
        if split.choosy or run.settings.room_choice is not None:
            return self._left(split, _closed_days(self.calendar, group, run, split))
        key = (id(run.days), run.slot.start_min, run.lesson_s)
        known = self._by_hours.get(key)
        if known is None:
            closed = _closed_days(self.calendar, group, run, split)
            known = self._by_hours[key] = self._left(split, closed)
        return known

    def _left(self, split: _Split, closed: Mapping[int, Step]) -> Left:
        """Classes that lose the same of the same days share those that are left."""
        lost = sorted(closed)
        steps = [closed[day] for day in lost]
        if len(lost) == len(split.alike.closed):
            return Left(split.alike.open, lost, steps)
        key = (id(split.days), tuple(lost))
        known = self._open.get(key)
        if known is None:
            known = self._open[key] = [day for day in split.days if day not in closed]
        return Left(known, lost, steps)

    def _split(self, days: Sequence[int]) -> _Split:
        alike: dict[int, Step] = {}
        asked: list[int] = []
        choosy = False
        for day in [day for day in days if day in self.calendar]:
            closings = self.calendar[day]
            if closings and _closes_all(closings[0]):
                alike[day] = closings[0].step
            else:
                asked.append(day)
                choosy = choosy or not all(map(_is_blind, closings))
        left = [day for day in days if day not in alike] if alike else days
        return _Split(days, Left(left, list(alike), list(alike.values())), asked, choosy)


class _Split(NamedTuple):
    days: Sequence[int]
    alike: Left
    """What is left of them for a class on whose hours and making nothing depends."""
    asked: list[int]
    """Those on which it depends on the class."""
    choosy: bool
    """Whether it depends on more than the hours of the class."""


class Left(NamedTuple):
    """What closed days leave of some days. Classes share it."""

    open: Sequence[int]
    closed: list[int]
    steps: list[Step]
    """For each closed day, the rule that closes it."""

    def apart(self, days: Set[int]) -> tuple[Left, Left]:
        """What is left but for these days, and what is left of them."""
        there = sorted([day for day in days if has_day(self.open, day)])
        others = Without(self.open, there) if there else self.open
        if days.isdisjoint(self.closed):
            return Left(others, self.closed, self.steps), Left(there, [], [])
        lost = dict(zip(self.closed, self.steps, strict=True))
        its = {day: lost.pop(day) for day in self.closed if day in days}
        return Left(others, [*lost], [*lost.values()]), Left(there, [*its], [*its.values()])

    def losses(self, run: Run) -> Iterator[Loss]:
        """The closed ones, taken from a run."""
        return map(_LOSS, zip(repeat(run), self.closed, self.steps, strict=False))


def without_closed(
    shared: SharedDays, group: GroupClass, runs: Iterable[Run]
) -> tuple[list[Run], list[Loss]]:
    """The runs without their closed dates, and those dates."""
    open_runs: list[Run] = []
    losses: list[Loss] = []
    for run in runs:
        left = shared.without(group, run)
        losses += left.losses(run)
        open_runs.append(run._replace(days=left.open) if left.closed else run)
    return open_runs, losses


def _closes_all(closing: Closing) -> bool:
    """Whether it closes every class on the whole day."""
    return closing.stretches == _ALL_DAY and _is_blind(closing)


def _is_blind(closing: Closing) -> bool:
    """Whether it looks at nothing but the hours of a class."""
    return not closing.room_ids and not closing.unless and closing.only == EVERYTHING


def _paused(run: Run, breaks: Sequence[tuple[int, int, Step]]) -> dict[int, Step]:
    days = run.days
    closed: dict[int, Step] = {}
    for first, last, step in breaks:
        for day in days[bisect_left(days, first) : bisect_right(days, last)]:
            closed.setdefault(day, step)
    return closed


def _closed_days(calendar: Calendar, group: GroupClass, run: Run, split: _Split) -> dict[int, Step]:
    closed = dict(zip(split.alike.closed, split.alike.steps, strict=True))
    made_of, choice = run.details, run.settings.room_choice
    # With a choice of rooms, a class is closed only where it would be closed in each of them.
    variants = [made_of]
    if choice is not None:
        variants = [
            made_of._replace(room_ids=(*(made_of.room_ids or ()), room_id)) for room_id in choice.room_ids
        ]
    for day in split.asked:
        placements = [Placement(day, run.slot.start_min, run.lesson_s, one) for one in variants]
        found = [closing_of(calendar[day], group, placement) for placement in placements]
        if found[0] is not None and None not in found:
            closed[day] = found[0]
    return closed
