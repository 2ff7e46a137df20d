"""What has been gathered for one location while its files are read -> Timetable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reconciler.load.catalog import Catalog
from reconciler.load.copies import SeasonCopy
from reconciler.load.house import HouseDraft, house_rules
from reconciler.load.seasons import Season, full_periods
from reconciler.load.special_days import (
    DaysDraft,
    special_of,
)
from reconciler.load.special_weeks import (
    WeeksDraft,
)
from reconciler.load.staffing import StaffingDraft, finished
from reconciler.model.calendars import DayPolicy, OwnCalendar
from reconciler.model.schedule import (
    ClockChanges,
    Closure,
    Cycle,
    GroupClass,
    Location,
    Publish,
    ScheduleException,
    Timetable,
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """What has been gathered for one location so far."""

    seasons: dict[str, Season] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    copies: dict[str, SeasonCopy] = field(default_factory=dict)
    weeks: WeeksDraft = field(default_factory=WeeksDraft)
    days: DaysDraft = field(default_factory=DaysDraft)
    classes: dict[str, GroupClass] = field(default_factory=dict)
    class_ids: set[str] = field(default_factory=set)
    closures: list[Closure] = field(default_factory=list)
    calendars: dict[str, OwnCalendar] = field(default_factory=dict)
    policies: list[DayPolicy] = field(default_factory=list)
    staffing: StaffingDraft = field(default_factory=StaffingDraft)
    house: HouseDraft = field(default_factory=HouseDraft)
    exceptions: list[ScheduleException] = field(default_factory=list)
    publish: Publish | None = None
    clock_changes: ClockChanges | None = None
    protect_s: int = 0
    marked: bool = True
    whole: bool = True
    """Whether every class of its files could be built."""

    tags: set[str] = field(default_factory=set)
    """What its classes are tagged with."""
    endless: list[GroupClass] = field(default_factory=list)
    """Its classes without an end."""

    def add(self, group: GroupClass) -> None:
        """Put a class to the others."""
        self.classes[group.id] = group
        self.tags.update(group.tags)
        if any(period.endless for period in group.periods):
            self.endless.append(group)


def timetable_of(location: Location, catalog: Catalog, draft: Draft) -> Timetable:
    """All of it as a value, in an order that does not depend on the order of the files."""
    return Timetable(
        location=location,
        names=catalog.names(),
        classes=_mutual(draft.classes),
        closures=tuple(sorted(draft.closures, key=lambda closure: closure.span)),
        exceptions=tuple(sorted(draft.exceptions, key=lambda exception: exception.span)),
        policies=tuple(sorted(draft.policies, key=lambda policy: policy.span)),
        calendars=dict(sorted(draft.calendars.items())),
        seasons=full_periods(draft.seasons.values()),
        publish=draft.publish,
        protect_s=draft.protect_s,
        special=special_of(draft.weeks, draft.days),
        staffing=finished(draft.staffing, catalog),
        house=house_rules(draft.house, catalog),
        clock_changes=draft.clock_changes,
        marked=draft.marked,
    )


def _mutual(classes: dict[str, GroupClass]) -> tuple[GroupClass, ...]:
    """The classes by id; whoever may overlap another one may be overlapped by it as well."""
    named = {key: set(one.may_overlap) for key, one in classes.items() if one.may_overlap}
    for key, others in list(named.items()):
        for other in others & classes.keys():
            named.setdefault(other, set()).add(key)
    return tuple(
        replace(classes[key], may_overlap=frozenset(named[key])) if key in named else classes[key]
        for key in sorted(classes)
    )
