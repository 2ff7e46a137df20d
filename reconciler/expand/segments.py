"""A class as runs: stretches of dates on which nothing about it changes.

Takes a class and its timetable, returns `Run`s, each the dates of one series under one set of
effective settings. Settings are the class's own, then those of the part, then those of the
changes in force, where the later first date wins field by field. All dates of a run share
one `ClassDetails` and one trace.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, cast

from reconciler.expand.effective import details_of, merged, said_by
from reconciler.expand.localtime import FIRST_DAY, LAST_DAY
from reconciler.expand.recurrence import days_of, days_with, in_words
from reconciler.expand.rrule.slots import Dated, dated_slots
from reconciler.expand.weeks import in_weeks, weeks_in_words
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Series, Step, StepKind
from reconciler.model.schedule import (
    Change,
    GroupClass,
    Part,
    Period,
    Rule,
    Settings,
    Slot,
    Timetable,
    Weekly,
)

_SERIES = cast("Callable[[tuple[object, ...]], Series]", partial(tuple.__new__, Series))
"""Every field of it, without a Python frame for each: it is made for every class."""


class Run(NamedTuple):
    """The dates of one series between two cuts."""

    series: Series
    days: Sequence[int]
    """Day numbers, ascending. Runs share them: they never change."""
    slot: Slot
    settings: Settings
    lesson_s: int
    """0 if nobody says how long the class is then, which is an error."""
    details: ClassDetails
    trace: tuple[Step, ...]
    offset: int = 0
    """Days from the original dates to those on which it starts: not 0 once a policy has moved it."""


class Variant(NamedTuple):
    """Effective settings, and the changes that made them so."""

    settings: Settings
    changes: tuple[Step, ...]


class _Stretch(NamedTuple):
    season: str
    """In words, after the pattern."""
    first: int
    last: int
    in_force: tuple[Change, ...]
    bounds: tuple[int, int]
    """First and last day number of what is counted together: a rule starts and ends there."""


def runs_of(timetable: Timetable, group: GroupClass) -> list[Run]:
    """The runs of a class that have dates: by part, then by date, then by slot."""
    stretches = [stretch for period in group.periods for stretch in _stretches(group, period)]
    return [run for part in group.parts or (None,) for run in _part_runs(timetable, group, part, stretches)]


def variant_on(group: GroupClass, part: Part | None, day: int) -> Variant:
    """The effective settings of a class, or of one part of it, on one day."""
    return _variant(group, part, tuple(c for c in _in_order(group.changes) if _first(c) <= day <= _last(c)))


def series_of(timetable: Timetable, group: GroupClass, slot: str, part: str) -> Series:
    """The series of a class for one slot and one part, "" where there is none."""
    location = timetable.location
    at, plus = f"@{slot}" if slot else "", f"+{part}" if part else ""
    return _SERIES(
        (
            location.key,
            location.id,
            location.timezone,
            group.id,
            slot,
            part,
            group.tags,
            group.allow_overlap,
            timetable.marked,
            group.span,
            f"{location.key}/{group.id}{at}{plus}",
            group.allow_over_capacity,
            group.may_overlap,
            None,
        )
    )


def within(period: Period) -> str:
    """` in spring (copies autumn)`: the season in words, to stand after a pattern; "" without one."""
    copied = f" (copies {period.copied.source})" if period.copied else ""
    return f" in {period.season}{copied}" if period.season else ""


def _part_runs(
    timetable: Timetable, group: GroupClass, part: Part | None, stretches: Sequence[_Stretch]
) -> Iterator[Run]:
    variants: dict[tuple[Change, ...], Variant] = {}
    known: dict[str, Series] = {}
    rules: dict[object, list[Dated]] = {}
    for stretch in stretches:
        variant = variants.get(stretch.in_force)
        if variant is None:
            variant = variants[stretch.in_force] = _variant(group, part, stretch.in_force)
        for slot, days, words in _patterns(variant.settings, stretch, rules):
            series = known.get(slot.name)
            if series is None:
                series = known[slot.name] = series_of(timetable, group, slot.name, part.name if part else "")
            lesson_s = slot.lesson_s or variant.settings.lesson_s or 0
            if not days:
                continue
            said = words + stretch.season + aside(group, part, variant)
            trace = (Step(StepKind.PATTERN, said, series.span), *variant.changes)
            details = details_of(variant.settings, lesson_s)
            yield Run(
                series.taking(variant.settings.room_choice),
                days,
                slot,
                variant.settings,
                lesson_s,
                details,
                trace,
            )


def aside(group: GroupClass, part: Part | None, variant: Variant) -> str:
    """What else the reader of a trace should know: the reason, and what is not managed."""
    waiting = variant.settings.waitlist
    listed = f"; a waiting list of {waiting}, not managed" if waiting else ""
    because = (part.because if part else "") or group.because
    return listed + (f": {because}" if because else "")


def _patterns(
    settings: Settings, stretch: _Stretch, rules: dict[object, list[Dated]]
) -> Iterator[tuple[Slot, Sequence[int], str]]:
    """Each time of day in a stretch, its days, and the pattern that gives them, in words."""
    recurrence, slots = settings.recurrence, settings.slots or ()
    if recurrence is None:
        return
    if isinstance(recurrence, Rule):
        key = (recurrence, slots, stretch.bounds)
        if key not in rules:
            rules[key] = dated_slots(recurrence, slots, *stretch.bounds)
        for slot, dates, added in rules[key]:
            its = dates[bisect_left(dates, stretch.first) : bisect_right(dates, stretch.last)]
            words = in_words(recurrence, slot)
            yield slot, days_with(slot, its), f"rdate beside {words}" if added else words
        return
    weeks = settings.weeks if isinstance(recurrence, Weekly) else None
    for slot in slots:
        days = days_with(slot, days_of(recurrence, stretch.first, stretch.last))
        yield (
            slot,
            days if weeks is None else in_weeks(weeks, days),
            in_words(recurrence, slot) + weeks_in_words(weeks),
        )


def _variant(group: GroupClass, part: Part | None, in_force: tuple[Change, ...]) -> Variant:
    settings = merged(group.settings, part.settings) if part else group.settings
    for change in in_force:
        settings = merged(settings, change.settings)
    if not in_force:
        return Variant(settings, ())
    steps = tuple(Step(StepKind.CHANGE, _change_in_words(change), change.span) for change in in_force)
    return Variant(settings, steps)


def _change_in_words(change: Change) -> str:
    until = f" to {change.last.isoformat()}" if change.last else ""
    what = change.because or ", ".join(said_by(change.settings))
    return f"from {change.first.isoformat()}{until}: {what}"


def _stretches(group: GroupClass, period: Period) -> Iterator[_Stretch]:
    first = max(period.days.first.toordinal(), FIRST_DAY)
    last = min(period.days.last.toordinal(), LAST_DAY)
    bounds = _bounds(group, period)
    season = within(period)
    if not group.changes:
        yield _Stretch(season, first, last, (), bounds)
        return
    ordered = [c for c in _in_order(group.changes) if _first(c) <= last and _last(c) >= first]
    cuts = {first, *(_first(c) for c in ordered), *(_last(c) + 1 for c in ordered)}
    starts = sorted(cut for cut in cuts if first <= cut <= last)
    for start, after in zip(starts, [*starts[1:], last + 1], strict=True):
        in_force = tuple(c for c in ordered if _first(c) <= start and _last(c) >= start)
        yield _Stretch(season, start, after - 1, in_force, bounds)


def _bounds(group: GroupClass, period: Period) -> tuple[int, int]:
    if period.copied or len(group.periods) == 1:
        first, last = period.days
    else:
        own = [one.days for one in group.periods if one.copied is None]
        first, last = own[0].first, own[-1].last
    return first.toordinal(), min(last.toordinal(), LAST_DAY)


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """By rank and first date; of two with the same ones, the one written further down is the later."""
    return sorted(changes, key=lambda change: (change.rank, change.first, change.span))


def _first(change: Change) -> int:
    return change.first.toordinal()


def _last(change: Change) -> int:
    return LAST_DAY if change.last is None else change.last.toordinal()
