"""Occurrences x activities -> plan: what one location needs, and why.

`plan_location` takes a `LocationRequest` and gives a `LocationPlan`. Read on in the order of
its steps: scope (what is asked for), match (pairs and doubts), clashes (busy teachers and
rooms), closeness (rooms and people that need time), compare (fields that differ), decide (the
table), guard (the gates). Nothing here reads a clock, a file or the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from math import ceil
from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity
from reconciler.model.marker import marker_of
from reconciler.model.plan import Action, ActionKind, LiveRead, LocationPlan
from reconciler.planner.cases import Case, InDoubt, OnlyObserved
from reconciler.planner.clashes import with_clashes
from reconciler.planner.closeness import Nearness, Studio, nearness, with_closeness
from reconciler.planner.compare import compare, differing
from reconciler.planner.decide import decide
from reconciler.planner.digest import live_digest
from reconciler.planner.guard import gates
from reconciler.planner.instant import instant_of
from reconciler.planner.match import Matching, match
from reconciler.planner.renamed import with_renamed
from reconciler.planner.request import LastSeen, Limits, LocationRequest
from reconciler.planner.scope import (
    idle_globs,
    in_scope,
    removals_told,
    selector,
    split_past,
    split_published,
)

__all__ = [
    "LastSeen",
    "Limits",
    "LocationRequest",
    "Nearness",
    "Studio",
    "differing",
    "idle_globs",
    "nearness",
    "plan_location",
    "selector",
]


def plan_location(request: LocationRequest) -> LocationPlan:
    """Plan one location. The order of occurrences and activities does not matter.

    Every selected occurrence that is neither past nor unpublished has exactly one action. Actions
    are ordered by local start; at one start, by address, and then by id where there is only an
    activity.
    """
    read_from = ceil(request.read_from.timestamp())
    past, ahead = split_past(request.occurrences, read_from)
    live = sorted(
        (activity for activity in request.activities if not activity.deleted),
        key=lambda activity: (activity.start, activity.id),
    )
    horizon = ceil(request.now.timestamp()) + request.protect_s
    found = in_scope(
        with_renamed(match(ahead, [*request.behind, *live])), request.selection, selector(request.selection)
    )
    published, unpublished = split_published(found, request.publish_until)
    cases = _cases(request, published, live, horizon)
    actions = sorted((decide(case, horizon=horizon) for case in cases), key=_place)
    creates = sum(action.kind is ActionKind.CREATE for action in actions)
    return LocationPlan(
        location=request.location,
        names=request.names,
        actions=tuple(actions),
        gates=gates(creates=creates, live=len(live), limits=request.limits, last_seen=request.last_seen),
        live=LiveRead(count=len(live), digest=live_digest(live), read_from=request.read_from),
        past=request.past + sum(map(selector(request.selection), past)),
        unpublished=unpublished,
        removals=removals_told(
            request.removals, request.selection, request.read_from.date(), request.publish_until
        ),
    )


def _cases(request: LocationRequest, found: Matching, live: list[Activity], horizon: int) -> Iterator[Case]:
    missing, in_doubt = found.only_desired, request.in_doubt
    if in_doubt:
        missing = [case for case in missing if case.occurrence.address not in in_doubt]
    here = Studio(request.location, request.occurrences, live)
    blocked = with_clashes(missing, live, found.pairs, request.location)
    return chain(
        compare(found.pairs),
        with_closeness(blocked, here, request.near),
        (InDoubt(o) for (o,) in found.only_desired if in_doubt and o.address in in_doubt),
        found.doubtful,
        found.duplicates,
        _strangers(request, found.only_observed, horizon),
    )


def _strangers(request: LocationRequest, observed: list[OnlyObserved], horizon: int) -> list[OnlyObserved]:
    """The activities that no occurrence could be, as far as they are anybody's business."""
    zone = ZoneInfo(request.location.timezone)
    # The frozen near future is never diffed: strangers in it are nobody's business yet.
    strangers = [case for case in observed if instant_of(case.activity, zone) >= horizon]
    if not any(case.activity.marker for case in strangers):
        return strangers
    # A class whose own date is past, moved by hand into the future: the past is never diffed.
    past = {
        marker_of(request.location.id, occurrence.address)
        for occurrence in chain(request.started, request.occurrences)
        if occurrence.utc < horizon
    }
    return [case for case in strangers if case.activity.marker not in past]


def _place(action: Action) -> tuple[datetime, bool, str, int]:
    if (occurrence := action.occurrence) is not None:
        return (occurrence.start, False, f"{occurrence.series.address}/", occurrence.date.toordinal())
    activity = action.activity
    assert activity is not None, "an action is about an occurrence, an activity, or both"
    return (activity.start, True, "", activity.id)
