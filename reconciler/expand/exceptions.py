"""One-off exceptions: cancel, keep, move, change or add one occurrence.

Takes the runs of one class and the dates that closed days took from them, returns what is left
of the runs, each touched occurrence by itself, and the removals. Several exceptions may speak
about one occurrence as long as no two of them touch the same field.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reconciler.expand.additions import Addition, Placed, additions_of
from reconciler.expand.agreement import agreeing
from reconciler.expand.closures import Calendar, Loss, Placement, closed_by, put_in
from reconciler.expand.effective import details_of, merged, said_by
from reconciler.expand.matching import Key, Target, ambiguous, brings_back, hit_by, missed, targets_on
from reconciler.expand.presence import missing_for, needs_the_missing
from reconciler.expand.recurrence import Without, has_day
from reconciler.expand.segments import Run
from reconciler.expand.vain_exceptions import already_gone, meets_closed, runs_anyway, when_in_words
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import GroupClass, ScheduleException, Settings, Slot, Timetable


class Resolved(NamedTuple):
    """One class after its exceptions."""

    runs: list[Run]
    """Untouched dates."""
    placed: list[Placed]
    """Touched and added occurrences."""
    losses: list[Loss]
    """Removed dates: those of closed days that nothing restored, and the cancelled ones."""
    diagnostics: list[Diagnostic]


class _Ground(NamedTuple):
    """What every exception of one class is judged against."""

    timetable: Timetable
    group: GroupClass
    calendar: Calendar


def with_exceptions(
    timetable: Timetable,
    group: GroupClass,
    calendar: Calendar,
    runs: list[Run],
    losses: list[Loss],
    exceptions: Sequence[ScheduleException],
) -> Resolved:
    """Apply the exceptions of one class, whatever their order."""
    if not exceptions:
        return Resolved(runs, [], losses, [])
    ground = _Ground(timetable, group, calendar)
    ordered = sorted(exceptions, key=_place)
    targets = targets_on({exception.date.toordinal() for exception in ordered}, runs, losses)
    added = [exception for exception in ordered if exception.added]
    additions, diagnostics = additions_of(timetable, group, added, targets)
    there = (runs, losses)
    hits, keeps, missing = _matched([one for one in ordered if not one.added], targets, additions, there)
    diagnostics += missing
    verdicts = [_judged(ground, target, its) for target, its in hits.values()]
    verdicts += [_added(ground, addition, keeps.get(addition.key)) for addition in additions]
    untouched = [loss for loss in losses if (loss.run.series.address, loss.day) not in hits]
    return Resolved(
        [_without(run, hits) for run in runs],
        [verdict.placed for verdict in verdicts if verdict.placed],
        untouched + [verdict.loss for verdict in verdicts if verdict.loss],
        diagnostics + [one for verdict in verdicts for one in verdict.diagnostics],
    )


class _Verdict(NamedTuple):
    placed: Placed | None
    loss: Loss | None
    diagnostics: list[Diagnostic]


_Hits = dict[Key, tuple[Target, list[ScheduleException]]]


def _matched(
    exceptions: Sequence[ScheduleException],
    targets: dict[int, list[Target]],
    additions: Sequence[Addition],
    there: tuple[Sequence[Run], Sequence[Loss]],
) -> tuple[_Hits, dict[Key, ScheduleException], list[Diagnostic]]:
    """Exceptions by the occurrence they hit, those that keep an added one, and the misses."""
    hits: _Hits = {}
    keeps: dict[Key, ScheduleException] = {}
    wrong: list[Diagnostic] = []
    for exception in exceptions:
        on_the_day = targets[exception.date.toordinal()]
        found = hit_by(exception, on_the_day)
        new = [one for one in additions if exception.keep and not found and _means(exception, one)]
        if len(found) == 1:
            hits.setdefault(found[0].key, (found[0], []))[1].append(exception)
        elif len(new) == 1:
            keeps[new[0].key] = exception
        elif found:
            wrong.append(ambiguous(exception, found))
        else:
            wrong.append(missed(exception, on_the_day, *there))
    return hits, keeps, wrong


def _means(exception: ScheduleException, addition: Addition) -> bool:
    series = addition.placed.series
    return (
        exception.date == addition.exception.date
        and exception.slot in {None, series.slot}
        and exception.part in {None, series.part}
    )


def _judged(ground: _Ground, target: Target, exceptions: Sequence[ScheduleException]) -> _Verdict:
    """What becomes of one occurrence of the pattern."""
    together, wrong = agreeing(exceptions)
    first = together[0]
    kept = next((one for one in together if one.keep), None)
    back = target.lost is None or any(brings_back(one, target.lost) for one in together)
    if target.lost is not None and (first.cancel or not back):
        return _Verdict(
            None,
            Loss(target.run, target.day, target.lost),
            [*wrong, already_gone(first, target, target.lost)],
        )
    if first.cancel:
        because = f": {first.because}" if first.because else ""
        step = Step(StepKind.EXCEPTION, f"cancelled{because}", first.span)
        return _Verdict(None, Loss(target.run, target.day, step), wrong)
    placed = _placed(target, together)
    closing = _closing(ground, placed)
    if kept is None and closing is not None:
        culprit = next((one for one in together if one.move_to), first)
        wrong.append(meets_closed(culprit, placed, closing))
    missing = missing_for(ground.timetable, ground.group, placed)
    if kept is None and missing is not None:
        wrong.append(needs_the_missing(together[-1], placed, missing))
    if kept is not None and closing is None and missing is None and target.lost is None:
        wrong.append(runs_anyway(kept))
    return _Verdict(placed, None, wrong)


def _added(ground: _Ground, addition: Addition, kept: ScheduleException | None) -> _Verdict:
    """What becomes of one added class."""
    placed = addition.placed
    closing, missing = _closing(ground, placed), missing_for(ground.timetable, ground.group, placed)
    if kept is None:
        wrong = [meets_closed(addition.exception, placed, closing)] if closing else []
        wrong += [needs_the_missing(addition.exception, placed, missing)] if missing else []
        return _Verdict(placed, None, wrong)
    kept_placed = placed._replace(trace=(*placed.trace, _step(kept, placed.on, placed.start_min)))
    return _Verdict(kept_placed, None, [] if closing or missing else [runs_anyway(kept)])


def _closing(ground: _Ground, placed: Placed) -> Step | None:
    placement = Placement(placed.on, placed.start_min, placed.lesson_s, placed.details)
    stays = placed.on == placed.day and put_in(placed.trace)
    return closed_by(ground.calendar, ground.group, placement, pausing=not stays)


def _placed(target: Target, exceptions: list[ScheduleException]) -> Placed:
    """The occurrence with all that the exceptions say."""
    run = target.run
    on, start_min = target.day + run.offset, run.slot.start_min
    lesson_s, settings = run.lesson_s, run.settings
    for exception in exceptions:
        slot = _slot(exception.settings, run.slot.name)
        if slot is not None:
            start_min = slot.start_min
            lesson_s = slot.lesson_s or lesson_s
        if exception.move_to is not None:
            to_date, to_min = exception.move_to
            on = on if to_date is None else to_date.toordinal()
            start_min = start_min if to_min is None else to_min
        lesson_s = exception.settings.lesson_s or lesson_s
        settings = merged(settings, exception.settings)
    details = run.details if settings is run.settings else details_of(settings, lesson_s)
    steps = [_step(exception, on, start_min) for exception in exceptions]
    trace = (*run.trace, *((target.lost,) if target.lost else ()), *steps)
    series = run.series.taking(settings.room_choice)
    return Placed(series, target.day, on, start_min, lesson_s, details, trace)


def _slot(settings: Settings, name: str) -> Slot | None:
    slots = settings.slots or ()
    return next((slot for slot in slots if slot.name == name), slots[0] if len(slots) == 1 else None)


def _step(exception: ScheduleException, on: int, start_min: int) -> Step:
    words = []
    if exception.keep:
        words.append("kept")
    if exception.move_to is not None:
        words.append(f"moved to {when_in_words(on, start_min)}")
    if said := said_by(exception.settings):
        words.append(f"changed {', '.join(said)}")
    because = f": {exception.because}" if exception.because else ""
    return Step(StepKind.EXCEPTION, ", ".join(words) + because, exception.span)


def _without(run: Run, touched: _Hits) -> Run:
    own = run.series.address
    gone = [day for address, day in touched if address == own and has_day(run.days, day)]
    if not gone:
        return run
    return run._replace(days=Without(run.days, gone) if len(gone) < len(run.days) else ())


def _place(exception: ScheduleException) -> tuple[date, object, str, str]:
    return (exception.date, exception.span, exception.slot or "", exception.part or "")
