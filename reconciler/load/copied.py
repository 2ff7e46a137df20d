"""A class in the seasons that copy its own: further periods and changes.

Takes a class as it was built and the copies of its location, returns it with a period for each
season that copies one of its own, directly or not. Its own bounds hold for the seasons that it names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from reconciler.load.copies import SeasonCopy
from reconciler.load.deviations import Deviation
from reconciler.load.document import Mapping, Path
from reconciler.load.fields import over
from reconciler.load.rules import check_rule
from reconciler.load.scope import FileScope
from reconciler.load.weeks import refuse_weeks, weekdays_fit, weeks_fit
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import (
    Change,
    Copied,
    Course,
    Dates,
    Days,
    GroupClass,
    Period,
    Recurrence,
    Rule,
    Settings,
)


class _There(NamedTuple):
    """A class in one season."""

    period: Period
    changes: tuple[Change, ...]
    """Those that the season and the ones that it copies bring, not the class's own."""


def with_copies(
    scope: FileScope, node: Mapping, path: Path, group: GroupClass, seats: Callable[[Settings], Settings]
) -> GroupClass:
    """The class with the periods that it has because its seasons are copied; itself without such.

    `seats` gives settings that name a service its seats.
    """
    if not scope.copies:
        return group
    there = {period.season: _There(period, ()) for period in group.periods if period.season}
    if not there:
        return group
    named = frozenset(there)
    for rank, copy in enumerate(scope.copies, 1):
        source, key = there.get(copy.source.key), copy.season.key
        if source is None or key in named or group.id in copy.without:
            continue
        deviation = copy.deviations.get(group.id)
        if not _repeats(group, source, deviation):
            continue
        if _has_ended(copy, source, group, deviation):
            _ask_for_end(scope, node, path, group, copy)
            continue
        period = _copied_period(group, copy, source, deviation)
        changes = [replace(one, first=period.days.first, last=period.days.last) for one in source.changes]
        if deviation is not None and deviation.settings != Settings():
            changes.append(_change(period, deviation, seats(deviation.settings), rank))
            _check(copy, deviation, group, period)
        if isinstance(group.settings.recurrence, Rule):
            check_rule(scope, group.span, group.settings, (period,))
        if _meets(scope, group, period, [other.period for other in there.values()]):
            continue
        there[key] = _There(period, tuple(changes))
    return replace(
        group,
        periods=tuple(sorted((one.period for one in there.values()), key=lambda period: period.days)),
        changes=(*group.changes, *(change for one in there.values() for change in one.changes)),
    )


def _meets(scope: FileScope, group: GroupClass, period: Period, others: list[Period]) -> bool:
    """Whether another period of the class has a day of the copied one; then there is a finding."""
    for other in others:
        if other.days.first <= period.days.last and period.days.first <= other.days.last:
            scope.report(
                "CHK054",
                Severity.ERROR,
                group.span,
                f"{group.id} would run twice: the seasons {other.season} and {period.season} overlap",
                hint=f"write `without: {group.id}` under {period.season}, or correct the dates",
            )
            return True
    return False


def _repeats(group: GroupClass, source: _There, deviation: Deviation | None) -> bool:
    """Whether a class has a pattern that goes on in another season; written dates are of their own."""
    if deviation is not None and deviation.settings.recurrence is not None:
        return True
    return not isinstance(_recurrence(group, source), Dates)


def _recurrence(group: GroupClass, source: _There) -> Recurrence | None:
    said = [one.settings.recurrence for one in source.changes if one.settings.recurrence is not None]
    return said[-1] if said else group.settings.recurrence


def _has_ended(copy: SeasonCopy, source: _There, group: GroupClass, deviation: Deviation | None) -> bool:
    """Whether it ended before the season that is copied did, and nobody says what that means."""
    if deviation is not None and (deviation.first or deviation.last):
        return False
    rule = _recurrence(group, source)
    if isinstance(rule, Rule) and rule.until is not None and rule.until.date() < copy.season.days.first:
        return deviation is None or deviation.settings.recurrence is None
    return source.period.days.last < copy.source.days.last


def _ask_for_end(scope: FileScope, node: Mapping, path: Path, group: GroupClass, copy: SeasonCopy) -> None:
    key = copy.season.key
    scope.report(
        "CHK053",
        Severity.ERROR,
        scope.document.span((*path, "to"), key=True) if "to" in node else group.span,
        f"{group.id} ends before {copy.source.key} does, and {key} copies that season",
        detail="Nobody can say whether it has ended for good, or takes place again.",
        hint=f"under {key} write `without: {group.id}`, or its dates there: "
        f"`change: {{{group.id}: {{from: {copy.season.days.first}, to: {copy.season.days.last}}}}}`",
        related=((f"{key} copies {copy.source.key}", copy.season.span),),
    )


def _copied_period(
    group: GroupClass, copy: SeasonCopy, source: _There, deviation: Deviation | None
) -> Period:
    before = source.period.copied
    course = before.course if before else group.course
    expected = before.expected_sessions if before else group.expected_sessions
    first, last = copy.season.days
    if deviation is not None:
        first, last = deviation.first or first, deviation.last or last
        expected = deviation.expected_sessions or expected
        if deviation.sessions or (course and deviation.if_closed):
            course = Course(
                sessions=deviation.sessions or (course.sessions if course else 1),
                if_closed=deviation.if_closed or (course.if_closed if course else None),
            )
    return Period(
        days=Days(first, last),
        season=copy.season.key,
        breaks=copy.season.breaks,
        copied=Copied(source=copy.source.key, course=course, expected_sessions=expected),
    )


def _change(period: Period, deviation: Deviation, settings: Settings, rank: int) -> Change:
    return Change(
        first=period.days.first,
        last=period.days.last,
        settings=settings,
        because=deviation.because,
        span=deviation.span,
        rank=rank,
    )


def _check(copy: SeasonCopy, deviation: Deviation, group: GroupClass, period: Period) -> None:
    effective = over(deviation.settings, group.settings)
    if not weeks_fit(effective):
        refuse_weeks(copy.scope, deviation.span)
    elif weekdays_fit(copy.scope, deviation.path, effective):
        check_rule(copy.scope, deviation.span, effective, (period,))
