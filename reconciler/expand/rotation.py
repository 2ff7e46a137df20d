"""Teachers who take turns: which dates of a series are whose.

Takes runs whose settings have turns, returns them cut by teacher, each with a step that names
whose turn it is. Turns are counted along the calendar or along the dates of the pattern, before
anything is taken away: a closed day costs its teacher the class and shifts nobody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reconciler.expand.closures import Loss
from reconciler.expand.segments import Run
from reconciler.expand.words import named
from reconciler.model.names import Names
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import Rotation, Settings

_Sessions = dict[tuple[str, Rotation], list[int]]


class Turned(NamedTuple):
    """One class with each date at its teacher."""

    runs: list[Run]
    losses: list[Loss]
    """Dates taken away before: they had their turn too, and an exception may bring them back."""


def with_turns(names: Names, runs: list[Run], losses: list[Loss]) -> Turned:
    """The runs and losses with each date at its teacher; the very same lists if nobody takes turns."""
    if all(run.settings.turns is None for run in runs) and all(
        loss.run.settings.turns is None for loss in losses
    ):
        return Turned(runs, losses)
    sessions = _sessions([*runs, *(loss.run._replace(days=[loss.day]) for loss in losses)])
    return Turned(
        [part for run in runs for part in _by_teacher(names, run, sessions)],
        [
            Loss(_by_teacher(names, loss.run._replace(days=[loss.day]), sessions)[0], *loss[1:])
            for loss in losses
        ],
    )


def _by_teacher(names: Names, run: Run, sessions: _Sessions) -> list[Run]:
    turns = run.settings.turns
    if turns is None:
        return [run]
    counted = sessions.get((run.series.address, turns), [])
    by_teacher: dict[int, list[int]] = {}
    for day in run.days:
        staff_id = turns.staff_ids[_turn(turns, day, counted) % len(turns.staff_ids)]
        by_teacher.setdefault(staff_id, []).append(day)
    return [_taught_by(names, run, turns, staff_id, days) for staff_id, days in by_teacher.items()]


def turn_of_week(settings: Settings, day: int) -> int | None:
    """Whose turn it is on a day (number) beside the pattern; None if only the pattern's dates have turns."""
    turns = settings.turns
    if turns is None:
        return settings.staff_id
    return turns.staff_ids[_turn(turns, day, ()) % len(turns.staff_ids)] if turns.each == "week" else None


def turn_step(names: Names, turns: Rotation, staff_id: int) -> Step:
    """The step that says whose turn it is."""
    text = f"turn of {named(names.staff, staff_id)}, by {turns.each} from {turns.first.isoformat()}"
    return Step(StepKind.ROTATION, text, turns.span)


def _sessions(runs: Sequence[Run]) -> _Sessions:
    """The dates on which each rotation is in force, by series, ascending."""
    sessions: dict[tuple[str, Rotation], set[int]] = {}
    for run in runs:
        if run.settings.turns is not None and run.settings.turns.each == "session":
            sessions.setdefault((run.series.address, run.settings.turns), set()).update(run.days)
    return {key: sorted(days) for key, days in sessions.items()}


def _turn(turns: Rotation, day: int, sessions: Sequence[int]) -> int:
    """How many turns after the first one; below zero before it."""
    first = turns.first.toordinal()
    if turns.each == "week":
        return (day - 1) // 7 - (first - 1) // 7  # day number 1 is a Monday
    return bisect_left(sessions, day) - bisect_left(sessions, first)


def _taught_by(names: Names, run: Run, turns: Rotation, staff_id: int, days: list[int]) -> Run:
    return run._replace(
        days=days,
        settings=replace(run.settings, staff_id=staff_id, turns=None),
        details=run.details._replace(staff_id=staff_id),
        trace=(*run.trace, turn_step(names, turns, staff_id)),
    )
