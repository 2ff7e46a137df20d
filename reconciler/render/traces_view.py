"""Keeps every trace of a plan once, for a series of a hundred dates has two or three.

Takes traces; returns numbers, and in the end the list that they count in: a saved plan says why
each class is there and stays small.
"""

from __future__ import annotations

from reconciler.model.occurrence import Step
from reconciler.render.class_shape import StepView
from reconciler.render.details_view import steps_view


class Traces:
    """The different traces of one plan, in the order in which they were first met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Step, ...], int] = {}
        self._seen: dict[int, tuple[tuple[Step, ...], int]] = {}

    def number(self, trace: tuple[Step, ...]) -> int:
        """Its place in the list, from 0."""
        seen = self._seen.get(id(trace))
        if seen is None:
            # The trace is kept with its number: what is gone could leave its id to another one.
            number = self._numbers.setdefault(trace, len(self._numbers))
            seen = self._seen[id(trace)] = (trace, number)
        return seen[1]

    def views(self) -> list[list[StepView]]:
        """Every trace, at the place of its number."""
        return [steps_view(trace) for trace in self._numbers]
