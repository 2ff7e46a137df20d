"""Words that every section of a plan shares: where a class is declared, when and in which zone it is.

Takes parts of a view and a style; returns phrases that are safe to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reconciler.render.class_shape import DetailsView, OriginView
from reconciler.render.dates import full_day
from reconciler.render.layout import Style, show
from reconciler.render.lesson_times import lesson_of, lesson_words
from reconciler.render.series import location_of
from reconciler.render.shape import PlanView

Zones = Mapping[str, str]
"""Zone by key of the location; empty where all locations share one, for then nobody asks."""


def zones_of(view: PlanView) -> Zones:
    """The zones that must be named."""
    zones = {each["key"]: each["timezone"] for each in view["locations"]}
    return zones if len(set(zones.values())) > 1 else {}


def place(origin: OriginView, style: Style) -> str:
    """`(schedules/autumn.yaml:12)`."""
    return f"({show(origin['file'], style)}:{origin['line']})"


def head(address: str, origin: OriginView, zones: Zones, style: Style) -> str:
    """`mitte/yoga-evening  (schedules/autumn.yaml:12)`, and the zone where zones differ."""
    zone = zone_words(location_of(address), zones, style)
    return f"{show(address, style)}  {place(origin, style)}{zone}"


def zone_words(location: str, zones: Zones, style: Style) -> str:
    """`  Europe/Lisbon time`, or nothing where all locations share one zone."""
    zone = zones.get(location)
    return "" if zone is None else f"  {show(zone, style)} time"


def start_words(details: DetailsView) -> str:
    """`Mon 7 Sep 2026 18:30-19:25`."""
    return f"{full_day(date.fromisoformat(details['start'][:10]))} {times_words(details)}"


def times_words(details: DetailsView) -> str:
    """`18:30-19:25`."""
    length_s, break_s = details["length_s"], details["break_s"]
    return lesson_words(
        lesson_of(details["start"], details["timezone"], length_s, break_s, utc=details["utc"])
    )
