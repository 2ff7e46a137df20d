"""What the dates that are not like the others ask for, and whether they ask for anything sensible.

Takes the special days of a timetable, returns a `DayRule` for each; checks them against closures
and against what came of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reconciler.expand.closures import Calendar, Closing
from reconciler.expand.weeks import WEEKDAYS
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.schedule import EVERYTHING, Closure, Selector, Timetable
from reconciler.model.special import DayTimetable, Special, SpecialDay


class DayRule(NamedTuple):
    """What runs on one date in place of its own classes."""

    day: int
    run_as: int | None
    """0 is Monday: classes on weekdays run as on this one; None if a timetable runs."""
    timetable: DayTimetable | None
    who: Selector
    """Whose own classes give way."""
    unless: tuple[Selector, ...]
    """Classes that stay all the same."""
    kind: StepKind
    said: str
    """What happens, in words."""
    reason: str
    """The holiday that asks for it, in words; "" for a date that somebody named."""
    because: str
    span: Span

    @property
    def asked_for(self) -> bool:
        """Whether somebody named this very date: then seasons, breaks and holidays do not count."""
        return self.kind is StepKind.SPECIAL_DAY

    def step(self, more: str = "") -> Step:
        """The step that it leaves in a trace."""
        reason = f"{self.reason}; " if self.reason else ""
        because = f": {self.because}" if self.because else ""
        return Step(self.kind, f"{reason}{self.said}{more}{because}", self.span)


class Ruled(NamedTuple):
    """What single dates ask for, and what is closed beside it."""

    rules: list[DayRule]
    """Ascending by day; of one day, in the order in which they count."""
    calendar: Calendar


def ruled(timetable: Timetable, calendar: Calendar) -> Ruled:
    """The rules of special days and of holidays with a timetable, and the calendar without what they replace.

    A date that somebody named is no holiday; closures stay.
    """
    special = timetable.special
    if special is None:
        return Ruled([], calendar)
    rules = [_rule(day) for day in special.days]
    named = {rule.day for rule in rules}
    changed = {
        day: tuple(one for one in calendar[day] if one.policy is None) for day in named & calendar.keys()
    }
    if any(policy.timetable for policy in timetable.policies):
        for day, closings in calendar.items():
            running = [one for one in closings if one.policy and one.policy.timetable]
            if running and day not in named:
                rules += [_rule_of_policy(day, one, special.timetables) for one in running]
                changed[day] = tuple(one for one in closings if one not in running)
    if not changed:
        return Ruled(rules, calendar)
    return Ruled(sorted(rules, key=lambda rule: rule.day), {**calendar, **changed})


def check_special_days(
    timetable: Timetable, found: Iterable[Occurrence | Removal], known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Special days on which the whole place is closed, or for which not one class runs or falls out.

    What is `known` to be wrong with a special day is not said twice.
    """
    special = timetable.special
    if special is None or not special.days:
        return []
    closed = _closed_all_day(timetable.closures, special)
    met = {(one.date, step.span) for one in found for step in one.trace if step.kind is StepKind.SPECIAL_DAY}
    blamed = {span for one in known for _, span in one.related}
    wrong = [_contradicted(one, closed[one.day]) for one in special.days if one.day in closed]
    return wrong + [
        _idle(one)
        for one in special.days
        if (one.day, one.span) not in met and one.day not in closed and one.span not in blamed
    ]


def _rule(special: SpecialDay) -> DayRule:
    said = (
        f"{special.timetable.key} runs" if special.timetable else f"runs as {WEEKDAYS[special.run_as or 0]}"
    )
    return DayRule(
        day=special.day.toordinal(),
        run_as=special.run_as,
        timetable=special.timetable,
        who=EVERYTHING,
        unless=(),
        kind=StepKind.SPECIAL_DAY,
        said=said,
        reason="",
        because=special.because,
        span=special.span,
    )


def _rule_of_policy(day: int, closing: Closing, timetables: Mapping[str, DayTimetable]) -> DayRule:
    timetable = timetables[closing.policy.timetable if closing.policy else ""]
    return DayRule(
        day=day,
        run_as=None,
        timetable=timetable,
        who=closing.only,
        unless=closing.unless,
        kind=closing.step.kind,
        said=f"{timetable.key} runs",
        reason=closing.step.text,
        because="",
        span=closing.step.span,
    )


def _closed_all_day(closures: Iterable[Closure], special: Special) -> Mapping[object, Closure]:
    """The special days on which a closure of the whole place says otherwise, each with the first such."""
    found: dict[object, Closure] = {}
    for closure in sorted(closures, key=lambda one: one.span):
        if (
            closure.room_ids
            or closure.only != EVERYTHING
            or closure.after_min
            or closure.before_min is not None
        ):
            continue
        for one in special.days:
            if any(first <= one.day <= last for first, last in closure.days):
                found.setdefault(one.day, closure)
    return found


def _contradicted(special: SpecialDay, closure: Closure) -> Diagnostic:
    day = special.day.isoformat()
    return Diagnostic(
        code="EXP040",
        severity=Severity.ERROR,
        summary=f"{day} is a special day, and the place is closed on it",
        detail="A special day stands above holidays and breaks, but a closure says that nobody is there.",
        hint=f"take {day} out of the closure, or take the special day out",
        span=special.span,
        related=((f"closed: {closure.because}" if closure.because else "closed", closure.span),),
    )


def _idle(special: SpecialDay) -> Diagnostic:
    named = special.timetable is not None
    return Diagnostic(
        code="EXP041",
        severity=Severity.WARNING,
        summary=f"the special day {special.day.isoformat()} changes nothing",
        detail="None of the classes of its timetable is there, nor any other one on that day."
        if named
        else "No class on weekdays is in its season on that day.",
        hint="check the date, or take it out"
        if named
        else "check the date; classes outside of their seasons run if a timetable names them: `run: …`",
        span=special.span,
    )
