"""Writes classes as iCalendar files; the only home of icalendar for writing, so import it late.

Takes a view of occurrences or of a plan; returns the text of one calendar, or of many: one for each
studio, teacher and room. Each class is an entry of its own (safest in simple calendar programs).
Its UID comes from its address and its SEQUENCE from the time of the run, so that a changed class
updates its entry instead of standing twice, and what is cancelled goes away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Component, Event, Parameters, Timezone, vText
from icalendar.parser import Contentline

from reconciler.render.calendar_entries import (
    STATES,
    ClassEntry,
    State,
    desired_entries,
    plan_entries,
)
from reconciler.render.calendar_files import by_file
from reconciler.render.compared_entries import compared_entries
from reconciler.render.escape import for_calendar
from reconciler.render.lesson_spans import zone_of
from reconciler.render.occurrence_views import OccurrencesView
from reconciler.render.shape import TOOL, PlanView

_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""SEQUENCE is in seconds from here: it grows from run to run, and fits 31 bits until 2088."""
_HIGHEST = 2**31 - 1
_BEYOND = timedelta(days=2)
_LONGEST = timedelta(days=366 * 30)
"""As far as the clock changes of a zone are written out; only a forged file goes further."""

_BEGIN = "BEGIN:VEVENT\r\n"
_FOLDERS: Mapping[str, State] = {state: state for state in STATES}
_COMPARED_FOLDERS: Mapping[str, State] = {"before": "live", "after": "proposed"}

_Written = dict[ClassEntry, str]
_Texts = dict[tuple[object, ...], str]


def occurrences_to_ics(view: OccurrencesView, now: datetime, name: str = "Classes") -> str:
    """One VCALENDAR with CRLF line ends. `now` is aware; `name` is shown by calendar programs."""
    return _calendar(desired_entries(view), now, name, {})


def plan_to_ics(view: PlanView, state: State = "proposed", *, now: datetime | None = None) -> str:
    """One VCALENDAR of all classes of a plan or a comparison, in one of its states.

    `now` is aware: when a comparison is made, which says nothing of it itself.
    """
    entries = [entry for entry in _entries(view, state) if not entry.handed_over]
    return _calendar(entries, now or _read_at(view), "Classes", {})


class CalendarFiles(NamedTuple):
    """A calendar for each studio, teacher and room, in some states."""

    folders: tuple[str, ...]
    """One for each state, whether there is a calendar in it or not."""
    made_at: datetime
    texts: Mapping[str, str]
    """By path, which begins with one of the folders: `desired/mitte/rooms/big-hall.ics`."""


def occurrence_calendars(view: OccurrencesView, now: datetime) -> CalendarFiles:
    """The calendars of what the files want, below `desired`."""
    return _files({"desired": desired_entries(view)}, now)


def plan_calendars(view: PlanView, *, now: datetime | None = None) -> CalendarFiles:
    """The same for each state: below `desired`, `live`, `proposed`; of a comparison `before`, `after`."""
    folders = _COMPARED_FOLDERS if "comparison" in view else _FOLDERS
    states = {folder: _entries(view, state) for folder, state in folders.items()}
    return _files(states, now or _read_at(view))


def _entries(view: PlanView, state: State) -> list[ClassEntry]:
    return compared_entries(view, state) if "comparison" in view else plan_entries(view, state)


def _files(states: Mapping[str, Sequence[ClassEntry]], stamp: datetime) -> CalendarFiles:
    written: _Written = {}
    texts = {
        f"{state}/{path}": _calendar(its, stamp, name, written)
        for state, entries in states.items()
        for path, name, its in by_file(entries)
    }
    return CalendarFiles(tuple(states), stamp, texts)


def withdrawn(text: str, now: datetime) -> str | None:
    """A calendar that was written here earlier, with all that begins after `now` cancelled.

    None if nothing of it is to come: what has taken place is not taken off.
    """
    calendar = Calendar.from_ical(text)
    coming = [event for event in calendar.walk("VEVENT") if _is_to_come(event, now)]
    for event in coming:
        title = str(event.get("summary", ""))
        for name in ("dtstamp", "sequence", "status", "summary"):
            event.pop(name, None)
        _add_state(event, now, title, cancelled=True)
    return _text(calendar) if coming else None


def _is_to_come(event: Component, now: datetime) -> bool:
    start = event.decoded("dtstart")
    to_come: bool = start > now if isinstance(start, datetime) else start > now.date()
    return to_come and event.get("status") != "CANCELLED" and event.decoded("dtstamp") <= now


def _read_at(view: PlanView) -> datetime:
    moment = datetime.fromisoformat(view["live"]["read_at"])
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _calendar(entries: Sequence[ClassEntry], stamp: datetime, name: str, written: _Written) -> str:
    """One calendar; `written` remembers what an entry looks like, for most are in several calendars."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{TOOL}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(for_calendar(name)))
    for zone, first, last in _zones(entries):
        calendar.add_component(Timezone.from_tzinfo(zone_of(zone), zone, first, last))
    head, _, tail = _text(calendar).rpartition("END:VCALENDAR")
    texts: _Texts = {}
    for entry in entries:
        if entry not in written:
            written[entry] = _entry(entry, stamp, texts)
    return "".join((head, *map(written.__getitem__, entries), "END:VCALENDAR", tail))


def _text(component: Component) -> str:
    octets: bytes = component.to_ical()
    return octets.decode()


def _zones(entries: Iterable[ClassEntry]) -> list[tuple[str, date, date]]:
    """Each zone in use, and the dates between which its clock changes matter."""
    days: dict[str, list[date]] = {}
    for entry in entries:
        start = entry.start
        if isinstance(start, datetime) and (key := getattr(start.tzinfo, "key", None)) is not None:
            days.setdefault(key, []).append(start.date())
    return [(zone, *_around(min(found), max(found))) for zone, found in sorted(days.items())]


def _around(first: date, last: date) -> tuple[date, date]:
    first = max(first, date.min + _BEYOND) - _BEYOND
    return first, min(last, date.max - _BEYOND, first + min(_LONGEST, date.max - _BEYOND - first)) + _BEYOND


def _entry(entry: ClassEntry, stamp: datetime, texts: _Texts) -> str:
    """One VEVENT. What a series has in common is written by the library, and once."""
    alike = (entry.title, entry.rooms, entry.about, entry.cancelled)
    body = texts.get(alike)
    if body is None:
        body = texts[alike] = _text(_common(entry, stamp)).removeprefix(_BEGIN)
    uid = Contentline.from_parts("UID", Parameters(), vText(for_calendar(entry.uid))).to_ical().decode()
    lines = [_moment("DTSTART", entry.start)]
    if entry.end is not None and entry.end > entry.start:
        lines.append(_moment("DTEND", entry.end))
    return f"{_BEGIN}{uid}\r\n{''.join(lines)}{body}"


def _moment(name: str, moment: datetime | date) -> str:
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment.isoformat().replace('-', '')}\r\n"
    zone = getattr(moment.tzinfo, "key", None)
    text = moment.replace(tzinfo=None).isoformat(timespec="seconds").replace("-", "").replace(":", "")
    return f"{name}:{text}Z\r\n" if zone is None else f"{name};TZID={zone}:{text}\r\n"


def _common(entry: ClassEntry, stamp: datetime) -> Event:
    written = Event()
    _add_state(written, stamp, for_calendar(entry.title), cancelled=entry.cancelled)
    if entry.rooms:
        written.add("location", for_calendar(", ".join(name for _, name in entry.rooms)))
    if entry.about:
        written.add("description", for_calendar(entry.about))
    return written


def _add_state(event: Component, stamp: datetime, title: str, *, cancelled: bool) -> None:
    """When it was written, and whether the class takes place."""
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", min(max(0, int((stamp - _COUNTED_FROM).total_seconds())), _HIGHEST))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", f"Cancelled: {title}" if cancelled else title)
