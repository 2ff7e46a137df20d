"""Tells which dates a plan speaks about.

Takes a view; returns the first and the last date: what was asked for, cut at the moment of the
read, and where nobody set an end, the last class that the plan names.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reconciler.render.frame_shape import LocationView
from reconciler.render.shape import PlanView


def covered(view: PlanView) -> tuple[date, date] | None:
    """First and last date, both included; None if nothing in the plan tells them."""
    asked_first, asked_last = view["window"]["from"], view["window"]["to"]
    read = [day for day in map(_read_from, view["locations"]) if day is not None]
    starts = [min(read)] if read else []
    if asked_first is not None:
        starts.append(date.fromisoformat(asked_first))
    days = _days_named(view) if asked_last is None else {date.fromisoformat(asked_last)}
    if not starts or not days:
        return None
    first, last = max(starts), max(days)
    return (first, last) if first <= last else None


def _read_from(location: LocationView) -> date | None:
    try:
        zone = ZoneInfo(location["timezone"])
        return datetime.fromisoformat(location["read_from"]).astimezone(zone).date()
    except (ValueError, KeyError, OSError, OverflowError):  # only in a forged file
        return None


def _days_named(view: PlanView) -> set[date]:
    held = [*view["held_back"], *view["conflicts"]]
    starts = {each["after"]["start"][:10] for each in held}
    starts |= {each["before"]["start"][:10] for each in view["drift"]}
    for change in view["resource_changes"]:
        after = change["change"]["after"] or change["change"]["before"]
        if after is not None:
            starts.add(after["start"][:10])
    return set(map(date.fromisoformat, starts))
