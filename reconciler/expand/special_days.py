"""Special days: a date that runs another weekday's classes, or a timetable of its own.

Takes the runs of one class as its pattern gives them, returns them with what the special days
put in and took out. A date that is put in keeps the address that the class has there anyway.
What a timetable lists runs on its day whatever the weekday and season; another weekday's
classes are those that are in their season on that day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reconciler.expand.closures import Loss
from reconciler.expand.effective import details_of, merged, said_by
from reconciler.expand.recurrence import in_words, weekday_of
from reconciler.expand.segments import Run, Variant, aside, series_of, variant_on, within
from reconciler.expand.selection import selects
from reconciler.expand.special_rules import DayRule
from reconciler.expand.weeks import WEEKDAYS, in_weeks, weeks_in_words
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import Days, GroupClass, Period, Settings, Slot, Timetable, Weekly
from reconciler.model.special import DayTimetable


class Replaced(NamedTuple):
    """One class after the special days."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


def with_special_days(
    timetable: Timetable, group: GroupClass, runs: list[Run], rules: Sequence[DayRule]
) -> Replaced:
    """The runs of a class under the rules for single days; the very same list if there are none."""
    if not rules:
        return Replaced(runs, [], [])
    result = Replaced([], [], [])
    taken: dict[int, set[int]] = {}
    done: set[int] = set()
    for rule in rules:
        gone = [place for place, run in enumerate(runs) if _gives_way(rule, group, run)]
        added = list(_runs_of(timetable, group, rule, result.diagnostics))
        if rule.day in done or not (gone or added):
            continue  # of several rules for a day, the first one that is about the class counts
        done.add(rule.day)
        there = {run.series.address for run in added}
        for place in gone:
            taken.setdefault(place, set()).add(rule.day)
            if runs[place].series.address not in there:
                result.losses.append(Loss(runs[place], rule.day, rule.step(" instead")))
        result.runs.extend(added)
    rest = (_without(run, taken.get(place)) for place, run in enumerate(runs))
    result.runs.extend(run for run in rest if run.days)
    return result


def _gives_way(rule: DayRule, group: GroupClass, run: Run) -> bool:
    place = bisect_left(run.days, rule.day)
    if place == len(run.days) or run.days[place] != rule.day:
        return False
    if rule.timetable is None and not isinstance(run.settings.recurrence, Weekly):
        return False
    if not selects(rule.who, group, run.details):
        return False
    return not any(selects(other, group, run.details) for other in rule.unless)


def _runs_of(
    timetable: Timetable, group: GroupClass, rule: DayRule, wrong: list[Diagnostic]
) -> Iterator[Run]:
    """What the class has on that day: a run of this one date for each time and part."""
    if rule.timetable is not None and group.id not in rule.timetable.class_ids:
        return
    if not (rule.timetable and rule.asked_for) and not _in_season(group, rule):
        return
    changes = rule.timetable.changes.get(group.id, Settings()) if rule.timetable else Settings()
    for part in group.parts or (None,):
        variant = variant_on(group, part, rule.day)
        settings = merged(variant.settings, changes)
        if rule.timetable is None:
            slots = _slots_as(settings, rule.day, rule.run_as or 0)
        else:
            slots = _slots_on(settings, weekday_of(rule.day))
            if not slots:
                wrong.append(_untimed(group, rule, rule.timetable))
                return
        changed = f", changed {', '.join(said_by(changes))}" if changes != Settings() else ""
        for slot in slots:
            series = series_of(timetable, group, slot.name, part.name if part else "")
            said = _usual(group, variant, slot, rule.day) + aside(group, part, variant)
            pattern = Step(StepKind.PATTERN, said, series.span)
            trace = (pattern, *variant.changes, rule.step(changed))
            lesson_s = slot.lesson_s or settings.lesson_s
            if lesson_s is None:
                wrong.append(_unmeasured(group, rule))
            else:
                details = details_of(settings, lesson_s)
                yield Run(
                    series.taking(settings.room_choice), [rule.day], slot, settings, lesson_s, details, trace
                )


def _in_season(group: GroupClass, rule: DayRule) -> bool:
    """Whether the class is in a season on that day; breaks count unless somebody named the very date."""
    day = date.fromordinal(rule.day)
    return any(
        period.days.first <= day <= period.days.last
        and (rule.asked_for or not any(first <= day <= last for first, last in _breaks(period)))
        for period in group.periods
    )


def _breaks(period: Period) -> Iterator[Days]:
    return (pause.days for pause in period.breaks)


def _usual(group: GroupClass, variant: Variant, slot: Slot, number: int) -> str:
    """What the class usually does, at the time of that name, in the season of that day."""
    settings = variant.settings
    usual = next((one for one in settings.slots or () if one.name == slot.name), slot)
    usual = slot if slot in (settings.slots or ()) else usual
    words = in_words(settings.recurrence, usual) if settings.recurrence else ""
    words += weeks_in_words(settings.weeks)
    day = date.fromordinal(number)
    period = next((one for one in group.periods if one.days.first <= day <= one.days.last), None)
    return words + (within(period) if period else "")


def _slots_as(settings: Settings, day: int, weekday: int) -> list[Slot]:
    """The times of a class on weekdays, as if `day` were this weekday; none if it does not run then."""
    recurrence = settings.recurrence
    if not isinstance(recurrence, Weekly) or weekday not in recurrence.weekdays:
        return []
    if settings.weeks is not None and not in_weeks(settings.weeks, [day]):
        return []
    return [slot for slot in settings.slots or () if slot.weekdays is None or weekday in slot.weekdays]


def _slots_on(settings: Settings, weekday: int) -> list[Slot]:
    """The times of a listed class: those of the weekday, or else the only one that it has."""
    slots = settings.slots or ()
    there = [slot for slot in slots if slot.weekdays is None or weekday in slot.weekdays]
    starts = {(slot.start_min, slot.lesson_s) for slot in slots}
    return there or (list(slots[:1]) if len(starts) == 1 else [])


def _without(run: Run, days: set[int] | None) -> Run:
    return run._replace(days=[day for day in run.days if day not in days]) if days else run


def _untimed(group: GroupClass, rule: DayRule, timetable: DayTimetable) -> Diagnostic:
    day = date.fromordinal(rule.day)
    return Diagnostic(
        code="EXP042",
        severity=Severity.ERROR,
        summary=f"nobody says when {group.id} starts on {day.isoformat()}, a {WEEKDAYS[day.weekday()]}",
        detail=f"The timetable {timetable.key} runs it, and it has times for other weekdays only.",
        hint=f'write its time there: `change: {{{group.id}: {{at: "11:00"}}}}`',
        span=timetable.span,
        related=((rule.said, rule.span), (group.id, group.span)),
    )


def _unmeasured(group: GroupClass, rule: DayRule) -> Diagnostic:
    return Diagnostic(
        code="EXP042",
        severity=Severity.ERROR,
        summary=f"nobody says how long {group.id} takes on {date.fromordinal(rule.day).isoformat()}",
        detail="Its usual times have their ends, and the one of that day has none.",
        hint='write start and end there, as in `at: "11:00-11:55"`, or `duration:`',
        span=rule.timetable.span if rule.timetable else rule.span,
        related=((rule.said, rule.span), (group.id, group.span)),
    )
