"""Tells what the rules of the files took out of the patterns, and what they put on another date.

Takes the locations of a plan; returns plain dictionaries, folded by rule and day, so that every
class that a closure, a holiday, an absence or an exception touches can be counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from reconciler.model.occurrence import Occurrence, Removal, StepKind
from reconciler.model.plan import LocationPlan
from reconciler.render.details_view import origin_view, steps_view
from reconciler.render.shape import MoveView, RemovalView, RemovedDayView

_PLACE = {kind: place for place, kind in enumerate(StepKind)}


def removals_view(locations: Iterable[LocationPlan]) -> list[RemovalView]:
    """By location in the order of the plan, then in the order of evaluation, then by place in the files."""
    return [view for part in locations for view in rules_view(part.location.key, part.removals)]


def moves_view(locations: Iterable[LocationPlan]) -> list[MoveView]:
    """In the order of the plan: by location, then by new start."""
    return [move_view(part.location.key, one) for part in locations for one in moved_in(part)]


def move_view(location: str, one: Occurrence) -> MoveView:
    """One class that is on another date, or at another time because of the clocks."""
    return {
        "address": one.address,
        "location": location,
        "date": one.date.isoformat(),
        "start": one.start.isoformat(),
        "trace": steps_view(one.trace),
    }


def moved_in(part: LocationPlan) -> list[Occurrence]:
    """What takes place on another date than its pattern says, or later because the clocks skip its time."""
    wanted = (action.occurrence for action in part.actions)
    return [one for one in wanted if one is not None and one.moved]


def rules_view(location: str, removals: Iterable[Removal]) -> list[RemovalView]:
    """What each rule took out at one location, in the order of evaluation."""
    rules: dict[tuple[StepKind, str, int], list[Removal]] = {}
    for removal in removals:
        step = removal.trace[-1]
        rules.setdefault((step.kind, step.span.file, step.span.line), []).append(removal)
    return [
        {
            "location": location,
            "kind": kind.value,
            "origin": origin_view(its[0].trace[-1].span),
            "count": len(its),
            "days": _by_day(its),
        }
        for (kind, _, _), its in sorted(rules.items(), key=lambda rule: (_PLACE[rule[0][0]], rule[0]))
    ]


def _by_day(removals: list[Removal]) -> list[RemovedDayView]:
    days: dict[tuple[str, str], list[str]] = {}
    for removal in sorted(removals, key=attrgetter("date", "address")):
        days.setdefault((removal.date.isoformat(), removal.trace[-1].text), []).append(removal.address)
    return [{"date": day, "text": text, "addresses": its} for (day, text), its in days.items()]
