"""Does the timetable keep its own promises: counts, addresses, dates.

Takes one class after all its rules, returns diagnostics. Looks at the whole timetable, never
at a window of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from reconciler.expand.additions import Placed
from reconciler.expand.closures import Loss
from reconciler.expand.courses import by_round, place_of
from reconciler.expand.effective import dated
from reconciler.expand.localtime import FIRST_DAY, LAST_DAY
from reconciler.expand.segments import Run
from reconciler.expand.weeks import new_year_jump
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import Dates, GroupClass, Round, ScheduleException, Weeks

_SHOWN: Final = 5
_DECIDED: Final = {StepKind.EXCEPTION, StepKind.ABSENCE, StepKind.ROOM_OUTAGE}
"""Rules that take away just what their writer meant."""


def check_pattern(group: GroupClass, runs: Sequence[Run]) -> list[Diagnostic]:
    """The pattern alone: does it give dates, each once, all in the years that we can compute?"""
    wrong: list[Diagnostic] = []
    if not runs and not group.model_week:
        wrong.append(_empty(group))
    wrong += _outside_years(group)
    wrong += _outside_periods(group)
    wrong += _twice(group, runs)
    wrong += _without_length(group, runs)
    return wrong


def _without_length(group: GroupClass, runs: Sequence[Run]) -> list[Diagnostic]:
    """A time was changed, and the end of the lesson stood in the old one."""
    unclear = [run for run in runs if not run.lesson_s]
    if not unclear:
        return []
    first = min(unclear, key=lambda run: run.days[0])
    return [
        Diagnostic(
            code="EXP024",
            severity=Severity.ERROR,
            summary=f"nothing says how long {group.id} is from {date.fromordinal(first.days[0])} on",
            detail="Its time is changed then, and the length stood in the time before.",
            hint='write the end as well, as in `at: "19:00-19:55"`, or give the class a `duration:`',
            span=first.trace[-1].span,
        )
    ]


def check_years(exception: ScheduleException) -> Diagnostic | None:
    """An exception that speaks about a date outside of the years that we can compute."""
    to = exception.move_to.date if exception.move_to else None
    for day in (exception.date, to):
        if day is not None and not FIRST_DAY <= day.toordinal() <= LAST_DAY:
            return _bad_year(f"the exception for {exception.class_id}", day, exception)
    return None


def check_counts(
    group: GroupClass, runs: Sequence[Run], placed: Sequence[Placed], losses: Sequence[Loss]
) -> list[Diagnostic]:
    """Does each series have as many occurrences as the class expects?"""
    if group.expected_sessions is None and not any(period.copied for period in group.periods):
        return []
    wrong: list[Diagnostic] = []
    rounds = group.rounds()
    its_placed: list[list[Placed]] = [[] for _ in rounds]
    for one in placed:
        its_placed[place_of(rounds, one.day)].append(one)
    for number, (its_runs, its_losses) in by_round(group, runs, losses).items():
        wrong += _counted(group, rounds[number], its_runs, its_placed[number], its_losses)
    return wrong


def _counted(
    group: GroupClass, counted: Round, runs: Sequence[Run], placed: Sequence[Placed], losses: Sequence[Loss]
) -> list[Diagnostic]:
    expected = counted.expected_sessions
    if expected is None:
        return []
    missing: dict[str, list[Loss]] = {}
    for loss in losses:
        missing.setdefault(loss.run.series.address, []).append(loss)
    counts = dict.fromkeys((*(run.series.address for run in runs), *missing), 0)
    for run in runs:
        counts[run.series.address] += len(run.days)
    for one in placed:
        if one.series.address in counts:
            counts[one.series.address] += 1
    return [
        _miscounted(group, address, count, expected, missing.get(address, []))
        for address, count in sorted(counts.items())
        if count != expected
    ]


def check_rhythm(group: GroupClass, runs: Sequence[Run]) -> list[Diagnostic]:
    """Odd or even weeks of a class whose rhythm breaks after a year with a week 53."""
    by_weeks: dict[Weeks, set[int]] = {}
    for run in runs:
        if run.settings.weeks is not None:
            by_weeks.setdefault(run.settings.weeks, set()).update(run.days)
    jumps = [jump for weeks, days in by_weeks.items() if (jump := new_year_jump(weeks, sorted(days)))]
    if not jumps:
        return []
    before, after = (date.fromordinal(day).isoformat() for day in min(jumps))
    return [
        Diagnostic(
            code="EXP021",
            severity=Severity.WARNING,
            summary=f"{group.id} runs on {before} and then on {after}, not two weeks later",
            detail="That year has a week 53, then comes week 1: odd and even weeks change their turn.",
            hint=f"for a steady rhythm write `weeks: every 2 from {before}`, or cancel or add one there",
            span=group.span,
        )
    ]


def check_written_dates(losses: Sequence[Loss]) -> list[Diagnostic]:
    """Dates that people wrote themselves and that a closed day takes away."""
    return [
        Diagnostic(
            code="EXP017",
            severity=Severity.WARNING,
            summary=f"{loss.run.series.class_id} on {date.fromordinal(loss.day).isoformat()} falls out",
            detail=f"Removed by {_step_in_words(loss.step)}.",
            hint="remove the date, or let it run by an exception with `keep: true`",
            span=loss.run.series.span,
            related=((loss.step.text, loss.step.span),),
        )
        for loss in losses
        if dated(loss.run.settings) and loss.step.kind not in _DECIDED
    ]


def _miscounted(group: GroupClass, address: str, count: int, expected: int, losses: list[Loss]) -> Diagnostic:
    losses.sort(key=lambda loss: loss.day)
    gone = [f"{date.fromordinal(loss.day).isoformat()} by {_step_in_words(loss.step)}" for loss in losses]
    places: dict[Span, dict[str, None]] = {}
    for loss in losses:
        # A holiday calendar removes many dates at one place: that place is shown once.
        places.setdefault(loss.step.span, {})[loss.step.text] = None
    return Diagnostic(
        code="EXP015",
        severity=Severity.ERROR,
        summary=f"{address} has {count} sessions, {expected} are expected",
        detail=f"Fallen out: {'; '.join(gone)}." if gone else "No rule removes any of its dates.",
        hint=f"make up for them with `move_to` or `add`, change the season, or expect {count}",
        span=group.span,
        related=tuple((_few(list(texts)), span) for span, texts in places.items()),
    )


def _empty(group: GroupClass) -> Diagnostic:
    return Diagnostic(
        code="EXP019",
        severity=Severity.WARNING,
        summary=f"{group.id} has not a single date",
        detail="None of its weekdays or dates lies inside its seasons and bounds.",
        hint="compare its days with `from`, `to` and `seasons`",
        span=group.span,
    )


def _outside_years(group: GroupClass) -> list[Diagnostic]:
    far = [
        day for period in group.periods for day in period.days if not FIRST_DAY <= day.toordinal() <= LAST_DAY
    ]
    return [_bad_year(group.id, far[0], group)] if far else []


def _bad_year(what: str, day: date, place: GroupClass | ScheduleException) -> Diagnostic:
    return Diagnostic(
        code="EXP018",
        severity=Severity.ERROR,
        summary=f"{what} reaches to {day.isoformat()}, outside of 1970 to 2100",
        detail="Clock changes and holidays are not known that far away.",
        hint="correct the year",
        span=place.span,
    )


def _outside_periods(group: GroupClass) -> list[Diagnostic]:
    recurrence = group.settings.recurrence
    if not isinstance(recurrence, Dates):
        return []
    outside = [
        day.isoformat()
        for day in recurrence.dates
        if not any(period.days.first <= day <= period.days.last for period in group.periods)
    ]
    if not outside:
        return []
    return [
        Diagnostic(
            code="EXP020",
            severity=Severity.WARNING,
            summary=f"{group.id} does not run on {_few(outside)}: outside of its season",
            detail="Written dates count only between the first and the last day of the class.",
            hint="correct the dates, or the `from`, `to` and `seasons` of the class",
            span=group.span,
        )
    ]


def _twice(group: GroupClass, runs: Sequence[Run]) -> list[Diagnostic]:
    if len(runs) < 2:
        return []  # a pattern alone gives each date once
    by_series: dict[str, list[int]] = {}
    for run in runs:
        by_series.setdefault(run.series.address, []).extend(run.days)
    wrong: list[Diagnostic] = []
    for address, days in sorted(by_series.items()):
        if len(set(days)) == len(days):
            continue
        counted = sorted(Counter(days).items())
        shown = _few([date.fromordinal(day).isoformat() for day, count in counted if count > 1])
        wrong.append(
            Diagnostic(
                code="EXP009",
                severity=Severity.ERROR,
                summary=f"{address} would run more than once on {shown}",
                detail="Two classes may not have one address: neither could be told from the other.",
                hint="give the times or the parallel parts different names",
                span=group.span,
                related=(("declared here", group.span),),
            )
        )
    return wrong


def _step_in_words(step: Step) -> str:
    return f"{step.kind.value}: {step.text} ({step.span})"


def _few(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN]) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
