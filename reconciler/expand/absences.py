"""Teachers who are away: who takes over, or that the class falls out.

Takes the runs of one class after closed days, returns them with the cover in place of the
teacher, the dates that are cancelled, and diagnostics. A class that the absence meets and that
has no answer is an error, and so is a cover who is away as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reconciler.expand.closures import Loss
from reconciler.expand.segments import Run
from reconciler.expand.spells import days_within, is_within
from reconciler.expand.words import dates_in_words, named
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.schedule import GroupClass, Timetable
from reconciler.model.staffing import Absence, Staffing


class Covered(NamedTuple):
    """One class after the absences of its teachers."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


def with_absences(timetable: Timetable, group: GroupClass, runs: list[Run]) -> Covered:
    """The runs with the covers in force; the very same list if nobody is away."""
    staffing = timetable.staffing
    if staffing is None or not staffing.absences:
        return Covered(runs, [], [])
    result = Covered([], [], [])
    for run in runs:
        absences = staffing.absences.get(run.details.staff_id or 0)
        if absences:
            _cover(timetable, group, run, absences, result)
        else:
            result.runs.append(run)
    return result


def absence_of(staffing: Staffing | None, staff_id: int | None, when: tuple[int, int, int]) -> Absence | None:
    """The absence that a lesson (day number, start in minutes, length in seconds) of a teacher meets."""
    if staffing is None or staff_id is None:
        return None
    return next(
        (absence for absence in staffing.absences.get(staff_id, ()) if is_within(absence.when, *when)), None
    )


def check_absences(timetable: Timetable, found: Iterable[Occurrence | Removal]) -> list[Diagnostic]:
    """Absences, and answers for single classes, that meet no class at all."""
    staffing = timetable.staffing
    if staffing is None or not staffing.absences:
        return []
    met: set[tuple[Span, str]] = set()
    looked_at: tuple[Step, ...] = ()
    for one in found:
        if one.trace is not looked_at:  # the dates of a run share their trace
            looked_at = one.trace
            met.update(
                (step.span, one.series.class_id) for step in one.trace if step.kind is StepKind.ABSENCE
            )
    spans = {span for span, _ in met}
    wrong: list[Diagnostic] = []
    for absence in (absence for some in staffing.absences.values() for absence in some):
        name = named(timetable.names.staff, absence.staff_id)
        if absence.span not in spans:
            wrong.append(_idle(f"the absence of {name} meets no class", absence))
            continue
        wrong += [
            _idle(f"the absence of {name} does not meet {class_id}, which it names", absence)
            for class_id in sorted(absence.by_class)
            if (absence.span, class_id) not in met
        ]
    return wrong


def _cover(
    timetable: Timetable, group: GroupClass, run: Run, absences: Sequence[Absence], result: Covered
) -> None:
    met: dict[int, Absence] = {}
    for absence in absences:
        days = days_within(absence.when, run.days, run.slot.start_min, run.lesson_s)
        if twice := next((day for day in days if day in met), None):
            result.diagnostics.append(_twice(timetable, run, absence, met[twice], twice))
        days = [day for day in days if day not in met]
        if days:
            met |= dict.fromkeys(days, absence)
            _answer(timetable, group, run._replace(days=days), absence, result)
    result.runs.append(run._replace(days=[day for day in run.days if day not in met]) if met else run)


def _answer(timetable: Timetable, group: GroupClass, run: Run, absence: Absence, result: Covered) -> None:
    """What becomes of the dates of `run`, all of which the absence meets."""
    cover = absence.by_class.get(group.id, absence.cover)
    names = timetable.names.staff
    away = f"{named(names, absence.staff_id)} is away" + (f" ({absence.because})" if absence.because else "")
    if cover is None:
        result.diagnostics.append(_unanswered(timetable, run, absence))
        said = "nobody says who takes over"
    elif cover.staff_id is None:
        step = Step(StepKind.ABSENCE, f"{away}: cancelled", absence.span)
        result.losses.extend(Loss(run, day, step) for day in run.days)
        return
    else:
        result.diagnostics.extend(_cover_away(timetable, run, absence, cover.staff_id))
        placeholder = timetable.staffing and cover.staff_id in timetable.staffing.placeholder_ids
        said = named(names, cover.staff_id) + ("" if placeholder else " takes over")
    step = Step(StepKind.ABSENCE, f"{away}: {said}", absence.span)
    staff_id = cover.staff_id if cover else absence.staff_id
    result.runs.append(
        run._replace(
            settings=replace(run.settings, staff_id=staff_id),
            details=run.details._replace(staff_id=staff_id),
            trace=(*run.trace, step),
        )
    )


def _cover_away(timetable: Timetable, run: Run, absence: Absence, cover_id: int) -> list[Diagnostic]:
    """The covers who are away themselves."""
    staffing = timetable.staffing
    if staffing is None:
        return []
    for other in staffing.absences.get(cover_id, ()):
        days = days_within(other.when, run.days, run.slot.start_min, run.lesson_s)
        if days:
            cover = named(timetable.names.staff, cover_id)
            away = named(timetable.names.staff, absence.staff_id)
            return [
                Diagnostic(
                    code="EXP052",
                    severity=Severity.ERROR,
                    summary=f"{cover} cannot take over {run.series.class_id} on {dates_in_words(days)}: "
                    "away as well",
                    detail=f"{cover} is to take over from {away}.",
                    hint=f"name somebody else: `except: {{{run.series.class_id}: …}}`, or `cancel`",
                    span=absence.span,
                    related=((f"{cover} is away", other.span),),
                )
            ]
    return []


def _unanswered(timetable: Timetable, run: Run, absence: Absence) -> Diagnostic:
    name, class_id = named(timetable.names.staff, absence.staff_id), run.series.class_id
    return Diagnostic(
        code="EXP050",
        severity=Severity.ERROR,
        summary=f"{name} is away, and nobody says who takes over {class_id} on {dates_in_words(run.days)}",
        detail="An absence cancels nothing by itself.",
        hint="write `cover: ` with a name, `cancel` or `to be announced`, "
        f"or for this class alone `except: {{{class_id}: cancel}}`",
        span=absence.span,
        related=((f"teaches {run.series.address}", run.trace[-1].span),),
    )


def _twice(timetable: Timetable, run: Run, absence: Absence, other: Absence, day: int) -> Diagnostic:
    return Diagnostic(
        code="EXP055",
        severity=Severity.ERROR,
        summary=f"two absences of {named(timetable.names.staff, absence.staff_id)} meet "
        f"{run.series.class_id} on {dates_in_words([day])}",
        detail="Nobody can say which of them should win.",
        hint="let one of them end before the other begins",
        span=absence.span,
        related=(("the other one", other.span),),
    )


def _idle(summary: str, absence: Absence) -> Diagnostic:
    return Diagnostic(
        code="EXP054",
        severity=Severity.WARNING,
        summary=summary,
        detail="The teacher has no such class on those days; closed days are taken out first.",
        hint="check the name and the dates, or take it out",
        span=absence.span,
    )
