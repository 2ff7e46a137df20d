"""Special weeks: the classes of a model week, and those in whose place they run.

Takes the runs of one class, returns them with the reason in the trace of a model week's classes,
and the dates that a model week takes from others. A model week takes nothing from another one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from reconciler.expand.closures import Loss, put_in
from reconciler.expand.segments import Run
from reconciler.expand.selection import selects
from reconciler.expand.weeks import monday_of
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import GroupClass, Timetable
from reconciler.model.special import SpecialWeek


class Replaced(NamedTuple):
    """One class after the special weeks."""

    runs: list[Run]
    losses: list[Loss]


def with_special_weeks(timetable: Timetable, group: GroupClass, runs: list[Run]) -> Replaced:
    """The runs of a class under the special weeks; the very same list if there are none."""
    special = timetable.special
    if special is None or not special.weeks:
        return Replaced(runs, [])
    if group.model_week:
        mine = {
            week.monday.toordinal(): week for week in special.weeks if week.model_week == group.model_week
        }
        return Replaced([_explained(run, mine.get(monday_of(run.days[0]))) for run in runs], [])
    weeks = [week for week in special.weeks if week.instead_of is not None]
    if not weeks:
        return Replaced(runs, [])
    result = Replaced([], [])
    mondays = [week.monday.toordinal() for week in weeks]
    named = {one.day.toordinal() for one in special.days if one.timetable is not None}
    for run in runs:
        if run.days[0] in named and put_in(run.trace):
            result.runs.append(run)  # somebody wants this class on this very date
            continue
        first = bisect_left(mondays, monday_of(run.days[0]))
        last = bisect_left(mondays, run.days[-1] + 1)
        result.losses.extend(lost := _losses(group, run, weeks[first:last]))
        gone = {loss.day for loss in lost}
        result.runs.append(run._replace(days=[day for day in run.days if day not in gone]) if gone else run)
    return result


def is_replaced(timetable: Timetable, group: GroupClass, made_of: ClassDetails, day: int) -> bool:
    """Whether a model week runs in place of the class on that day (by its number)."""
    if timetable.special is None or group.model_week:
        return False
    monday = monday_of(day)
    return any(
        week.instead_of is not None
        and week.monday.toordinal() == monday
        and selects(week.instead_of, group, made_of)
        for week in timetable.special.weeks
    )


def _explained(run: Run, week: SpecialWeek | None) -> Run:
    if week is None:
        return run  # a special day runs it
    text = f"{week.model_week} runs in the week of {week.monday.isoformat()}{_because(week)}"
    return run._replace(trace=(*run.trace, Step(StepKind.SPECIAL_WEEK, text, week.span)))


def _losses(group: GroupClass, run: Run, weeks: Sequence[SpecialWeek]) -> list[Loss]:
    """The dates that these weeks take; the first week that selects the class is the one that counts."""
    lost: dict[int, Loss] = {}
    for week in weeks:
        if week.instead_of is None or not selects(week.instead_of, group, run.details):
            continue
        step = Step(StepKind.SPECIAL_WEEK, f"{week.model_week} runs instead{_because(week)}", week.span)
        monday = week.monday.toordinal()
        for day in run.days[bisect_left(run.days, monday) : bisect_left(run.days, monday + 7)]:
            lost.setdefault(day, Loss(run, day, step))
    return [lost[day] for day in sorted(lost)]


def _because(week: SpecialWeek) -> str:
    return f": {week.because}" if week.because else ""
