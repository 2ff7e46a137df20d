"""Rooms that cannot be used: where their classes go, or that they fall out.

Takes the runs of one class after closed days, returns them in the other room, the dates that
are cancelled, and diagnostics. A class that takes the first free room of several is touched
only where none of them can be used: a room that is out is simply not free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from reconciler.expand.closures import Calendar, Loss, Placement, room_closed
from reconciler.expand.effective import details_of
from reconciler.expand.segments import Run
from reconciler.expand.selection import selects
from reconciler.expand.spells import days_within, is_within
from reconciler.expand.words import dates_in_words, named
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import GroupClass, Timetable
from reconciler.model.staffing import RoomOutage, Staffing


class Housed(NamedTuple):
    """One class after the outages of its rooms."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


class _Ground(NamedTuple):
    names: Names
    staffing: Staffing
    calendar: Calendar
    group: GroupClass


def with_outages(timetable: Timetable, group: GroupClass, calendar: Calendar, runs: list[Run]) -> Housed:
    """The runs with other rooms in force; the very same list if no room is out."""
    staffing = timetable.staffing
    if staffing is None or not staffing.outages:
        return Housed(runs, [], [])
    ground = _Ground(timetable.names, staffing, calendar, group)
    result = Housed([], [], [])
    for run in runs:
        touched = _touched(ground, run, result)
        for outages in dict.fromkeys(touched.values()):
            _answer(ground, run._replace(days=[d for d in touched if touched[d] == outages]), outages, result)
        result.runs.append(run._replace(days=[d for d in run.days if d not in touched]) if touched else run)
    return result


def outage_of(
    staffing: Staffing | None,
    group: GroupClass,
    made_of: ClassDetails,
    room_id: int,
    when: tuple[int, int, int],
) -> RoomOutage | None:
    """The outage of a room that a lesson (day number, start in minutes, length in seconds) meets."""
    outages = staffing.outages.get(room_id, ()) if staffing else ()
    met = (one for one in outages if selects(one.only, group, made_of) and is_within(one.when, *when))
    return next(met, None)


def out_in_words(names: Names, outage: RoomOutage) -> str:
    """`big hall is out (new floor)`."""
    because = f" ({outage.because})" if outage.because else ""
    return f"{named(names.rooms, outage.room_id)} is out{because}"


def _touched(ground: _Ground, run: Run, result: Housed) -> dict[int, tuple[RoomOutage, ...]]:
    """The dates on which the class cannot be where it should, ascending, with what is in the way."""
    found: dict[int, tuple[RoomOutage, ...]] = {}
    for room_id in run.details.room_ids or ():
        for day, outage in _out(ground, run, room_id, result).items():
            found[day] = (*found.get(day, ()), outage)
    choice = run.settings.room_choice
    if choice is not None:
        out = [_out(ground, run, room_id, result) for room_id in choice.room_ids]
        for day in set(out[0]).intersection(*out[1:]):
            found[day] = (*found.get(day, ()), min((each[day] for each in out), key=lambda one: one.span))
    return dict(sorted(found.items()))


def _out(ground: _Ground, run: Run, room_id: int, result: Housed) -> dict[int, RoomOutage]:
    """The dates on which one room is out, at the time of the class."""
    found: dict[int, RoomOutage] = {}
    for outage in ground.staffing.outages.get(room_id, ()):
        if not selects(outage.only, ground.group, run.details):
            continue
        days = days_within(outage.when, run.days, run.slot.start_min, run.lesson_s)
        twice = [day for day in days if day in found]
        if twice:
            result.diagnostics.append(_twice(ground, run, outage, found[twice[0]], twice))
        found = dict.fromkeys(days, outage) | found
    return found


def _answer(ground: _Ground, run: Run, outages: tuple[RoomOutage, ...], result: Housed) -> None:
    """What becomes of the dates of `run`, all of which these outages meet."""
    cancelling = next((outage for outage in outages if outage.move_to is None), None)
    if cancelling is not None:
        text = f"{out_in_words(ground.names, cancelling)}: cancelled"
        step = Step(StepKind.ROOM_OUTAGE, text, cancelling.span)
        result.losses.extend(Loss(run, day, step) for day in run.days)
        return
    moves = {outage.room_id: outage.move_to for outage in outages if outage.move_to is not None}
    for outage, (said, span) in _also_out(ground, run, outages):
        result.diagnostics.append(_nowhere(ground, run, outage, said, span))
    choice = run.settings.room_choice
    if choice is not None and not moves.keys().isdisjoint(choice.room_ids):
        chosen = next(moves[room_id] for room_id in choice.room_ids if room_id in moves)
        settings = replace(run.settings, room_ids=(chosen,), room_choice=None)
    else:
        settings = replace(run.settings, room_ids=_moved(run.settings.room_ids, moves))
    settings = replace(settings, also_ids=_moved(settings.also_ids, moves))
    steps = (
        Step(
            StepKind.ROOM_OUTAGE,
            f"{out_in_words(ground.names, outage)}: "
            f"moved to {named(ground.names.rooms, outage.move_to or 0)}",
            outage.span,
        )
        for outage in outages
    )
    result.runs.append(
        run._replace(
            series=run.series.taking(settings.room_choice),
            settings=settings,
            details=details_of(settings, run.lesson_s),
            trace=(*run.trace, *steps),
        )
    )


def _moved(room_ids: tuple[int, ...] | None, moves: dict[int, int]) -> tuple[int, ...] | None:
    return None if room_ids is None else tuple(moves.get(room_id, room_id) for room_id in room_ids)


def _also_out(
    ground: _Ground, run: Run, outages: tuple[RoomOutage, ...]
) -> Iterator[tuple[RoomOutage, tuple[str, Span]]]:
    """The moves that lead to a room that is out or closed as well, each with the reason."""
    for outage in outages:
        for day in run.days:
            when = (day, run.slot.start_min, run.lesson_s)
            there = run.details._replace(room_ids=(outage.move_to or 0,))
            other = outage_of(ground.staffing, ground.group, there, outage.move_to or 0, when)
            closing = room_closed(ground.calendar, ground.group, Placement(*when, there))
            if other is not None or closing is not None:
                yield (
                    outage,
                    (out_in_words(ground.names, other), other.span)
                    if other is not None
                    else (closing.text, closing.span)
                    if closing is not None
                    else ("", outage.span),
                )
                break


def _nowhere(ground: _Ground, run: Run, outage: RoomOutage, said: str, span: Span) -> Diagnostic:
    room = named(ground.names.rooms, outage.move_to or 0)
    return Diagnostic(
        code="EXP059",
        severity=Severity.ERROR,
        summary=f"{run.series.class_id} cannot move to {room} on {dates_in_words(run.days)}: "
        "it cannot be used either",
        detail=f"{said[:1].upper()}{said[1:]}.",
        hint="name another room, or write `then: cancel`",
        span=outage.span,
        related=((said, span),),
    )


def _twice(ground: _Ground, run: Run, outage: RoomOutage, other: RoomOutage, days: list[int]) -> Diagnostic:
    return Diagnostic(
        code="EXP055",
        severity=Severity.ERROR,
        summary=f"two outages of {named(ground.names.rooms, outage.room_id)} meet "
        f"{run.series.class_id} on {dates_in_words(days)}",
        detail="Nobody can say which of them should win.",
        hint="let one of them end before the other begins",
        span=outage.span,
        related=(("the other one", other.span),),
    )
