"""The stages in their order: read, expand, compare. No terminal, no environment, no clock.

`observe` takes a location and a client that can only read; `plan_one` compares, and returns the plan of
the location: its own zone, its own window, its own names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reconciler.altegio import ReadClient, check_zone, read_activities, read_behind
from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.plan import FieldChange, LocationPlan, Selection
from reconciler.model.schedule import Location, Timetable
from reconciler.model.window import Window
from reconciler.planner import LastSeen, Limits, LocationRequest, Nearness, Studio, differing, plan_location

READ_MARGIN = timedelta(days=28)
"""How far beyond the last known date is read: classes get moved by hand past the end of a season."""
READ_LEAD = timedelta(minutes=1)
"""The booking system refuses lists that start in the past, by its own clock: stay ahead of it."""
_CROWDED_DAY = 30
"""Activities a day that a quick look reckons with; it only decides how the time is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to plan, and within which limits."""

    selection: Selection
    limits: Limits
    now: datetime
    """Aware."""
    last_seen: Mapping[str, LastSeen]
    """By key of location: what the last complete read found."""
    seen_until: Mapping[str, date]
    """By key of location: up to which date anything was read before."""
    details: bool
    """Whether activities are read one by one where the list lacks fields."""
    in_doubt: frozenset[str] = frozenset()
    """Addresses that an earlier apply sent a create for, which may still land."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the files of one location come to, in the dates that were asked for."""

    occurrences: Sequence[Occurrence] = ()
    removals: Sequence[Removal] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What one location wants and has, before they are compared."""

    timetable: Timetable
    wanted: Wanted
    future: tuple[Occurrence, ...]
    """What is wanted from `read_from` on."""
    activities: tuple[Activity, ...]
    behind: tuple[Activity, ...]
    """What is over already, of what is wanted: somebody has brought it forward."""
    read: Window
    read_from: datetime
    """Aware."""
    asked: Asked
    """What was asked for at the moment of the read."""

    @property
    def studio(self) -> Studio:
        """Both sides, for those who look at other locations, too."""
        return Studio(self.timetable.location, self.future, self.activities)


def observe(timetable: Timetable, wanted: Wanted, client: ReadClient, asked: Asked) -> Observed:
    """Read what one location has, as far as it could matter for what its files want.

    Raises:
        AltegioError: when the read fails or cannot be proven complete; then there is no plan.
    """
    location = timetable.location
    read_from = first_readable(asked.now).astimezone(ZoneInfo(location.timezone))
    cutoff = int(read_from.timestamp())
    future = tuple(o for o in wanted.occurrences if o.utc >= cutoff)
    read = _read_window(future, timetable, asked, read_from.date())
    assert read.first is not None
    assert read.last is not None
    check_zone(client, location, read.first, read.last)
    last_seen = asked.last_seen.get(location.key)
    expected = 0 if last_seen is None else last_seen.count
    activities = _observed(client, location, expected, read, read_from.replace(tzinfo=None))
    if asked.details:
        activities = tuple(_in_full(client, location, activity) for activity in activities)
    return Observed(
        timetable=timetable,
        wanted=wanted,
        future=future,
        activities=activities,
        behind=_behind(client, location, future, activities, read_from),
        read=read,
        read_from=read_from,
        asked=asked,
    )


def plan_one(observed: Observed, *, near: Nearness | None) -> LocationPlan:
    """Compare what one location has with what its files want."""
    timetable, wanted, asked = observed.timetable, observed.wanted, observed.asked
    return plan_location(
        LocationRequest(
            location=timetable.location,
            names=timetable.names,
            occurrences=observed.future,
            removals=wanted.removals,
            started=tuple(o for o in wanted.occurrences if o.utc < observed.read_from.timestamp()),
            past=len(wanted.occurrences) - len(observed.future),
            activities=observed.activities,
            behind=observed.behind,
            read_from=observed.read_from,
            now=asked.now,
            publish_until=published_until(timetable, asked.now),
            protect_s=timetable.protect_s,
            selection=replace(asked.selection, window=_told(asked.selection.window, observed.read)),
            limits=asked.limits,
            last_seen=asked.last_seen.get(timetable.location.key),
            in_doubt=asked.in_doubt,
            near=near,
        )
    )


def published_until(timetable: Timetable, now: datetime) -> date | None:
    """The last date of classes that a location publishes at the moment `now` (aware); None for any."""
    if timetable.publish is None:
        return None
    return timetable.publish.until(now.astimezone(ZoneInfo(timetable.location.timezone)).date())


def first_readable(now: datetime) -> datetime:
    """The first whole minute, in UTC, from which the booking system lists at the moment `now` (aware)."""
    # In UTC: on the wall clock, adding a minute leaves the second pass of a repeated hour for the first.
    moment = now.astimezone(UTC) + READ_LEAD
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _read_window(future: Sequence[Occurrence], timetable: Timetable, asked: Asked, today: date) -> Window:
    """The dates to read: from today as far as anything is declared, was asked for, or was seen before.

    However narrow the plan, the read is not: a class that somebody moved by hand to another week
    must be seen there, or it would be created a second time. And what was seen before matters
    when a season gets shorter, for its classes are still there.
    """
    ends = [
        period.days.last
        for group_class in timetable.classes
        for period in group_class.periods
        if not period.open
    ]
    ends += [o.start.date() for o in future[-1:]]
    ends += [
        end for end in (asked.selection.window.last, asked.seen_until.get(timetable.location.key)) if end
    ]
    last = max(ends, default=today)
    return Window(first=today, last=last + READ_MARGIN if last >= today else today - timedelta(days=1))


def _told(asked: Window, read: Window) -> Window:
    """The dates that the plan speaks about: what was asked for, without the margin of the read."""
    assert read.last is not None
    end = read.last - READ_MARGIN
    return Window(first=asked.first, last=end if asked.last is None else min(asked.last, end))


def _observed(
    client: ReadClient, location: Location, expected: int, read: Window, read_from: datetime
) -> tuple[Activity, ...]:
    """What is there in the window; `expected` is how much there was last time, 0 or more."""
    assert read.first is not None
    assert read.last is not None
    # A second early, for nobody says whether the booking system's bounds are included.
    first = max(read_from, datetime.combine(read.first, time.min)) - timedelta(seconds=1)
    last = datetime.combine(read.last, time(23, 59, 59))
    if last < first:
        return ()
    per_day = max(1, expected // max(1, (last - first).days))
    listing = read_activities(client, location.id, location.timezone, first, last, per_day=per_day)
    return listing.activities


def _behind(
    client: ReadClient,
    location: Location,
    future: Sequence[Occurrence],
    activities: Sequence[Activity],
    read_from: datetime,
) -> tuple[Activity, ...]:
    """Of the next weeks' classes that are missing, those that were held already. Costs nothing if none is."""
    there = {activity.marker for activity in activities if activity.marker is not None}
    if not there:
        return ()  # nothing here was ever made by us, as far as anybody can see
    end = read_from.date() + READ_MARGIN
    wanted = {occurrence.marker for occurrence in future if occurrence.start.date() <= end}
    missing = {marker for marker in wanted if marker is not None} - there
    before = read_from.replace(tzinfo=None)
    return read_behind(client, location.id, location.timezone, before, missing) if missing else ()


def _in_full(client: ReadClient, location: Location, activity: Activity) -> Activity:
    """The activity with every field, asked for by its id if the list did not carry them all."""
    return client.get(location.id, activity.id) if None in activity.details else activity


def differences(client: ReadClient, occurrence: Occurrence, activity_id: int) -> tuple[FieldChange, ...]:
    """What of one activity, read by its id, is not as the files say: `before` is there, `after` is wanted.

    Raises:
        AltegioError: when it cannot be read.
    """
    activity = client.get(occurrence.series.location_id, activity_id)
    if activity.deleted:
        return (FieldChange(field="deleted", before=True, after=False),)
    found = differing(occurrence, activity)
    if activity.details.comment is not None and activity.marker != occurrence.marker:
        found = (*found, FieldChange(field="mark", before=activity.marker, after=occurrence.marker))
    return found


def look(
    client: ReadClient, location: Location, now: datetime, first: datetime, last: datetime
) -> tuple[tuple[Activity, ...], datetime]:
    """The live activities from `first` to `last` (local, naive), and since when they can be listed at all.

    Raises:
        AltegioError: when the read fails or cannot be proven complete.
    """
    since = first_readable(now).astimezone(ZoneInfo(location.timezone)).replace(tzinfo=None)
    begin = max(first, since) - timedelta(seconds=1)
    if begin > last:
        return (), since
    listing = read_activities(client, location.id, location.timezone, begin, last, per_day=_CROWDED_DAY)
    return listing.activities, since
