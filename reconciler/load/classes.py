"""One class of a file -> GroupClass, complete and with its defaults applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reconciler.load.clocks import build_clock_changes
from reconciler.load.copied import with_copies
from reconciler.load.document import Mapping, Path
from reconciler.load.fields import GRID_S, build_settings, over
from reconciler.load.periods import build_periods
from reconciler.load.rules import check_rule
from reconciler.load.scope import FileScope
from reconciler.load.seasons import Season
from reconciler.load.seats import with_seats, within_service
from reconciler.load.selectors import mentioned_classes
from reconciler.load.special_weeks import ModelWeek
from reconciler.load.values import parse_bool, parse_number
from reconciler.load.variants import build_changes, build_parts
from reconciler.load.weeks import refuse_weeks, weekdays_fit, weeks_fit
from reconciler.model.schedule import Change, Course, GroupClass, Part, Period, Rule, Settings, Slot

LONGEST_S = 86_400
"""Longest class that the booking system takes, in seconds."""


def build_class(
    scope: FileScope,
    node: Mapping,
    path: Path,
    *,
    defaults: Mapping,
    default_settings: Settings,
    seasons: dict[str, Season],
    model_week: ModelWeek | None = None,
) -> GroupClass | None:
    """The class at `path`, perhaps of a model week; None, and findings, if it cannot be made sense of."""
    before = len(scope.findings)
    own = build_settings(scope, node, path)
    said = over(own, default_settings)
    parts = build_parts(scope, node, path, said)
    changes = build_changes(scope, node, path, said)
    settings = within_service(scope, with_seats(scope, said, said), own)
    if own.lesson_s is None and _ends_are_written(own):
        settings = replace(settings, lesson_s=None)  # the class's own times are nearer than a default
    _complete(scope, node, path, settings, parts)
    overlap = node.get("allow_overlap", defaults.get("allow_overlap", "false"))
    crowded = node.get("allow_over_capacity", defaults.get("allow_over_capacity", "false"))
    if len(scope.findings) > before:
        return None
    periods = (
        model_week.periods
        if model_week
        else build_periods(scope, node, path, settings.recurrence, defaults=defaults, seasons=seasons)
    )
    _check_rules(scope, path, settings, changes, periods)
    if len(scope.findings) > before:
        return None
    expect = node.get("expect")
    group = GroupClass(
        id=node["id"],
        because=str(node.get("because", defaults.get("because")) or ""),
        tags=tuple(sorted(set(_texts(node.get("tags", defaults.get("tags")))))),
        settings=settings,
        periods=periods,
        parts=parts,
        changes=changes,
        allow_overlap=bool(scope.value(parse_bool, overlap, (*path, "allow_overlap"))),
        clock_changes=build_clock_changes(scope, node.get("clock_changes")),
        may_overlap=mentioned_classes(scope, node.get("may_overlap"), (*path, "may_overlap")),
        allow_over_capacity=bool(scope.value(parse_bool, crowded, (*path, "allow_over_capacity"))),
        expected_sessions=scope.value(parse_number, expect["sessions"], (*path, "expect", "sessions"))
        if expect
        else None,
        course=_course(scope, node, path),
        model_week=model_week.key if model_week else "",
        span=scope.here(node),
    )
    return with_copies(scope, node, path, group, lambda near: with_seats(scope, near, said))


def _course(scope: FileScope, node: Mapping, path: Path) -> Course | None:
    if "sessions" not in node:
        return None
    sessions = scope.value(parse_number, node["sessions"], (*path, "sessions"))
    return None if sessions is None else Course(sessions=sessions, if_closed=node.get("if_closed"))


def _check_rules(
    scope: FileScope, path: Path, settings: Settings, changes: Iterable[Change], periods: tuple[Period, ...]
) -> None:
    if isinstance(settings.recurrence, Rule):
        check_rule(scope, scope.document.span((*path, "rrule")), settings, periods)
    effective = settings
    for change in changes:
        effective = over(change.settings, effective)
        if change.settings.weeks is not None and not weeks_fit(effective):
            refuse_weeks(scope, change.span)
        if change.settings.recurrence or change.settings.slots:
            check_rule(scope, change.span, over(change.settings, settings), periods)


def _ends_are_written(settings: Settings) -> bool:
    return bool(settings.slots) and all(slot.lesson_s is not None for slot in settings.slots or ())


def _texts(node: Any) -> Iterable[str]:
    return [] if node is None else node if isinstance(node, list) else [node]


def _complete(
    scope: FileScope, node: Mapping, path: Path, settings: Settings, parts: tuple[Part, ...]
) -> None:
    """Report what no class can do without, and lengths that do not add up."""
    if "id" not in node:
        return
    for effective in [over(part.settings, settings) for part in parts] or [settings]:
        missing = _missing(effective)
        for key, hint in missing.items():
            if not _was_attempted(node, key):
                scope.wrong("CHK010", (*path, "id"), f"the class {node['id']} has no `{key}`", hint=hint)
        if missing:
            return
        for slot in effective.slots or ():
            if not _length_fits(scope, path, effective, slot):
                return
        if not weekdays_fit(scope, path, effective):
            return
        if not weeks_fit(effective):
            refuse_weeks(scope, scope.document.span((*path, "id")))
            return


def _was_attempted(node: Mapping, key: str) -> bool:
    """Whether the key is there: then its own finding says more than "it is missing"."""
    return key in node or (key == "every" and not {"dates", "on", "rrule"}.isdisjoint(node))


def _missing(settings: Settings) -> dict[str, str]:
    missing = {}
    if settings.recurrence is None:
        missing["every"] = "add `every: [mon, wed]`, `dates:`, `on:` or `rrule:`"
    if settings.slots is None:
        missing["at"] = 'add `at: "18:30"`'
    if settings.service_id is None:
        missing["service"] = "add `service:` to the class or to `defaults:`"
    if settings.staff_id is None:
        missing["staff"] = "add `staff:` to the class or to `defaults:`"
    if settings.capacity is None:
        missing["capacity"] = "add `capacity:` to the class, to `defaults:` or to its service"
    if settings.lesson_s is None and any(slot.lesson_s is None for slot in settings.slots or ()):
        missing["duration"] = 'add `duration: 55m`, or write the end into `at: "18:30-19:25"`'
    return missing


def _length_fits(scope: FileScope, path: Path, settings: Settings, slot: Slot) -> bool:
    if None not in (slot.lesson_s, settings.lesson_s) and slot.lesson_s != settings.lesson_s:
        scope.wrong(
            "CHK011",
            (*path, "id"),
            f"its times say {_minutes(slot.lesson_s)}, its duration says {_minutes(settings.lesson_s)}",
            hint="correct one of them, or leave `duration` out",
        )
        return False
    lesson = slot.lesson_s or settings.lesson_s or 0
    pause = settings.break_s if isinstance(settings.break_s, int) else 0
    if lesson < GRID_S or lesson + pause > LONGEST_S or pause > 3600:
        scope.wrong(
            "CHK012",
            (*path, "id"),
            f"a lesson of {_minutes(lesson)} with a break of {_minutes(pause)} is not possible",
            detail="The booking system takes 5 minutes to 24 hours, with a break of at most an hour.",
            hint="check `duration`, `break` and the times",
        )
        return False
    return True


def _minutes(seconds: int | None) -> str:
    return f"{(seconds or 0) // 60} minutes"
