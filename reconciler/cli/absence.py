"""Why a class has nothing on a date, and what is nearest.

Takes a class, the date, and all that its rules give; returns an `Absence`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.occurrence import Occurrence, Removal, StepKind
from reconciler.model.schedule import (
    FOREVER,
    SINCE_EVER,
    Dates,
    GroupClass,
    Instance,
    Period,
    Rule,
    Timetable,
    WholeSeason,
)
from reconciler.render.dates import WEEKDAYS, calendar_day, full_day, stretch
from reconciler.render.explain_view import Absence, RunningRule, Why


class Given(NamedTuple):
    """What the rules of a class, or of all classes of a location, come to."""

    occurrences: list[Occurrence]
    """Ascending by start."""
    removals: list[Removal]

    def all(self) -> list[Occurrence | Removal]:
        """Everything that a pattern or an exception gives, running or not."""
        return [*self.occurrences, *self.removals]


class _Reason(NamedTuple):
    why: Why
    text: str
    span: Span


def class_absence(
    address: str, group: GroupClass, given: Given, day: date, seasons: Sequence[WholeSeason]
) -> Absence:
    """Why the class, or the series of it with this address, has nothing on `day`."""
    reason = _reason(group, given, day, seasons)
    before, after = _nearest(given.occurrences, day)
    return Absence(address, reason.why, reason.text, reason.span, _rules(given), before, after)


def location_absence(timetable: Timetable, given: Given, day: date) -> Absence:
    """That a whole location has nothing on `day`."""
    before, after = _nearest(given.occurrences, day)
    location, seasons = timetable.location, timetable.seasons
    text, span = f"no class of {location.key} falls on {full_day(day)}", location.span
    if seasons and not any(one.days.first <= day <= one.days.last for one in seasons):
        near, span = _near_seasons(seasons, day, location.span)
        text += f", which is {_outside(near, day, 'the')}{_reasons(near)}"
    return Absence(location.key, Why.NO_CLASS, text, span, (), before, after)


def _reason(group: GroupClass, given: Given, day: date, seasons: Sequence[WholeSeason]) -> _Reason:
    if not group.periods:
        return _Reason(Why.NO_DATES, "it has no dates at all", group.span)
    inside = next((one for one in group.periods if one.days.first <= day <= one.days.last), None)
    if inside is None:
        whole = {(one.season, one.days): one for one in seasons}
        its = [whole[key] for one in group.periods if (key := (one.season, one.days)) in whole]
        near, span = (
            _near_seasons(its, day, group.span) if len(its) == len(group.periods) else ([], group.span)
        )
        return _Reason(
            Why.OUTSIDE, f"the date is {_outside(group.periods, day, 'its')}{_reasons(near)}", span
        )
    for instance in _taken_out(group):
        if instance.day == day:
            return _Reason(Why.TAKEN_OUT, "its rule takes this date out", instance.span)
    dates = _dates(given)
    if group.course is not None and dates and max(dates) < day:
        text = f"its course of {group.course.sessions} sessions ends on {full_day(max(dates))}"
        return _Reason(Why.COURSE_OVER, text, group.span)
    return _Reason(Why.OTHER_DAYS, _other_days(group, inside, dates, day), group.span)


def _outside(periods: Sequence[Period], day: date, whose: str) -> str:
    place = bisect_left([one.days.first for one in periods], day)
    if place == 0:
        return f"before {_named(periods[0], whose)}"
    if place == len(periods):
        return f"after {_named(periods[-1], whose)}"
    return f"between {_named(periods[place - 1], whose)} and {_named(periods[place], whose)}"


def _near_seasons(
    seasons: Sequence[WholeSeason], day: date, otherwise: Span
) -> tuple[list[WholeSeason], Span]:
    """The seasons before and after `day`, and where the first of them is declared."""
    place = bisect_left([one.days.first for one in seasons], day)
    near = list(seasons[max(place - 1, 0) : place + 1])
    return near, near[0].span if near else otherwise


def _reasons(seasons: Sequence[WholeSeason]) -> str:
    """Why the seasons are as they are, as far as somebody says it."""
    return "".join(f"; {one.season}: {one.because}" for one in seasons if one.because)


def _named(period: Period, owner: str = "its") -> str:
    """`its season spring-2027, 11 Jan to 4 Apr 2027`."""
    first, last = period.days
    whose = f"{owner} season {period.season}" if period.season else f"{owner} dates"
    if last != FOREVER:
        return f"{whose}, {stretch(first, last)}"
    return f"{whose}, without an end" if first == SINCE_EVER else f"{whose}, from {calendar_day(first)} on"


def _other_days(group: GroupClass, inside: Period, dates: Iterable[date], day: date) -> str:
    if isinstance(group.settings.recurrence, Dates):
        return f"{full_day(day)} is none of the dates that are written for it"
    weekday, (first, last) = WEEKDAYS[day.weekday()], inside.days
    alike = any(one.weekday() == day.weekday() and first <= one <= last for one in dates)
    what = f"its rule leaves this {weekday} out" if alike else f"{weekday} is none of its days there"
    return f"the date is in {_named(inside)}, but {what}"


def _taken_out(group: GroupClass) -> Iterator[Instance]:
    settings = (group.settings, *(change.settings for change in group.changes))
    return (
        instance
        for one in settings
        if isinstance(one.recurrence, Rule)
        for instance in one.recurrence.removed
    )


def _dates(given: Given) -> list[date]:
    return [one.date for one in given.all()]


def _rules(given: Given) -> tuple[RunningRule, ...]:
    """Each pattern with the dates between which it gives classes, by its first date."""
    found: dict[str, tuple[date, date]] = {}
    for one in given.all():
        step = one.trace[0]
        if step.kind is StepKind.PATTERN:
            first, last = found.get(step.text, (one.date, one.date))
            found[step.text] = (min(first, one.date), max(last, one.date))
    rules = (RunningRule(text, *ends) for text, ends in found.items())
    return tuple(sorted(rules, key=attrgetter("first", "text")))


def _nearest(occurrences: Sequence[Occurrence], day: date) -> tuple[Occurrence | None, Occurrence | None]:
    midnight = datetime.combine(day, time.min)
    starts = [one.start for one in occurrences]
    before, after = bisect_left(starts, midnight), bisect_left(starts, midnight + timedelta(days=1))
    return (
        occurrences[before - 1] if before else None,
        occurrences[after] if after < len(occurrences) else None,
    )
