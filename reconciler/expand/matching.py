"""Which occurrence an exception means.

Takes an exception and the class's occurrences on its date, returns the one it hits, or a
diagnostic that names the nearest ones. An exception that hits nothing is an error: silently
ignored, it would bring a cancelled class back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from reconciler.expand.closures import Loss
from reconciler.expand.recurrence import has_day
from reconciler.expand.segments import Run
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import ScheduleException

Key = tuple[str, int]
"""Address of a series and day number: one occurrence."""


class Target(NamedTuple):
    """One occurrence of the pattern that an exception may hit."""

    run: Run
    day: int
    lost: Step | None
    """The rule that removed it, None if it runs."""

    @property
    def key(self) -> Key:
        """What identifies it."""
        return (self.run.series.address, self.day)


def targets_on(days: Iterable[int], runs: Sequence[Run], losses: Sequence[Loss]) -> dict[int, list[Target]]:
    """All occurrences of a class on these days, running or removed, by day."""
    targets: dict[int, list[Target]] = {day: [] for day in days}
    for run in runs:
        for day, there in targets.items():
            if has_day(run.days, day):
                there.append(Target(run, day, None))
    for loss in losses:
        if loss.day in targets:
            targets[loss.day].append(Target(loss.run, loss.day, loss.step))
    return targets


def hit_by(exception: ScheduleException, on_the_day: Sequence[Target]) -> list[Target]:
    """Those that the exception means: one, if it is well written."""
    return [
        target
        for target in on_the_day
        if exception.slot in {None, target.run.series.slot}
        and exception.part in {None, target.run.series.part}
    ]


def brings_back(exception: ScheduleException, lost: Step) -> bool:
    """Whether the exception lets a removed class take place: kept, moved, or with what was missing."""
    if exception.keep or exception.move_to is not None or exception.settings.slots:
        return True
    if lost.kind is StepKind.ABSENCE:
        return exception.settings.staff_id is not None
    return lost.kind is StepKind.ROOM_OUTAGE and exception.settings.room_ids is not None


def missed(
    exception: ScheduleException, on_the_day: Sequence[Target], runs: Sequence[Run], losses: Sequence[Loss]
) -> Diagnostic:
    """Why it hits none, with the nearest of the class's dates, running or removed."""
    day = exception.date.isoformat()
    if on_the_day:
        names = ", ".join(sorted({_label(target) for target in on_the_day}))
        summary = f"no {_meant(exception)} on {day}"
        hint = f"that day {exception.class_id} has: {names}"
    else:
        summary = f"no {exception.class_id} on {day}"
        days = sorted({day for run in runs for day in run.days} | {loss.day for loss in losses})
        hint = _nearest(days, exception.date.toordinal())
    return Diagnostic(
        code="EXP002",
        severity=Severity.ERROR,
        summary=summary,
        detail="An exception must hit exactly one class: by its original date, before any move.",
        hint=hint,
        span=exception.span,
    )


def ambiguous(exception: ScheduleException, hits: Sequence[Target]) -> Diagnostic:
    """Why it hits several, with what would tell them apart."""
    slots = sorted({target.run.series.slot for target in hits})
    parts = sorted({target.run.series.part for target in hits})
    ways = [
        f"name the {what}: {', '.join(name or '(unnamed)' for name in names)}"
        for what, names in (("slot", slots), ("part", parts))
        if len(names) > 1
    ]
    return Diagnostic(
        code="EXP003",
        severity=Severity.ERROR,
        summary=f"{exception.class_id} has {len(hits)} classes on {exception.date.isoformat()}",
        detail="An exception must hit exactly one of them.",
        hint=", and ".join(ways) or "give its slots and parts different names",
        span=exception.span,
    )


def unknown_class(exception: ScheduleException, near: Sequence[str]) -> Diagnostic:
    """An exception for a class that is not there; `near` are the ids most like it."""
    return Diagnostic(
        code="EXP001",
        severity=Severity.ERROR,
        summary=f"there is no class {exception.class_id!r} for the exception on {exception.date.isoformat()}",
        detail="An exception must hit exactly one class.",
        hint=f"did you mean {' or '.join(near)}?" if near else "write the `id:` of a class of this location",
        span=exception.span,
    )


def _meant(exception: ScheduleException) -> str:
    slot = f"@{exception.slot}" if exception.slot else ""
    part = f"+{exception.part}" if exception.part else ""
    return f"{exception.class_id}{slot}{part}"


def _label(target: Target) -> str:
    series = target.run.series
    return series.address.removeprefix(f"{series.location}/")


def _nearest(days: Sequence[int], day: int) -> str:
    place = bisect_left(days, day)
    near = sorted(sorted(days[max(place - 2, 0) : place + 2], key=lambda other: abs(other - day))[:2])
    shown = [date.fromordinal(other).isoformat() for other in near]
    if not shown:
        return "this class has no dates at all"
    return f"the nearest {'is' if len(shown) == 1 else 'are'} {' and '.join(shown)}"
