"""From local dates and times to occurrences: the zone is applied here, once.

Takes runs and single placements, returns what comes of them as `Columns`, what the clocks take
away, and what is to be said about it. The dates of a run share everything but their moment, so a
column holds that once; `Occurrence`s are made of it when somebody wants to see them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import chain, repeat
from operator import itemgetter
from typing import NamedTuple, cast

from reconciler.expand.additions import Placed
from reconciler.expand.clock_changes import settled
from reconciler.expand.closures import Loss
from reconciler.expand.localtime import Clock, Moment, Times
from reconciler.expand.open_days import Left
from reconciler.expand.segments import Run
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Span
from reconciler.model.occurrence import Occurrence, Removal, Series, Step
from reconciler.model.schedule import ClockChanges

_DATE, _DAY, _START, _UTC = 1, *map(itemgetter, range(3))
_MAKE = cast("Callable[[tuple[object, ...]], Occurrence]", partial(tuple.__new__, Occurrence))
"""`Occurrence._make` without a Python frame for each: a third of its time."""


class Column(NamedTuple):
    """Occurrences of one series that differ in nothing but their moment."""

    series: Series
    times: Times
    """Each starts on its original date, and no clock change is in the way of any start."""
    start_min: int
    """Minute of the day at which all of them start."""
    details: ClassDetails
    trace: tuple[Step, ...]

    def occurrences(self) -> Iterable[Occurrence]:
        """One by one. Zipped in C, for this is the step that grows with the timetable."""
        series, times, _, details, trace = self
        moments = times.moments
        return map(
            _MAKE,
            zip(
                repeat(series),
                map(_DAY, moments),
                map(_START, moments),
                map(_UTC, moments),
                repeat(details),
                repeat(trace),
                strict=False,
            ),
        )


class Columns(NamedTuple):
    """All that the classes of one location come to, and what they lost."""

    columns: list[Column]
    singles: list[Occurrence]
    """Those that exceptions, moves or the clocks have touched."""
    closed: list[tuple[Run, Left]]
    """What closed days took out of whole runs: single losses are made when somebody wants to see them."""
    losses: list[Loss]
    """What else a rule took out of the pattern."""
    skipped: list[Removal]
    """What the clocks took out."""

    def take(self, other: Columns) -> None:
        """Add those of another class."""
        self.columns.extend(other.columns)
        self.singles.extend(other.singles)
        self.closed.extend(other.closed)
        self.losses.extend(other.losses)
        self.skipped.extend(other.skipped)

    def by_series(self) -> list[Occurrence]:
        """Every occurrence in the order of addresses, without building an address for each."""
        found: dict[str, list[Occurrence]] = {}
        for column in self.columns:
            found.setdefault(f"{column.series.address}/", []).extend(column.occurrences())
        for single in self.singles:
            found.setdefault(f"{single.series.address}/", []).append(single)
        ordered: list[Occurrence] = []
        for _, dates in sorted(found.items()):
            dates.sort(key=itemgetter(_DATE))
            ordered += dates
        return ordered

    def lost_days(self) -> set[date]:
        """The dates on which anything falls out."""
        days = {loss.day for loss in self.losses}
        shared = {id(left.closed): left.closed for _, left in self.closed}
        days.update(*shared.values())
        return {*map(date.fromordinal, days), *(one.date for one in self.skipped)}

    def removals(self) -> list[Removal]:
        """What was taken away, each with the step that did it at the end of its trace."""
        losses = chain(self.losses, *(left.losses(run) for run, left in self.closed))
        return [
            Removal(loss.run.series, date.fromordinal(loss.day), (*loss.run.trace, loss.step))
            for loss in losses
        ] + self.skipped


class Timed(NamedTuple):
    """Occurrences of one class, and the hitches on the way."""

    columns: list[Column]
    singles: list[Occurrence]
    skipped: list[Removal]
    diagnostics: list[Diagnostic]


def occurrences_of(
    clock: Clock, runs: Iterable[Run], placed: Iterable[Placed], changes: ClockChanges | None
) -> Timed:
    """All occurrences, by run; those that the clocks take away are left out, and are removals if they may."""
    timed = Timed([], [], [], [])
    said: set[Moment] = set()
    for run in runs:
        if not run.days:
            continue
        times = clock.times(run.days, run.slot.start_min, run.offset)
        if run.offset or times.hitches:
            for moment in times.moments:
                _settle(timed, clock, moment, _occurrence(run, moment), changes, run.series.span, said)
        else:
            timed.columns.append(Column(run.series, times, run.slot.start_min, run.details, run.trace))
    for one in placed:
        moment = clock.at(one.on, one.start_min)
        day = date.fromordinal(one.day)
        single = Occurrence(one.series, day, moment.start, moment.utc, one.details, one.trace)
        _settle(timed, clock, moment, single, changes, one.trace[-1].span, said)
    return timed


def _occurrence(run: Run, moment: Moment) -> Occurrence:
    original = moment.day - timedelta(days=run.offset)
    return Occurrence(run.series, original, moment.start, moment.utc, run.details, run.trace)


def _settle(
    timed: Timed,
    clock: Clock,
    moment: Moment,
    occurrence: Occurrence,
    changes: ClockChanges | None,
    span: Span,
    said: set[Moment],
) -> None:
    if moment.hitch is None:
        timed.singles.append(occurrence)
        return
    outcome = settled(clock, moment, occurrence, changes, span)
    if outcome.occurrence is not None:
        timed.singles.append(outcome.occurrence)
    if outcome.removal is not None:
        timed.skipped.append(outcome.removal)
    if outcome.finding is not None and moment not in said:
        said.add(moment)
        timed.diagnostics.append(outcome.finding)
