"""Days that run another weekday's classes or a timetable of their own: `special_days`, `timetables`.

Timetables may stand in another file than the days that name them: all files of a location are
gathered first, then the days are built, and at last idle timetables are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from reconciler.load.document import Mapping, Path
from reconciler.load.fields import build_settings
from reconciler.load.scope import FileScope, Mention, as_list, did_you_mean
from reconciler.load.special_weeks import WeeksDraft, special_weeks_of
from reconciler.load.values import parse_date, parse_weekdays
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Settings
from reconciler.model.special import DayTimetable, Special, SpecialDay


@dataclass(slots=True, kw_only=True)
class DaysDraft:
    """What has been gathered for one location so far."""

    timetables: dict[str, DayTimetable] = field(default_factory=dict)
    days: dict[date, SpecialDay] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Keys of timetables that some rule runs."""
    whole: bool = True
    """Whether no special day was set aside for its form."""


def gather_timetables(scope: FileScope, draft: DaysDraft) -> None:
    """Put the timetables of a file to those of its location."""
    for key, node in (scope.document.root.get("timetables") or {}).items():
        path: Path = ("timetables", key)
        found = _timetable(scope, key, node, path)
        other = draft.timetables.setdefault(key, found)
        if other is not found:
            scope.wrong(
                "CHK056",
                path,
                f"the timetable {key} is declared already, at {other.span}",
                hint="declare it once, or give it another name",
                key=True,
            )


def build_special_days(scope: FileScope, draft: DaysDraft) -> None:
    """Put the special days of a file to those of its location, once all timetables are known."""
    for index, node in enumerate(scope.document.root.get("special_days") or []):
        if node is None:
            draft.whole = False
            continue
        path: Path = ("special_days", index)
        run_as = _weekday(scope, node, path)
        timetable = timetable_called(scope, draft, node["run"], (*path, "run")) if "run" in node else None
        if run_as is None and timetable is None:
            continue
        for day, where in _dates(scope, node, path):
            special = SpecialDay(
                day=day,
                run_as=run_as,
                timetable=timetable,
                because=node.get("because") or "",
                span=scope.here(node),
            )
            other = draft.days.setdefault(day, special)
            if other is not special:
                scope.wrong(
                    "CHK056",
                    where,
                    f"{day} is a special day already, at {other.span}",
                    hint="keep one of them",
                )


def timetable_called(scope: FileScope, draft: DaysDraft, key: str, path: Path) -> DayTimetable | None:
    """The timetable that a rule at `path` runs; None, and a finding, if there is none."""
    draft.used.add(key)
    found = draft.timetables.get(key)
    if found is None:
        scope.wrong(
            "CHK055",
            path,
            f'there is no timetable "{key}"',
            hint=did_you_mean(key, draft.timetables)
            or "declare it: timetables: {" + key + ": {classes: [yoga-evening]}}",
        )
    return found


def check_timetables(scope: FileScope, draft: DaysDraft) -> None:
    """Report timetables of a file that no rule runs."""
    for key in scope.document.root.get("timetables") or {}:
        if key not in draft.used and draft.whole:
            scope.report(
                "CHK059",
                Severity.WARNING,
                scope.document.span(("timetables", key), key=True),
                f"the timetable {key} runs on no day",
                hint=f"name its days: special_days: [{{on: 2026-12-31, run: {key}}}], or take it out",
            )


def special_of(weeks: WeeksDraft, days: DaysDraft) -> Special | None:
    """All special weeks and days of a location as a value, None if there are none."""
    if not (weeks.special or days.days or days.timetables):
        return None
    return Special(
        weeks=special_weeks_of(weeks),
        days=tuple(days.days[day] for day in sorted(days.days)),
        timetables=dict(sorted(days.timetables.items())),
    )


def _timetable(scope: FileScope, key: str, node: Mapping, path: Path) -> DayTimetable:
    ids = [str(name) for name in as_list(node["classes"])]
    listed = isinstance(node["classes"], list)
    for index, name in enumerate(ids):
        where = (*path, "classes", index) if listed else (*path, "classes")
        scope.mentions.append(Mention("class", name, where))
    changes: dict[str, Settings] = {}
    for name, inner in (node.get("change") or {}).items():
        where = (*path, "change", name)
        changes[name] = build_settings(scope, inner or Mapping(), where)
        if changes[name] == Settings():
            scope.wrong("CHK014", where, "this change changes nothing", hint="say what is different that day")
        if name not in ids:
            scope.wrong(
                "CHK057",
                where,
                f"{name} is changed by the timetable {key}, which does not run it",
                hint=did_you_mean(name, ids) or "name it under `classes:` as well",
                key=True,
            )
    return DayTimetable(key=key, class_ids=frozenset(ids), changes=changes, span=scope.here(node))


def _weekday(scope: FileScope, node: Mapping, path: Path) -> int | None:
    if "run_as" not in node:
        return None
    found = scope.value(parse_weekdays, node["run_as"], (*path, "run_as"))
    return None if found is None else min(found)


def _dates(scope: FileScope, node: Mapping, path: Path) -> Iterator[tuple[date, Path]]:
    listed = isinstance(node["on"], list)
    for index, text in enumerate(as_list(node["on"])):
        where = (*path, "on", index) if listed else (*path, "on")
        day = scope.value(parse_date, text, where)
        if day is not None:
            yield day, where
