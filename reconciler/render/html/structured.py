"""The created series as schema.org data, for programs that read the report.

Takes a `PlanView`; returns JSON-LD that may stand in a script element.
"""

from __future__ import annotations

import json
from typing import Any

from reconciler.render.dates import WEEKDAYS
from reconciler.render.shape import GroupView, PlanView, SeriesChange

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def structured_data(view: PlanView) -> str:
    """A list of events with their schedules; no `<` in it, so that it cannot end its element."""
    graph = [_event(series, group) for series in view["series_changes"] for group in series["groups"]]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=True)
    return text.replace("<", "\\u003c")


def _event(series: SeriesChange, group: GroupView) -> dict[str, Any]:
    names = group["details"]["names"]
    event: dict[str, Any] = {
        "@type": "Event",
        "@id": f"urn:schedule-reconciler:{series['address']}",
        "name": names["service"] or series["address"],
        "location": {"@type": "Place", "name": series["location"]},
        "eventSchedule": _schedule(series, group),
    }
    if names["staff"]:
        event["organizer"] = {"@type": "Person", "name": names["staff"]}
    if group["details"]["capacity"] is not None:
        event["maximumAttendeeCapacity"] = group["details"]["capacity"]
    return event


def _schedule(series: SeriesChange, group: GroupView) -> dict[str, Any]:
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "startDate": group["first"],
        "endDate": group["last"],
        "startTime": f"{group['time']}:00",
        "scheduleTimezone": series["timezone"],
        "repeatCount": group["count"],
    }
    if group["end"] is not None:
        schedule["endTime"] = f"{group['end']}:00"
    if group["weekdays"]:
        indices = [WEEKDAYS.index(weekday.title()) for weekday in group["weekdays"]]
        schedule["byDay"] = [f"https://schema.org/{_DAYS[index]}" for index in indices]
        schedule["repeatFrequency"] = f"P{group['every_weeks']}W"
    if group["not"]:
        schedule["exceptDate"] = group["not"]
    return schedule
