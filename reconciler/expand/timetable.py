"""The steps in their order, for one location.

Takes a `Timetable` and the clock of its zone, returns everything that its classes come to, in
order of time, with the checks of the whole timetable done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain

from reconciler.expand.absences import check_absences
from reconciler.expand.alike import closed_days_alone, is_simple, likenesses, patterns_of
from reconciler.expand.checks import check_years
from reconciler.expand.clashes import check_clashes
from reconciler.expand.closures import Calendar, calendar_of
from reconciler.expand.cycles import check_cycles, with_closed_weeks
from reconciler.expand.free_rooms import has_choices, with_free_rooms
from reconciler.expand.house import check_house
from reconciler.expand.house.holidays import with_holidays
from reconciler.expand.localtime import Clock
from reconciler.expand.long_seasons import check_long_seasons
from reconciler.expand.matching import unknown_class
from reconciler.expand.moves import reach_of_moves
from reconciler.expand.occurrences import Columns
from reconciler.expand.one_class import (
    Expanded,
    Ground,
    add_plain,
    after_closed_days,
    after_exceptions,
    after_rules,
)
from reconciler.expand.open_days import SharedDays
from reconciler.expand.segments import Run
from reconciler.expand.special_rules import check_special_days, ruled
from reconciler.model.calendars import DayPolicy
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import GroupClass, ScheduleException, Timetable


def expand_timetable(timetable: Timetable, clock: Clock, advance: Callable[[], None]) -> Expanded:
    """All occurrences, removals and findings of one location."""
    declared, timetable = timetable, with_closed_weeks(timetable)
    exceptions, diagnostics = _by_class(timetable)
    if timetable is not declared:
        diagnostics += check_cycles(timetable)
    likes = likenesses(timetable.classes)
    patterns = patterns_of(timetable, likes)
    span = _span_in_use(timetable, patterns, exceptions)
    timetable, wrong = with_holidays(timetable, span)
    diagnostics += wrong
    calendar, wrong = _calendar(timetable, patterns, exceptions, span)
    diagnostics += wrong
    rules, calendar = ruled(timetable, calendar)
    ground = Ground(timetable, SharedDays(calendar), rules, clock)
    found, wrong = _expand_classes(ground, patterns, likes, exceptions, advance)
    diagnostics += wrong
    diagnostics += check_long_seasons(timetable, found.lost_days())
    if _is_looked_at(timetable):
        by_series, removals = found.by_series(), found.removals()
        diagnostics += check_absences(timetable, chain(by_series, removals))
        diagnostics += check_special_days(timetable, chain(by_series, removals), diagnostics)
        by_series, stuck = with_free_rooms(timetable, calendar, by_series)
        diagnostics += stuck
        if timetable.house is not None:
            diagnostics += check_house(timetable.house, timetable.names, by_series)
        found = found._replace(columns=[], singles=by_series)
    return Expanded(found, diagnostics + check_clashes(found, clock, timetable.names))


def _is_looked_at(timetable: Timetable) -> bool:
    """Whether anything asks for the single occurrences, which most timetables can do without."""
    return (
        timetable.house is not None
        or timetable.special is not None
        or (timetable.staffing is not None and bool(timetable.staffing.absences))
        or has_choices(timetable)
    )


def _expand_classes(
    ground: Ground,
    patterns: Iterable[tuple[GroupClass, list[Run]]],
    likes: Iterable[int | None],
    exceptions: Mapping[str, list[ScheduleException]],
    advance: Callable[[], None],
) -> Expanded:
    """Every class by itself. What was in order for one class is so for those that are like it."""
    whole = Expanded(Columns([], [], [], [], []), [])
    closed_alone = closed_days_alone(ground.timetable)
    well: set[int] = set()
    """Likenesses of classes without a finding."""
    for (group, pattern), like in zip(patterns, likes, strict=True):
        its_own = exceptions[group.id]
        if like not in well or not add_plain(ground, group, pattern, its_own, whole.found):
            simple = closed_alone and (like is not None or is_simple(group))
            left = after_closed_days if simple else after_rules
            its = after_exceptions(ground, group, left(ground, group, pattern, its_own), its_own)
            whole.take(its)
            if simple and like is not None and not its.diagnostics:
                well.add(like)
        advance()
    return whole


def _by_class(timetable: Timetable) -> tuple[dict[str, list[ScheduleException]], list[Diagnostic]]:
    """The exceptions of each class, and the ones that cannot be of any."""
    by_class: dict[str, list[ScheduleException]] = {group.id: [] for group in timetable.classes}
    wrong: list[Diagnostic] = []
    for exception in timetable.exceptions:
        bad_year = check_years(exception)
        if bad_year is not None:
            wrong.append(bad_year)
        elif exception.class_id in by_class:
            by_class[exception.class_id].append(exception)
        else:
            wrong.append(unknown_class(exception, get_close_matches(exception.class_id, by_class, n=2)))
    return by_class, wrong


def _span_in_use(
    timetable: Timetable,
    patterns: Sequence[tuple[GroupClass, list[Run]]],
    exceptions: Mapping[str, list[ScheduleException]],
) -> range:
    """Day numbers from the first to the last date that anything speaks about, or may move to."""
    shared = {id(run.days): run.days for _, runs in patterns for run in runs}
    ends = [day for days in shared.values() for day in (days[0], days[-1])]
    ends += [special.day.toordinal() for special in (timetable.special.days if timetable.special else ())]
    ends += reach_of_moves(timetable, patterns)
    for exception in chain.from_iterable(exceptions.values()):
        ends.append(exception.date.toordinal())
        if exception.move_to is not None and exception.move_to.date is not None:
            ends.append(exception.move_to.date.toordinal())
    return range(min(ends), max(ends) + 1) if ends else range(0)


def _calendar(
    timetable: Timetable,
    patterns: Sequence[tuple[GroupClass, list[Run]]],
    exceptions: Mapping[str, list[ScheduleException]],
    span: range,
) -> tuple[Calendar, list[Diagnostic]]:
    if not timetable.policies or not span:
        return calendar_of({}, timetable.closures, span), []
    from reconciler.expand.policies import check_policies, means, policy_days

    def reach_of(policy: DayPolicy) -> range:
        chosen = [
            (group, its)
            for group, runs in patterns
            if (its := [run for run in runs if means(policy, group, run)])
        ]
        return _span_in_use(
            timetable, chosen, {group.id: exceptions.get(group.id, []) for group, _ in chosen}
        )

    found = policy_days(timetable, reach_of)
    wrong = check_policies(timetable.policies, patterns)
    return calendar_of(found.closings, timetable.closures, span), found.diagnostics + wrong
