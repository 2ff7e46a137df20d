"""The house rules of a file: `opening_hours`, `buffers`, `limits` -> HouseRules.

Takes files one after the other, for the rules of a location may stand in several of them; a
`HouseDraft` holds what has been gathered, and `house_rules` makes the value of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from reconciler.load.catalog import Catalog
from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up_somewhere
from reconciler.load.scope import FileScope, as_list
from reconciler.load.seasons import build_days
from reconciler.load.spelling import Wrong
from reconciler.load.values import parse_date, parse_duration, parse_hours, parse_number, parse_weekdays
from reconciler.model.calendars import DayPolicy, PolicyKind
from reconciler.model.house import Buffers, HouseRules, Opening, OpeningHours, WorkingLimits
from reconciler.model.schedule import FOREVER, SINCE_EVER, Days

_DATED = frozenset({"from", "to", "on", "because"})
_HOLIDAYS = "holidays"


@dataclass(slots=True, kw_only=True)
class HouseDraft:
    """What has been gathered about one location so far."""

    opening: list[OpeningHours] = field(default_factory=list)
    buffers: Buffers | None = None
    limits: WorkingLimits | None = None
    limits_of: dict[int, WorkingLimits] = field(default_factory=dict)


def gather_house(scope: FileScope, draft: HouseDraft) -> None:
    """Add the rules of one file."""
    root = scope.document.root
    listed = isinstance(root.get("opening_hours"), list)
    for index, node in enumerate(as_list(root.get("opening_hours"))):
        path: Path = ("opening_hours", index) if listed else ("opening_hours",)
        hours = _opening_hours(scope, node, path)
        if hours is not None:
            _add_opening(scope, draft, hours, path)
    if "buffers" in root and _first_of_its_kind(scope, "buffers", draft.buffers):
        draft.buffers = _buffers(scope, root["buffers"])
    if "limits" in root and _first_of_its_kind(scope, "limits", draft.limits):
        _add_limits(scope, draft, root["limits"])


def check_opening_hours(scope: FileScope, policies: Iterable[DayPolicy]) -> None:
    """Report hours for holidays in a file whose location does not say which days these are."""
    if any(policy.kind is PolicyKind.PUBLIC for policy in policies):
        return
    written = scope.document.root.get("opening_hours")
    for index, node in enumerate(as_list(written)):
        if _HOLIDAYS in node:
            scope.wrong(
                "CHK090",
                ("opening_hours", *((index,) if isinstance(written, list) else ()), _HOLIDAYS),
                f"nothing says which days are holidays at {scope.location}",
                hint="add, for example, `public_holidays: {calendar: DE-BE}`, with `do: keep` if classes run",
                key=True,
            )


def house_rules(draft: HouseDraft, catalog: Catalog) -> HouseRules | None:
    """All of it as a value, None if there is nothing to check."""
    said = (draft.opening, draft.buffers, draft.limits, draft.limits_of, catalog.room_seats, catalog.seats)
    if not any(said):
        return None
    return HouseRules(
        opening=tuple(sorted(draft.opening, key=_special_first)),
        buffers=draft.buffers,
        limits=draft.limits,
        limits_of=draft.limits_of,
        room_seats=catalog.room_seats,
        service_seats=catalog.seats,
    )


def _special_first(hours: OpeningHours) -> tuple[int, bool, date, object]:
    """Single dates before stretches of the year before what always holds; shorter before longer."""
    length = sum((last - first).days + 1 for first, last in hours.days) if hours.days else 10**6
    return (length, hours.on_holidays is None, hours.days[0].first if hours.days else SINCE_EVER, hours.span)


def _opening_hours(scope: FileScope, node: Mapping, path: Path) -> OpeningHours | None:
    days = _dates(scope, node, path)
    hours: dict[int, tuple[Opening, ...]] = {}
    for key in [key for key in node if key not in _DATED and key != _HOLIDAYS]:
        weekdays = parse_weekdays(key)
        stretches = _stretches(scope, node[key], (*path, key))
        if isinstance(weekdays, Wrong):
            continue
        for weekday in weekdays:
            if weekday in hours:
                scope.wrong(
                    "CHK083",
                    (*path, key),
                    f"`{key}` says again when the place is open on {_NAMES[weekday]}",
                    hint="name each weekday once",
                    key=True,
                )
            hours[weekday] = stretches or ()
    missing = [name for weekday, name in enumerate(_NAMES) if weekday not in hours]
    if missing and not days and (hours or _HOLIDAYS not in node):
        scope.wrong(
            "CHK083",
            path,
            f"nobody says when the place is open on {', '.join(missing)}",
            hint=f"add, for example, `{missing[0]}: closed`",
            key=True,
        )
        return None
    festive = _stretches(scope, node[_HOLIDAYS], (*path, _HOLIDAYS)) if _HOLIDAYS in node else None
    if days is None:
        return None
    return OpeningHours(days=days, hours=hours, on_holidays=festive, span=scope.here(node))


_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _dates(scope: FileScope, node: Mapping, path: Path) -> tuple[Days, ...] | None:
    """The dates for which these hours hold; () for always, None with a finding."""
    if "on" in node:
        listed = isinstance(node["on"], list)
        found = [
            build_days(scope, written, (*path, "on", index) if listed else (*path, "on"))
            for index, written in enumerate(as_list(node["on"]))
        ]
        days = tuple(sorted(each for each in found if each is not None))
        return days or None
    if not {"from", "to"} & node.keys():
        return ()
    first = scope.value(parse_date, node["from"], (*path, "from")) if "from" in node else SINCE_EVER
    last = scope.value(parse_date, node["to"], (*path, "to")) if "to" in node else FOREVER
    if first is None or last is None:
        return None
    if last < first:
        scope.wrong("CHK008", (*path, "to"), "these hours would end before they start", hint="swap the dates")
        return None
    return (Days(first, last),)


def _stretches(scope: FileScope, node: Any, path: Path) -> tuple[Opening, ...] | None:
    listed = isinstance(node, list)
    found: list[Opening] = []
    for index, written in enumerate(as_list(node)):
        where = (*path, index) if listed else path
        hours = scope.value(parse_hours, written, where)
        if hours is None:
            return None
        if hours:
            found.append(Opening(*hours))
    found.sort()
    for one, other in pairwise(found):
        if other.from_min < one.until_min:
            scope.wrong(
                "CHK083", path, "two of these opening hours overlap", hint="write them as one", key=True
            )
            return None
    return tuple(found)


def _add_opening(scope: FileScope, draft: HouseDraft, hours: OpeningHours, path: Path) -> None:
    """Two rules for the same dates and weekdays are a finding: neither could win."""
    for other in draft.opening:
        again = other.on_holidays is not None and hours.on_holidays is not None
        if other.days == hours.days and (again or other.hours.keys() & hours.hours.keys()):
            scope.wrong(
                "CHK083",
                path,
                f"opening hours for the same days stand at {other.span} already",
                hint="keep one of them, or give one of them `from` and `to`",
                key=True,
            )
            return
    draft.opening.append(hours)


def _first_of_its_kind(scope: FileScope, key: str, other: Buffers | WorkingLimits | None) -> bool:
    if other is None:
        return True
    scope.wrong(
        "CHK084",
        (key,),
        f"the `{key}` of {scope.location} stand at {other.span} already",
        hint="put them together in one file",
        key=True,
    )
    return False


def _buffers(scope: FileScope, node: Mapping) -> Buffers | None:
    rooms: dict[int, int] = {}
    for name, written in (node.get("rooms") or {}).items():
        entry = look_up_somewhere(scope, "rooms", name, ("buffers", "rooms", name))
        seconds = scope.value(parse_duration, written, ("buffers", "rooms", name))
        if entry is not None and seconds is not None:
            rooms[entry.id] = seconds
    default = scope.value(parse_duration, node["default"], ("buffers", "default")) if "default" in node else 0
    return Buffers(rooms=rooms, default_s=default or 0, span=scope.here(node))


def _add_limits(scope: FileScope, draft: HouseDraft, node: Mapping) -> None:
    general = _limits(scope, node, ("limits",), None)
    if general.day_s is not None or general.in_a_row is not None:
        draft.limits = general
    for name, own in (node.get("people") or {}).items():
        path = ("limits", "people", name)
        entry = look_up_somewhere(scope, "staff", name, path)
        if entry is not None:
            draft.limits_of[entry.id] = _limits(scope, own, path, general)


def _limits(scope: FileScope, node: Mapping, path: Path, general: WorkingLimits | None) -> WorkingLimits:
    """Limits as written, over the general ones where there are any."""

    def seconds(key: str) -> int | None:
        return scope.value(parse_duration, node[key], (*path, key)) if key in node else None

    row = scope.value(parse_number, node["in_a_row"], (*path, "in_a_row")) if "in_a_row" in node else None
    day, pause = seconds("hours_a_day"), seconds("pause")
    if general is not None:
        day = general.day_s if day is None else day
        row = general.in_a_row if row is None else row
        pause = general.pause_s if pause is None else pause
    return WorkingLimits(day_s=day, in_a_row=row, pause_s=pause or 0, span=scope.here(node))
