"""Documents -> Schedule: names resolved, defaults applied, files of one location put together.

First all files are asked for what others may refer to (locations, names, seasons), then each
is built. The order of the files never shows in the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path as Folder

from reconciler.load.calendars import gather_calendars
from reconciler.load.catalog import Catalog
from reconciler.load.classes import build_class
from reconciler.load.clocks import gather_clock_changes
from reconciler.load.closed import build_closure
from reconciler.load.copies import check_copies, gather_copies, in_order
from reconciler.load.cycles import gather_cycles
from reconciler.load.document import Document, Mapping, Path
from reconciler.load.draft import Draft, timetable_of
from reconciler.load.exceptions import build_exception
from reconciler.load.fields import build_settings
from reconciler.load.files import Source
from reconciler.load.house import check_opening_hours, gather_house
from reconciler.load.locate import at_their_locations, gather_defaults
from reconciler.load.places import add_names, build_locations, merge_location
from reconciler.load.policies import check_calendars, check_use, gather_policies
from reconciler.load.publish import gather_publish, require_horizon
from reconciler.load.repeated import told_once
from reconciler.load.safety import check_safety
from reconciler.load.scope import FileScope
from reconciler.load.seasons import build_season
from reconciler.load.selectors import check_mentions, check_named, check_together
from reconciler.load.special_days import build_special_days, check_timetables, gather_timetables
from reconciler.load.special_weeks import (
    check_special_weeks,
    gather_special_weeks,
    model_classes,
)
from reconciler.load.staffing import check_staffing, gather_staffing
from reconciler.load.travel import build_travel
from reconciler.load.unmanaged import report_unmanaged
from reconciler.load.values import parse_duration
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import (
    Location,
    Schedule,
)

LISTS = (
    "classes",
    "closures",
    "absences",
    "room_outages",
    "exceptions",
    "special_weeks",
    "special_days",
)
"""Keys whose entries stand by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Locations and their names, as far as the project file declares them."""

    locations: dict[str, Location]
    catalogs: dict[str, Catalog]
    defaults: dict[str, Mapping] = field(default_factory=dict)
    """What the classes of a location have unless something nearer says otherwise."""
    travel: Document | None = None
    """The project file, if it says how long the ways are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A schedule without what was wrong, and the findings."""

    schedule: Schedule
    diagnostics: tuple[Diagnostic, ...]
    attached: tuple[Source, ...] = ()
    """Other files that the documents name, ascending by name."""
    catalogs: Table[str, Catalog] = field(default_factory=dict)
    """The names of each location, by its key."""


def build_schedule(
    documents: Sequence[Document],
    places: Places,
    root: Folder | None = None,
    included_by: Table[str, tuple[str, ...]] | None = None,
) -> Built:
    """Put schedule files together. Each document has passed the schema.

    `root` is the folder that their names are relative to; without it, files that they name are not read.
    `included_by` has, by name of a file, the names of the files that include it.
    """
    locations = dict(places.locations)
    catalogs = defaultdict(Catalog, places.catalogs)
    defaults = dict(places.defaults)
    scopes = [FileScope(document=document, root=root) for document in sorted(documents, key=lambda d: d.name)]
    for scope in scopes:
        for location in build_locations(scope, scope.document.root).values():
            merge_location(scope, locations, location)
        gather_defaults(scope, scope.document.root, defaults)
    drafts: dict[str, Draft] = defaultdict(Draft)
    placed = at_their_locations(scopes, locations, defaults, included_by or {})
    for scope in placed:
        scope.catalog, scope.catalogs = catalogs[scope.location], catalogs
        add_names(scope, scope.document.root, (), scope.catalog)
        _gather_seasons(scope, drafts[scope.location])
        scope.cycles = gather_cycles(scope, drafts[scope.location].cycles)
    for scope in scopes:
        _gather_local_names(scope, catalogs)
    for scope in placed:
        gather_copies(scope, drafts[scope.location].seasons, drafts[scope.location].copies)
        gather_special_weeks(scope, drafts[scope.location].weeks)
        gather_timetables(scope, drafts[scope.location].days)
    ordered = {key: in_order(draft.copies) for key, draft in drafts.items()}
    for scope in placed:
        scope.copies = ordered[scope.location]
        check_special_weeks(scope, drafts[scope.location].weeks)
        build_special_days(scope, drafts[scope.location].days)
        _build_file(scope, drafts[scope.location])
    for scope in placed:
        draft = drafts[scope.location]
        if draft.whole:
            check_mentions(scope, draft.class_ids, draft.tags)
            check_named(scope, draft.classes.values(), draft.days.timetables.values())
            check_together(scope, draft.classes.values(), draft.days.timetables.values())
        check_calendars(scope, draft.calendars)
        check_use(scope, draft.policies)
        check_opening_hours(scope, draft.policies)
        report_unmanaged(scope)
        check_staffing(scope, draft.staffing, draft.class_ids)
        require_horizon(scope, draft.endless, draft.publish)
        check_timetables(scope, draft.days)
    for key, draft in drafts.items():
        if draft.whole:
            check_copies(ordered[key], draft.classes)
    timetables = tuple(
        timetable_of(locations[key], catalogs[key], draft) for key, draft in sorted(drafts.items())
    )
    project = [FileScope(document=places.travel)] if places.travel else []
    travel = build_travel((*project, *scopes), locations)
    return Built(
        schedule=Schedule(timetables=timetables, travel=travel),
        diagnostics=tuple(told_once((*project, *scopes), placed)),
        catalogs={key: catalogs[key] for key in drafts},
        attached=tuple(sorted({source for scope in placed for source in scope.attached})),
    )


def set_aside(root: Mapping, wrong: Iterable[Path]) -> bool:
    """Replace classes, closures and exceptions of a wrong shape by None, so that the rest can be checked.

    Returns whether the rest makes sense without them: names, seasons and defaults cannot be missed.
    """
    for path in wrong:
        if len(path) < 2 or path[0] not in LISTS or not isinstance(path[1], int):
            return False
        root[str(path[0])][path[1]] = None
    return True


def _present(nodes: list[Mapping | None] | None) -> Iterator[tuple[int, Mapping]]:
    """What was not set aside, with its place in the list."""
    return ((index, node) for index, node in enumerate(nodes or []) if node is not None)


def _gather_local_names(scope: FileScope, catalogs: dict[str, Catalog]) -> None:
    for key, node in (scope.document.root.get("locations") or {}).items():
        add_names(scope, node, ("locations", key), catalogs[key])


def _gather_seasons(scope: FileScope, draft: Draft) -> None:
    for key, node in (scope.document.root.get("seasons") or {}).items():
        season = build_season(scope, key, node, ("seasons", key))
        other = draft.seasons.get(key)
        if season is not None and other is not None:
            scope.wrong(
                "CHK020",
                ("seasons", key),
                f"the season {key} is declared already, at {other.span}",
                hint="declare it once",
                key=True,
            )
        elif season is not None:
            draft.seasons[key] = season


def _build_file(scope: FileScope, draft: Draft) -> None:
    root = scope.document.root
    defaults = root.get("defaults") or Mapping()
    default_settings = build_settings(scope, defaults, ("defaults",))
    listed = ((("classes", index), node, None) for index, node in _present(root.get("classes")))
    for path, node, model_week in chain(listed, model_classes(scope, draft.weeks)):
        if node["id"] in draft.class_ids:
            known = draft.classes.get(node["id"])
            scope.wrong(
                "CHK021",
                (*path, "id"),
                f"the class {node['id']} is declared already" + (f", at {known.span}" if known else ""),
                hint="give each class of a location an id of its own",
            )
            continue
        draft.class_ids.add(node["id"])
        built = build_class(
            scope,
            node,
            path,
            defaults=defaults,
            default_settings=default_settings,
            seasons=draft.seasons,
            model_week=model_week,
        )
        if built is not None:
            draft.add(built)
    draft.whole = (
        draft.whole and len(draft.classes) == len(draft.class_ids) and None not in (root.get("classes") or [])
    )
    for index, node in _present(root.get("closures")):
        closure = build_closure(scope, node, ("closures", index))
        if closure is not None:
            draft.closures.append(closure)
    gather_staffing(scope, draft.staffing)
    gather_house(scope, draft.house)
    for index, node in _present(root.get("exceptions")):
        exception = build_exception(scope, node, ("exceptions", index))
        if exception is not None:
            draft.exceptions.append(exception)
    _build_policies(scope, root, draft)


def _build_policies(scope: FileScope, root: Mapping, draft: Draft) -> None:
    gather_calendars(scope, draft.calendars)
    gather_policies(scope, draft.policies, draft.days)
    check_safety(scope)
    if "protect" in root and "next" in root["protect"]:
        seconds = scope.value(parse_duration, root["protect"]["next"], ("protect", "next"))
        draft.protect_s = max(draft.protect_s, seconds or 0)
    draft.publish = gather_publish(scope, draft.publish)
    draft.clock_changes = gather_clock_changes(scope, draft.clock_changes)
    draft.marked = draft.marked and root.get("marker") != "none"
