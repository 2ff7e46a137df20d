"""Writes occurrences as an iCalendar file; the only home of icalendar, so import it late.

Takes the view of occurrences and the time of the run; returns the text of one calendar. Each
class is an entry of its own (safest in simple calendar programs), its UID comes from its
address, so that a changed class updates its entry instead of standing twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from reconciler.render.escape import for_calendar
from reconciler.render.occurrence_views import OccurrencesView, OccurrenceView
from reconciler.render.shape import TOOL


def occurrences_to_ics(view: OccurrencesView, now: datetime, name: str = "Classes") -> str:
    """One VCALENDAR with CRLF line ends. `now` is aware; `name` is shown by calendar programs."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{TOOL}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", for_calendar(name))
    for zone, first, last in _zones(view):
        beyond = timedelta(days=2)
        calendar.add_component(Timezone.from_tzinfo(ZoneInfo(zone), zone, first - beyond, last + beyond))
    for each in view["occurrences"]:
        calendar.add_component(_entry(each, now))
    text: bytes = calendar.to_ical()
    return text.decode()


def _zones(view: OccurrencesView) -> list[tuple[str, date, date]]:
    """Each zone in use with its first and last date."""
    days: dict[str, list[date]] = {}
    for each in view["occurrences"]:
        days.setdefault(each["timezone"], []).append(date.fromisoformat(each["start"][:10]))
    return [(zone, min(found), max(found)) for zone, found in sorted(days.items())]


def _entry(view: OccurrenceView, now: datetime) -> Event:
    zone, names = ZoneInfo(view["timezone"]), view["names"]
    entry = Event()
    entry.add("uid", for_calendar(f"{view['address']}@{TOOL}"))
    entry.add("dtstamp", now)
    entry.add("dtstart", datetime.fromisoformat(view["start"]).replace(tzinfo=zone))
    if view["end"] is not None:
        entry.add("dtend", datetime.fromisoformat(view["end"]).replace(tzinfo=zone))
    entry.add("summary", for_calendar(names["service"] or view["class"]))
    if names["rooms"]:
        entry.add("location", for_calendar(", ".join(names["rooms"])))
    about = [text for text in (names["staff"], view["instructions"], view["stream_link"]) if text]
    if about:
        entry.add("description", for_calendar("\n".join(about)))
    return entry
