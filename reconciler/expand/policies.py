"""The days of holidays and of own calendars, with what they close.

Takes the policies of a timetable and how far the classes of each reach; returns the `Closing`s
of each day in the order in which they count, and diagnostics. The tables of holidays are asked
for the years in question only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from reconciler.expand.closures import DAY_MIN, Closing
from reconciler.expand.segments import Run
from reconciler.expand.selection import selects
from reconciler.expand.tables import Table, covered
from reconciler.model.calendars import DayPolicy, OwnCalendar, PolicyKind
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import EVERYTHING, GroupClass, Selector, Timetable

_ORDER: Final = {kind: place for place, kind in enumerate(PolicyKind)}
_STEPS: Final = {
    PolicyKind.PUBLIC: StepKind.PUBLIC_HOLIDAY,
    PolicyKind.SCHOOL: StepKind.SCHOOL_HOLIDAY,
    PolicyKind.OWN: StepKind.CLOSED_DAY,
}


class PolicyDays(NamedTuple):
    """What policies close, by day number, and what is wrong with them."""

    closings: Mapping[int, tuple[Closing, ...]]
    diagnostics: list[Diagnostic]


def policy_days(timetable: Timetable, reach_of: Callable[[DayPolicy], range]) -> PolicyDays:
    """The days that policies close. `reach_of` gives the day numbers between which a policy has classes."""
    closings: dict[int, tuple[Closing, ...]] = {}
    wrong: list[Diagnostic] = []
    ordered = sorted(timetable.policies, key=_place)
    for policy in ordered:
        reach = reach_of(policy)
        if policy.do == "keep" or not reach:
            continue
        table = table_for(policy, timetable.calendars.get(policy.calendar), reach)
        wrong += table.diagnostics
        if not table.diagnostics:
            wrong += _idle(policy, table.names, reach)
        for day, closing in _closings(policy, table.names, _narrower(policy, ordered)):
            closings[day] = (*closings.get(day, ()), closing)
    return PolicyDays(closings, wrong)


def check_policies(
    policies: Sequence[DayPolicy], patterns: Sequence[tuple[GroupClass, list[Run]]]
) -> list[Diagnostic]:
    """Classes about which two policies for one calendar say different things; a diagnostic for each class."""
    wrong: dict[tuple[DayPolicy, DayPolicy, str], Diagnostic] = {}
    for family in _narrow_families(policies):
        for group, runs in patterns:
            for run in runs:
                its = [policy for policy in family if means(policy, group, run)]
                for one, other in pairwise(its):
                    if _answer(one) != _answer(other):
                        wrong[one, other, group.id] = _disagree(group, one, other)
    return list(wrong.values())


def means(policy: DayPolicy, group: GroupClass, run: Run) -> bool:
    """Whether a policy is about some date of a run; of teachers who take turns, any may be meant."""
    turns = run.settings.turns
    if turns is None:
        return selects(policy.who, group, run.details)
    return any(selects(policy.who, group, run.details._replace(staff_id=one)) for one in turns.staff_ids)


def _place(policy: DayPolicy) -> tuple[object, ...]:
    return (_ORDER[policy.kind], policy.calendar, policy.who == EVERYTHING, policy.span)


def _narrower(policy: DayPolicy, others: Sequence[DayPolicy]) -> tuple[Selector, ...]:
    """Whom the policy for everybody leaves to others for the same calendar."""
    if policy.who != EVERYTHING:
        return ()
    family = (policy.kind, policy.calendar)
    return tuple(one.who for one in others if (one.kind, one.calendar) == family and one is not policy)


def table_for(policy: DayPolicy, own: OwnCalendar | None, reach: range) -> Table:
    """The days of its calendar, which is perhaps an own one, in the years of `reach` (day numbers)."""
    if own is not None:
        return _own_table(policy, own, reach)
    from reconciler.expand.holidays import table_of

    return table_of(policy, reach)


def _own_table(policy: DayPolicy, own: OwnCalendar, reach: range) -> Table:
    names: dict[date, str] = {}
    years = {
        date.fromordinal(reach[0]).year,
        date.fromordinal(reach[-1]).year,
        *(d.year for d in policy.keep),
    }
    span = range(date(min(years), 1, 1).toordinal(), date(max(years), 12, 31).toordinal() + 1)
    for (first, last), name in own.entries:
        for number in range(max(first.toordinal(), span.start), min(last.toordinal() + 1, span.stop)):
            names.setdefault(date.fromordinal(number), name)
    return Table(names, covered(policy, own, reach))


def _closings(
    policy: DayPolicy, names: Mapping[date, str], unless: tuple[Selector, ...]
) -> list[tuple[int, Closing]]:
    kind = _STEPS[policy.kind]
    because = f": {policy.because}" if policy.because else ""
    known: dict[str, Closing] = {}
    for name in sorted(set(names.values())):
        label = kind.value if policy.kind is not PolicyKind.OWN else f"{kind.value} of {policy.calendar}"
        step = Step(kind, f"{label} ({name}){because}" if name else f"{label}{because}", policy.span)
        known[name] = Closing(((0, DAY_MIN),), frozenset(), policy.who, step, unless, policy)
    return [(day.toordinal(), known[name]) for day, name in sorted(names.items()) if day not in policy.keep]


def _idle(policy: DayPolicy, names: Mapping[date, str], reach: range) -> list[Diagnostic]:
    """What does nothing: a calendar without a day in all those years, and kept dates that are none of it."""
    if not names:
        first, last = date.fromordinal(reach[0]).year, date.fromordinal(reach[-1]).year
        return [
            Diagnostic(
                code="EXP035",
                severity=Severity.WARNING,
                summary=f"{policy.calendar} has no day from {first} to {last}, so this closes nothing"
                if first < last
                else f"{policy.calendar} has no day in {first}, so this closes nothing",
                detail="Its classes run in that time.",
                hint="check the calendar and its years, or take this out",
                span=policy.span,
            )
        ]
    words = "day" if policy.kind is PolicyKind.OWN else _STEPS[policy.kind].value
    return [
        Diagnostic(
            code="EXP014",
            severity=Severity.WARNING,
            summary=f"{day.isoformat()} is no {words} in {policy.calendar}, so `keep` does nothing",
            detail="A date that keeps nothing is often a slip of the pen.",
            hint=f"the nearest is {_nearest(day, names)}",
            span=policy.span,
        )
        for day in sorted(policy.keep)
        if day not in names
    ]


def _nearest(day: date, names: Mapping[date, str]) -> str:
    nearest = min(names, key=lambda other: (abs((other - day).days), other))
    return nearest.isoformat() + (f" ({names[nearest]})" if names[nearest] else "")


def _narrow_families(policies: Sequence[DayPolicy]) -> list[list[DayPolicy]]:
    """Policies about some classes that share a calendar, where there are several; in a fixed order."""
    families: dict[tuple[PolicyKind, str], list[DayPolicy]] = {}
    for policy in sorted(policies, key=_place):
        if policy.who != EVERYTHING:
            families.setdefault((policy.kind, policy.calendar), []).append(policy)
    return [family for family in families.values() if len(family) > 1]


def _answer(policy: DayPolicy) -> tuple[object, ...]:
    return (
        policy.do,
        policy.keep,
        policy.categories,
        policy.observed,
        policy.move_to,
        policy.if_impossible,
        policy.timetable,
    )


def _disagree(group: GroupClass, one: DayPolicy, other: DayPolicy) -> Diagnostic:
    first, second = sorted((one, other), key=lambda policy: policy.span)
    return Diagnostic(
        code="EXP030",
        severity=Severity.ERROR,
        summary=f"two policies for {one.calendar} disagree about {group.id}",
        detail="Both name some classes, and it is among them, so neither is the nearer one.",
        hint="let `for` of one of them leave it out, or say the same in both",
        span=second.span,
        related=(("the other one", first.span), ("the class", group.span)),
    )
